//! The versions and their support on ACK.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::embedded;
use crate::yaml;

/// One Kubernetes version on ACK.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// 35 is 1.35.
    pub minor: u16,
    /// ACK supports it, as of the day the table was read.
    pub supported: bool,
    /// The end of its support, `YYYY-MM-DD`.
    #[serde(default)]
    pub end_of_life: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Versions {
    as_of: String,
    versions: Vec<Version>,
}

fn table() -> &'static Versions {
    static VERSIONS: OnceLock<Versions> = OnceLock::new();
    VERSIONS.get_or_init(|| {
        embedded::data("kubernetes/versions.yaml")
            .and_then(|text| yaml::load("kubernetes/versions.yaml", text).ok())
            .unwrap_or_default()
    })
}

/// The versions kwgen knows, oldest first.
pub fn versions() -> &'static [Version] {
    &table().versions
}

/// The day on which their support was looked up, `YYYY-MM-DD`.
pub fn as_of() -> &'static str {
    &table().as_of
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_supported_until_the_end_that_is_published() {
        assert!(!as_of().is_empty());
        for version in versions() {
            if let Some(end) = &version.end_of_life {
                assert_eq!(
                    version.supported,
                    end.as_str() >= as_of(),
                    "1.{}",
                    version.minor
                );
            }
        }
    }
}
