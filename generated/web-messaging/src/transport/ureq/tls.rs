//! How a blocking client checks whom it talks to: by the same backends and certificates as an async
//! one.
//!
//! In: the certificates of the caller. Out: the configuration of ureq, checked, because ureq would
//! find out only when it connects. Invariant: verification is always on.

use ureq::tls::{
    Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, TlsProvider, parse_pem,
};

use crate::transport::{TransportError, TransportErrorKind};
use crate::trust::{Identity, Trust};

/// The configuration for this trust.
pub(super) fn config(trust: &Trust) -> Result<TlsConfig, TransportError> {
    let identity = trust
        .identity
        .as_ref()
        .map(client_certificate)
        .transpose()?;
    let builder = TlsConfig::builder()
        .root_certs(roots(trust)?)
        .client_cert(identity);
    #[cfg(any(
        feature = "rustls",
        feature = "rustls-ring",
        feature = "blocking-rustls-ring"
    ))]
    let builder = builder
        .provider(TlsProvider::Rustls)
        .unversioned_rustls_crypto_provider(self::checked::cryptography());
    #[cfg(not(any(
        feature = "rustls",
        feature = "rustls-ring",
        feature = "blocking-rustls-ring"
    )))]
    let builder = builder.provider(TlsProvider::NativeTls);
    Ok(builder.build())
}

/// Whom to trust: what the system does or, where others are added, its certificates and those.
fn roots(trust: &Trust) -> Result<RootCerts, TransportError> {
    let mut added = bundled();
    for pem in &trust.authorities {
        let certificates = certificates(pem)
            .ok_or_else(|| config_error("the root certificates cannot be read as PEM"))?;
        if certificates.is_empty() {
            return Err(config_error(
                "the PEM text for root certificates holds no certificate",
            ));
        }
        checked::authorities(&certificates)?;
        added.extend(certificates);
    }
    if added.is_empty() {
        return Ok(RootCerts::PlatformVerifier);
    }
    let system = rustls_native_certs::load_native_certs().certs;
    let system = system
        .iter()
        .map(|certificate| Certificate::from_der(certificate).to_owned());
    added.extend(system);
    Ok(RootCerts::new_with_certs(&added))
}

/// The certificates that this crate brings with it.
#[cfg(feature = "webpki-roots")]
fn bundled() -> Vec<Certificate<'static>> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .map(|der| Certificate::from_der(der).to_owned())
        .collect()
}

/// The certificates that this crate brings with it: none.
#[cfg(not(feature = "webpki-roots"))]
fn bundled() -> Vec<Certificate<'static>> {
    Vec::new()
}

/// The certificates in a PEM text; `None` if it cannot be read.
fn certificates(pem: &[u8]) -> Option<Vec<Certificate<'static>>> {
    parse_pem(pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(Some(certificate)),
            Ok(_) => None,
            Err(_) => Some(None),
        })
        .collect()
}

fn client_certificate(identity: &Identity) -> Result<ClientCert, TransportError> {
    let unreadable = || config_error("the client certificate or its key cannot be read");
    let chain = certificates(&identity.certificates).ok_or_else(unreadable)?;
    let key = PrivateKey::from_pem(identity.key.expose().as_bytes()).map_err(|_| unreadable())?;
    if chain.is_empty() {
        return Err(unreadable());
    }
    checked::identity(identity, &chain, &key).ok_or_else(unreadable)?;
    Ok(ClientCert::new_with_certs(&chain, key))
}

fn config_error(message: &'static str) -> TransportError {
    TransportError::with_message(TransportErrorKind::Config, message)
}

pub(super) use self::checked::is_distrust;

#[cfg(any(
    feature = "rustls",
    feature = "rustls-ring",
    feature = "blocking-rustls-ring"
))]
mod checked {
    //! What rustls says about certificates before ureq needs them.

    use std::error::Error;
    use std::sync::Arc;

    use rustls::RootCertStore;
    use rustls::crypto::CryptoProvider;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use rustls::sign::CertifiedKey;
    use ureq::tls::{Certificate, PrivateKey};

    use super::config_error;
    use crate::transport::TransportError;
    use crate::trust::Identity;

    #[cfg(feature = "rustls")]
    pub(super) fn cryptography() -> Arc<CryptoProvider> {
        Arc::new(rustls::crypto::aws_lc_rs::default_provider())
    }

    #[cfg(not(feature = "rustls"))]
    pub(super) fn cryptography() -> Arc<CryptoProvider> {
        Arc::new(rustls::crypto::ring::default_provider())
    }

    pub(super) fn authorities(certificates: &[Certificate<'_>]) -> Result<(), TransportError> {
        certificates.iter().try_for_each(|certificate| {
            RootCertStore::empty()
                .add(CertificateDer::from(certificate.der()))
                .map_err(|_| config_error("the root certificates cannot be read as PEM"))
        })
    }

    /// Whether certificate and key fit each other.
    pub(super) fn identity(
        _: &Identity,
        chain: &[Certificate<'_>],
        key: &PrivateKey<'_>,
    ) -> Option<()> {
        let chain = chain
            .iter()
            .map(|certificate| CertificateDer::from(certificate.der()).into_owned())
            .collect();
        let key = PrivateKeyDer::try_from(key.der()).ok()?;
        CertifiedKey::from_der(chain, key.clone_key(), &cryptography())
            .ok()
            .map(drop)
    }

    /// Whether a connection failed because of what the other side presented, rather than because it
    /// broke.
    pub(in crate::transport::ureq) fn is_distrust(error: &(dyn Error + 'static)) -> bool {
        let error = match error.downcast_ref::<ureq::Error>() {
            Some(ureq::Error::Tls(_)) => return true,
            Some(ureq::Error::Rustls(error)) => Some(error),
            _ => error.downcast_ref::<rustls::Error>(),
        };
        error.is_some_and(|error| {
            !matches!(
                error,
                rustls::Error::AlertReceived(_) | rustls::Error::DecryptError
            )
        })
    }
}

#[cfg(not(any(
    feature = "rustls",
    feature = "rustls-ring",
    feature = "blocking-rustls-ring"
)))]
mod checked {
    //! What the library of the system says about certificates before ureq needs them.

    use std::error::Error;

    use ureq::tls::{Certificate, PrivateKey};

    use super::config_error;
    use crate::transport::TransportError;
    use crate::trust::Identity;

    pub(super) fn authorities(certificates: &[Certificate<'_>]) -> Result<(), TransportError> {
        let readable = certificates
            .iter()
            .all(|certificate| native_tls::Certificate::from_der(certificate.der()).is_ok());
        if readable {
            return Ok(());
        }
        Err(config_error("the root certificates cannot be read as PEM"))
    }

    /// Whether certificate and key fit each other.
    pub(super) fn identity(
        identity: &Identity,
        _: &[Certificate<'_>],
        _: &PrivateKey<'_>,
    ) -> Option<()> {
        let key = identity.key.expose().as_bytes();
        let identity = native_tls::Identity::from_pkcs8(&identity.certificates, key).ok()?;
        let connector = native_tls::TlsConnector::builder()
            .identity(identity)
            .build();
        connector.ok().map(drop)
    }

    /// Whether a connection failed because of what the other side presented, rather than because it
    /// broke.
    pub(in crate::transport::ureq) fn is_distrust(error: &(dyn Error + 'static)) -> bool {
        matches!(
            error.downcast_ref(),
            Some(ureq::Error::NativeTls(_) | ureq::Error::Tls(_))
        )
    }
}
