//! Variables: names that are ones, each once, from one source.

use std::collections::HashSet;

use k8s_openapi::api::core::v1::EnvVar;

use crate::value::EnvName;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 4] = [
    Meta::new("env-name", Stage::Value, Severity::Error),
    Meta::new("env-source", Stage::Value, Severity::Error),
    Meta::new("env-field", Stage::Value, Severity::Error),
    Meta::new("env-twice", Stage::Hardening, Severity::Error),
];

pub(super) struct EnvNames;

impl Rule for EnvNames {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [env_name, env_source, env_field, env_twice] = &METAS;
        for pod in set.pods() {
            for (path, container) in pod.containers() {
                let env = container.env.as_deref().unwrap_or_default();
                let mut known = HashSet::new();
                for (at, variable) in env.iter().enumerate() {
                    let path = format!("{path}.env[{at}]");
                    let name = format!("{path}.name");
                    let fields = vec![("name", variable.name.clone())];
                    if !is_name(&variable.name, set.minor) {
                        report.add(env_name, pod.object, &name, fields.clone());
                    }
                    if !known.insert(variable.name.as_str()) {
                        report.add(env_twice, pod.object, &name, fields.clone());
                    }
                    let from = variable.value_from.as_ref();
                    let field = from.and_then(|from| from.field_ref.as_ref());
                    if let Some(field) = field.filter(|one| !is_field(&one.field_path)) {
                        let path = format!("{path}.valueFrom.fieldRef.fieldPath");
                        let fields = vec![("field", field.field_path.clone())];
                        report.add(env_field, pod.object, &path, fields);
                    }
                    if !has_one_source(variable) {
                        report.add(env_source, pod.object, &path, fields);
                    }
                }
                for (at, source) in container.env_from.iter().flatten().enumerate() {
                    if source.config_map_ref.is_some() == source.secret_ref.is_some() {
                        let fields = vec![("name", "envFrom".to_owned())];
                        let path = format!("{path}.envFrom[{at}]");
                        report.add(env_source, pod.object, &path, fields);
                    }
                }
            }
        }
    }
}

/// From 1.32 on any printable ASCII but `=` will do.
fn is_name(text: &str, minor: u16) -> bool {
    let is_relaxed = minor >= 32
        && !text.is_empty()
        && text
            .chars()
            .all(|one| (' '..='~').contains(&one) && one != '=');
    is_relaxed || EnvName::parse(text).is_ok()
}

/// A value, or exactly one place to take it from.
fn has_one_source(variable: &EnvVar) -> bool {
    let Some(from) = &variable.value_from else {
        return true;
    };
    let sources = [
        from.config_map_key_ref.is_some(),
        from.field_ref.is_some(),
        from.file_key_ref.is_some(),
        from.resource_field_ref.is_some(),
        from.secret_key_ref.is_some(),
    ];
    let has_value = variable
        .value
        .as_deref()
        .is_some_and(|text| !text.is_empty());
    !has_value && sources.iter().filter(|is_there| **is_there).count() == 1
}

/// What a variable can be told of its own pod.
fn is_field(path: &str) -> bool {
    let of_map = |name: &str| {
        path.strip_prefix(name)
            .is_some_and(|rest| rest.starts_with("['") && rest.ends_with("']") && rest.len() > 4)
    };
    of_map("metadata.labels")
        || of_map("metadata.annotations")
        || matches!(
            path,
            "metadata.name"
                | "metadata.namespace"
                | "metadata.uid"
                | "spec.nodeName"
                | "spec.serviceAccountName"
                | "status.hostIP"
                | "status.hostIPs"
                | "status.podIP"
                | "status.podIPs"
        )
}
