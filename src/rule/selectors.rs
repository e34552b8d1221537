//! Selectors that select their own pods, and no one else's.

use std::collections::BTreeMap;

use crate::manifest::{Kind, selects};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("selector-mismatch", Stage::Value, Severity::Error),
    Meta::new("selectors-overlap", Stage::Objects, Severity::Error),
];

pub(super) struct Selectors;

impl Rule for Selectors {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [selector_mismatch, selectors_overlap] = &METAS;
        for pod in set.pods() {
            let object = pod.object;
            let Some(selector) = object.kind.as_ref().and_then(Kind::selector) else {
                continue;
            };
            let is_empty = selector
                .match_labels
                .as_ref()
                .is_none_or(BTreeMap::is_empty)
                && selector
                    .match_expressions
                    .as_ref()
                    .is_none_or(Vec::is_empty);
            if is_empty || !selects(selector, pod.labels()) {
                report.add(selector_mismatch, object, "spec.selector", Vec::new());
                continue;
            }
            let stolen = set.pods().find(|other| {
                !std::ptr::eq(other.object, object)
                    && other.object.namespace() == object.namespace()
                    && selects(selector, other.labels())
            });
            if let Some(other) = stolen {
                let pairs = selector.match_labels.iter().flatten();
                let pairs: Vec<String> =
                    pairs.map(|(key, value)| format!("{key}={value}")).collect();
                let fields = vec![
                    ("other", other.object.title()),
                    ("selector", pairs.join(",")),
                ];
                report.add(selectors_overlap, object, "spec.selector", fields);
            }
        }
    }
}
