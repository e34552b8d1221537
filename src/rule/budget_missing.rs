//! A disruption budget for whatever has replicas.

use crate::manifest::Kind;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 1] = [Meta::new(
    "budget-missing",
    Stage::Hardening,
    Severity::Error,
)];

pub(super) struct BudgetMissing;

impl Rule for BudgetMissing {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [budget_missing] = &METAS;
        for pod in set.pods() {
            let replicas = match &pod.object.kind {
                Some(Kind::Deployment(object)) => object.spec.replicas.unwrap_or(1),
                Some(Kind::StatefulSet(object)) => object.spec.replicas.unwrap_or(1),
                _ => continue,
            };
            let has = set
                .pick(|kind| match kind {
                    Kind::PodDisruptionBudget(budget) => budget.spec.as_ref()?.selector.as_ref(),
                    _ => None,
                })
                .any(|(budget, selector)| {
                    budget.namespace() == pod.object.namespace()
                        && selector
                            .match_labels
                            .iter()
                            .flatten()
                            .all(|(key, value)| pod.label(key) == Some(value.as_str()))
                });
            if replicas > 1 && !has {
                report.add(budget_missing, pod.object, "spec.replicas", Vec::new());
            }
        }
    }
}
