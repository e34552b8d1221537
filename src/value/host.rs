//! A name and a path that callers from outside the cluster use: `shop.example.com/api@http`.

use std::fmt;

use super::port::port_number;
use super::{DnsSubdomain, PortName, ValueFault};

/// The path of a host that names none: everything.
const ROOT: &str = "/";

/// A host, a path below it, and the port that answers there; the first one that speaks HTTP where it is
/// absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    name: String,
    path: String,
    port: Option<String>,
}

impl Host {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        if let Some((_, rest)) = text.split_once("://") {
            return Err(ValueFault::HostScheme {
                text: text.to_owned(),
                suggestion: mended(rest),
            });
        }
        let (place, port) = match text.rsplit_once('@') {
            Some((place, port)) => (place, Some(port)),
            None => (text, None),
        };
        let (name, path) = match place.find('/') {
            Some(at) => place.split_at(at),
            None => (place, ROOT),
        };
        if name.starts_with("*.") {
            return Err(ValueFault::HostWildcard {
                text: text.to_owned(),
            });
        }
        if !is_host(name) {
            return Err(ValueFault::Host {
                text: text.to_owned(),
                name: name.to_owned(),
                suggestion: mended(place),
            });
        }
        if !is_path(path) {
            return Err(ValueFault::HostPathForm {
                text: text.to_owned(),
                path: path.to_owned(),
            });
        }
        if let Some(port) = port {
            PortName::parse(port)?;
        }
        let path = match path.trim_end_matches('/') {
            "" => ROOT,
            path => path,
        };
        Ok(Self {
            name: name.to_owned(),
            path: path.to_owned(),
            port: port.map(str::to_owned),
        })
    }

    /// The host's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The path: everything below it belongs to it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The name of the port that answers.
    pub fn port(&self) -> Option<&str> {
        self.port.as_deref()
    }
}

/// A name with a dot in it that is no address.
fn is_host(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    name.contains('.')
        && DnsSubdomain::parse(name).is_ok()
        && name.split('.').all(|part| part.len() <= 63)
        && !last.chars().all(|one| one.is_ascii_digit())
}

/// What the API server takes as a prefix, and no character that a load balancer reads as a pattern.
fn is_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.contains("//")
        && path.split('/').all(|part| part != "." && part != "..")
        && path
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || "/-._~".contains(one))
}

/// The host that a text means, if that is plain: in lower case, without a port number and a query.
fn mended(text: &str) -> String {
    let text = text.split(['?', '#']).next().unwrap_or_default();
    let (name, path) = match text.find('/') {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let name = match name.rsplit_once(':') {
        Some((name, port)) if port_number(port).is_some() => name,
        _ => name,
    };
    let name = name.to_ascii_lowercase();
    let path = path.trim_end_matches('/');
    if is_host(&name) && (path.is_empty() || is_path(path)) {
        format!("{name}{path}")
    } else {
        String::new()
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if self.path != ROOT {
            f.write_str(&self.path)?;
        }
        match &self.port {
            Some(port) => write!(f, "@{port}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_has_a_name_a_path_and_a_port() {
        let parts = |text: &str| {
            Host::parse(text).map(|host| {
                (
                    host.name().to_owned(),
                    host.path().to_owned(),
                    host.port().map(str::to_owned),
                    host.to_string(),
                )
            })
        };
        let of = |name: &str, path: &str, port: Option<&str>, text: &str| {
            Ok((
                name.to_owned(),
                path.to_owned(),
                port.map(str::to_owned),
                text.to_owned(),
            ))
        };
        assert_eq!(
            parts("shop.example.com"),
            of("shop.example.com", "/", None, "shop.example.com")
        );
        assert_eq!(
            parts("shop.example.com/"),
            of("shop.example.com", "/", None, "shop.example.com")
        );
        assert_eq!(
            parts("shop.example.com/api/v1/@grpc"),
            of(
                "shop.example.com",
                "/api/v1",
                Some("grpc"),
                "shop.example.com/api/v1@grpc"
            )
        );
    }

    #[test]
    fn what_is_no_host_is_refused_with_the_one_that_is_meant() {
        assert_eq!(
            Host::parse("https://Shop.example.com:8443/api?x=1"),
            Err(ValueFault::HostScheme {
                text: "https://Shop.example.com:8443/api?x=1".into(),
                suggestion: "shop.example.com/api".into()
            })
        );
        assert!(matches!(
            Host::parse("*.example.com"),
            Err(ValueFault::HostWildcard { .. })
        ));
        let suggested = |text: &str| match Host::parse(text) {
            Err(ValueFault::Host { suggestion, .. }) => suggestion,
            other => format!("{other:?}"),
        };
        assert_eq!(suggested("Shop.Example.com"), "shop.example.com");
        assert_eq!(suggested("shop.example.com:80"), "shop.example.com");
        for wrong in [
            "",
            "shop",
            "10.0.0.1",
            "shop_a.example.com",
            "a..b",
            "shop.example.com api",
        ] {
            assert_eq!(suggested(wrong), "", "{wrong}");
        }
        for wrong in [
            "a.example/b//c",
            "a.example/../b",
            "a.example/*",
            "a.example/a b",
            "a.example/%2f",
        ] {
            assert!(
                matches!(Host::parse(wrong), Err(ValueFault::HostPathForm { .. })),
                "{wrong}"
            );
        }
        assert!(Host::parse("a.example@").is_err());
        assert!(Host::parse("a.example@80").is_err());
    }
}
