//! `values.yaml`, and a case of it: answers to a few questions.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::Value;

use crate::support::repository;

const IMAGE: &str = "registry.example.com/shop/payments:1.4.2@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945";

/// What the covering set tries, by the names of `values.yaml`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Table {
    pub(super) starts: BTreeMap<String, BTreeMap<String, Value>>,
    pub(super) fixed: Vec<String>,
    pub(super) of_start: Vec<String>,
    pub(super) refusals: BTreeMap<String, Vec<String>>,
    pub(super) never: BTreeMap<String, BTreeMap<String, Vec<Value>>>,
    pub(super) too_old: BTreeMap<String, u16>,
    pub(super) questions: BTreeMap<String, Vec<Value>>,
}

pub(super) fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let path = repository("tests/covering/values.yaml");
        let text = std::fs::read_to_string(path).expect("values.yaml");
        kwgen::yaml::load("values.yaml", &text).unwrap_or_else(|faults| panic!("{faults:?}"))
    })
}

/// Answers, by question.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Case {
    pub(super) answers: BTreeMap<String, Value>,
}

impl Case {
    /// As an answers file for a version.
    pub(super) fn text(&self, minor: u16) -> String {
        let mut text = format!(
            "apiVersion: kwgen/v1\nname: payments\nimage: {IMAGE}\nkubernetesVersion: \"1.{minor}\"\n"
        );
        for (id, value) in &self.answers {
            // JSON is YAML.
            let _ = writeln!(text, "{id}: {value}");
        }
        text
    }
}
