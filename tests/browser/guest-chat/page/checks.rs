//! What is checked in the browser: a program of calls for each name, whose faults the driver has planned.
//!
//! A check says what is wrong in words. What the service saw of it, the driver checks.

mod calls;
mod streams;
mod time;

use std::fmt::Debug;
use std::time::Duration;

use purecloud_guest_chat_client::models::CreateWebChatConversationRequest;
use purecloud_guest_chat_client::{Client, ClientBuilder, Conversation, RetryConfig};
use purecloud_guest_chat_client::{Error, ErrorKind};

use crate::widget;

/// What a check finds: nothing, or what is wrong.
type Result<T = ()> = std::result::Result<T, String>;

/// Runs a check.
pub async fn run(name: &str, service: &str) -> Result {
    match name {
        "calls" => calls::whole_chat(service).await,
        "rate-limit" => calls::rate_limit(service).await,
        "server-error" => calls::server_error(service).await,
        "hanging" => calls::hanging().await,
        "dropped" => calls::dropped(service).await,
        "redirect" => calls::redirect(service).await,
        "large" => calls::large(service).await,
        "cut" => calls::cut(service).await,
        "nobody" => calls::nobody().await,
        "settings" => calls::settings(service),
        "stream" => streams::whole_chat(service).await,
        "reconnect" => streams::reconnect(service).await,
        "oversized" => streams::oversized(service).await,
        "unread" => streams::unread(service).await,
        "refused" => streams::refused(service).await,
        "unanswered" => streams::unanswered(service).await,
        "ended" => streams::ends(service, "end").await,
        "gone" => streams::ends(service, "gone").await,
        "expired" => streams::expired(service).await,
        "closing" => streams::closing(service).await,
        "time" => time::runs(service).await,
        _ => Err(format!("there is no check `{name}`")),
    }
}

fn builder(service: &str) -> ClientBuilder {
    Client::builder().base_url(service).allow_insecure_loopback(true)
}

fn client(service: &str) -> Result<Client> {
    said(builder(service).build())
}

/// A client that tries again for up to 10 seconds.
fn patient(service: &str) -> Result<Client> {
    said(builder(service).retry(RetryConfig::standard(Duration::from_secs(10))).build())
}

fn request() -> CreateWebChatConversationRequest {
    widget::request("Greta")
}

/// A chat without an event stream.
async fn create(client: &Client) -> Result<Conversation> {
    let created = said(client.web_chat().create_conversation(request()).await)?;
    let parts = said(created.try_into())?;
    Ok(Conversation::from_parts(client, parts))
}

/// The value, or what the error says.
fn said<T>(result: std::result::Result<T, Error>) -> Result<T> {
    result.map_err(|error| format!("{:?}: {error}", error.kind()))
}

/// The error, which is to be of this kind.
fn failed<T>(result: std::result::Result<T, Error>, kind: ErrorKind) -> Result<Error> {
    match result {
        Ok(_) => Err(format!("succeeded instead of failing with {kind:?}")),
        Err(error) if error.kind() == kind => Ok(error),
        Err(error) => Err(format!("failed with {:?} instead of {kind:?}: {error}", error.kind())),
    }
}

/// Two values are to be equal.
#[expect(clippy::needless_pass_by_value, reason = "it is written as an assertion would be")]
fn same<T: PartialEq + Debug>(what: &str, found: T, expected: T) -> Result {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what}: found {found:?} instead of {expected:?}"))
}
