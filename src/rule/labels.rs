//! Labels that tools and people look for, and a namespace that is the service's own choice.

use std::collections::BTreeMap;

use crate::manifest::{Kind, PodView};

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
            let is_shared =
                ["", "default", "kube-system", "kube-public"].contains(&object.namespace());
            if is_shared && !matches!(kind, Kind::Namespace(_) | Kind::StorageClass(_)) {
                report.add(namespace_missing, object, "metadata.namespace", Vec::new());
            }
            let Some(pod) = PodView::of(object) else {
                continue;
            };
            let sides: [(String, Option<&BTreeMap<String, String>>); 2] = [
                (
                    "metadata.labels".to_owned(),
                    kind.metadata().labels.as_ref(),
                ),
                (format!("{}.metadata.labels", pod.path), pod.labels()),
            ];
            for (path, labels) in sides {
                for key in WANTED {
                    if !labels.is_some_and(|labels| labels.contains_key(key)) {
                        let fields = vec![("key", key.to_owned())];
                        report.add(labels_missing, object, &path, fields);
                    }
                }
            }
        }
    }
}
