//! The two kinds of list: members by page number, messages by cursor.
//!
//! Messages: `after` and `before` bound a window (both ends excluded), `sortOrder` says which of its ends comes first,
//! `maxResults` how many of it are given. `next` goes on in that order to the window's other end; `previousPage` turns
//! round at the first message given, so it lists what lies before it nearest first. Each is left out when nothing is
//! there. Members: `pageNumber` counts from 1; a page beyond the last one is empty.

use serde_json::{Value, json};

use crate::errors::ApiError;
use crate::model::{Conversation, Member, MemberState, Message};
use crate::operation::BASE_PATH;
use crate::settings::CursorStyle;
use crate::views;

const DEFAULT_PAGE_SIZE: usize = 25;
const MAXIMUM_PAGE_SIZE: usize = 100;
const MAXIMUM_MESSAGES: usize = 100;

/// The parameters of a request's query. A parameter without a value counts as left out.
#[derive(Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn parse(query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        Self(pairs.filter(|(_, value)| !value.is_empty()).collect())
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    fn number(&self, name: &str, default: usize, maximum: usize) -> Result<usize, ApiError> {
        let Some(text) = self.text(name) else {
            return Ok(default);
        };
        let number = text
            .parse()
            .ok()
            .filter(|number| (1..=maximum).contains(number));
        number.ok_or_else(|| ApiError::invalid_query(name, text, &format!("1 to {maximum}")))
    }

    fn flag(&self, name: &str) -> Result<bool, ApiError> {
        match self.text(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(text) => Err(ApiError::invalid_query(name, text, "true, false")),
        }
    }
}

/// A `WebChatMemberInfoEntityList`.
pub(crate) fn members(conversation: &Conversation, query: &Query) -> Result<Value, ApiError> {
    let page_size = query.number("pageSize", DEFAULT_PAGE_SIZE, MAXIMUM_PAGE_SIZE)?;
    let page = query.number("pageNumber", 1, i32::MAX as usize)?;
    let only_present = query.flag("excludeDisconnectedMembers")?;
    let listed: Vec<&Member> = conversation
        .members
        .iter()
        .filter(|member| !only_present || member.state != MemberState::Disconnected)
        .collect();
    let page_count = listed.len().div_ceil(page_size);
    let skipped = (page - 1).saturating_mul(page_size);
    let entities: Vec<Value> = listed
        .iter()
        .skip(skipped)
        .take(page_size)
        .map(|member| views::member(member))
        .collect();
    let filter = if only_present {
        "&excludeDisconnectedMembers=true"
    } else {
        ""
    };
    let uri = |page: usize| {
        format!(
            "{BASE_PATH}/{}/members?pageSize={page_size}&pageNumber={page}{filter}",
            conversation.id
        )
    };
    let mut json = json!({
        "entities": entities,
        "pageSize": page_size,
        "pageNumber": page,
        "total": listed.len(),
        "pageCount": page_count,
        "firstUri": uri(1),
        "lastUri": uri(page_count.max(1)),
        "selfUri": uri(page),
        "previousUri": (page > 1).then(|| uri(page - 1)),
        "nextUri": (page < page_count).then(|| uri(page + 1)),
    });
    views::drop_nulls(&mut json);
    Ok(json)
}

/// A `WebChatMessageEntityList`.
pub(crate) fn messages(
    conversation: &Conversation,
    query: &Query,
    style: CursorStyle,
) -> Result<Value, ApiError> {
    let window = Window::read(conversation, query)?;
    let page = window.page(conversation);
    let entities: Vec<Value> = page
        .messages
        .iter()
        .map(|message| views::message(&conversation.id, message))
        .collect();
    let cursor = |id: &str, uri: String| match style {
        CursorStyle::RelativeUri => uri,
        CursorStyle::MessageId => id.to_owned(),
    };
    let next = page
        .goes_on_from
        .map(|last| cursor(&last.id, window.onward(&last.id).uri(conversation)));
    let previous = page
        .turns_round_at
        .map(|first| cursor(&first.id, window.backward(&first.id).uri(conversation)));
    let mut json = json!({
        "entities": entities,
        "pageSize": window.size,
        "previousPage": previous,
        "next": next,
        "selfUri": window.uri(conversation),
    });
    views::drop_nulls(&mut json);
    Ok(json)
}

/// Which messages a request asks for.
#[derive(Clone, Debug)]
struct Window {
    after: Option<String>,
    before: Option<String>,
    descending: bool,
    size: usize,
}

/// The messages given, and where the neighbouring pages begin if there are any.
struct Page<'a> {
    messages: Vec<&'a Message>,
    goes_on_from: Option<&'a Message>,
    turns_round_at: Option<&'a Message>,
}

impl Window {
    fn read(conversation: &Conversation, query: &Query) -> Result<Self, ApiError> {
        let cursor = |name: &str| match query.text(name) {
            Some(id) if conversation.message(id).is_none() => Err(ApiError::invalid_query(
                name,
                id,
                "the ids of the conversation's messages",
            )),
            id => Ok(id.map(str::to_owned)),
        };
        let descending = match query.text("sortOrder") {
            None | Some("ascending") => false,
            Some("descending") => true,
            Some(text) => {
                return Err(ApiError::invalid_query(
                    "sortOrder",
                    text,
                    "ascending, descending",
                ));
            }
        };
        let size = query.number("maxResults", MAXIMUM_MESSAGES, MAXIMUM_MESSAGES)?;
        Ok(Self {
            after: cursor("after")?,
            before: cursor("before")?,
            descending,
            size,
        })
    }

    fn page<'a>(&self, conversation: &'a Conversation) -> Page<'a> {
        let position = |id: &Option<String>| {
            id.as_ref().and_then(|id| {
                conversation
                    .messages
                    .iter()
                    .position(|message| message.id == *id)
            })
        };
        let start = position(&self.after).map_or(0, |after| after + 1);
        let end = position(&self.before).unwrap_or(conversation.messages.len());
        let window = conversation.messages.get(start..end).unwrap_or_default();
        let ordered: Vec<&Message> = if self.descending {
            window.iter().rev().collect()
        } else {
            window.iter().collect()
        };
        let messages: Vec<&Message> = ordered.iter().copied().take(self.size).collect();
        let edge = if self.descending {
            conversation.messages.last()
        } else {
            conversation.messages.first()
        };
        Page {
            goes_on_from: messages
                .last()
                .copied()
                .filter(|_| ordered.len() > messages.len()),
            turns_round_at: messages
                .first()
                .copied()
                .filter(|first| edge != Some(*first)),
            messages,
        }
    }

    /// The rest of the window beyond a message.
    fn onward(&self, id: &str) -> Self {
        let mut onward = self.clone();
        *onward.bound(self.descending) = Some(id.to_owned());
        onward
    }

    /// Everything on the other side of a message, nearest first.
    fn backward(&self, id: &str) -> Self {
        let mut backward = Self {
            after: None,
            before: None,
            descending: !self.descending,
            size: self.size,
        };
        *backward.bound(backward.descending) = Some(id.to_owned());
        backward
    }

    /// The bound that a page in this order begins at.
    fn bound(&mut self, descending: bool) -> &mut Option<String> {
        if descending {
            &mut self.before
        } else {
            &mut self.after
        }
    }

    fn uri(&self, conversation: &Conversation) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.after.iter().map(|id| ("after", id)));
        query.extend_pairs(self.before.iter().map(|id| ("before", id)));
        query.append_pair(
            "sortOrder",
            if self.descending {
                "descending"
            } else {
                "ascending"
            },
        );
        query.append_pair("maxResults", &self.size.to_string());
        format!(
            "{BASE_PATH}/{}/messages?{}",
            conversation.id,
            query.finish()
        )
    }
}
