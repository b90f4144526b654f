//! Certificates that the caller brings: an authority of its own, and an identity.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use guest_chat_tests::{FakeTransport, JWT, VirtualTimer, fake_client, http_reply, seconds};
use http::StatusCode;
use purecloud_guest_chat_client::events::{EventOptions, ReconnectPolicy};
use purecloud_guest_chat_client::{
    Client, ClientBuilder, Conversation, ConversationParts, ErrorKind, RetryConfig,
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

type Authority = CertifiedIssuer<'static, KeyPair>;

/// How many there are.
static AUTHORITIES: AtomicUsize = AtomicUsize::new(0);

fn authority() -> Authority {
    let mut parameters = CertificateParams::new(Vec::new()).unwrap();
    // A name of its own: some libraries tell authorities, and what they vouch for, apart by name.
    let name = format!("authority {}", AUTHORITIES.fetch_add(1, Ordering::Relaxed));
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap()
}

/// A service on this machine that shows a certificate of `authority`, and asks for one if it is told to.
async fn service(authority: &Authority, asks: bool) -> u16 {
    let names = vec!["localhost".to_owned()];
    service_with(authority, CertificateParams::new(names).unwrap(), asks).await
}

/// The same with other facts in its certificate.
async fn service_with(authority: &Authority, parameters: CertificateParams, asks: bool) -> u16 {
    let key = KeyPair::generate().unwrap();
    let certificate = parameters.signed_by(&key, authority).unwrap();
    let builder = if asks {
        let mut roots = RootCertStore::empty();
        roots.add(authority.der().clone()).unwrap();
        let verifier = WebPkiClientVerifier::builder(Arc::new(roots)).build().unwrap();
        ServerConfig::builder().with_client_cert_verifier(verifier)
    } else {
        ServerConfig::builder().with_no_client_auth()
    };
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = builder.with_single_cert(vec![certificate.der().clone()], key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let Ok(mut socket) = acceptor.accept(socket).await else { continue };
            let _ = socket.read(&mut [0; 4096]).await;
            let _ = socket.write_all(&http_reply("200 OK", &[], b"{}")).await;
        }
    });
    port
}

fn builder(port: u16) -> ClientBuilder {
    Client::builder().base_url(format!("https://localhost:{port}")).no_proxy().jwt(JWT)
}

async fn outcome(builder: ClientBuilder) -> Result<(), ErrorKind> {
    let client = builder.build().unwrap();
    client.web_chat().get_message("c", "m").await.map(drop).map_err(|error| error.kind())
}

#[tokio::test]
async fn an_authority_of_the_caller_is_trusted() {
    let (authority, other) = (authority(), authority());
    let port = service(&authority, false).await;
    assert_eq!(outcome(builder(port).root_certificates(authority.pem())).await, Ok(()));
    let both = format!("{}{}", other.pem(), authority.pem());
    assert_eq!(outcome(builder(port).root_certificates(both)).await, Ok(()));
    let wrong = builder(port).root_certificates(other.pem());
    assert_eq!(outcome(wrong).await, Err(ErrorKind::Tls));
}

#[tokio::test]
async fn fault_38_a_certificate_for_another_host_or_time() {
    let authority = authority();
    let elsewhere = CertificateParams::new(vec!["elsewhere.example".to_owned()]).unwrap();
    let mut expired = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    expired.not_before = rcgen::date_time_ymd(2020, 1, 1);
    expired.not_after = rcgen::date_time_ymd(2021, 1, 1);
    for parameters in [elsewhere, expired] {
        let port = service_with(&authority, parameters, false).await;
        let retrying = builder(port)
            .root_certificates(authority.pem())
            .retry(RetryConfig::standard(seconds(60)));
        let client = retrying.build().unwrap();
        let error = client.web_chat().get_message("c", "m").await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Tls, 1), "{error:?}");
    }
}

#[tokio::test]
async fn a_client_shows_its_certificate() {
    let authority = authority();
    let port = service(&authority, true).await;
    let key = KeyPair::generate().unwrap();
    let certificate =
        CertificateParams::new(vec!["client".to_owned()]).unwrap().signed_by(&key, &authority);
    let trusting = || builder(port).root_certificates(authority.pem());
    assert!(outcome(trusting()).await.is_err(), "the service takes nobody without a certificate");
    let identified = trusting().client_certificate(certificate.unwrap().pem(), key.serialize_pem());
    assert!(!format!("{identified:?}").contains("PRIVATE"));
    assert_eq!(outcome(identified).await, Ok(()));
}

#[tokio::test]
async fn a_stream_is_opened_as_calls_are_made() {
    let (authority, other) = (authority(), authority());
    let port = service(&authority, true).await;
    let key = KeyPair::generate().unwrap();
    let certificate =
        CertificateParams::new(vec!["client".to_owned()]).unwrap().signed_by(&key, &authority);
    let (certificate, key) = (certificate.unwrap().pem(), key.serialize_pem());
    let outcome = async |authority: &Authority, identified: bool| {
        let mut builder = builder(port).root_certificates(authority.pem());
        if identified {
            builder = builder.client_certificate(certificate.as_str(), key.as_str());
        }
        let stream = format!("wss://localhost:{port}/canary");
        let parts = ConversationParts::new("c", "m", JWT, stream);
        let chat = Conversation::from_parts(&builder.build().unwrap(), parts);
        let options = EventOptions::new().reconnect(ReconnectPolicy::never());
        chat.events().options(options).await.unwrap_err()
    };
    // The service answers, though it does not know WebSocket.
    let error = outcome(&authority, true).await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Stream, Some(StatusCode::OK)));
    // It takes nobody without a certificate, and is not taken itself by who does not trust it.
    assert_eq!(outcome(&authority, false).await.status(), None);
    assert_eq!(outcome(&other, true).await.kind(), ErrorKind::Tls);
}

#[tokio::test]
async fn rule_s15_no_setting_skips_the_check_of_a_certificate() {
    let (authority, other) = (authority(), authority());
    let port = service(&authority, false).await;
    // Not even the one for plain http on this machine, which this is.
    let lax = || builder(port).allow_insecure_loopback(true);
    assert_eq!(outcome(lax()).await, Err(ErrorKind::Tls));
    assert_eq!(outcome(lax().root_certificates(other.pem())).await, Err(ErrorKind::Tls));
}

#[test]
fn certificates_that_cannot_be_used_are_noticed_when_the_client_is_built() {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 200, &[], "{}");
    for builder in [
        builder(1).root_certificates("nonsense"),
        builder(1)
            .root_certificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
        builder(1).client_certificate("nonsense", "canary"),
        fake_client(&transport, &timer).root_certificates(authority().pem()),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(!format!("{error:?}").contains("canary"));
    }
}
