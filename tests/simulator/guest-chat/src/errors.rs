//! The catalogue of error bodies: every code the service is known to answer with, its status and its text.
//!
//! In: an [`ErrorCode`] and the values its text names. Out: the JSON of an error body.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Writes the enum and its lookups from one table of rows: variant, status, code, message.
/// A `{name}` in a message is replaced by the parameter of that name.
macro_rules! catalogue {
    ($($variant:ident $status:literal $code:literal $message:literal)*) => {
        /// A code the service answers errors with. Each belongs to one status.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $(#[doc = concat!("`", $code, "`, status ", $status, ".")] $variant,)*
        }

        impl ErrorCode {
            /// All codes, in the order of the catalogue: by status, the shared ones first.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as it stands in the error body.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The status the code comes with.
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }

            /// The message with its `{name}` places unfilled.
            pub const fn message_template(self) -> &'static str {
                match self { $(Self::$variant => $message,)* }
            }
        }
    };
}

catalogue! {
    BadRequest 400 "bad.request" "The request has a form the server does not understand."
    ConstraintValidation 400 "constraint.validation" "{fieldName} {constraint}"
    InvalidDate 400 "invalid.date" "A date has to be written in ISO-8601, as in 2019-06-18T16:59:22.277Z."
    InvalidProperty 400 "invalid.property" "[{property}] is no property of [{object}]."
    InvalidQueryParamValue 400 "invalid.query.param.value" "[{value}] is no value for the parameter [{parameter}], which takes {allowed}."
    InvalidValue 400 "invalid.value" "[{value}] is no value for a field of type [{type}], which takes {allowed}."
    ResponseEntityTooLarge 400 "response.entity.too.large" "The reply would be too large. Ask for fewer entries."
    ClientFailedRequest 400 "client.failed.request" "The request ended before it was complete."
    ChatBadRequest 400 "chat.error.bad.request" "The chat request is not valid: {reason}."
    ChatConversationState 400 "chat.error.conversation.state" "Nothing can be done in this conversation now."
    ChatMemberState 400 "chat.error.member.state" "The member is no longer in the conversation."
    ChatDeploymentDisabled 400 "chat.deployment.disabled" "The deployment is switched off."
    ChatDeploymentRequireAuth 400 "chat.deployment.require.auth" "The deployment takes authenticated guests only."
    ChatDeploymentBadAuth 400 "chat.deployment.bad.auth" "The guest could not be authenticated."
    ChatInvalidQueue 400 "chat.error.invalid.queue" "The queue does not exist."
    ChatInvalidFlow 400 "chat.error.invalid.flow" "The chat flow does not exist."
    ChatRoutingTargetInvalid 400 "chat.error.createconversationrequest.routingtarget" "The routing target cannot be used."
    ChatRoutingTargetMissing 400 "chat.error.notnull.createconversationrequest.routingtarget" "routingTarget is missing."
    ChatDeploymentIdPattern 400 "chat.error.pattern.createconversationrequest.deploymentid" "deploymentId is missing or no UUID."
    ChatDisplayNameMissing 400 "chat.error.notnull.createconversationrequest.memberinfo.displayname" "memberInfo.displayName is missing."
    ChatMessageBodyMissing 400 "chat.error.notnull.createconversationmessagerequest.body" "body is missing."
    JourneyCustomerMissing 400 "chat.error.notnull.createconversationrequest.journeycontext.customer" "journeyContext.customer is missing."
    JourneyCustomerIdMissing 400 "chat.error.notnull.createconversationrequest.journeycontext.customer.customerid" "journeyContext.customer.id is missing."
    JourneyCustomerIdTypeMissing 400 "chat.error.notnull.createconversationrequest.journeycontext.customer.customeridtype" "journeyContext.customer.idType is missing."
    JourneySessionIdMissing 400 "chat.error.notnull.createconversationrequest.journeycontext.customersession.sessionid" "journeyContext.customerSession.id is missing."
    JourneySessionTypeMissing 400 "chat.error.notnull.createconversationrequest.journeycontext.customersession.sessionidtype" "journeyContext.customerSession.type is missing."
    JourneyActionIdMissing 400 "chat.error.notnull.createconversationrequest.journeycontext.triggeringaction.actionid" "journeyContext.triggeringAction.id is missing."
    JourneyActionMapIdMissing 400 "chat.error.notnull.createconversationrequest.journeycontext.triggeringaction.actionmapid" "journeyContext.triggeringAction.actionMap.id is missing."
    JourneyActionMapVersionMissing 400 "chat.error.notnull.createconversationrequest.journeycontext.triggeringaction.actionmapversion" "journeyContext.triggeringAction.actionMap.version is missing."
    AuthenticationRequired 401 "authentication.required" "The request carries no bearer token."
    BadCredentials 401 "bad.credentials" "The token is not known."
    CredentialsExpired 401 "credentials.expired" "The token has expired."
    IpNotAuthorized 401 "ip.not.authorized" "Requests from [{address}] are refused."
    NotAuthorized 403 "not.authorized" "The token does not permit this."
    AppNotAuthorizedForScope 403 "app.not.authorized.for.scope" "The app lacks the scope {scope}."
    AuthzPolicyDenied 403 "authz.policy.denied" "A security policy of the organization denies this: [{policies}]."
    MissingAnyDivisionPermissions 403 "missing.any.division.permissions" "One of the permissions {permissions} is needed in one of the divisions {divisions}."
    MissingAnyPermissions 403 "missing.any.permissions" "One of the permissions {permissions} is needed."
    MissingDivisionPermission 403 "missing.division.permission" "The permission {permission} is needed in the division."
    MissingPermissions 403 "missing.permissions" "The permissions {permissions} are needed."
    OriginNotAllowed 403 "origin.not.allowed" "Chats from this origin are refused."
    NotFound 404 "not.found" "There is no such resource."
    ChatNotFound 404 "chat.error.not.found" "The conversation has no such {kind}."
    ClientTimeout 408 "client.timeout" "The request took too long to arrive."
    RequestEntityTooLarge 413 "request.entity.too.large" "The request is larger than {maximum} bytes."
    RequestConflict 409 "request.conflict" "The request does not fit the state of what it is about."
    UnsupportedMediaType 415 "unsupported.media.type" "The request's content type is not supported."
    TooManyRequests 429 "too.many.requests" "More than {maximum} requests in {seconds} seconds."
    TooManyRequestsRetryAfter 429 "too.many.requests.retry.after" "Too many requests. Try again in {seconds} seconds."
    InternalServerError 500 "internal.server.error" "The server failed in a way it did not expect."
    ChatError 500 "chat.error" "The chat operation failed."
    MisspeltChatError 500 "caht.error" "The chat could not be created."
    ChatInternal 500 "chat.error.internal" "The chat service failed."
    ChatServiceUnavailable 503 "chat.error.service.unavailable" "The chat service is not available."
    ServiceUnavailable 503 "service.unavailable" "The service is overloaded or being maintained."
    RequestTimeout 504 "request.timeout" "The request took too long to answer."
    AuthenticationRequestTimeout 504 "authentication.request.timeout" "The token took too long to check."
    ChatServiceTimeout 504 "chat.error.service.timeout" "The chat service took too long."
}

impl ErrorCode {
    /// The code a server uses for a status when it has nothing more precise to say.
    pub const fn of_status(status: u16) -> Option<Self> {
        Some(match status {
            400 => Self::BadRequest,
            401 => Self::BadCredentials,
            403 => Self::NotAuthorized,
            404 => Self::NotFound,
            408 => Self::ClientTimeout,
            413 => Self::RequestEntityTooLarge,
            409 => Self::RequestConflict,
            415 => Self::UnsupportedMediaType,
            429 => Self::TooManyRequests,
            500 => Self::InternalServerError,
            503 => Self::ServiceUnavailable,
            504 => Self::RequestTimeout,
            _ => return None,
        })
    }
}

/// One refusal: a code and the values of its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub(crate) code: ErrorCode,
    params: BTreeMap<&'static str, String>,
    field: Option<String>,
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self {
            code,
            params: BTreeMap::new(),
            field: None,
        }
    }
}

impl ApiError {
    pub(crate) fn with(mut self, param: &'static str, value: impl Into<String>) -> Self {
        self.params.insert(param, value.into());
        self
    }

    /// A field that breaks a rule; `constraint` continues a sentence that begins with the field's name.
    pub(crate) fn constraint(field: &str, constraint: &str) -> Self {
        let mut error = Self::from(ErrorCode::ConstraintValidation)
            .with("fieldName", field)
            .with("constraint", constraint);
        error.field = Some(field.to_owned());
        error
    }

    pub(crate) fn invalid_query(parameter: &str, value: &str, allowed: &str) -> Self {
        Self::from(ErrorCode::InvalidQueryParamValue)
            .with("value", value)
            .with("parameter", parameter)
            .with("allowed", allowed)
    }

    pub(crate) fn invalid_value(field: &str, value: &Value, kind: &str, allowed: &str) -> Self {
        let mut error = Self::from(ErrorCode::InvalidValue)
            .with("value", value.to_string())
            .with("type", kind)
            .with("allowed", allowed);
        error.field = Some(field.to_owned());
        error
    }

    pub(crate) fn too_many_requests(retry_after_seconds: u64) -> Self {
        Self::from(ErrorCode::TooManyRequestsRetryAfter)
            .with("seconds", retry_after_seconds.to_string())
    }

    /// The value of the `Retry-After` header that comes with the error.
    pub(crate) fn retry_after(&self) -> Option<&str> {
        let says_when = self.code == ErrorCode::TooManyRequestsRetryAfter;
        self.params
            .get("seconds")
            .filter(|_| says_when)
            .map(String::as_str)
    }

    /// The error body as the service writes it; `context_id` is the exchange's correlation id.
    pub(crate) fn body(&self, context_id: &str) -> Value {
        let details: Vec<Value> = self
            .field
            .iter()
            .map(|field| json!({ "errorCode": self.code.code(), "fieldName": field }))
            .collect();
        json!({
            "message": self.message(),
            "code": self.code.code(),
            "status": self.code.status(),
            "messageWithParams": self.code.message_template(),
            "messageParams": self.params,
            "contextId": context_id,
            "details": details,
            "errors": [],
        })
    }

    fn message(&self) -> String {
        self.params.iter().fold(
            self.code.message_template().to_owned(),
            |text, (name, value)| text.replace(&format!("{{{name}}}"), value),
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique() {
        let codes: BTreeSet<&str> = ErrorCode::ALL.iter().map(|code| code.code()).collect();
        assert_eq!(codes.len(), ErrorCode::ALL.len());
    }

    #[test]
    fn a_message_is_filled_and_its_template_kept() {
        let body = ApiError::too_many_requests(7).body("context");
        assert_eq!(
            body["message"],
            "Too many requests. Try again in 7 seconds."
        );
        assert_eq!(
            body["messageWithParams"],
            "Too many requests. Try again in {seconds} seconds."
        );
        assert_eq!(body["messageParams"], json!({ "seconds": "7" }));
        assert_eq!(body["contextId"], "context");
        assert_eq!(body["status"], 429);
    }

    #[test]
    fn a_broken_rule_names_its_field() {
        let body = ApiError::constraint("body", "is too long").body("context");
        assert_eq!(
            body["details"],
            json!([{ "errorCode": "constraint.validation", "fieldName": "body" }])
        );
    }
}
