//! What the public types promise by themselves: they cross threads, they are small, they keep secrets, and regions are
//! where they are said to be.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fmt::{Debug, Display};
use std::str::FromStr;
use std::sync::Arc;

use guest_chat_tests::{
    FakeTransport, VirtualTimer, all_texts, answering, block_on, create_request, fake_client,
    message, seconds,
};
use purecloud_guest_chat_client::api::WebChatApi;
use purecloud_guest_chat_client::api::web_chat::{
    CreateConversation, GetMediaRequest, GetMember, GetMessage, Leave, ListMediaRequests,
    ListMembers, ListMessages, SendMessage, SendTyping, UpdateMediaRequest,
};
use purecloud_guest_chat_client::events::{
    ConnectionEvent, ConnectionState, Delivery, EventOptions, EventStreamBuilder, Heartbeat,
    Interruption, MemberChange, MessageEvent, ReconnectPolicy, Since, TypingEvent, UnknownEvent,
};
use purecloud_guest_chat_client::models::{self, MediaRequestState, MediaType, SortOrder};
use purecloud_guest_chat_client::retry::{Decision, GiveUp, RetryState};
use purecloud_guest_chat_client::transport::{
    Body, TransportError, TransportErrorKind, TransportOptions,
};
use purecloud_guest_chat_client::{
    ApiErrorBody, BaseUrl, Client, ClientBuilder, Conversation, ConversationParts, CustomRegion,
    Error, ErrorCode, ErrorKind, Event, EventStream, ExposedParts, Items, Pages, Proxy, RateLimit,
    Region, Request, Response, RetryConfig, Secret, StartConversation, Timeouts, Timer, Timestamp,
    Transport, UnknownValue,
};
use serde::{Deserialize, Serialize};

/// What must never be printed.
const CANARY: &str = "canary";

fn is_send_and_sync<T: Send + Sync + 'static>() {}
fn is_value<T: Clone + Debug + Send + Sync + Unpin + 'static>() {}
fn is_send<T: Send + 'static>(_: T) {}

/// Does not compile if the type has the trait: then two implementations fit.
macro_rules! assert_lacks {
    ($trait:path: $($type:ty),+) => {
        $(const _: fn() = || {
            trait Ambiguous<A> {
                fn item() {}
            }
            struct HasIt;
            impl<T: ?Sized> Ambiguous<()> for T {}
            impl<T: ?Sized + $trait> Ambiguous<HasIt> for T {}
            let _ = <$type as Ambiguous<_>>::item;
        };)+
    };
}

assert_lacks!(Display: Secret, models::Jwt, models::EventStreamUri, models::SecurityKey);
assert_lacks!(Serialize: Secret, models::Jwt, models::EventStreamUri, models::SecurityKey);
assert_lacks!(Serialize: ConversationParts, Conversation, Event);
assert_lacks!(Display: ConversationParts, Conversation, Event);
assert_lacks!(AsRef<str>: Secret, models::Jwt, models::EventStreamUri, models::SecurityKey);
// A secret that could be copied could not be wiped.
assert_lacks!(Copy: Secret, models::Jwt, models::EventStreamUri, models::SecurityKey);

#[test]
fn values_are_cloned_printed_and_shared() {
    is_value::<ApiErrorBody>();
    is_value::<BaseUrl>();
    is_value::<Client>();
    is_value::<CustomRegion>();
    is_value::<Decision>();
    is_value::<ErrorCode>();
    is_value::<ErrorKind>();
    is_value::<GiveUp>();
    is_value::<Proxy>();
    is_value::<RateLimit>();
    is_value::<Region>();
    is_value::<RetryConfig>();
    is_value::<RetryState>();
    is_value::<Secret>();
    is_value::<Timeouts>();
    is_value::<Timestamp>();
    is_value::<TransportErrorKind>();
    is_value::<TransportOptions>();
    is_value::<UnknownValue>();
    is_value::<WebChatApi>();
}

#[test]
fn chats_and_their_events_are_values_too() {
    is_value::<ConnectionEvent>();
    is_value::<ConnectionState>();
    is_value::<Conversation>();
    is_value::<ConversationParts>();
    is_value::<Delivery>();
    is_value::<Event>();
    is_value::<EventOptions>();
    is_value::<EventStreamBuilder>();
    is_value::<ExposedParts<'static>>();
    is_value::<Heartbeat>();
    is_value::<Interruption>();
    is_value::<MemberChange>();
    is_value::<MessageEvent>();
    is_value::<ReconnectPolicy>();
    is_value::<Since>();
    is_value::<StartConversation>();
    is_value::<TypingEvent>();
    is_value::<UnknownEvent>();
}

#[test]
fn streams_can_be_moved_and_polled_where_they_are() {
    fn is_stream<T: futures_core::Stream + Debug + Send + Sync + Unpin + 'static>() {}
    is_stream::<EventStream>();
    is_stream::<Items<models::WebChatMessageEntityList, models::WebChatMessage>>();
    is_stream::<Pages<models::WebChatMemberInfoEntityList>>();
}

#[test]
fn requests_are_values_too() {
    is_value::<Request<CreateConversation>>();
    is_value::<Request<GetMediaRequest>>();
    is_value::<Request<GetMember>>();
    is_value::<Request<GetMessage>>();
    is_value::<Request<Leave>>();
    is_value::<Request<ListMediaRequests>>();
    is_value::<Request<ListMembers>>();
    is_value::<Request<ListMessages>>();
    is_value::<Request<SendMessage>>();
    is_value::<Request<SendTyping>>();
    is_value::<Request<UpdateMediaRequest>>();
}

/// Models are also compared, read and written.
fn is_model<T>()
where
    T: Clone + Debug + PartialEq + Send + Sync + Unpin + Serialize + 'static,
    T: for<'de> Deserialize<'de>,
{
}

#[test]
fn models_are_values_of_json() {
    is_model::<models::ConversationId>();
    is_model::<models::CreateWebChatConversationRequest>();
    is_model::<models::CreateWebChatConversationResponse>();
    is_model::<models::CreateWebChatMessageRequest>();
    is_model::<models::Detail>();
    is_model::<models::ErrorBody>();
    is_model::<models::GuestMemberInfo>();
    is_model::<models::JourneyAction>();
    is_model::<models::JourneyActionMap>();
    is_model::<models::JourneyContext>();
    is_model::<models::JourneyCustomer>();
    is_model::<models::JourneyCustomerSession>();
    is_model::<models::Limit>();
    is_model::<models::LimitNamespace>();
    is_model::<models::MediaRequestId>();
    is_model::<MediaRequestState>();
    is_model::<MediaType>();
    is_model::<models::MemberId>();
    is_model::<models::MemberRole>();
    is_model::<models::MemberState>();
    is_model::<models::MessageBodyType>();
    is_model::<models::MessageId>();
    is_model::<models::RoutingTargetType>();
    is_model::<SortOrder>();
    is_model::<Timestamp>();
    is_model::<models::WebChatConversation>();
    is_model::<models::WebChatGuestMediaRequest>();
    is_model::<models::WebChatGuestMediaRequestEntityList>();
    is_model::<models::WebChatMemberInfo>();
    is_model::<models::WebChatMemberInfoEntityList>();
    is_model::<models::WebChatMessage>();
    is_model::<models::WebChatMessageEntityList>();
    is_model::<models::WebChatRoutingTarget>();
    is_model::<models::WebChatTyping>();
    // Secrets are read, and written only where a request has a field for them.
    is_value::<models::EventStreamUri>();
    is_value::<models::Jwt>();
    is_value::<models::SecurityKey>();
}

#[test]
fn the_rest_crosses_threads() {
    is_send_and_sync::<Arc<dyn Timer>>();
    is_send_and_sync::<Arc<dyn Transport>>();
    is_send_and_sync::<ClientBuilder>();
    is_send_and_sync::<Error>();
    is_send_and_sync::<Response<models::WebChatMessage>>();
    is_send_and_sync::<TransportError>();
    is_send_and_sync::<Body>();
    // What `?` turns an error into in most programs.
    let (client, _) = answering(404, &[], "");
    let error = block_on(client.web_chat().list_members("c").send()).unwrap_err();
    let _: Box<dyn std::error::Error + Send + Sync + 'static> = error.into();
}

#[test]
fn an_error_is_one_word() {
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
}

/// Checks what can be done with a request of any operation, and that it prints none of its values.
macro_rules! check_request {
    ($request:expr) => {{
        let request = $request.timeout(seconds(3)).retry(RetryConfig::genesys(seconds(4)));
        let text = format!("{request:?} {request:#?}");
        assert!(text.contains("3s") && !text.contains(CANARY), "{text}");
        let prepared = format!("{:?}", request.prepare().unwrap().headers());
        assert!(!prepared.contains(CANARY), "{prepared}");
        is_send(request.clone().send());
        is_send(request.clone().send_with_response());
        is_send(request.into_future());
    }};
}

#[test]
fn requests_keep_their_values_and_their_futures_cross_threads() {
    let (client, _) = answering(200, &[], "{}");
    let chat = client.with_jwt(CANARY).web_chat();
    let answer = models::WebChatGuestMediaRequest::new(MediaRequestState::Accepted, [CANARY])
        .security_key(CANARY);
    check_request!(chat.create_conversation(create_request().member_auth_token(CANARY)));
    check_request!(chat.get_media_request(CANARY, CANARY));
    check_request!(chat.get_member(CANARY, CANARY));
    check_request!(chat.get_message(CANARY, CANARY));
    check_request!(chat.leave(CANARY, CANARY));
    check_request!(chat.list_media_requests(CANARY));
    check_request!(chat.list_members(CANARY).page_number(1).page_size(2));
    check_request!(chat.list_messages(CANARY).after(CANARY).before(CANARY).sort_order(CANARY));
    check_request!(chat.send_message(CANARY, CANARY, message(CANARY)));
    check_request!(chat.send_typing(CANARY, CANARY));
    check_request!(chat.update_media_request(CANARY, CANARY, answer));
}

/// Checks that neither form of `Debug` prints the canary.
fn assert_kept(value: &dyn Debug) {
    let text = format!("{value:?} {value:#?}");
    assert!(!text.contains(CANARY), "{text}");
}

fn read<T: for<'de> Deserialize<'de>>(json: &str) -> T {
    serde_json::from_str(json).unwrap()
}

#[test]
fn rule_s01_models_keep_their_secrets() {
    let reply = r#"{"jwt":"canary","eventStreamUri":"wss://streaming/canary"}"#;
    let created: models::CreateWebChatConversationResponse = read(reply);
    assert_kept(&created);
    assert_eq!(created.jwt.as_ref().unwrap().expose(), CANARY);
    assert_eq!(created.event_stream_uri.as_ref().unwrap().expose(), "wss://streaming/canary");
    assert_kept(&create_request().member_auth_token(CANARY));
    let list = r#"{"entities":[{"securityKey":"canary"}]}"#;
    let list: models::WebChatGuestMediaRequestEntityList = read(list);
    assert_kept(&list);
    assert_kept(&list.entities.unwrap()[0]);
    assert_kept(&Secret::from(CANARY));
    assert_kept(&models::Jwt::from(CANARY));
    assert_kept(&models::EventStreamUri::from(CANARY));
    assert_kept(&models::SecurityKey::from(CANARY));
    assert_eq!(format!("{:?}", created.jwt.unwrap()), "Jwt([redacted])");
}

#[test]
fn rule_s01_clients_keep_their_secrets() {
    let proxy = Proxy::new("http://proxy.example:3128").unwrap().basic_auth(CANARY, CANARY);
    assert_kept(&proxy);
    let builder = Client::builder().jwt(CANARY).proxy(proxy);
    assert_kept(&builder);
    let (client, transport) = answering(200, &[], "{}");
    let client = client.with_jwt(CANARY);
    assert_kept(&client);
    assert_kept(&client.web_chat());
    let expected = r#"Client { host: "api.mypurecloud.com", credentials: ["Guest Chat JWT"], .. }"#;
    assert_eq!(format!("{client:?}"), expected);
    let expected = r#"Client { host: "api.mypurecloud.com", credentials: [], .. }"#;
    assert_eq!(format!("{:?}", client.without_jwt()), expected);
    // Not even the request on its way prints the token.
    block_on(client.web_chat().list_members("c").send()).unwrap();
    assert_kept(&transport.requests());
}

#[test]
fn rule_s01_responses_keep_their_secrets() {
    let headers = &[("x-token", CANARY), ("set-cookie", CANARY)];
    let body = r#"{"id":"c","jwt":"canary","eventStreamUri":"wss://streaming/canary"}"#;
    let (client, _) = answering(200, headers, body);
    let call = client.web_chat().create_conversation(create_request());
    let response = block_on(call.send_with_response()).unwrap();
    assert_kept(&response);
    assert_kept(response.body());
    let expected = r#"Response { operation: "postWebchatGuestConversations", status: 200, "#;
    assert!(format!("{response:?}").starts_with(expected), "{response:?}");
    assert_kept(&response.map(|_| CANARY));
}

#[test]
fn rule_s01_errors_keep_their_secrets() {
    let headers = &[("x-token", CANARY), ("location", "https://canary.example/canary")];
    // A reply that is no JSON to the end, one of the wrong kind, error replies, and a redirect.
    for (status, body) in [
        (200, r#"{"jwt":"canary","eventStreamUri":"wss://streaming/canary""#),
        (200, r#"{"jwt":"canary","member":"canary"}"#),
        (200, r#"{"jwt":{"canary":"canary"}}"#),
        (200, "canary"),
        (
            400,
            r#"{"message":"canary","messageParams":{"canary":"canary"},"code":"canary said so"}"#,
        ),
        (429, r#"{"message":"canary","entityName":"canary"}"#),
        (502, "<html>canary</html>"),
        (307, "canary"),
    ] {
        let (client, _) = answering(status, headers, body);
        let client = client.with_jwt(CANARY);
        let call = client.web_chat().create_conversation(create_request());
        let error = block_on(call.send()).unwrap_err();
        assert_eq!(error.raw_body().unwrap(), body);
        let texts = all_texts(&error);
        assert!(!texts.contains(CANARY), "{texts}");
    }
    let (client, _) = answering(200, &[], "{}");
    for jwt in ["canary\r\n", "canary\0"] {
        let error = client.with_jwt(jwt).web_chat().list_members("c").prepare().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(!all_texts(&error).contains(CANARY));
    }
}

/// Names and domains as the service documents them.
const REGIONS: [(&str, &str); 18] = [
    ("us_east_1", "mypurecloud.com"),
    ("us_east_2", "use2.us-gov-pure.cloud"),
    ("us_west_2", "usw2.pure.cloud"),
    ("ca_central_1", "cac1.pure.cloud"),
    ("mx_central_1", "mxc1.pure.cloud"),
    ("sa_east_1", "sae1.pure.cloud"),
    ("eu_west_1", "mypurecloud.ie"),
    ("eu_west_2", "euw2.pure.cloud"),
    ("eu_central_1", "mypurecloud.de"),
    ("eu_central_2", "euc2.pure.cloud"),
    ("eusc_de_east_1", "edee1.eusc-pure.cloud"),
    ("me_central_1", "mec1.pure.cloud"),
    ("ap_northeast_1", "mypurecloud.jp"),
    ("ap_northeast_2", "apne2.pure.cloud"),
    ("ap_northeast_3", "apne3.pure.cloud"),
    ("ap_south_1", "aps1.pure.cloud"),
    ("ap_southeast_1", "apse1.pure.cloud"),
    ("ap_southeast_2", "mypurecloud.com.au"),
];

#[test]
fn every_region_has_its_domain() {
    let known = Region::ALL.iter().map(|region| (region.name(), region.domain()));
    assert_eq!(known.collect::<Vec<_>>(), REGIONS);
    for (region, (name, domain)) in Region::ALL.iter().zip(REGIONS) {
        assert_eq!(region.api_url().to_string(), format!("https://api.{domain}/"));
        assert_eq!(region.to_string(), name);
        let timer = VirtualTimer::default();
        let transport = FakeTransport::constant(&timer, 200, &[], "{}");
        let client = fake_client(&transport, &timer).region(region).build().unwrap();
        assert_eq!(client.base_url(), &region.api_url());
    }
}

#[test]
fn regions_are_read_in_many_forms() {
    for (region, (name, domain)) in Region::ALL.iter().zip(REGIONS) {
        for text in [
            name.to_owned(),
            name.replace('_', "-"),
            name.to_uppercase(),
            format!(" {name} "),
            domain.to_owned(),
            domain.to_uppercase(),
            format!("api.{domain}"),
            format!("https://{domain}"),
            format!("https://api.{domain}/"),
            format!(" https://api.{domain}// "),
            region.api_url().to_string(),
        ] {
            assert_eq!(&Region::from_str(&text).unwrap(), region, "{text}");
        }
        // A domain that has a name is never custom.
        assert_eq!(&Region::custom(domain).unwrap(), region);
    }
}

#[test]
fn other_domains_are_custom_regions() {
    for text in ["example.com", "api.example.com", "https://api.Example.com/", "EXAMPLE.COM"] {
        let region: Region = text.parse().unwrap();
        assert!(matches!(&region, Region::Custom(custom) if custom.as_str() == "example.com"));
        assert_eq!((region.name(), region.domain()), ("example.com", "example.com"));
        assert_eq!(region.api_url(), "https://api.example.com/");
        assert_eq!(region, Region::custom(text).unwrap());
    }
}

#[test]
fn what_is_no_region_is_refused() {
    let long = format!("{}com", "a.".repeat(126));
    for text in [
        "",
        " ",
        "mars",
        "us_east_99",
        "localhost",
        ".",
        "a..b",
        ".example.com",
        "-a.example.com",
        "a-.example.com",
        "example.com:8443",
        "example.com/path",
        "example.com?query",
        "user:canary@example.com",
        "exa mple.com",
        "exämple.com",
        "example.com\r\nhost: x",
        "[::1]",
        "https://",
        "https://api./",
        long.as_str(),
    ] {
        let error = text.parse::<Region>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{text:?}");
        assert!(!all_texts(&error).contains(CANARY));
        assert_eq!(Region::custom(text).unwrap_err().kind(), ErrorKind::Config, "{text:?}");
    }
}

#[test]
fn any_web_address_of_a_region_names_it() {
    for text in
        ["https://apps.mypurecloud.ie/", "login.mypurecloud.ie", "http://api.mypurecloud.ie"]
    {
        assert_eq!(Region::custom(text).unwrap(), Region::EuWest1, "{text}");
    }
    assert_eq!(Region::custom("mypurecloud.com.au").unwrap(), Region::ApSoutheast2);
    let other = Region::custom("notmypurecloud.ie").unwrap();
    assert_eq!(other.domain(), "notmypurecloud.ie");
    for text in ["127.0.0.1", "1.2", "ftp://example.com", "[::1]", "a_b.example.com"] {
        assert!(Region::custom(text).is_err(), "{text}");
    }
}
