//! Calls, and what goes wrong with them.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use http::StatusCode;
use purecloud_guest_chat_client::models::MemberState;
use purecloud_guest_chat_client::{Client, ErrorKind, Proxy};

use super::{Result, builder, client, create, failed, patient, request, said, same};
use crate::dom;

/// Creates a chat, reads, writes and leaves.
pub(super) async fn whole_chat(service: &str) -> Result {
    let chat = create(&client(service)?).await?;
    let sent = said(chat.send("Grüße ✓").send_with_response().await)?;
    same("status", sent.status(), StatusCode::OK)?;
    same("body", sent.body().body.as_deref(), Some("Grüße ✓"))?;
    if sent.correlation_id().is_none() || sent.rate_limit().is_none() {
        return Err(format!("headers are missing: {:?}", sent.headers()));
    }
    let mut texts = Vec::new();
    let mut messages = chat.messages().items();
    while let Some(message) = messages.next().await {
        texts.extend(said(message)?.body);
    }
    if !texts.iter().any(|text| text == "Grüße ✓") {
        return Err(format!("the message is not in the list: {texts:?}"));
    }
    let me = said(chat.me().await)?;
    same("name", me.display_name.as_deref(), Some("Greta"))?;
    let left = said(chat.leave().send_with_response().await)?;
    same("status of leaving", left.status(), StatusCode::NO_CONTENT)?;
    let me = said(chat.me().await)?;
    same("state", me.state, Some(MemberState::Disconnected))
}

/// Is refused twice with a time to wait, and succeeds then.
pub(super) async fn rate_limit(service: &str) -> Result {
    let chat = create(&patient(service)?).await?;
    let listed = said(chat.members().send_with_response().await)?;
    same("attempts", listed.attempts(), 3)?;
    if listed.elapsed() < Duration::from_secs(2) {
        return Err(format!("waited {:?} instead of twice a second", listed.elapsed()));
    }
    // Without retries, the error tells how long to wait: the service lets the page see the header.
    let impatient = create(&client(service)?).await?;
    let error = failed(impatient.me().await, ErrorKind::RateLimited)?;
    same("time to wait", error.retry_after(), Some(Duration::from_secs(7)))
}

/// An error of the service comes with all it says.
pub(super) async fn server_error(service: &str) -> Result {
    let chat = create(&client(service)?).await?;
    let error = failed(chat.members().await, ErrorKind::Api)?;
    same("status", error.status(), Some(StatusCode::INTERNAL_SERVER_ERROR))?;
    same("has a body", error.api_error().is_some(), true)?;
    same("has an id", error.correlation_id().is_some(), true)
}

/// A call has a time limit, and is aborted when it passes: the driver, which never answers, sees the connection end.
pub(super) async fn hanging() -> Result {
    let create = never()?.web_chat().create_conversation(request());
    failed(create.timeout(Duration::from_millis(200)).await, ErrorKind::Timeout).map(drop)
}

/// A call whose future is dropped is aborted: the driver sees the connection end.
pub(super) async fn dropped(service: &str) -> Result {
    let mut create = Box::pin(never()?.web_chat().create_conversation(request()).send());
    // It is begun, and given up when something else has been done.
    poll_fn(|context| {
        let _ = create.as_mut().poll(context);
        Poll::Ready(())
    })
    .await;
    said(client(service)?.web_chat().create_conversation(request()).await)?;
    drop(create);
    Ok(())
}

/// A client of the driver, which does not answer.
fn never() -> Result<Client> {
    client(&format!("{}/never", dom::origin()))
}

/// A redirect is not followed, and is told from a failure.
pub(super) async fn redirect(service: &str) -> Result {
    let chat = create(&patient(service)?).await?;
    let error = failed(chat.members().await, ErrorKind::Redirect)?;
    same("attempts", error.attempts(), 1)
}

/// A body has a limit, also when it says nothing of its length.
pub(super) async fn large(service: &str) -> Result {
    let client = said(builder(service).max_response_bytes(10_000).build())?;
    let chat = create(&client).await?;
    failed(chat.members().await, ErrorKind::TooLarge)?;
    failed(chat.members().await, ErrorKind::TooLarge).map(drop)
}

/// A body that ends too soon is not taken for a whole one.
pub(super) async fn cut(service: &str) -> Result {
    let chat = create(&client(service)?).await?;
    failed(chat.members().await, ErrorKind::Io).map(drop)?;
    let chat = create(&patient(service)?).await?;
    let listed = said(chat.members().send_with_response().await)?;
    same("attempts", listed.attempts(), 2)
}

/// Where nobody listens there is no answer. The error shows no address.
pub(super) async fn nobody() -> Result {
    let client = client(&dom::parameter("nobody").unwrap_or_default())?;
    let error = failed(client.web_chat().create_conversation(request()).await, ErrorKind::Io)?;
    if format!("{error} {error:?}").contains("127.0.0.1") {
        return Err(format!("the error shows an address: {error:?}"));
    }
    Ok(())
}

/// What belongs to the browser cannot be set.
pub(super) fn settings(service: &str) -> Result {
    let proxy = said(Proxy::new("http://127.0.0.1:3128"))?;
    failed(builder(service).proxy(proxy).build(), ErrorKind::Config)?;
    failed(builder(service).root_certificates("no PEM").build(), ErrorKind::Config)?;
    let transport = client(service)?.diagnostics().transport;
    same("transport", transport.as_str(), "default, the browser")
}
