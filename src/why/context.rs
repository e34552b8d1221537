//! What the expressions and texts of reasons see: the service, the workload of the line, and the
//! node that is asked about.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};

use super::Bundle;
use super::locate::Located;
use super::scope::{Group, Scope};
use crate::blueprint::{Rendered, cluster_of};
use crate::pack::Site;
use crate::text::Language;
use crate::yaml::Step;

/// An engine for the expressions of reasons, with what they see.
pub(super) struct Context {
    environment: Arc<Environment<'static>>,
    values: Value,
    facts: Arc<serde_json::Value>,
}

impl Context {
    pub(super) fn new(bundle: &Bundle<'_>, scope: &Scope<'_>, language: Language) -> Self {
        let Group {
            name,
            service,
            setting,
            ..
        } = scope.group;
        let facts = setting.facts.as_ref();
        let mut environment = Environment::new();
        // What a service does not have is absent, and so are the fields of it.
        environment.set_undefined_behavior(UndefinedBehavior::Chainable);
        let variables: BTreeMap<String, String> = bundle
            .pack
            .variables
            .iter()
            .map(|one| (one.name.clone(), one.why.said(language).to_owned()))
            .collect();
        let workload = scope.workload();
        let values = context! {
            environment => name,
            service => Value::from(Serde(service)),
            workload => workload.map(|one| Value::from(Serde(one))),
            features => Value::from(Serde(&service.features)),
            facts => Value::from(Serde(facts)),
            cluster => if scope.is_across {
                cluster_of(&setting.on_all(bundle.environments.iter().map(|one| &one.setting)))
            } else {
                cluster_of(setting)
            },
            target => format!("1.{}", service.minor),
            variables => variables,
        };
        Self {
            environment: Arc::new(environment),
            values,
            facts: Arc::new(serde_json::to_value(facts).unwrap_or_default()),
        }
    }

    /// The same, for one node.
    pub(super) fn of(&self, located: &Located) -> Self {
        let steps = located.steps.iter();
        let at: Vec<usize> = steps
            .filter_map(|step| match step {
                Step::Index(index) => Some(*index),
                Step::Key(_) => None,
            })
            .collect();
        let keys = located.steps.iter().rev();
        let mut keys = keys.filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Index(_) => None,
        });
        let values = context! {
            kind => located.kind.as_str(),
            name => located.name.as_str(),
            item => Value::from(Serde(&located.item)),
            key => keys.next(),
            at => at,
            ..self.values.clone()
        };
        Self {
            environment: self.environment.clone(),
            values,
            facts: self.facts.clone(),
        }
    }

    /// Whether an expression holds; an absent one does. One that is wrong holds nowhere, and a test
    /// finds the reason idle.
    pub(super) fn holds(&self, when: Option<&str>) -> bool {
        when.is_none_or(|when| {
            let said = self
                .environment
                .compile_expression(when)
                .and_then(|expression| expression.eval(&self.values));
            said.is_ok_and(|said| said.is_true())
        })
    }

    /// A text of a reason with the values of this service.
    pub(super) fn phrase(&self, text: &str) -> String {
        let said = self.environment.render_str(text, &self.values);
        said.unwrap_or_else(|_| text.to_owned())
            .trim_end()
            .to_owned()
    }

    /// The fact at a path, as it is written.
    pub(super) fn fact(&self, path: &str) -> Option<String> {
        let mut at: &serde_json::Value = &self.facts;
        for part in path.split('.') {
            at = at.get(part)?;
        }
        Some(fact_text(at))
    }
}

/// A fact on one line: `period 5, timeout 3`.
fn fact_text(value: &serde_json::Value) -> String {
    let parts: Vec<String> = match value {
        serde_json::Value::String(text) => return text.clone(),
        serde_json::Value::Array(items) => items.iter().map(fact_text).collect(),
        serde_json::Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| format!("{name} {}", fact_text(value)))
            .collect(),
        other => return other.to_string(),
    };
    parts.join(", ")
}

/// The variables of a template's expression, with their fields: `workload.memory`.
pub fn variables(expression: &str) -> Vec<String> {
    let environment = Environment::empty();
    let compiled = environment.compile_expression(expression);
    let mut found: Vec<String> = compiled
        .map(|compiled| compiled.undeclared_variables(true).into_iter().collect())
        .unwrap_or_default();
    found.sort();
    found
}

/// Where the values on a line of a rendered file come from.
pub(super) fn sites(file: &Rendered, line: usize) -> &[Arc<Site>] {
    let of = file.provenance.iter().rev();
    let mut of = of.skip_while(|(at, _)| *at as usize > line);
    match of.next() {
        Some((at, sites)) if *at as usize == line => sites,
        _ => &[],
    }
}
