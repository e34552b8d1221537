//! Secrets in the environment, where every child process and crash dump has them.

use crate::value::looks_secret;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 1] = [Meta::new(
    "secret-in-env",
    Stage::Hardening,
    Severity::Error,
)];

pub(super) struct SecretInEnv;

impl Rule for SecretInEnv {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [secret_in_env] = &METAS;
        for pod in set.pods() {
            for (path, container) in pod.containers() {
                for (at, variable) in container.env.iter().flatten().enumerate() {
                    let is_ref = variable
                        .value_from
                        .as_ref()
                        .is_some_and(|from| from.secret_key_ref.is_some());
                    let is_literal = variable
                        .value
                        .as_ref()
                        .is_some_and(|value| looks_secret(&variable.name, value));
                    if is_ref || is_literal {
                        let fields = vec![("name", variable.name.clone())];
                        report.add(
                            secret_in_env,
                            pod.object,
                            &format!("{path}.env[{at}]"),
                            fields,
                        );
                    }
                }
                for (at, source) in container.env_from.iter().flatten().enumerate() {
                    if let Some(secret) = &source.secret_ref {
                        let fields = vec![("name", secret.name.clone())];
                        report.add(
                            secret_in_env,
                            pod.object,
                            &format!("{path}.envFrom[{at}]"),
                            fields,
                        );
                    }
                }
            }
        }
    }
}
