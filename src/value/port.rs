//! Ports of a container: `8080`, `http:8080`, `grpc:9090/TCP`, `http:80:8080`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{PortName, ValueFault};

/// A transport protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Protocol {
    /// TCP.
    #[default]
    Tcp,
    /// UDP.
    Udp,
    /// SCTP.
    Sctp,
}

impl Protocol {
    /// Reads `TCP`, `udp`…
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_uppercase().as_str() {
            "TCP" => Some(Self::Tcp),
            "UDP" => Some(Self::Udp),
            "SCTP" => Some(Self::Sctp),
            _ => None,
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
            Self::Sctp => "SCTP",
        })
    }
}

/// What a port speaks that a load balancer for HTTP can hand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Speech {
    /// HTTP.
    Http,
    /// HTTP over TLS.
    Https,
    /// gRPC.
    Grpc,
}

impl Speech {
    /// By the name of a port: `http`, `grpc`, `http-admin`.
    pub fn of(name: &str) -> Option<Self> {
        match name.split('-').next().unwrap_or_default() {
            "http" | "web" => Some(Self::Http),
            "https" => Some(Self::Https),
            "grpc" => Some(Self::Grpc),
            _ => None,
        }
    }

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
            Self::Grpc => "grpc",
        }
    }
}

/// A port of a container and of its Service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    name: PortName,
    number: u16,
    service: u16,
    protocol: Protocol,
}

impl Port {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let fail = || ValueFault::Port {
            text: text.to_owned(),
        };
        let (body, protocol) = match text.split_once('/') {
            Some((body, protocol)) => (body, Protocol::parse(protocol).ok_or_else(fail)?),
            None => (text, Protocol::Tcp),
        };
        let parts: Vec<&str> = body.split(':').collect();
        let number = |text: &str| port_number(text).ok_or_else(fail);
        let (name, number, service) = match parts.as_slice() {
            [one] => (None, number(one)?, None),
            [name, port] if name.parse::<u16>().is_err() => (Some(*name), number(port)?, None),
            [name, service, port] if name.parse::<u16>().is_err() => {
                (Some(*name), number(port)?, Some(number(service)?))
            }
            _ => return Err(fail()),
        };
        if number < 1024 {
            return Err(ValueFault::LowPort {
                text: text.to_owned(),
                port: number,
            });
        }
        let name = match name {
            Some(name) => PortName::parse(name)?,
            None => PortName::parse(&default_name(number, protocol))?,
        };
        let service = service.unwrap_or(match name.as_str() {
            "http" => 80,
            "https" => 443,
            _ => number,
        });
        Ok(Self {
            name,
            number,
            service,
            protocol,
        })
    }

    /// Its name.
    pub const fn name(&self) -> &PortName {
        &self.name
    }

    /// Where the container listens.
    pub const fn number(&self) -> u16 {
        self.number
    }

    /// Where the Service listens.
    pub const fn service(&self) -> u16 {
        self.service
    }

    /// Its protocol.
    pub const fn protocol(&self) -> Protocol {
        self.protocol
    }

    /// What it speaks, as far as its name tells.
    pub fn speech(&self) -> Option<Speech> {
        Speech::of(self.name.as_str()).filter(|_| self.protocol == Protocol::Tcp)
    }
}

/// A number from 1 to 65535, as it is written in a manifest: no sign, no zero in front.
pub fn port_number(text: &str) -> Option<u16> {
    let is_plain = text.chars().all(|one| one.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| is_plain)
}

fn default_name(number: u16, protocol: Protocol) -> String {
    match (number, protocol) {
        (3000 | 5000 | 8000 | 8080 | 8081, Protocol::Tcp) => "http".to_owned(),
        (8443, Protocol::Tcp) => "https".to_owned(),
        _ => format!("{}-{number}", protocol.to_string().to_ascii_lowercase()),
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let implied = match self.name.as_str() {
            "http" => 80,
            "https" => 443,
            _ => self.number,
        };
        if self.service == implied {
            write!(f, "{}:{}", self.name, self.number)?;
        } else {
            write!(f, "{}:{}:{}", self.name, self.service, self.number)?;
        }
        if self.protocol != Protocol::Tcp {
            write!(f, "/{}", self.protocol)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_has_a_name_a_number_and_a_service_port() {
        let parts = |text: &str| {
            Port::parse(text).map(|port| {
                (
                    port.name().to_string(),
                    port.number(),
                    port.service(),
                    port.to_string(),
                )
            })
        };
        assert_eq!(
            parts("http:8080"),
            Ok(("http".into(), 8080, 80, "http:8080".into()))
        );
        assert_eq!(
            parts("8080"),
            Ok(("http".into(), 8080, 80, "http:8080".into()))
        );
        assert_eq!(
            parts("http:81:8080"),
            Ok(("http".into(), 8080, 81, "http:81:8080".into()))
        );
        assert_eq!(
            parts("grpc:9090/tcp"),
            Ok(("grpc".into(), 9090, 9090, "grpc:9090".into()))
        );
        assert_eq!(
            parts("5353/udp"),
            Ok(("udp-5353".into(), 5353, 5353, "udp-5353:5353/UDP".into()))
        );
        assert!(Port::parse("80:8080").is_err());
        assert!(matches!(
            Port::parse("http:80"),
            Err(ValueFault::LowPort { .. })
        ));
    }
}
