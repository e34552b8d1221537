//! Variables that a runtime needs to live inside its memory limit.

use std::sync::OnceLock;

use minijinja::{Environment, context};
use serde::Deserialize;

use super::EnvVar;
use crate::blueprint::embedded;
use crate::text::{Language, Prose};
use crate::value::Quantity;
use crate::yaml;

#[derive(Deserialize)]
struct Variable {
    runtime: String,
    name: String,
    value: String,
    why: Prose,
}

fn variables() -> &'static [Variable] {
    static VARIABLES: OnceLock<Vec<Variable>> = OnceLock::new();
    VARIABLES.get_or_init(|| {
        embedded::file("ack/runtimes.yaml")
            .and_then(|text| yaml::load("ack/runtimes.yaml", text).ok())
            .unwrap_or_default()
    })
}

/// The variables of `runtime` under a limit of `memory`.
pub(super) fn env(runtime: &str, memory: &str, language: Language) -> Vec<EnvVar> {
    let mebibytes = Quantity::parse(memory).map_or(0, |quantity| quantity.bytes() / (1024 * 1024));
    let mebibytes = i64::try_from(mebibytes).unwrap_or(i64::MAX);
    variables()
        .iter()
        .filter(|variable| variable.runtime == runtime)
        .map(|variable| {
            let value = if variable.value.contains("{{") {
                Environment::new()
                    .render_str(&variable.value, context! { memory => mebibytes })
                    .unwrap_or_else(|_| variable.value.clone())
            } else {
                variable.value.clone()
            };
            EnvVar {
                name: variable.name.clone(),
                value,
                why: Some(variable.why.said(language).to_owned()),
            }
        })
        .collect()
}
