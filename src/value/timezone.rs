//! IANA time zones.

use std::fmt;

use super::{ValueFault, closest};

const ZONES: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/blueprints/kubernetes/timezones.txt"
));

/// What people write for a zone that has another name.
const MEANT: [(&str, &str); 6] = [
    ("cst", "Asia/Shanghai"),
    ("beijing", "Asia/Shanghai"),
    ("asia/beijing", "Asia/Shanghai"),
    ("utc+8", "Asia/Shanghai"),
    ("gmt+8", "Asia/Shanghai"),
    ("+08:00", "Asia/Shanghai"),
];

/// A zone such as `Asia/Shanghai`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeZone(String);

impl TimeZone {
    /// Judges a text.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        if ZONES.lines().any(|zone| zone == text) {
            return Ok(Self(text.to_owned()));
        }
        let lower = text.to_lowercase();
        let meant = MEANT
            .iter()
            .find(|(word, _)| *word == lower)
            .map(|(_, zone)| *zone);
        let city = || {
            ZONES
                .lines()
                .find(|zone| zone.to_lowercase().rsplit('/').next() == Some(lower.as_str()))
        };
        let suggestion = meant
            .or_else(city)
            .or_else(|| closest(text, ZONES.lines()))
            .unwrap_or_default();
        Err(ValueFault::TimeZone {
            text: text.to_owned(),
            suggestion: suggestion.to_owned(),
        })
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
