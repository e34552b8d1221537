//! Disruption budgets that hold something and let nodes be drained.

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::manifest::{Kind, PodView};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 3] = [
    Meta::new("budget-shape", Stage::Value, Severity::Error),
    Meta::new("budget-selects-nothing", Stage::Objects, Severity::Error),
    Meta::new("budget-blocks-drain", Stage::Objects, Severity::Error),
];

pub(super) struct DisruptionBudget;

impl Rule for DisruptionBudget {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [budget_shape, budget_selects_nothing, budget_blocks_drain] = &METAS;
        for (object, spec) in set.pick(|kind| match kind {
            Kind::PodDisruptionBudget(object) => object.spec.as_ref(),
            _ => None,
        }) {
            if spec.max_unavailable.is_some() == spec.min_available.is_some() {
                report.add(budget_shape, object, "spec", Vec::new());
            }
            if matches!(&spec.max_unavailable, Some(IntOrString::Int(0))) {
                report.add(
                    budget_blocks_drain,
                    object,
                    "spec.maxUnavailable",
                    Vec::new(),
                );
            }
            let wanted = spec
                .selector
                .as_ref()
                .and_then(|selector| selector.match_labels.clone())
                .unwrap_or_default();
            let selects = |pod: &PodView<'_>| {
                pod.object.namespace() == object.namespace()
                    && wanted
                        .iter()
                        .all(|(key, value)| pod.label(key) == Some(value.as_str()))
            };
            let pods: Vec<PodView<'_>> = set.pods().filter(selects).collect();
            if pods.is_empty() {
                report.add(budget_selects_nothing, object, "spec.selector", Vec::new());
            }
            let replicas = pods.iter().filter_map(|pod| match &pod.object.kind {
                Some(Kind::Deployment(owner)) => owner.spec.replicas,
                Some(Kind::StatefulSet(owner)) => owner.spec.replicas,
                _ => None,
            });
            if let (Some(IntOrString::Int(least)), Some(count)) =
                (&spec.min_available, replicas.min())
                && *least >= count
            {
                report.add(budget_blocks_drain, object, "spec.minAvailable", Vec::new());
            }
        }
    }
}
