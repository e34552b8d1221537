//! A Gateway by its namespace and name, and one of its listeners: `infra/edge/https`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{DnsLabel, DnsSubdomain, ValueFault};

/// A Gateway, or one listener of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GatewayRef {
    namespace: String,
    name: String,
    listener: Option<String>,
}

impl GatewayRef {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let mut parts = text.split('/');
        let (namespace, name, listener) = (parts.next(), parts.next(), parts.next());
        let is_name = |part: &str| DnsSubdomain::parse(part).is_ok();
        match (namespace, name) {
            (Some(namespace), Some(name))
                if parts.next().is_none()
                    && DnsLabel::parse(namespace).is_ok()
                    && is_name(name)
                    && listener.is_none_or(is_name) =>
            {
                Ok(Self {
                    namespace: namespace.to_owned(),
                    name: name.to_owned(),
                    listener: listener.map(ToOwned::to_owned),
                })
            }
            _ => Err(ValueFault::Gateway {
                text: text.to_owned(),
            }),
        }
    }

    /// Its namespace.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The listener; none for all of them.
    pub fn listener(&self) -> Option<&str> {
        self.listener.as_deref()
    }

    /// `infra/edge`.
    pub fn title(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }
}

impl fmt::Display for GatewayRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.namespace, self.name)?;
        match &self.listener {
            Some(listener) => write!(f, "/{listener}"),
            None => Ok(()),
        }
    }
}

impl TryFrom<String> for GatewayRef {
    type Error = ValueFault;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<GatewayRef> for String {
    fn from(one: GatewayRef) -> Self {
        one.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gateway_has_a_namespace_and_may_have_a_listener() {
        for fine in ["infra/edge", "infra/edge.public/https"] {
            let parsed = GatewayRef::parse(fine).map(|one| one.to_string());
            assert_eq!(parsed, Ok(fine.to_owned()));
        }
        for text in [
            "",
            "edge",
            "infra/",
            "/edge",
            "in.fra/edge",
            "a/b/c/d",
            "infra/Edge",
            "a/b/",
        ] {
            assert!(GatewayRef::parse(text).is_err(), "{text}");
        }
    }
}
