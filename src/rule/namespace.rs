//! Namespaces that enforce what their pods keep.

use crate::manifest::{Kind, Object};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("namespace-labels", Stage::Hardening, Severity::Error),
    Meta::new("namespace-unguarded", Stage::Hardening, Severity::Warning).reaching(),
];

pub(super) struct NamespaceLabels;

impl Rule for NamespaceLabels {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [namespace_labels, namespace_unguarded] = &METAS;
        for object in set.objects {
            let Some(Kind::Namespace(namespace)) = &object.kind else {
                continue;
            };
            let labels = namespace.metadata.labels.as_ref();
            for mode in ["enforce", "audit", "warn"] {
                let key = format!("pod-security.kubernetes.io/{mode}");
                let level = labels.and_then(|labels| labels.get(&key));
                if level.is_none_or(|level| level != "restricted") {
                    let path = format!("metadata.labels[{key}]");
                    report.add(namespace_labels, object, &path, vec![("key", key)]);
                }
            }
            for kind in ["NetworkPolicy", "ResourceQuota", "LimitRange"] {
                let is_there = set
                    .objects
                    .iter()
                    .any(|one| one.namespace() == object.name() && guards(one, kind));
                if !is_there {
                    let fields = vec![("kind", kind.to_owned())];
                    report.add(namespace_unguarded, object, "metadata.name", fields);
                }
            }
        }
    }
}

/// Whether an object of this kind holds for the whole namespace.
fn guards(object: &Object, kind: &str) -> bool {
    match &object.kind {
        Some(Kind::NetworkPolicy(policy)) if kind == "NetworkPolicy" => {
            policy.spec.as_ref().is_some_and(|spec| {
                let everyone = spec.pod_selector.as_ref().is_none_or(|one| {
                    one.match_labels.is_none() && one.match_expressions.is_none()
                });
                everyone && spec.ingress.is_none() && spec.egress.is_none()
            })
        }
        _ => object.kind_name == kind && kind != "NetworkPolicy",
    }
}
