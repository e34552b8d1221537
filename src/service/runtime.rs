//! Variables that a runtime needs to live inside its memory limit.

use minijinja::{Environment, context};

use super::EnvVar;
use crate::pack::Variable;
use crate::text::Language;
use crate::value::Quantity;

/// The variables of `runtime` under a limit of `memory`.
pub(super) fn env(
    variables: &[Variable],
    runtime: &str,
    memory: &str,
    language: Language,
) -> Vec<EnvVar> {
    let mebibytes = Quantity::parse(memory).map_or(0, |quantity| quantity.bytes() / (1024 * 1024));
    let mebibytes = i64::try_from(mebibytes).unwrap_or(i64::MAX);
    variables
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
