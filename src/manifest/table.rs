//! What each Kubernetes version has: required fields, fields by version, and
//! the versions themselves. All of it data, under `blueprints/kubernetes/`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::embedded;
use crate::yaml::{self, Schema};

/// type → field → first minor version in which the field may be written.
type Fields = BTreeMap<String, BTreeMap<String, u16>>;
/// type → required fields.
type Required = BTreeMap<String, Vec<String>>;

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

fn load<T: Default + serde::de::DeserializeOwned>(name: &str) -> T {
    embedded::file(name)
        .and_then(|text| yaml::load(name, text).ok())
        .unwrap_or_default()
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

/// The tables, seen from one target version.
#[derive(Debug, Clone, Copy)]
pub struct Table<'t> {
    /// The target: 35 is 1.35.
    pub minor: u16,
    required: &'t Required,
    fields: &'t Fields,
}

/// The tables for a target version.
pub fn table(minor: u16) -> Table<'static> {
    static REQUIRED: OnceLock<Required> = OnceLock::new();
    static FIELDS: OnceLock<Fields> = OnceLock::new();
    Table {
        minor,
        required: REQUIRED.get_or_init(|| load("kubernetes/required.yaml")),
        fields: FIELDS.get_or_init(|| load("kubernetes/fields.yaml")),
    }
}

impl Schema for Table<'_> {
    fn missing(&self, type_name: &str, present: &dyn Fn(&str) -> bool) -> Vec<&str> {
        let fields = self
            .required
            .get(type_name)
            .map(Vec::as_slice)
            .unwrap_or_default();
        fields
            .iter()
            .map(String::as_str)
            .filter(|field| !present(field))
            .collect()
    }

    fn too_new(&self, type_name: &str, field: &str) -> Option<u16> {
        self.fields
            .get(type_name)?
            .get(field)
            .copied()
            .filter(|since| *since > self.minor)
    }
}
