//! Selectors that select their own pods, and no one else's.

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
        let mut seen: Vec<(&str, &str, String)> = Vec::new();
        for object in set.objects {
            let Some(kind) = &object.kind else { continue };
            let (Some(selector), Some((_, template))) = (kind.selector(), kind.pod_template())
            else {
                continue;
            };
            let wanted = selector.match_labels.clone().unwrap_or_default();
            let labels = template
                .metadata
                .as_ref()
                .and_then(|metadata| metadata.labels.clone())
                .unwrap_or_default();
            let is_empty = wanted.is_empty() && selector.match_expressions.is_none();
            if is_empty
                || wanted
                    .iter()
                    .any(|(key, value)| labels.get(key) != Some(value))
            {
                report.add(selector_mismatch, object, "spec.selector", Vec::new());
            }
            let text: Vec<String> = wanted
                .iter()
                .map(|(key, value)| format!("{key}={value}"))
                .collect();
            let text = text.join(",");
            if let Some((_, other, _)) = seen
                .iter()
                .find(|(space, _, same)| *space == object.namespace() && *same == text)
            {
                let fields = vec![("other", (*other).to_owned()), ("selector", text.clone())];
                report.add(selectors_overlap, object, "spec.selector", fields);
            }
            seen.push((object.namespace(), object.name(), text));
        }
    }
}
