//! Regions, clients, credentials and certificates.

use std::sync::Arc;

use guest_chat_tests::{Act, FakeTransport, RawServer, VirtualTimer, block_on, fake_client};
use purecloud_guest_chat_client::{Client, ErrorKind, Region};
use rcgen::{CertificateParams, KeyPair};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

#[test]
fn defect_a_region_has_the_name_of_another() {
    // .NET called mypurecloud.com.au `ap_southeast_1` for years; now that name means Singapore.
    assert_eq!(Region::ApSoutheast2.domain(), "mypurecloud.com.au");
    assert_eq!(Region::ApSoutheast1.domain(), "apse1.pure.cloud");
}

#[test]
fn defect_regions_are_missing() {
    // The guest SDKs for Java and JavaScript lack `eusc_de_east_1`, the one for Java `sa_east_1` too.
    assert_eq!(Region::ALL.len(), 18);
    for name in ["eusc_de_east_1", "sa_east_1"] {
        assert_eq!(name.parse::<Region>().unwrap().name(), name);
    }
}

#[test]
fn defect_region_names_are_spelt_in_two_ways() {
    // The CLI mixes `-` and `_`.
    for region in Region::ALL {
        assert_eq!(region.name().replace('_', "-").parse::<Region>().unwrap(), *region);
    }
}

#[test]
fn defect_hosts_that_do_not_begin_with_api() {
    // Java cuts a host at its first dot to find its domain, whatever the host is.
    let client = Client::builder().base_url("https://chat.gateway.example.com").build().unwrap();
    assert_eq!(client.base_url().host(), Some("chat.gateway.example.com"));
    let region = Region::custom("https://apps.mypurecloud.ie").unwrap();
    assert_eq!(region, Region::EuWest1);
}

#[test]
fn defect_one_process_one_chat() {
    // .NET keeps the token in a static dictionary: a second `SetJwt` throws, and every instance sees the first.
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 200, &[], "{}");
    let client = fake_client(&transport, &timer).build().unwrap();
    let chats = [client.with_jwt("first"), client.with_jwt("second"), client.with_jwt("first")];
    for chat in &chats {
        block_on(chat.web_chat().get_message("c", "m").send()).unwrap();
    }
    let sent: Vec<_> = transport.requests();
    let sent = sent.iter().map(|request| request.headers()["authorization"].to_str().unwrap());
    // .NET ends the value with a space.
    assert_eq!(sent.collect::<Vec<_>>(), ["Bearer first", "Bearer second", "Bearer first"]);
}

#[test]
fn defect_configurations_are_shared_behind_the_scenes() {
    // JavaScript has one client per process, and a Java one is made the global default.
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 200, &[], "{}");
    let one = fake_client(&transport, &timer).base_url("https://one.example.com").build().unwrap();
    let two = fake_client(&transport, &timer).base_url("https://two.example.com").build().unwrap();
    let two = two.without_jwt();
    assert!(one.has_jwt() && !two.has_jwt());
    assert_eq!(one.base_url().host(), Some("one.example.com"));
    assert_eq!(two.base_url().host(), Some("two.example.com"));
}

#[test]
fn defect_time_limits_differ_from_their_documentation() {
    // JavaScript documents 60 s and means 16 s; Java has no limit at all.
    let timeouts = Client::new(&Region::EuWest1).unwrap().diagnostics().timeouts;
    assert!(timeouts.contains("connect: 5s") && timeouts.contains("attempt: 20s"), "{timeouts}");
}

#[tokio::test]
async fn defect_some_calls_do_not_say_who_asks() {
    // .NET names itself in synchronous calls only, JavaScript never.
    let server = RawServer::start(vec![Act::ok("{}")]).await;
    server.client().web_chat().get_message("c", "m").await.unwrap();
    let blocking = server.builder().build_blocking().unwrap();
    tokio::task::spawn_blocking(move || {
        blocking.web_chat().get_message("c", "m").send_blocking().unwrap();
    })
    .await
    .unwrap();
    for request in server.requests() {
        assert!(request.contains("user-agent: purecloud-guest-chat-client/"), "{request}");
    }
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn defect_a_client_certificate_switches_verification_off() {
    // Go skips the check of the service when a client certificate is set; .NET installs a validator for the whole
    // process that takes one hard-coded certificate.
    let key = KeyPair::generate().unwrap();
    let certificate =
        CertificateParams::new(vec!["localhost".to_owned()]).unwrap().self_signed(&key).unwrap();
    let der = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], der)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let _ = acceptor.accept(socket).await;
        }
    });
    let client = Client::builder()
        .base_url(format!("https://localhost:{port}"))
        .no_proxy()
        .jwt("canary")
        .client_certificate(certificate.pem(), key.serialize_pem())
        .build()
        .unwrap();
    let error = client.web_chat().get_message("c", "m").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls);
}

#[tokio::test]
async fn defect_a_new_connection_for_each_call() {
    // .NET makes an HTTP client per call, which keeps no connection.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let connections = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        while let Ok((mut socket, _)) = listener.accept().await {
            count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            tokio::spawn(async move {
                let mut buffer = [0; 4096];
                while socket.read(&mut buffer).await.is_ok_and(|length| length > 0) {
                    let reply = guest_chat_tests::http_reply("200 OK", &[], b"{}");
                    socket.write_all(&reply).await.unwrap();
                }
            });
        }
    });
    let client = Client::builder().base_url(format!("http://{address}")).jwt("canary");
    let client = client.allow_insecure_loopback(true).build().unwrap();
    for _ in 0..5 {
        client.with_jwt("another").web_chat().get_message("c", "m").await.unwrap();
    }
    assert_eq!(connections.load(std::sync::atomic::Ordering::SeqCst), 1);
}
