//! TLS: the certificates of a server that is trusted, and of some that should not be.

use std::io;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// The certificate that the simulator presents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Certificate {
    /// For `localhost` and `127.0.0.1`, vouched for by [the authority](Tls::authority_pem).
    Right,
    /// The same, with nobody to vouch for it but itself.
    SelfSigned,
    /// Vouched for, but no longer valid.
    Expired,
    /// Vouched for, but for another host.
    WrongHost,
}

/// What a simulator needs to speak TLS.
#[derive(Clone)]
pub struct Tls {
    /// Speaks TLS on a connection.
    pub acceptor: TlsAcceptor,
    /// The certificate of the authority that vouches for the simulator's.
    pub authority_pem: String,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tls")
    }
}

impl Tls {
    /// Makes an authority and a certificate.
    ///
    /// # Errors
    /// When the crypto library has no key to give.
    pub fn new(certificate: Certificate) -> io::Result<Self> {
        let authority = CertifiedIssuer::self_signed(authority_params(), new_key()?)
            .map_err(io::Error::other)?;
        let key = new_key()?;
        let params = params(certificate)?;
        let certified = match certificate {
            Certificate::SelfSigned => params.self_signed(&key),
            Certificate::Right | Certificate::Expired | Certificate::WrongHost => {
                params.signed_by(&key, &authority)
            }
        };
        let chain = vec![certified.map_err(io::Error::other)?.der().clone()];
        let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(io::Error::other)?;
        // Not the provider of the process, which may be another or none.
        let provider = Arc::new(aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(io::Error::other)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            authority_pem: authority.pem(),
        })
    }
}

fn new_key() -> io::Result<KeyPair> {
    KeyPair::generate().map_err(io::Error::other)
}

fn authority_params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![
        KeyUsagePurpose::KeyCertSign,
        KeyUsagePurpose::DigitalSignature,
    ];
    params
        .distinguished_name
        .push(DnType::CommonName, "Simulated authority");
    params
}

fn params(certificate: Certificate) -> io::Result<CertificateParams> {
    let names = match certificate {
        Certificate::WrongHost => vec!["elsewhere.example.com".to_owned()],
        _ => vec!["localhost".to_owned(), "127.0.0.1".to_owned()],
    };
    let mut params = CertificateParams::new(names).map_err(io::Error::other)?;
    if certificate == Certificate::Expired {
        (params.not_before, params.not_after) =
            (date_time_ymd(2019, 1, 1), date_time_ymd(2020, 1, 1));
    }
    Ok(params)
}
