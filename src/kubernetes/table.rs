//! The tables of fields: which are required, from which version on they are there, and which values
//! they take.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::form::Constraint;
use crate::embedded;
use crate::yaml::{self, Refusal, Scalar, Schema};

/// type → field → a minor version.
type ByField = BTreeMap<String, BTreeMap<String, u16>>;

/// `fields.yaml`: from which version on a field, or one value of it, may be written; 0: none so far.
#[derive(Debug, Default, Deserialize)]
struct Fields {
    fields: ByField,
    values: ByField,
}

/// `required.yaml`: what must be there, always or up to a version.
#[derive(Debug, Default, Deserialize)]
struct Required {
    always: BTreeMap<String, Vec<String>>,
    until: ByField,
}

/// The version of what no version has switched on so far.
pub const NEVER: u16 = u16::MAX;

/// What is known of one type.
#[derive(Debug, Default)]
struct Facts {
    required: Vec<(String, u16)>,
    since: BTreeMap<String, u16>,
    values: BTreeMap<String, BTreeMap<String, u16>>,
    constraints: BTreeMap<String, Constraint>,
}

fn load<T: Default + serde::de::DeserializeOwned>(name: &str) -> T {
    embedded::data(name)
        .and_then(|text| yaml::load(name, text).ok())
        .unwrap_or_default()
}

const fn known(since: u16) -> u16 {
    if since == 0 { NEVER } else { since }
}

fn gather() -> BTreeMap<String, Facts> {
    let mut types: BTreeMap<String, Facts> = BTreeMap::new();
    let required: Required = load("kubernetes/required.yaml");
    for (name, fields) in required.always {
        let facts = types.entry(name).or_default();
        facts
            .required
            .extend(fields.into_iter().map(|field| (field, NEVER)));
    }
    for (name, fields) in required.until {
        types.entry(name).or_default().required.extend(fields);
    }
    let table: Fields = load("kubernetes/fields.yaml");
    for (name, fields) in table.fields {
        let since = fields
            .into_iter()
            .map(|(field, since)| (field, known(since)));
        types.entry(name).or_default().since.extend(since);
    }
    for (key, values) in table.values {
        if let Some((name, field)) = key.split_once('.') {
            let since = values
                .into_iter()
                .map(|(value, since)| (value, known(since)));
            let facts = types.entry(name.to_owned()).or_default();
            facts.values.insert(field.to_owned(), since.collect());
        }
    }
    let constraints: BTreeMap<String, BTreeMap<String, String>> = load("kubernetes/values.yaml");
    for (name, fields) in constraints {
        let parsed = fields
            .into_iter()
            .filter_map(|(field, text)| Some((field, Constraint::parse(&text)?)));
        types.entry(name).or_default().constraints.extend(parsed);
    }
    types
}

fn facts() -> &'static BTreeMap<String, Facts> {
    static FACTS: OnceLock<BTreeMap<String, Facts>> = OnceLock::new();
    FACTS.get_or_init(gather)
}

/// Reads the tables, so that whoever asks for them later need not wait.
pub fn warm() {
    facts();
}

/// The tables, seen from one target version.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// The target: 35 is 1.35.
    pub minor: u16,
    types: &'static BTreeMap<String, Facts>,
}

/// The tables for a target version.
pub fn table(minor: u16) -> Table {
    Table {
        minor,
        types: facts(),
    }
}

/// Whether a field works in a version: it is there, and switched on by default.
/// `type_name` is the last part of the type's name: `LifecycleHandler`. A field
/// that the table does not name has worked since 1.25.
pub fn has_field(minor: u16, type_name: &str, field: &str) -> bool {
    table(minor).too_new(type_name, field).is_none()
}

/// Whether a field takes a value in a version: `has_value(27, "PersistentVolumeClaimSpec",
/// "accessModes", "ReadWriteOncePod")`.
pub fn has_value(minor: u16, type_name: &str, field: &str, value: &str) -> bool {
    table(minor)
        .value_too_new(type_name, field, value)
        .is_none()
}

impl Table {
    fn value_too_new(&self, type_name: &str, field: &str, value: &str) -> Option<u16> {
        let values = self.types.get(type_name)?.values.get(field)?;
        values
            .get(value)
            .copied()
            .filter(|since| *since > self.minor)
    }
}

impl Schema for Table {
    fn missing(&self, type_name: &str, present: &dyn Fn(&str) -> bool) -> Vec<&str> {
        let required = self
            .types
            .get(type_name)
            .map_or(&[][..], |facts| &facts.required);
        required
            .iter()
            .filter(|(field, last)| *last >= self.minor && !present(field))
            .map(|(field, _)| field.as_str())
            .collect()
    }

    fn too_new(&self, type_name: &str, field: &str) -> Option<u16> {
        let since = self.types.get(type_name)?.since.get(field);
        since.copied().filter(|since| *since > self.minor)
    }

    fn judge(&self, type_name: &str, field: &str, scalar: &Scalar<'_>) -> Option<Refusal> {
        let facts = self.types.get(type_name)?;
        if facts.values.contains_key(field) {
            let text = match scalar {
                Scalar::Text(text) => (*text).to_owned(),
                Scalar::Int(number) => number.to_string(),
                _ => String::new(),
            };
            if let Some(since) = self.value_too_new(type_name, field, &text) {
                return Some(Refusal::TooNew(since));
            }
        }
        facts.constraints.get(field)?.refuses(scalar)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `gates.yaml`: `Type.field` → version → state.
    #[derive(Deserialize)]
    struct Gates {
        fields: BTreeMap<String, BTreeMap<String, String>>,
        values: BTreeMap<String, BTreeMap<String, String>>,
    }

    fn whole<T: serde::de::DeserializeOwned>(name: &str) -> Result<T, String> {
        let text = embedded::data(name).ok_or("not there")?;
        yaml::load(name, text).map_err(|faults| format!("{faults:?}"))
    }

    #[test]
    fn every_table_is_read_whole() {
        assert!(whole::<Fields>("kubernetes/fields.yaml").is_ok_and(|one| one.fields.len() > 20));
        let required = whole::<Required>("kubernetes/required.yaml");
        assert!(required.is_ok_and(|one| one.always.len() > 80));
        let values = whole::<BTreeMap<String, BTreeMap<String, String>>>("kubernetes/values.yaml");
        let lines: Vec<(String, String, String)> = values
            .unwrap_or_default()
            .into_iter()
            .flat_map(|(name, fields)| {
                fields
                    .into_iter()
                    .map(move |(field, text)| (name.clone(), field, text))
            })
            .collect();
        assert!(lines.len() > 100);
        for (name, field, text) in lines {
            assert!(Constraint::parse(&text).is_some(), "{name}.{field}: {text}");
        }
        assert_eq!(crate::kubernetes::versions().len(), 13);
    }

    #[test]
    fn a_field_works_from_the_version_on_in_which_its_gate_is_on() {
        let gates = whole::<Gates>("kubernetes/gates.yaml");
        assert!(gates.is_ok(), "{:?}", gates.err());
        let Ok(gates) = gates else { return };
        let is_on = |states: &BTreeMap<String, String>, minor: u16| {
            states
                .iter()
                .filter_map(|(version, state)| Some((version.parse::<u16>().ok()?, state)))
                .filter(|(version, _)| *version <= minor)
                .max()
                .is_some_and(|(_, state)| state == "b+" || state == "GA")
        };
        for minor in 25..=37 {
            for (key, states) in &gates.fields {
                let (name, field) = key.split_once('.').unwrap_or_default();
                assert_eq!(
                    has_field(minor, name, field),
                    is_on(states, minor),
                    "{key} in 1.{minor}"
                );
            }
            for (key, states) in &gates.values {
                let (path, value) = key.split_once('=').unwrap_or_default();
                let (name, field) = path.split_once('.').unwrap_or_default();
                assert_eq!(
                    has_value(minor, name, field, value),
                    is_on(states, minor),
                    "{key} in 1.{minor}"
                );
            }
        }
    }

    #[test]
    fn what_was_switched_on_with_1_37_is_written_from_then_on() {
        for (name, field) in [
            ("PodCertificateProjection", "userAnnotations"),
            ("RollingUpdateStatefulSetStrategy", "maxUnavailable"),
            ("VolumeProjection", "clusterTrustBundle"),
            ("VolumeProjection", "podCertificate"),
        ] {
            assert!(!has_field(36, name, field), "{name}.{field} in 1.36");
            assert!(has_field(37, name, field), "{name}.{field} in 1.37");
        }
        let to_zero = |minor| has_value(minor, "HorizontalPodAutoscalerSpec", "minReplicas", "0");
        assert!(!to_zero(36) && to_zero(37));
    }

    #[test]
    fn a_field_is_required_as_long_as_the_schemas_say_so() {
        let missing = |minor, name| table(minor).missing(name, &|_| false).join(" ");
        assert_eq!(missing(35, "Container"), "image name");
        assert_eq!(
            missing(32, "StatefulSetSpec"),
            "selector template serviceName"
        );
        assert_eq!(missing(33, "StatefulSetSpec"), "selector template");
    }
}
