//! A disruption budget for whatever has replicas.

use crate::manifest::selects;

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
            let Some(replicas) = set.least_replicas(pod.object) else {
                continue;
            };
            let has = set.budgets().any(|(budget, spec)| {
                budget.namespace() == pod.object.namespace()
                    && spec
                        .selector
                        .as_ref()
                        .is_some_and(|selector| selects(selector, pod.labels()))
            });
            if replicas > 1 && !has {
                report.add(budget_missing, pod.object, "spec.replicas", Vec::new());
            }
        }
    }
}
