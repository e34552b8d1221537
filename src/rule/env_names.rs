//! Variables: names that are ones, each once.

use std::collections::HashSet;

use crate::value::EnvName;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("env-name", Stage::Value, Severity::Error),
    Meta::new("env-twice", Stage::Value, Severity::Error),
];

pub(super) struct EnvNames;

impl Rule for EnvNames {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [env_name, env_twice] = &METAS;
        for pod in set.pods() {
            for (path, container) in pod.containers() {
                let env = container.env.as_deref().unwrap_or_default();
                let mut known = HashSet::new();
                for (at, variable) in env.iter().enumerate() {
                    let fields = vec![("name", variable.name.clone())];
                    if EnvName::parse(&variable.name).is_err() {
                        report.add(
                            env_name,
                            pod.object,
                            &format!("{path}.env[{at}].name"),
                            fields.clone(),
                        );
                    }
                    if !known.insert(variable.name.as_str()) {
                        report.add(
                            env_twice,
                            pod.object,
                            &format!("{path}.env[{at}].name"),
                            fields,
                        );
                    }
                }
            }
        }
    }
}
