//! Namespaces that enforce what their pods keep.

use crate::manifest::Kind;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 1] = [Meta::new(
    "namespace-labels",
    Stage::Hardening,
    Severity::Error,
)];

pub(super) struct NamespaceLabels;

impl Rule for NamespaceLabels {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [namespace_labels] = &METAS;
        for object in set.objects {
            let Some(Kind::Namespace(namespace)) = &object.kind else {
                continue;
            };
            let labels = namespace.metadata.labels.clone().unwrap_or_default();
            for mode in ["enforce", "audit", "warn"] {
                let key = format!("pod-security.kubernetes.io/{mode}");
                if !labels.contains_key(&key) {
                    report.add(
                        namespace_labels,
                        object,
                        "metadata.labels",
                        vec![("key", key)],
                    );
                }
            }
        }
    }
}
