//! The eleven operations: their names, and which request is which.
//!
//! Paths are matched as they came, segment by segment, before anything is decoded: an encoded slash stays part of its
//! segment, and `..` is an id like any other.

use http::Method;
use percent_encoding::percent_decode_str;

/// Where the API's paths begin.
pub(crate) const BASE_PATH: &str = "/api/v2/webchat/guest/conversations";

/// An operation of the guest chat API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// `POST /conversations`
    CreateConversation,
    /// `GET /conversations/{c}/mediarequests`
    ListMediaRequests,
    /// `GET /conversations/{c}/mediarequests/{r}`
    GetMediaRequest,
    /// `PATCH /conversations/{c}/mediarequests/{r}`
    UpdateMediaRequest,
    /// `POST /conversations/{c}/members/{m}/typing`
    SendTyping,
    /// `POST /conversations/{c}/members/{m}/messages`
    SendMessage,
    /// `GET /conversations/{c}/members/{m}`
    GetMember,
    /// `DELETE /conversations/{c}/members/{m}`
    DeleteMember,
    /// `GET /conversations/{c}/members`
    ListMembers,
    /// `GET /conversations/{c}/messages/{id}`
    GetMessage,
    /// `GET /conversations/{c}/messages`
    ListMessages,
}

impl Operation {
    /// All operations.
    pub const ALL: [Self; 11] = [
        Self::CreateConversation,
        Self::ListMediaRequests,
        Self::GetMediaRequest,
        Self::UpdateMediaRequest,
        Self::SendTyping,
        Self::SendMessage,
        Self::GetMember,
        Self::DeleteMember,
        Self::ListMembers,
        Self::GetMessage,
        Self::ListMessages,
    ];

    /// The operation's id in the API definition.
    pub const fn id(self) -> &'static str {
        match self {
            Self::CreateConversation => "postWebchatGuestConversations",
            Self::ListMediaRequests => "getWebchatGuestConversationMediarequests",
            Self::GetMediaRequest => "getWebchatGuestConversationMediarequest",
            Self::UpdateMediaRequest => "patchWebchatGuestConversationMediarequest",
            Self::SendTyping => "postWebchatGuestConversationMemberTyping",
            Self::SendMessage => "postWebchatGuestConversationMemberMessages",
            Self::GetMember => "getWebchatGuestConversationMember",
            Self::DeleteMember => "deleteWebchatGuestConversationMember",
            Self::ListMembers => "getWebchatGuestConversationMembers",
            Self::GetMessage => "getWebchatGuestConversationMessage",
            Self::ListMessages => "getWebchatGuestConversationMessages",
        }
    }

    /// The operation with this id in the API definition.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.id() == id)
    }
}

/// A request that was recognised, with the ids its path holds, decoded; those it does not hold are empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) operation: Operation,
    pub(crate) conversation_id: String,
    /// The member, message or media request.
    pub(crate) item_id: String,
}

/// Recognises a request, or says that the API has no such thing.
pub(crate) fn recognise(method: &Method, path: &str) -> Option<Route> {
    let rest = path.strip_prefix(BASE_PATH)?;
    if rest.is_empty() {
        return (*method == Method::POST).then(|| route(Operation::CreateConversation, "", ""));
    }
    let segments: Vec<&str> = rest.strip_prefix('/')?.split('/').collect();
    if segments.iter().any(|segment| segment.is_empty()) {
        return None;
    }
    Some(match (method.as_str(), segments.as_slice()) {
        ("GET", [c, "mediarequests"]) => route(Operation::ListMediaRequests, c, ""),
        ("GET", [c, "mediarequests", r]) => route(Operation::GetMediaRequest, c, r),
        ("PATCH", [c, "mediarequests", r]) => route(Operation::UpdateMediaRequest, c, r),
        ("POST", [c, "members", m, "typing"]) => route(Operation::SendTyping, c, m),
        ("POST", [c, "members", m, "messages"]) => route(Operation::SendMessage, c, m),
        ("GET", [c, "members", m]) => route(Operation::GetMember, c, m),
        ("DELETE", [c, "members", m]) => route(Operation::DeleteMember, c, m),
        ("GET", [c, "members"]) => route(Operation::ListMembers, c, ""),
        ("GET", [c, "messages", id]) => route(Operation::GetMessage, c, id),
        ("GET", [c, "messages"]) => route(Operation::ListMessages, c, ""),
        _ => return None,
    })
}

fn route(operation: Operation, conversation: &str, item: &str) -> Route {
    Route {
        operation,
        conversation_id: decoded(conversation),
        item_id: decoded(item),
    }
}

fn decoded(segment: &str) -> String {
    percent_decode_str(segment).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(method: &Method, rest: &str) -> Option<Operation> {
        recognise(method, &format!("{BASE_PATH}{rest}")).map(|route| route.operation)
    }

    #[test]
    fn every_operation_has_its_path() {
        assert_eq!(
            operation(&Method::POST, ""),
            Some(Operation::CreateConversation)
        );
        assert_eq!(
            operation(&Method::GET, "/c/mediarequests"),
            Some(Operation::ListMediaRequests)
        );
        assert_eq!(
            operation(&Method::GET, "/c/mediarequests/r"),
            Some(Operation::GetMediaRequest)
        );
        assert_eq!(
            operation(&Method::PATCH, "/c/mediarequests/r"),
            Some(Operation::UpdateMediaRequest)
        );
        assert_eq!(
            operation(&Method::POST, "/c/members/m/typing"),
            Some(Operation::SendTyping)
        );
        assert_eq!(
            operation(&Method::POST, "/c/members/m/messages"),
            Some(Operation::SendMessage)
        );
        assert_eq!(
            operation(&Method::GET, "/c/members/m"),
            Some(Operation::GetMember)
        );
        assert_eq!(
            operation(&Method::DELETE, "/c/members/m"),
            Some(Operation::DeleteMember)
        );
        assert_eq!(
            operation(&Method::GET, "/c/members"),
            Some(Operation::ListMembers)
        );
        assert_eq!(
            operation(&Method::GET, "/c/messages/m"),
            Some(Operation::GetMessage)
        );
        assert_eq!(
            operation(&Method::GET, "/c/messages"),
            Some(Operation::ListMessages)
        );
    }

    #[test]
    fn anything_else_is_nothing() {
        for rest in [
            "/",
            "/c",
            "/c/",
            "/c//messages",
            "/c/messages/",
            "/c/members/m/typing/x",
            "x",
        ] {
            assert_eq!(operation(&Method::GET, rest), None, "{rest}");
        }
        assert_eq!(operation(&Method::GET, ""), None);
        assert_eq!(recognise(&Method::POST, "/"), None);
    }

    #[test]
    fn an_encoded_slash_stays_in_its_segment() {
        let route = recognise(
            &Method::GET,
            &format!("{BASE_PATH}/c/members/..%2F..%2Fx%20y"),
        )
        .unwrap();
        assert_eq!(
            (route.operation, route.item_id.as_str()),
            (Operation::GetMember, "../../x y")
        );
    }

    #[test]
    fn ids_name_operations() {
        for operation in Operation::ALL {
            assert_eq!(Operation::from_id(operation.id()), Some(operation));
        }
        assert_eq!(Operation::from_id("getEverything"), None);
    }
}
