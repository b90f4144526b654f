//! Fills a gap: asks the API for the messages after the last one given, and for who is there.
//!
//! One call at a time, and one page at a time: the next is asked for when what the last one brought has been given.
//! Bounded: a list that goes round in a circle, or has no end, is left.

use std::collections::BTreeSet;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::conversation::Conversation;
use crate::error::Error;
use crate::future::{BoxFuture, Exclusive};
use crate::models::{
    MessageId, SortOrder, WebChatMemberInfo, WebChatMemberInfoEntityList, WebChatMessage,
    WebChatMessageEntityList,
};

/// The most that the service lists at once.
const PAGE: i64 = 100;
/// Pages after which a list of messages is taken for endless.
const MESSAGE_PAGES: usize = 1000;
/// The same for members.
const MEMBER_PAGES: i64 = 20;

/// What a call has brought.
pub(super) enum Filled {
    /// Messages, oldest first.
    Messages(Vec<WebChatMessage>),
    /// Members in the state they are in.
    Members(Vec<WebChatMemberInfo>),
    /// All is known. False if a list had to be left.
    Done(bool),
    /// The call failed; it is made again with the next poll.
    Failed(Error),
}

/// What is asked for next.
#[derive(Debug)]
enum Stage {
    MessagesAfter(Option<MessageId>),
    MembersOf(i64),
    Done,
}

enum Call {
    Messages(Exclusive<BoxFuture<'static, Result<WebChatMessageEntityList, Error>>>),
    Members(Exclusive<BoxFuture<'static, Result<WebChatMemberInfoEntityList, Error>>>),
}

/// A gap that is being filled.
pub(super) struct Fill {
    chat: Conversation,
    stage: Stage,
    call: Option<Call>,
    /// Where pages have begun.
    cursors: BTreeSet<MessageId>,
    complete: bool,
}

impl Fill {
    /// Everything after this message; `None` for the beginning of the chat.
    pub(super) fn new(chat: Conversation, after: Option<MessageId>) -> Self {
        Self {
            chat,
            stage: Stage::MessagesAfter(after),
            call: None,
            cursors: BTreeSet::new(),
            complete: true,
        }
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Filled> {
        let Some(mut call) = self.call.take().or_else(|| self.next_call()) else {
            return Poll::Ready(Filled::Done(self.complete));
        };
        let filled = match &mut call {
            Call::Messages(call) => Pin::new(call).poll(context).map(|page| match page {
                Ok(page) => Filled::Messages(self.messages(page)),
                Err(error) => Filled::Failed(error),
            }),
            Call::Members(call) => Pin::new(call).poll(context).map(|page| match page {
                Ok(page) => Filled::Members(self.members(page)),
                Err(error) => Filled::Failed(error),
            }),
        };
        if filled.is_pending() {
            self.call = Some(call);
        }
        Poll::Ready(ready!(filled))
    }

    fn next_call(&self) -> Option<Call> {
        match &self.stage {
            Stage::MessagesAfter(after) => {
                let list = self.chat.messages().max_results(PAGE);
                let list = list.sort_order(SortOrder::Ascending);
                let list = match after {
                    Some(after) => list.after(after),
                    None => list,
                };
                Some(Call::Messages(Exclusive::new(list.into_future())))
            }
            Stage::MembersOf(page) => {
                let list = self.chat.members().page_size(PAGE).page_number(*page);
                Some(Call::Members(Exclusive::new(list.into_future())))
            }
            Stage::Done => None,
        }
    }

    fn messages(&mut self, page: WebChatMessageEntityList) -> Vec<WebChatMessage> {
        let messages = page.entities.unwrap_or_default();
        let last = messages.iter().rev().find_map(|message| message.id.clone());
        self.stage = match (page.next, last) {
            (Some(_), Some(last)) if self.goes_on(&last) => Stage::MessagesAfter(Some(last)),
            (Some(_), Some(_)) => {
                self.complete = false;
                Stage::MembersOf(1)
            }
            _ => Stage::MembersOf(1),
        };
        messages
    }

    /// Whether the list goes on after this message, and not round and round.
    fn goes_on(&mut self, last: &MessageId) -> bool {
        self.cursors.len() < MESSAGE_PAGES && self.cursors.insert(last.clone())
    }

    fn members(&mut self, page: WebChatMemberInfoEntityList) -> Vec<WebChatMemberInfo> {
        let members = page.entities.unwrap_or_default();
        let count = page.page_count.unwrap_or(1).min(MEMBER_PAGES);
        self.stage = match &self.stage {
            Stage::MembersOf(number) if *number < count && !members.is_empty() => {
                Stage::MembersOf(number.saturating_add(1))
            }
            _ => Stage::Done,
        };
        members
    }
}
