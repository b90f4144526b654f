//! Every refusal of a request to start a chat.

use guest_chat_simulator::{Simulator, SimulatorBuilder};
use serde_json::{Value, json};

use crate::client::{Reply, create, create_request};

/// A request to start a chat with one thing changed; `null` counts as left out.
fn request_with(pointer: &str, value: Value) -> Value {
    let mut request = create_request();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    request.pointer_mut(parent).unwrap()[name] = value;
    request
}

async fn assert_create_refused(builder: SimulatorBuilder, request: &Value, code: &str) -> Reply {
    let sim = builder.start().await.unwrap();
    let reply = create(&sim, request).await;
    assert_eq!(reply.refusal(), (400, code.to_owned()), "{request}");
    assert!(sim.conversations().is_empty());
    reply
}

#[tokio::test]
async fn a_create_has_to_name_what_exists() {
    let cases = [
        (
            "/deploymentId",
            json!(null),
            "chat.error.pattern.createconversationrequest.deploymentid",
        ),
        (
            "/deploymentId",
            json!("my deployment"),
            "chat.error.pattern.createconversationrequest.deploymentid",
        ),
        (
            "/deploymentId",
            json!("22222222-0000-4000-8000-00000000000f"),
            "chat.error.bad.request",
        ),
        ("/organizationId", json!(null), "chat.error.bad.request"),
        (
            "/organizationId",
            json!("unknown"),
            "chat.error.bad.request",
        ),
        (
            "/routingTarget",
            json!(null),
            "chat.error.notnull.createconversationrequest.routingtarget",
        ),
        (
            "/routingTarget/targetType",
            json!(null),
            "chat.error.createconversationrequest.routingtarget",
        ),
        (
            "/routingTarget/targetType",
            json!("AGENT"),
            "chat.error.createconversationrequest.routingtarget",
        ),
        (
            "/routingTarget/targetAddress",
            json!(null),
            "chat.error.createconversationrequest.routingtarget",
        ),
        (
            "/routingTarget/targetAddress",
            json!("Nowhere"),
            "chat.error.invalid.queue",
        ),
        (
            "/memberInfo",
            json!(null),
            "chat.error.notnull.createconversationrequest.memberinfo.displayname",
        ),
        (
            "/memberInfo/displayName",
            json!(null),
            "chat.error.notnull.createconversationrequest.memberinfo.displayname",
        ),
        ("/memberAuthToken", json!("any"), "chat.deployment.bad.auth"),
    ];
    for (pointer, value, code) in cases {
        assert_create_refused(Simulator::builder(), &request_with(pointer, value), code).await;
    }
}

#[tokio::test]
async fn a_create_has_to_have_values_of_the_right_kind() {
    let cases = [
        ("/deploymentId", json!(1)),
        ("/routingTarget/targetType", json!(1)),
        ("/routingTarget/language", json!(1)),
        ("/routingTarget/priority", json!("high")),
        ("/routingTarget/skills", json!(["a", 1])),
        ("/memberInfo/displayName", json!(["Greta"])),
        ("/memberInfo/email", json!(1)),
        ("/memberInfo/customFields", json!({ "a": 1 })),
    ];
    for (pointer, value) in cases {
        let reply = assert_create_refused(
            Simulator::builder(),
            &request_with(pointer, value),
            "invalid.value",
        )
        .await;
        let field = reply.json()["details"][0]["fieldName"].clone();
        assert_eq!(field.as_str(), pointer.rsplit('/').next());
    }
}

#[tokio::test]
async fn a_journey_context_has_to_be_whole() {
    let whole = json!({
        "customer": { "id": "1", "idType": "cookie" },
        "customerSession": { "id": "2", "type": "web" },
        "triggeringAction": { "id": "3", "actionMap": { "id": "4", "version": 5 } },
    });
    let sim = Simulator::start().await.unwrap();
    assert_eq!(
        create(&sim, &request_with("/journeyContext", whole.clone()))
            .await
            .status,
        200
    );
    let prefix = "chat.error.notnull.createconversationrequest.journeycontext";
    let cases = [
        ("/customer", "customer"),
        ("/customer/id", "customer.customerid"),
        ("/customer/idType", "customer.customeridtype"),
        ("/customerSession/id", "customersession.sessionid"),
        ("/customerSession/type", "customersession.sessionidtype"),
        ("/triggeringAction/id", "triggeringaction.actionid"),
        (
            "/triggeringAction/actionMap",
            "triggeringaction.actionmapid",
        ),
        (
            "/triggeringAction/actionMap/id",
            "triggeringaction.actionmapid",
        ),
        (
            "/triggeringAction/actionMap/version",
            "triggeringaction.actionmapversion",
        ),
    ];
    for (pointer, code) in cases {
        let mut journey = whole.clone();
        *journey.pointer_mut(pointer).unwrap() = Value::Null;
        let request = request_with("/journeyContext", journey);
        assert_create_refused(Simulator::builder(), &request, &format!("{prefix}.{code}")).await;
    }
}

#[tokio::test]
async fn a_deployment_can_be_off_or_want_to_know_its_guests() {
    let off = Simulator::builder().deployment_disabled();
    assert_create_refused(off, &create_request(), "chat.deployment.disabled").await;

    let strict = || Simulator::builder().require_member_auth("member-token");
    assert_create_refused(strict(), &create_request(), "chat.deployment.require.auth").await;
    assert_create_refused(
        strict(),
        &request_with("/memberAuthToken", json!("no")),
        "chat.deployment.bad.auth",
    )
    .await;

    let sim = strict().start().await.unwrap();
    let created = create(
        &sim,
        &request_with("/memberAuthToken", json!("member-token")),
    )
    .await;
    assert_eq!(created.status, 200);
    assert!(sim.conversations()[0].members()[0].authenticated);
}

#[tokio::test]
async fn the_world_can_be_set() {
    let deployment = "33333333-0000-4000-8000-000000000003";
    let builder = Simulator::builder()
        .organization_id("org")
        .deployment_id(deployment)
        .queue("Sales");
    let sim = builder
        .event_stream_base("wss://example.org/stream")
        .start()
        .await
        .unwrap();
    let request = json!({
        "organizationId": "org", "deploymentId": deployment, "memberInfo": { "displayName": "G" },
        "routingTarget": { "targetType": "QUEUE", "targetAddress": "Sales", "skills": ["a"], "priority": 1 },
    });
    let created = create(&sim, &request).await.json();
    assert!(
        created["eventStreamUri"]
            .as_str()
            .unwrap()
            .starts_with("wss://example.org/stream/ey")
    );
    assert_eq!(
        create(&sim, &create_request()).await.code(),
        "chat.error.bad.request"
    );
}
