//! Tolerations, affinities and spreads whose parts fit together.

use k8s_openapi::api::core::v1::{NodeSelectorRequirement, Toleration, TopologySpreadConstraint};

use crate::manifest::PodView;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 4] = [
    Meta::new("toleration-shape", Stage::Value, Severity::Error),
    Meta::new("node-affinity-shape", Stage::Value, Severity::Error),
    Meta::new("spread-shape", Stage::Value, Severity::Error),
    Meta::new("spread-selects-others", Stage::Objects, Severity::Error),
];

pub(super) struct Placement;

impl Rule for Placement {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [
            toleration_shape,
            node_affinity_shape,
            spread_shape,
            spread_selects_others,
        ] = &METAS;
        for pod in set.pods() {
            for (at, toleration) in pod.spec.tolerations.iter().flatten().enumerate() {
                if !is_toleration(toleration) {
                    let path = pod.at(&format!("tolerations[{at}]"));
                    report.add(toleration_shape, pod.object, &path, Vec::new());
                }
            }
            for path in wrong_node_terms(&pod) {
                report.add(node_affinity_shape, pod.object, &path, Vec::new());
            }
            let spreads = pod.spec.topology_spread_constraints.iter().flatten();
            let mut seen: Vec<(&str, &str)> = Vec::new();
            for (at, spread) in spreads.enumerate() {
                let path = pod.at(&format!("topologySpreadConstraints[{at}]"));
                let key = (
                    spread.topology_key.as_str(),
                    spread.when_unsatisfiable.as_str(),
                );
                if seen.contains(&key) || !is_spread(spread) {
                    report.add(spread_shape, pod.object, &path, Vec::new());
                }
                seen.push(key);
                let selector = spread.label_selector.as_ref();
                if selector.is_some_and(|one| !crate::manifest::selects(one, pod.labels())) {
                    let path = format!("{path}.labelSelector");
                    report.add(spread_selects_others, pod.object, &path, Vec::new());
                }
            }
        }
    }
}

fn is_toleration(toleration: &Toleration) -> bool {
    let is_empty = |text: &Option<String>| text.as_deref().unwrap_or_default().is_empty();
    let exists = toleration.operator.as_deref() == Some("Exists");
    let takes_all = is_empty(&toleration.key);
    let has_time = toleration.toleration_seconds.is_some();
    (!takes_all || exists)
        && (!exists || is_empty(&toleration.value))
        && (!has_time || toleration.effect.as_deref() == Some("NoExecute"))
}

/// The paths of node selector terms that the server refuses.
fn wrong_node_terms(pod: &PodView<'_>) -> Vec<String> {
    let affinity = pod.spec.affinity.as_ref();
    let Some(nodes) = affinity.and_then(|one| one.node_affinity.as_ref()) else {
        return Vec::new();
    };
    let mut wrong = Vec::new();
    let required = "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution";
    if let Some(selector) = &nodes.required_during_scheduling_ignored_during_execution {
        if selector.node_selector_terms.is_empty() {
            wrong.push(pod.at(&format!("{required}.nodeSelectorTerms")));
        }
        for (at, term) in selector.node_selector_terms.iter().enumerate() {
            for (nth, one) in term.match_expressions.iter().flatten().enumerate() {
                if !is_requirement(one) {
                    wrong.push(pod.at(&format!(
                        "{required}.nodeSelectorTerms[{at}].matchExpressions[{nth}]"
                    )));
                }
            }
        }
    }
    let preferred = nodes
        .preferred_during_scheduling_ignored_during_execution
        .iter()
        .flatten();
    for (at, term) in preferred.enumerate() {
        for (nth, one) in term
            .preference
            .match_expressions
            .iter()
            .flatten()
            .enumerate()
        {
            if !is_requirement(one) {
                wrong.push(pod.at(&format!(
                    "affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[{at}]\
                     .preference.matchExpressions[{nth}]"
                )));
            }
        }
    }
    wrong
}

fn is_requirement(one: &NodeSelectorRequirement) -> bool {
    let values = one.values.as_deref().unwrap_or_default();
    match one.operator.as_str() {
        "In" | "NotIn" => !values.is_empty(),
        "Exists" | "DoesNotExist" => values.is_empty(),
        "Gt" | "Lt" => matches!(values, [one] if one.parse::<i64>().is_ok()),
        // Another operator is refused as a value.
        _ => true,
    }
}

fn is_spread(spread: &TopologySpreadConstraint) -> bool {
    let keys = spread.match_label_keys.as_deref().unwrap_or_default();
    let labels = spread
        .label_selector
        .as_ref()
        .and_then(|one| one.match_labels.as_ref());
    let is_named_twice = keys
        .iter()
        .any(|key| labels.is_some_and(|labels| labels.contains_key(key)));
    let needs_selector = !keys.is_empty() && spread.label_selector.is_none();
    let is_strict = spread.when_unsatisfiable == "DoNotSchedule";
    !is_named_twice && !needs_selector && (is_strict || spread.min_domains.is_none())
}
