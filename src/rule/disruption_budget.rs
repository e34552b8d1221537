//! Disruption budgets that hold something and let nodes be drained.

use k8s_openapi::api::policy::v1::PodDisruptionBudgetSpec;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::manifest::{Object, PodView, has_field, selects};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 5] = [
    Meta::new("budget-shape", Stage::Value, Severity::Error),
    Meta::new("budget-selects-nothing", Stage::Objects, Severity::Error).reaching(),
    Meta::new("budget-blocks-drain", Stage::Objects, Severity::Error),
    Meta::new("budgets-overlap", Stage::Objects, Severity::Error),
    Meta::new(
        "budget-keeps-broken-pods",
        Stage::Hardening,
        Severity::Warning,
    ),
];

pub(super) struct DisruptionBudget;

impl Rule for DisruptionBudget {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [
            budget_shape,
            budget_selects_nothing,
            budget_blocks_drain,
            budgets_overlap,
            budget_keeps_broken_pods,
        ] = &METAS;
        let mut held: Vec<(&Object, &Object)> = Vec::new();
        for (object, spec) in set.budgets() {
            if spec.max_unavailable.is_some() == spec.min_available.is_some() {
                report.add(budget_shape, object, "spec", Vec::new());
                continue;
            }
            let pods: Vec<PodView<'_>> = set
                .pods()
                .filter(|pod| pod.object.namespace() == object.namespace())
                .filter(|pod| {
                    let selector = spec.selector.as_ref();
                    selector.is_some_and(|selector| selects(selector, pod.labels()))
                })
                .collect();
            if pods.is_empty() {
                report.add(budget_selects_nothing, object, "spec.selector", Vec::new());
            }
            if let Some(field) = blocks(set, spec, &pods) {
                report.add(budget_blocks_drain, object, field, Vec::new());
            }
            for pod in pods {
                if let Some((other, _)) = held
                    .iter()
                    .find(|(_, workload)| std::ptr::eq(*workload, pod.object))
                {
                    let fields = vec![("other", other.name().to_owned())];
                    report.add(budgets_overlap, object, "spec.selector", fields);
                }
                held.push((object, pod.object));
            }
            let field = "unhealthyPodEvictionPolicy";
            if has_field(set.minor, "PodDisruptionBudgetSpec", field)
                && spec.unhealthy_pod_eviction_policy.as_deref() != Some("AlwaysAllow")
            {
                let path = format!("spec.{field}");
                report.add(budget_keeps_broken_pods, object, &path, Vec::new());
            }
        }
    }
}

/// The field that lets no pod go.
fn blocks(
    set: &Set<'_>,
    spec: &PodDisruptionBudgetSpec,
    pods: &[PodView<'_>],
) -> Option<&'static str> {
    match &spec.max_unavailable {
        Some(IntOrString::Int(0)) => return Some("spec.maxUnavailable"),
        Some(IntOrString::String(text)) if text == "0%" => return Some("spec.maxUnavailable"),
        _ => {}
    }
    let replicas: i32 = pods
        .iter()
        .filter_map(|pod| set.least_replicas(pod.object))
        .sum();
    match &spec.min_available {
        Some(IntOrString::Int(least)) if replicas > 0 && *least >= replicas => {
            Some("spec.minAvailable")
        }
        Some(IntOrString::String(text)) if text == "100%" => Some("spec.minAvailable"),
        _ => None,
    }
}
