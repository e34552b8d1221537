//! A zone with a vSwitch in it: `cn-hangzhou-k:vsw-i123456`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ValueFault;

/// What the ids of vSwitches begin with.
const SWITCH: &str = "vsw-";

/// A zone, and the vSwitch in which something has its address there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ZoneSwitch {
    zone: String,
    switch: String,
}

impl ZoneSwitch {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let is_word = |word: &str| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-')
        };
        match text.split_once(':') {
            Some((zone, switch))
                if is_word(zone) && switch.strip_prefix(SWITCH).is_some_and(is_word) =>
            {
                Ok(Self {
                    zone: zone.to_owned(),
                    switch: switch.to_owned(),
                })
            }
            _ => Err(ValueFault::ZoneSwitch {
                text: text.to_owned(),
            }),
        }
    }

    /// The zone.
    pub fn zone(&self) -> &str {
        &self.zone
    }
}

impl fmt::Display for ZoneSwitch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.zone, self.switch)
    }
}

impl TryFrom<String> for ZoneSwitch {
    type Error = ValueFault;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<ZoneSwitch> for String {
    fn from(one: ZoneSwitch) -> Self {
        one.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_comes_with_a_switch() {
        let fine = "cn-hangzhou-k:vsw-i123456";
        assert_eq!(
            ZoneSwitch::parse(fine).map(|one| one.to_string()),
            Ok(fine.to_owned())
        );
        for wrong in [
            "",
            "cn-hangzhou-k",
            "cn-hangzhou-k:",
            "k:i123456",
            "k:vsw-",
            "K:vsw-1",
            "a:vsw-1,b:vsw-2",
        ] {
            assert!(ZoneSwitch::parse(wrong).is_err(), "{wrong}");
        }
    }
}
