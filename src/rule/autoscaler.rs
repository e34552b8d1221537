//! Autoscalers that can scale what they name.

use k8s_openapi::api::autoscaling::v2::{HorizontalPodAutoscalerSpec, MetricSpec, MetricTarget};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Amount;

use crate::manifest::{Kind, Object, PodView};
use crate::value::Quantity;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 9] = [
    Meta::new("autoscaler-range", Stage::Value, Severity::Error),
    Meta::new("autoscaler-zero", Stage::Value, Severity::Error),
    Meta::new("autoscaler-metric", Stage::Value, Severity::Error),
    Meta::new("autoscaler-target", Stage::Objects, Severity::Error).reaching(),
    Meta::new("autoscaler-replicas", Stage::Objects, Severity::Error),
    Meta::new("autoscaler-requests", Stage::Objects, Severity::Error),
    Meta::new("autoscalers-overlap", Stage::Objects, Severity::Error),
    Meta::new("autoscaler-fixed", Stage::Hardening, Severity::Warning),
    Meta::new("autoscaler-late", Stage::Hardening, Severity::Warning),
];

pub(super) struct Autoscaler;

impl Rule for Autoscaler {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [
            autoscaler_range,
            autoscaler_zero,
            autoscaler_metric,
            autoscaler_target,
            autoscaler_replicas,
            autoscaler_requests,
            autoscalers_overlap,
            autoscaler_fixed,
            autoscaler_late,
        ] = &METAS;
        let mut scaled: Vec<(&Object, &Object)> = Vec::new();
        for (object, spec) in set.autoscalers() {
            if spec.min_replicas.unwrap_or(1) > spec.max_replicas {
                report.add(autoscaler_range, object, "spec.maxReplicas", Vec::new());
            }
            // What no pod runs for is told by the work that waits, not by the pods.
            let mut metrics = spec.metrics.iter().flatten();
            let is_told = metrics.any(|one| matches!(one.type_.as_str(), "External" | "Object"));
            if spec.min_replicas == Some(0) && !is_told {
                report.add(autoscaler_zero, object, "spec.minReplicas", Vec::new());
            }
            if spec.min_replicas == Some(spec.max_replicas) {
                report.add(autoscaler_fixed, object, "spec.maxReplicas", Vec::new());
            }
            for path in wrong_metrics(spec) {
                report.add(autoscaler_metric, object, &path, Vec::new());
            }
            let target = &spec.scale_target_ref;
            let fields = vec![("kind", target.kind.clone()), ("name", target.name.clone())];
            let scales = target.kind != "DaemonSet";
            let found = set.find(&target.kind, object.namespace(), &target.name);
            let Some(found) = found.filter(|_| scales) else {
                report.add(autoscaler_target, object, "spec.scaleTargetRef", fields);
                continue;
            };
            if has_replicas(found) {
                report.add(autoscaler_replicas, found, "spec.replicas", Vec::new());
            }
            let other = scaled.iter().find(|(_, one)| std::ptr::eq(*one, found));
            if let Some((other, _)) = other {
                let fields = vec![("other", other.name().to_owned())];
                report.add(autoscalers_overlap, object, "spec.scaleTargetRef", fields);
            }
            scaled.push((object, found));
            for (at, metric) in spec.metrics.iter().flatten().enumerate() {
                let Some(resource) = &metric.resource else {
                    continue;
                };
                let is_share = resource.target.type_ == "Utilization";
                if is_share && !requests(found, &resource.name) {
                    let path = format!("spec.metrics[{at}].resource");
                    let fields = vec![("name", resource.name.clone())];
                    report.add(autoscaler_requests, object, &path, fields);
                }
                let share = resource.target.average_utilization;
                if let Some(most) = share
                    .filter(|_| is_share)
                    .and_then(|share| exceeded(found, &resource.name, share))
                {
                    let path = format!("spec.metrics[{at}].resource.target.averageUtilization");
                    let fields = vec![("name", resource.name.clone()), ("most", most.to_string())];
                    report.add(autoscaler_late, object, &path, fields);
                }
            }
        }
    }
}

fn has_replicas(object: &Object) -> bool {
    match &object.kind {
        Some(Kind::Deployment(one)) => one.spec.replicas.is_some(),
        Some(Kind::StatefulSet(one)) => one.spec.replicas.is_some(),
        _ => false,
    }
}

/// Whether every container asks for a resource: a share of nothing cannot be measured.
fn requests(object: &Object, name: &str) -> bool {
    let pod = object.kind.as_ref().and_then(Kind::pod_template);
    let Some(spec) = pod.and_then(|(_, template)| template.spec.as_ref()) else {
        return true;
    };
    spec.containers.iter().all(|container| {
        let resources = container.resources.as_ref();
        let has = |map: Option<&std::collections::BTreeMap<_, _>>| {
            map.is_some_and(|map| map.contains_key(name))
        };
        // A limit alone becomes the request too.
        has(resources.and_then(|one| one.requests.as_ref()))
            || has(resources.and_then(|one| one.limits.as_ref()))
    })
}

/// The paths of metrics that the server refuses: the source of the named type and no other, and one
/// target that it can have.
fn wrong_metrics(spec: &HorizontalPodAutoscalerSpec) -> Vec<String> {
    let metrics = spec.metrics.iter().flatten().enumerate();
    metrics
        .filter_map(|(at, metric)| {
            let path = format!("spec.metrics[{at}]");
            if let Some(other) = other_source(metric) {
                return Some(format!("{path}{other}"));
            }
            let (source, target) = target(metric)?;
            let is_sound = match source {
                "resource" | "containerResource" => {
                    target.average_utilization.is_some() != target.average_value.is_some()
                }
                "pods" => target.average_value.is_some(),
                _ => target.value.is_some() != target.average_value.is_some(),
            };
            (!is_sound).then(|| format!("{path}.{source}.target"))
        })
        .collect()
}

/// Where a metric has a source that its type does not name, or lacks the one that it names (empty).
fn other_source(metric: &MetricSpec) -> Option<&'static str> {
    let sources = [
        (
            "ContainerResource",
            ".containerResource",
            metric.container_resource.is_some(),
        ),
        ("External", ".external", metric.external.is_some()),
        ("Object", ".object", metric.object.is_some()),
        ("Pods", ".pods", metric.pods.is_some()),
        ("Resource", ".resource", metric.resource.is_some()),
    ];
    sources
        .into_iter()
        .find(|(type_, _, is_there)| *is_there != (metric.type_ == *type_))
        .map(|(_, path, is_there)| if is_there { path } else { "" })
}

/// The name of a metric's source, and its target.
fn target(metric: &MetricSpec) -> Option<(&'static str, &MetricTarget)> {
    let resource = metric
        .resource
        .as_ref()
        .map(|one| ("resource", &one.target));
    let container = metric.container_resource.as_ref();
    let pods = metric.pods.as_ref().map(|one| ("pods", &one.target));
    let object = metric.object.as_ref().map(|one| ("object", &one.target));
    let external = metric.external.as_ref();
    resource
        .or(container.map(|one| ("containerResource", &one.target)))
        .or(pods)
        .or(object)
        .or(external.map(|one| ("external", &one.target)))
}

/// The highest share that pods with these limits can pass by the tenth that the autoscaler ignores,
/// where the given one lies above it.
fn exceeded(object: &Object, name: &str, share: i32) -> Option<i128> {
    let pod = PodView::of(object)?;
    let milli = |amount: Option<&Amount>| Some(Quantity::parse(&amount?.0).ok()?.milli());
    let (mut requests, mut limits) = (0, 0);
    for (_, container) in pod.main_containers() {
        let resources = container.resources.as_ref()?;
        let limit = milli(resources.limits.as_ref()?.get(name))?;
        let request = resources.requests.as_ref().and_then(|map| map.get(name));
        requests += milli(request).unwrap_or(limit);
        limits += limit;
    }
    let most = (limits * 10_000).checked_div(requests * 110)?;
    (i128::from(share) > most).then_some(most)
}
