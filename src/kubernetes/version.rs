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

#[derive(Debug, Deserialize)]
struct Versions {
    versions: Vec<Version>,
}

/// The versions kwgen knows, oldest first.
pub fn versions() -> &'static [Version] {
    static VERSIONS: OnceLock<Vec<Version>> = OnceLock::new();
    VERSIONS.get_or_init(|| {
        embedded::file("kubernetes/versions.yaml")
            .and_then(|text| yaml::load::<Versions>("kubernetes/versions.yaml", text).ok())
            .map(|file| file.versions)
            .unwrap_or_default()
    })
}
