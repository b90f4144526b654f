//! Certificates: a blocking client trusts whom an async one does.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use guest_chat_tests::{JWT, http_reply};
use purecloud_guest_chat_client::{Client, ClientBuilder, ErrorKind, RetryConfig};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use crate::Service;

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

/// A service on this machine that shows a certificate of `authority` for `name`, and asks for one if it is told to.
fn service(authority: &Authority, name: &str, asks: bool) -> Service<u16> {
    let key = KeyPair::generate().unwrap();
    let parameters = CertificateParams::new(vec![name.to_owned()]).unwrap();
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
    Service::start(async move {
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
    })
}

fn builder(port: u16) -> ClientBuilder {
    Client::builder().base_url(format!("https://localhost:{port}")).no_proxy().jwt(JWT)
}

fn outcome(builder: ClientBuilder) -> Result<(), ErrorKind> {
    let client = builder.build_blocking().unwrap();
    let call = client.web_chat().get_message("c", "m");
    call.send_blocking().map(drop).map_err(|error| error.kind())
}

#[test]
fn an_authority_of_the_caller_is_trusted_and_no_other() {
    let (authority, other) = (authority(), authority());
    let service = service(&authority, "localhost", false);
    let both = format!("{}{}", other.pem(), authority.pem());
    assert_eq!(outcome(builder(*service).root_certificates(both)), Ok(()));
    let wrong = builder(*service).root_certificates(other.pem());
    assert_eq!(outcome(wrong), Err(ErrorKind::Tls));
    assert_eq!(outcome(builder(*service)), Err(ErrorKind::Tls));
}

#[test]
fn a_certificate_for_another_host_is_refused() {
    let authority = authority();
    let service = service(&authority, "elsewhere.example", false);
    let client = builder(*service).root_certificates(authority.pem()).build_blocking().unwrap();
    let error = client.web_chat().leave("c", "m").send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
    assert!(!error.may_have_been_processed() && !error.is_retryable());
}

#[test]
fn fault_38_blocking_calls_do_not_repeat_a_handshake_that_is_cut_short() {
    // Nothing, a part of a greeting, and all of one.
    let hello = [&[22, 3, 3, 0, 42, 2, 0, 0, 38, 3, 3][..], &[7; 32], &[0, 0xc0, 0x2f, 0]].concat();
    for beginning in [Vec::new(), hello[..12].to_vec(), hello] {
        let service = Service::start(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let port = listener.local_addr().unwrap().port();
            tokio::spawn(async move {
                while let Ok((mut socket, _)) = listener.accept().await {
                    let _ = socket.read(&mut [0; 4096]).await;
                    let _ = socket.write_all(&beginning).await;
                }
            });
            port
        });
        let retry = RetryConfig::standard(Duration::from_secs(5)).max_retries(1);
        let client = builder(*service).retry(retry).build_blocking().unwrap();
        let error = client.web_chat().get_message("c", "m").send_blocking().unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Tls, 1), "{error:?}");
        assert!(!error.may_have_been_processed() && !error.is_retryable());
    }
}

#[test]
fn a_client_shows_its_certificate() {
    let authority = authority();
    let service = service(&authority, "localhost", true);
    let key = KeyPair::generate().unwrap();
    let certificate =
        CertificateParams::new(vec!["client".to_owned()]).unwrap().signed_by(&key, &authority);
    let trusting = || builder(*service).root_certificates(authority.pem());
    assert!(outcome(trusting()).is_err(), "the service takes nobody without a certificate");
    let identified = trusting().client_certificate(certificate.unwrap().pem(), key.serialize_pem());
    assert_eq!(outcome(identified), Ok(()));
}

#[test]
fn certificates_that_cannot_be_used_are_noticed_when_the_client_is_built() {
    let certificate = CertificateParams::new(vec!["client".to_owned()])
        .unwrap()
        .signed_by(&KeyPair::generate().unwrap(), &authority())
        .unwrap();
    let other = KeyPair::generate().unwrap().serialize_pem();
    for builder in [
        builder(1).root_certificates("nonsense"),
        builder(1)
            .root_certificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
        builder(1).client_certificate("nonsense", "canary"),
        // A key of another certificate.
        builder(1).client_certificate(certificate.pem(), other.as_str()),
    ] {
        let error = builder.build_blocking().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(!format!("{error:?}").contains("canary"));
    }
}
