//! The other side of a connection: who may call, and what is depended on.

use std::fmt;

use super::name::is_label;
use super::port::{Protocol, port_number};
use super::{Cidr, DnsLabel, LabelKey, LabelValue, ValueFault};

/// Someone who may call: `app`, `app@namespace`, `key=value@namespace`, `10.0.0.0/8`, all pods of the
/// own namespace (`namespace`) or of another (`any@namespace`).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are what the variant's text names")]
pub enum Caller {
    /// The pods of one app.
    App {
        name: String,
        namespace: Option<String>,
    },
    /// Pods with a label.
    Labels {
        key: String,
        value: String,
        namespace: Option<String>,
    },
    /// All pods of a namespace; without one, of the workload's own.
    Namespace(Option<String>),
    /// Addresses.
    Cidr(Cidr),
}

/// The word for all pods of the own namespace.
const OWN_NAMESPACE: &str = "namespace";
/// The word for all pods of the namespace behind `@`.
const ANY: &str = "any";

impl Caller {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        if looks_like_address(text) {
            return Cidr::parse(text).map(Self::Cidr);
        }
        if text == OWN_NAMESPACE {
            return Ok(Self::Namespace(None));
        }
        let (who, namespace) = at_namespace(text)?;
        if who == ANY && namespace.is_some() {
            return Ok(Self::Namespace(namespace));
        }
        if let Some((key, value)) = who.split_once('=') {
            let (key, value) = label(key, value)?;
            return Ok(Self::Labels {
                key,
                value,
                namespace,
            });
        }
        if who.contains(':') || (who.contains('.') && !is_label(who)) {
            return Err(ValueFault::Caller {
                text: text.to_owned(),
            });
        }
        Ok(Self::App {
            name: DnsLabel::parse(who)?.to_string(),
            namespace,
        })
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::App { name, namespace } => write!(f, "{name}{}", at(namespace.as_ref())),
            Self::Namespace(None) => f.write_str(OWN_NAMESPACE),
            Self::Namespace(Some(namespace)) => write!(f, "{ANY}@{namespace}"),
            Self::Labels {
                key,
                value,
                namespace,
            } => write!(f, "{key}={value}{}", at(namespace.as_ref())),
            Self::Cidr(cidr) => cidr.fmt(f),
        }
    }
}

/// Something depended on, with the container port of the target: policies act after address translation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are what the variant's text names")]
pub enum Dependency {
    /// The pods of one app.
    App {
        name: String,
        namespace: Option<String>,
        port: u16,
        protocol: Protocol,
    },
    /// Pods with a label.
    Labels {
        key: String,
        value: String,
        namespace: Option<String>,
        port: u16,
        protocol: Protocol,
    },
    /// Addresses.
    Cidr {
        cidr: Cidr,
        port: u16,
        protocol: Protocol,
    },
    /// Everything that is not private.
    Internet { port: u16, protocol: Protocol },
    /// What the cluster knows by this name, ports and all.
    Named { name: String },
}

/// The word for everything that is not private.
const INTERNET: &str = "internet";

impl Dependency {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let fail = || ValueFault::Dependency {
            text: text.to_owned(),
        };
        if text.is_empty() {
            return Err(fail());
        }
        if text.contains("://") {
            return Err(ValueFault::HostName {
                text: text.to_owned(),
            });
        }
        let (body, protocol) = match text.rsplit_once('/') {
            Some((body, word))
                if !word.is_empty() && word.chars().all(|one| one.is_ascii_alphabetic()) =>
            {
                (body, Protocol::parse(word).ok_or_else(fail)?)
            }
            _ => (text, Protocol::Tcp),
        };
        if let Some(inner) = body.strip_prefix('[') {
            let (cidr, rest) = inner.split_once(']').ok_or_else(fail)?;
            let port = port_of(rest.strip_prefix(':').unwrap_or_default(), text)?;
            return Ok(Self::Cidr {
                cidr: Cidr::parse(cidr)?,
                port,
                protocol,
            });
        }
        let Some((target, port)) = body.rsplit_once(':') else {
            return portless(body, text);
        };
        if looks_like_address(target) {
            return Ok(Self::Cidr {
                cidr: Cidr::parse(target)?,
                port: port_of(port, text)?,
                protocol,
            });
        }
        if is_host_name(target) {
            return Err(ValueFault::HostName {
                text: text.to_owned(),
            });
        }
        let port = port_of(port, text)?;
        if target == INTERNET {
            return Ok(Self::Internet { port, protocol });
        }
        let (who, namespace) = at_namespace(target)?;
        if let Some((key, value)) = who.split_once('=') {
            let (key, value) = label(key, value)?;
            return Ok(Self::Labels {
                key,
                value,
                namespace,
                port,
                protocol,
            });
        }
        Ok(Self::App {
            name: DnsLabel::parse(who)?.to_string(),
            namespace,
            port,
            protocol,
        })
    }
}

/// A text without a port: the name of something that the cluster knows, or a mistake.
fn portless(body: &str, text: &str) -> Result<Dependency, ValueFault> {
    let text = text.to_owned();
    if is_host_name(body) && !looks_like_address(body) {
        return Err(ValueFault::HostName { text });
    }
    if body == INTERNET || body != text || body.contains(['@', '=']) || looks_like_address(body) {
        return Err(ValueFault::NoPort { text });
    }
    let name = DnsLabel::parse(body)?.to_string();
    Ok(Dependency::Named { name })
}

impl fmt::Display for Dependency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let protocol = match self {
            Self::Named { name } => return f.write_str(name),
            Self::Internet { port, protocol } => {
                write!(f, "{INTERNET}:{port}")?;
                protocol
            }
            Self::App {
                name,
                namespace,
                port,
                protocol,
            } => {
                write!(f, "{name}{}:{port}", at(namespace.as_ref()))?;
                protocol
            }
            Self::Labels {
                key,
                value,
                namespace,
                port,
                protocol,
            } => {
                write!(f, "{key}={value}{}:{port}", at(namespace.as_ref()))?;
                protocol
            }
            Self::Cidr {
                cidr,
                port,
                protocol,
            } => {
                let text = cidr.to_string();
                if text.contains(':') {
                    write!(f, "[{text}]:{port}")?;
                } else {
                    write!(f, "{text}:{port}")?;
                }
                protocol
            }
        };
        if *protocol == Protocol::Tcp {
            Ok(())
        } else {
            write!(f, "/{protocol}")
        }
    }
}

fn at(namespace: Option<&String>) -> String {
    namespace
        .map(|namespace| format!("@{namespace}"))
        .unwrap_or_default()
}

fn at_namespace(text: &str) -> Result<(&str, Option<String>), ValueFault> {
    match text.split_once('@') {
        Some((who, namespace)) => Ok((who, Some(DnsLabel::parse(namespace)?.to_string()))),
        None => Ok((text, None)),
    }
}

fn label(key: &str, value: &str) -> Result<(String, String), ValueFault> {
    Ok((
        LabelKey::parse(key)?.to_string(),
        LabelValue::parse(value)?.to_string(),
    ))
}

fn port_of(text: &str, whole: &str) -> Result<u16, ValueFault> {
    port_number(text).ok_or_else(|| ValueFault::NoPort {
        text: whole.to_owned(),
    })
}

fn looks_like_address(text: &str) -> bool {
    let address = text.split('/').next().unwrap_or(text);
    address.parse::<std::net::IpAddr>().is_ok()
        || (text.contains('/')
            && !text.contains('=')
            && address.starts_with(|one: char| one.is_ascii_digit()))
}

/// `db.example.com`: dots outside of a label selector.
fn is_host_name(text: &str) -> bool {
    let who = text.split('@').next().unwrap_or(text);
    who.contains('.') && !who.contains('=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_is_written_back_as_it_was_read() {
        for text in [
            "orders-db:5432",
            "ledger@ledger:8080",
            "10.0.0.0/8:443",
            "[2001:db8::/32]:443",
            "app=db@data:5432",
            "dns@infra:53/UDP",
            "app.kubernetes.io/name=db@data:5432",
            "orders-db",
            "internet:443",
            "internet:443/UDP",
            "internet@edge:443",
        ] {
            assert_eq!(
                Dependency::parse(text).map(|one| one.to_string()),
                Ok(text.to_owned())
            );
        }
    }

    #[test]
    fn what_a_policy_cannot_hold_is_refused_with_its_reason() {
        assert!(matches!(
            Dependency::parse("db.example.com:5432"),
            Err(ValueFault::HostName { .. })
        ));
        for text in [
            "ledger@ledger",
            "app=db",
            "10.0.0.0/8",
            "10.0.0.1",
            "internet",
            "db/UDP",
        ] {
            assert!(
                matches!(Dependency::parse(text), Err(ValueFault::NoPort { .. })),
                "{text}"
            );
        }
        assert!(matches!(
            Dependency::parse("orders-db"),
            Ok(Dependency::Named { .. })
        ));
        assert!(matches!(
            Dependency::parse("10.1.2.3/8:1"),
            Err(ValueFault::Cidr { .. })
        ));
        assert!(matches!(
            Caller::parse("checkout@shop"),
            Ok(Caller::App { .. })
        ));
        assert!(matches!(Caller::parse("10.0.0.0/8"), Ok(Caller::Cidr(_))));
    }

    #[test]
    fn a_caller_may_be_all_pods_of_a_namespace() {
        assert_eq!(Caller::parse("namespace"), Ok(Caller::Namespace(None)));
        let edge = Caller::Namespace(Some("edge".to_owned()));
        assert_eq!(Caller::parse("any@edge"), Ok(edge.clone()));
        assert_eq!(edge.to_string(), "any@edge");
        assert!(Caller::parse("any@Edge").is_err());
    }
}
