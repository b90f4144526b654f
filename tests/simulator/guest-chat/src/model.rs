//! What a conversation is made of: plain data in the service's words, as tests read it.

use serde_json::{Map, Value};

use tokio::sync::watch;

use crate::clock::Timestamp;

/// Writes an enum whose values have a fixed spelling on the wire.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$variant_about:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`")] $variant,)*
        }

        impl $name {
            /// All values.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The value as it stands in JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The value with this spelling.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word)
            }
        }
    };
}

words! {
    /// What a member is in the conversation.
    MemberRole { Agent = "AGENT", Customer = "CUSTOMER", Workflow = "WORKFLOW", Acd = "ACD", }
}

words! {
    /// Whether a member is there.
    MemberState { Connected = "CONNECTED", Disconnected = "DISCONNECTED", Alerting = "ALERTING", }
}

words! {
    /// What a message is.
    BodyType {
        Standard = "standard",
        Notice = "notice",
        MemberJoin = "member-join",
        MemberLeave = "member-leave",
        MediaRequest = "media-request",
    }
}

words! {
    /// What an agent asks for.
    MediaType { Cobrowse = "COBROWSE", Screenshare = "SCREENSHARE", }
}

words! {
    /// How far a media request has come.
    MediaState {
        Pending = "PENDING",
        Accepted = "ACCEPTED",
        Declined = "DECLINED",
        TimedOut = "TIMEDOUT",
        Cancelled = "CANCELLED",
        Errored = "ERRORED",
    }
}

/// A member of a conversation. Times are ISO-8601 texts.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Member {
    /// The member's id.
    pub id: String,
    /// The name others see.
    pub display_name: String,
    /// What the member is.
    pub role: MemberRole,
    /// Whether the member is there.
    pub state: MemberState,
    /// When the member connected.
    pub joined: Option<String>,
    /// When the member disconnected.
    pub left: Option<String>,
    /// Whether the guest came with a member token.
    pub authenticated: bool,
    /// The rest of what the guest told about itself, by property name.
    pub profile: Map<String, Value>,
}

/// A message of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// The message's id.
    pub id: String,
    /// The id of the member it is from.
    pub sender: String,
    /// Its text; joins and leaves have none.
    pub body: Option<String>,
    /// What it is.
    pub body_type: BodyType,
    /// When it was sent, as an ISO-8601 text.
    pub timestamp: String,
}

/// A sign that a member is typing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Typing {
    /// The sign's id.
    pub id: String,
    /// The id of the member who types.
    pub sender: String,
    /// When it was sent, as an ISO-8601 text.
    pub timestamp: String,
}

/// An agent's wish to see the guest's screen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MediaRequest {
    /// The request's id.
    pub id: String,
    /// What is asked for.
    pub types: Vec<MediaType>,
    /// How far it has come.
    pub state: MediaState,
    /// Where the session takes place, once accepted.
    pub communication_id: Option<String>,
    /// The secret of the session, once accepted.
    pub security_key: Option<String>,
}

/// Something the service tells everybody in the conversation, in the order it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChatEvent {
    /// A message was added.
    Message(Message),
    /// A member is typing.
    Typing(Typing),
    /// A member's state changed.
    MemberChange {
        /// The member's id.
        member: String,
        /// The new state.
        state: MemberState,
        /// When it changed, as an ISO-8601 text.
        timestamp: String,
    },
}

/// A conversation with everything in it.
#[derive(Clone, Debug)]
pub(crate) struct Conversation {
    pub(crate) id: String,
    pub(crate) jwt: String,
    /// The guest's member id.
    pub(crate) guest: String,
    pub(crate) ended: bool,
    /// Whether the guest has ever listened.
    pub(crate) stream_attached: bool,
    pub(crate) open_streams: usize,
    /// In the order they joined.
    pub(crate) members: Vec<Member>,
    /// In the order they were sent.
    pub(crate) messages: Vec<Message>,
    pub(crate) media_requests: Vec<MediaRequest>,
    pub(crate) events: Vec<ChatEvent>,
    /// Told of every change, so that a stream need not look whenever something happens elsewhere.
    pub(crate) news: watch::Sender<()>,
}

impl Conversation {
    pub(crate) fn member(&self, id: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// Whether nothing more will happen: it was ended, or the guest has left it.
    pub(crate) fn is_over(&self) -> bool {
        let guest = self.member(&self.guest);
        self.ended || guest.is_some_and(|guest| guest.left.is_some())
    }

    /// The guest's connection comes or goes, which is not the same as joining or leaving.
    pub(crate) fn guest_is(&mut self, state: MemberState, now: Timestamp) {
        let present = |member: &&mut Member| member.left.is_none() && member.state != state;
        let guest = self
            .members
            .iter_mut()
            .filter(present)
            .find(|member| member.id == self.guest);
        if let Some(guest) = guest {
            guest.state = state;
            self.events.push(ChatEvent::MemberChange {
                member: self.guest.clone(),
                state,
                timestamp: now.iso8601(),
            });
        }
    }

    pub(crate) fn message(&self, id: &str) -> Option<&Message> {
        self.messages.iter().find(|message| message.id == id)
    }

    pub(crate) fn media_request(&self, id: &str) -> Option<&MediaRequest> {
        self.media_requests.iter().find(|request| request.id == id)
    }
}
