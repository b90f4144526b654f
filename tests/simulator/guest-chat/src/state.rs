//! The service's memory: conversations, members, messages, media requests and tokens, and how they change.
//!
//! Nothing here knows of HTTP or reads a clock: each change is given the moment it happens at. A change to something
//! that does not exist is `None`. What the guest may change is in `guest.rs`.

use std::collections::BTreeMap;

use tokio::sync::watch;

use crate::clock::Timestamp;
use crate::errors::{ApiError, ErrorCode};
use crate::ids::{IdKind, Ids};
use crate::model::{
    BodyType, ChatEvent, Conversation, MediaRequest, MediaState, MediaType, Member, MemberRole,
    MemberState, Message, Typing,
};
use crate::requests::NewConversation;
use crate::settings::Settings;
use crate::tokens::{self, Claims};

/// Everything the service remembers.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) settings: Settings,
    ids: Ids,
    conversations: BTreeMap<String, Conversation>,
    tokens: BTreeMap<String, Token>,
}

/// What the service knows of a token it gave out.
#[derive(Debug)]
struct Token {
    conversation_id: String,
    expires: Timestamp,
}

/// A conversation that is about to change; those who wait for news of it look when the change is made.
fn changing<'c>(
    conversations: &'c mut BTreeMap<String, Conversation>,
    id: &str,
) -> Option<&'c mut Conversation> {
    let conversation = conversations.get_mut(id)?;
    conversation.news.send_replace(());
    Some(conversation)
}

impl State {
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            settings,
            ids: Ids::default(),
            conversations: BTreeMap::new(),
            tokens: BTreeMap::new(),
        }
    }

    pub(crate) fn find(&self, id: &str) -> Option<&Conversation> {
        self.conversations.get(id)
    }

    /// The ids of all conversations, oldest first.
    pub(crate) fn conversation_ids(&self) -> Vec<String> {
        self.conversations.keys().cloned().collect()
    }

    pub(crate) fn conversation(&self, id: &str) -> Result<&Conversation, ApiError> {
        self.find(id).ok_or_else(|| ErrorCode::NotFound.into())
    }

    /// Whether the token opens the conversation. A conversation nobody has is told apart from somebody else's.
    pub(crate) fn authorize(
        &self,
        token: Option<&str>,
        conversation_id: &str,
        now: Timestamp,
    ) -> Result<(), ApiError> {
        let token = token.ok_or(ErrorCode::AuthenticationRequired)?;
        let known = self.tokens.get(token).ok_or(ErrorCode::BadCredentials)?;
        if known.expires <= now {
            return Err(ErrorCode::CredentialsExpired.into());
        }
        self.conversation(conversation_id)?;
        if known.conversation_id == conversation_id {
            Ok(())
        } else {
            Err(ErrorCode::NotAuthorized.into())
        }
    }

    /// The conversation whose event stream a token opens.
    pub(crate) fn stream_of(&self, token: &str, now: Timestamp) -> Result<String, ApiError> {
        let known = self.tokens.get(token).ok_or(ErrorCode::BadCredentials)?;
        if known.expires <= now {
            return Err(ErrorCode::CredentialsExpired.into());
        }
        let conversation = self.conversation(&known.conversation_id)?;
        if conversation.is_over() {
            return Err(ErrorCode::NotFound.into());
        }
        Ok(known.conversation_id.clone())
    }

    /// Starts a conversation with a connected guest in it, and gives out its token.
    pub(crate) fn create(
        &mut self,
        request: NewConversation,
        salt: u16,
        now: Timestamp,
    ) -> Conversation {
        let id = self.ids.next(IdKind::Conversation);
        let guest = self.new_member(
            request.display_name,
            MemberRole::Customer,
            MemberState::Connected,
            now,
        );
        let guest = Member {
            authenticated: request.authenticated,
            profile: request.profile,
            ..guest
        };
        let jwt = tokens::mint(
            &Claims {
                organization_id: &self.settings.organization_id,
                deployment_id: &self.settings.deployment_id,
                conversation_id: &id,
                member_id: &guest.id,
                issued: now,
                lifetime: self.settings.jwt_lifetime,
            },
            salt,
        );
        let expires = now.plus(self.settings.jwt_lifetime);
        self.tokens.insert(
            jwt.clone(),
            Token {
                conversation_id: id.clone(),
                expires,
            },
        );
        let conversation = Conversation {
            id: id.clone(),
            jwt,
            guest: guest.id.clone(),
            ended: false,
            stream_attached: false,
            open_streams: 0,
            members: vec![guest],
            messages: Vec::new(),
            media_requests: Vec::new(),
            events: Vec::new(),
            news: watch::Sender::default(),
        };
        self.conversations.insert(id, conversation.clone());
        conversation
    }

    /// Somebody else joins, or is being asked to.
    pub(crate) fn join(
        &mut self,
        conversation_id: &str,
        name: &str,
        role: MemberRole,
        state: MemberState,
        now: Timestamp,
    ) -> Option<String> {
        self.find(conversation_id)?;
        let member = self.new_member(name.to_owned(), role, state, now);
        let id = member.id.clone();
        changing(&mut self.conversations, conversation_id)?
            .members
            .push(member);
        self.announce(conversation_id, &id, state, now)?;
        Some(id)
    }

    /// A member who was being asked to join does.
    pub(crate) fn connect(
        &mut self,
        conversation_id: &str,
        member_id: &str,
        now: Timestamp,
    ) -> Option<()> {
        let member = self.member_mut(conversation_id, member_id)?;
        member.state = MemberState::Connected;
        member.joined = Some(now.iso8601());
        self.announce(conversation_id, member_id, MemberState::Connected, now)
    }

    pub(crate) fn disconnect(
        &mut self,
        conversation_id: &str,
        member_id: &str,
        now: Timestamp,
    ) -> Option<()> {
        let member = self.member_mut(conversation_id, member_id)?;
        member.state = MemberState::Disconnected;
        member.left = Some(now.iso8601());
        self.announce(conversation_id, member_id, MemberState::Disconnected, now)
    }

    /// Everybody leaves, and nothing can be said any more.
    pub(crate) fn end(&mut self, conversation_id: &str, now: Timestamp) -> Option<()> {
        let conversation = changing(&mut self.conversations, conversation_id)?;
        conversation.ended = true;
        let present = conversation
            .members
            .iter()
            .filter(|member| member.state != MemberState::Disconnected);
        let present: Vec<String> = present.map(|member| member.id.clone()).collect();
        for member_id in present {
            self.disconnect(conversation_id, &member_id, now);
        }
        Some(())
    }

    pub(crate) fn add_message(
        &mut self,
        conversation_id: &str,
        sender: &str,
        body: Option<String>,
        body_type: BodyType,
        now: Timestamp,
    ) -> Option<Message> {
        let conversation = changing(&mut self.conversations, conversation_id)?;
        let id = self.ids.next(IdKind::Message);
        let message = Message {
            id,
            sender: sender.to_owned(),
            body,
            body_type,
            timestamp: now.iso8601(),
        };
        conversation.messages.push(message.clone());
        conversation
            .events
            .push(ChatEvent::Message(message.clone()));
        Some(message)
    }

    pub(crate) fn add_typing(
        &mut self,
        conversation_id: &str,
        sender: &str,
        now: Timestamp,
    ) -> Option<Typing> {
        let conversation = changing(&mut self.conversations, conversation_id)?;
        let id = self.ids.next(IdKind::Typing);
        let typing = Typing {
            id,
            sender: sender.to_owned(),
            timestamp: now.iso8601(),
        };
        conversation.events.push(ChatEvent::Typing(typing.clone()));
        Some(typing)
    }

    /// An agent asks for media; the guest sees it as a message whose text is the request's id.
    pub(crate) fn request_media(
        &mut self,
        conversation_id: &str,
        sender: &str,
        types: &[MediaType],
        now: Timestamp,
    ) -> Option<String> {
        let conversation = changing(&mut self.conversations, conversation_id)?;
        let id = self.ids.next(IdKind::MediaRequest);
        conversation.media_requests.push(MediaRequest {
            id: id.clone(),
            types: types.to_vec(),
            state: MediaState::Pending,
            communication_id: None,
            security_key: None,
        });
        self.add_message(
            conversation_id,
            sender,
            Some(id.clone()),
            BodyType::MediaRequest,
            now,
        )?;
        Some(id)
    }

    /// Moves a media request on; an accepted one gets its session.
    pub(crate) fn set_media_state(
        &mut self,
        conversation_id: &str,
        request_id: &str,
        state: MediaState,
    ) -> Option<MediaRequest> {
        let conversation = changing(&mut self.conversations, conversation_id)?;
        let request = conversation
            .media_requests
            .iter_mut()
            .find(|request| request.id == request_id)?;
        if state == MediaState::Accepted && request.communication_id.is_none() {
            let communication_id = self.ids.next(IdKind::Communication);
            request.security_key = Some(format!("key-of-{communication_id}"));
            request.communication_id = Some(communication_id);
        }
        request.state = state;
        Some(request.clone())
    }

    pub(crate) fn attach_stream(&mut self, conversation_id: &str) {
        if let Some(conversation) = changing(&mut self.conversations, conversation_id) {
            conversation.stream_attached = true;
        }
    }

    /// An event stream is open: how many events there have been before, and the news from then on.
    pub(crate) fn stream_opened(
        &mut self,
        conversation_id: &str,
        now: Timestamp,
    ) -> (usize, watch::Receiver<()>) {
        self.attach_stream(conversation_id);
        let follows = self.settings.guest_follows_stream;
        let Some(conversation) = changing(&mut self.conversations, conversation_id) else {
            return (0, watch::channel(()).1);
        };
        conversation.open_streams += 1;
        if follows {
            conversation.guest_is(MemberState::Connected, now);
        }
        (conversation.events.len(), conversation.news.subscribe())
    }

    /// An event stream has ended.
    pub(crate) fn stream_closed(&mut self, conversation_id: &str, now: Timestamp) {
        let follows = self.settings.guest_follows_stream;
        if let Some(conversation) = changing(&mut self.conversations, conversation_id) {
            conversation.open_streams -= 1;
            if follows && conversation.open_streams == 0 {
                conversation.guest_is(MemberState::Disconnected, now);
            }
        }
    }

    pub(crate) fn expire_token(&mut self, conversation_id: &str, now: Timestamp) {
        for token in self
            .tokens
            .values_mut()
            .filter(|token| token.conversation_id == conversation_id)
        {
            token.expires = now;
        }
    }

    fn new_member(
        &mut self,
        display_name: String,
        role: MemberRole,
        state: MemberState,
        now: Timestamp,
    ) -> Member {
        Member {
            id: self.ids.next(IdKind::Member),
            display_name,
            role,
            state,
            joined: (state == MemberState::Connected).then(|| now.iso8601()),
            left: None,
            authenticated: false,
            profile: serde_json::Map::new(),
        }
    }

    fn member_mut(&mut self, conversation_id: &str, member_id: &str) -> Option<&mut Member> {
        let conversation = changing(&mut self.conversations, conversation_id)?;
        conversation
            .members
            .iter_mut()
            .find(|member| member.id == member_id)
    }

    /// Tells of a member's new state: an event, and a message without text when it came or went.
    fn announce(
        &mut self,
        conversation_id: &str,
        member_id: &str,
        state: MemberState,
        now: Timestamp,
    ) -> Option<()> {
        let timestamp = now.iso8601();
        let event = ChatEvent::MemberChange {
            member: member_id.to_owned(),
            state,
            timestamp,
        };
        changing(&mut self.conversations, conversation_id)?
            .events
            .push(event);
        let body_type = match state {
            MemberState::Connected => BodyType::MemberJoin,
            MemberState::Disconnected => BodyType::MemberLeave,
            MemberState::Alerting => return Some(()),
        };
        self.add_message(conversation_id, member_id, None, body_type, now)
            .map(|_| ())
    }
}
