//! Kubernetes versions.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ValueFault;

/// A minor version: 35 is 1.35.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Minor(u16);

impl Minor {
    /// Judges a text: `1.32`, `v1.32`, `1.32.4-aliyun.1`; from 1.25 to 1.37.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let fail = || ValueFault::Version {
            text: text.to_owned(),
        };
        let rest = text
            .strip_prefix('v')
            .unwrap_or(text)
            .strip_prefix("1.")
            .ok_or_else(fail)?;
        let end = rest
            .find(|one: char| !one.is_ascii_digit())
            .unwrap_or(rest.len());
        let (minor, tail) = rest.split_at(end);
        if minor.starts_with('0') || !tail.is_empty() && !tail.starts_with(['.', '-', '+']) {
            return Err(fail());
        }
        let minor: u16 = minor.parse().map_err(|_| fail())?;
        if (25..=37).contains(&minor) {
            Ok(Self(minor))
        } else {
            Err(fail())
        }
    }

    /// The number behind `1.`.
    pub const fn number(self) -> u16 {
        self.0
    }
}

impl TryFrom<String> for Minor {
    type Error = ValueFault;

    fn try_from(text: String) -> Result<Self, ValueFault> {
        Self::parse(&text)
    }
}

impl From<Minor> for String {
    fn from(one: Minor) -> Self {
        one.to_string()
    }
}

impl fmt::Display for Minor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.0)
    }
}
