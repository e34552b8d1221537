//! Autoscalers that can scale what they name.

use crate::manifest::{Kind, Object};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 5] = [
    Meta::new("autoscaler-range", Stage::Value, Severity::Error),
    Meta::new("autoscaler-zero", Stage::Value, Severity::Error),
    Meta::new("autoscaler-target", Stage::Objects, Severity::Error).reaching(),
    Meta::new("autoscaler-replicas", Stage::Objects, Severity::Error),
    Meta::new("autoscaler-requests", Stage::Objects, Severity::Error),
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
            autoscaler_target,
            autoscaler_replicas,
            autoscaler_requests,
        ] = &METAS;
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
