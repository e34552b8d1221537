//! Labels that tools and people look for, and a namespace that is the service's own choice.

use crate::manifest::Kind;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("labels-missing", Stage::Hardening, Severity::Error),
    Meta::new("namespace-missing", Stage::Hardening, Severity::Error),
];

const WANTED: [&str; 4] = [
    "app.kubernetes.io/name",
    "app.kubernetes.io/instance",
    "app.kubernetes.io/part-of",
    "app.kubernetes.io/managed-by",
];

pub(super) struct Labels;

impl Rule for Labels {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [labels_missing, namespace_missing] = &METAS;
        for object in set.objects {
            let Some(kind) = &object.kind else { continue };
            let shared =
                ["", "default", "kube-system", "kube-public"].contains(&object.namespace());
            if shared && !matches!(kind, Kind::Namespace(_)) {
                report.add(namespace_missing, object, "metadata.namespace", Vec::new());
            }
            if kind.pod_template().is_none() {
                continue;
            }
            let labels = kind.metadata().labels.clone().unwrap_or_default();
            for key in WANTED {
                if !labels.contains_key(key) {
                    report.add(
                        labels_missing,
                        object,
                        "metadata.labels",
                        vec![("key", key.to_owned())],
                    );
                }
            }
        }
    }
}
