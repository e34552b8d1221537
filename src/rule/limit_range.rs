//! Limits and quotas of a namespace, and the pods they would refuse.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::LimitRangeItem;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;

use crate::manifest::{Kind, Object};
use crate::value::Quantity;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 4] = [
    Meta::new("limit-range-shape", Stage::Value, Severity::Error),
    Meta::new("quota-name", Stage::Value, Severity::Error),
    Meta::new("limit-range-refuses", Stage::Objects, Severity::Error),
    Meta::new("quota-refuses", Stage::Objects, Severity::Error),
];

type Amounts = BTreeMap<String, Written>;

pub(super) struct LimitRanges;

impl Rule for LimitRanges {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [limit_range_shape, _, limit_range_refuses, _] = &METAS;
        for (object, limits) in set.pick(|kind| match kind {
            Kind::LimitRange(object) => object.spec.as_ref(),
            _ => None,
        }) {
            for (at, item) in limits.limits.iter().enumerate() {
                for (field, name) in disorder(item) {
                    let path = format!("spec.limits[{at}].{field}[{name}]");
                    report.add(limit_range_shape, object, &path, vec![("name", name)]);
                }
                if item.type_ == "Container" {
                    judge_containers(set, object, item, limit_range_refuses, report);
                }
            }
        }
        judge_quotas(set, report);
    }
}

fn amount(map: Option<&Amounts>, name: &str) -> Option<Quantity> {
    Quantity::parse(&map?.get(name)?.0).ok()
}

/// The entries that break min ≤ defaultRequest ≤ default ≤ max.
fn disorder(item: &LimitRangeItem) -> Vec<(&'static str, String)> {
    let order = [
        ("min", item.min.as_ref()),
        ("defaultRequest", item.default_request.as_ref()),
        ("default", item.default.as_ref()),
        ("max", item.max.as_ref()),
    ];
    let mut wrong = Vec::new();
    for (at, (field, map)) in order.iter().enumerate() {
        for name in map.iter().flat_map(|map| map.keys()) {
            let own = amount(*map, name);
            let is_below = order.iter().take(at).any(|(_, lower)| {
                matches!((&own, amount(*lower, name)), (Some(own), Some(lower)) if *own < lower)
            });
            if is_below {
                wrong.push((*field, name.clone()));
            }
        }
    }
    wrong
}

fn judge_containers(
    set: &Set<'_>,
    range: &Object,
    item: &LimitRangeItem,
    meta: &Meta,
    report: &mut Report<'_>,
) {
    for pod in set.pods() {
        if pod.object.namespace() != range.namespace() {
            continue;
        }
        for (path, container) in pod.containers() {
            let Some(resources) = &container.resources else {
                continue;
            };
            let sides = [
                ("requests", resources.requests.as_ref()),
                ("limits", resources.limits.as_ref()),
            ];
            for (part, map) in sides {
                for name in map.iter().flat_map(|map| map.keys()) {
                    let Some(own) = amount(map, name) else {
                        continue;
                    };
                    let most = amount(item.max.as_ref(), name).filter(|most| own > *most);
                    let least = amount(item.min.as_ref(), name).filter(|least| own < *least);
                    if let Some(bound) = most.or(least) {
                        let fields = vec![
                            ("name", name.clone()),
                            ("amount", own.to_string()),
                            ("bound", bound.to_string()),
                            ("range", range.name().to_owned()),
                        ];
                        let path = format!("{path}.resources.{part}[{name}]");
                        report.add(meta, pod.object, &path, fields);
                    }
                }
            }
        }
    }
}

/// What all pods of the set ask for, against the quota of their namespace.
fn judge_quotas(set: &Set<'_>, report: &mut Report<'_>) {
    let [_, quota_name, _, quota_refuses] = &METAS;
    for (object, quota) in set.pick(|kind| match kind {
        Kind::ResourceQuota(object) => object.spec.as_ref(),
        _ => None,
    }) {
        for key in quota.hard.iter().flat_map(|hard| hard.keys()) {
            if !is_countable(key) {
                let path = format!("spec.hard[{key}]");
                report.add(quota_name, object, &path, vec![("name", key.clone())]);
            }
        }
        let is_scoped = quota.scopes.is_some() || quota.scope_selector.is_some();
        for (key, hard) in quota.hard.iter().flatten().filter(|_| !is_scoped) {
            let (side, name) = match key.split_once('.') {
                Some((side @ ("requests" | "limits"), name)) => (side, name),
                None if key == "cpu" || key == "memory" => ("requests", key.as_str()),
                _ => continue,
            };
            let Ok(most) = Quantity::parse(&hard.0) else {
                continue;
            };
            let mut sum: i128 = 0;
            for pod in set.pods() {
                let count = i128::from(set.least_replicas(pod.object).unwrap_or(1));
                if pod.object.namespace() != object.namespace() {
                    continue;
                }
                for (_, container) in pod.main_containers() {
                    let resources = container.resources.as_ref();
                    let map = resources.and_then(|one| match side {
                        "limits" => one.limits.as_ref(),
                        _ => one.requests.as_ref(),
                    });
                    let one = amount(map, name).map_or(0, |one| one.milli());
                    sum = sum.saturating_add(one.saturating_mul(count));
                }
            }
            if sum > most.milli() {
                let fields = vec![("name", key.clone()), ("bound", most.to_string())];
                report.add(quota_refuses, object, &format!("spec.hard[{key}]"), fields);
            }
        }
    }
}

/// What a quota can count: resources, the objects of the core, and any kind or class by its full name.
fn is_countable(key: &str) -> bool {
    let body = key
        .strip_prefix("requests.")
        .or_else(|| key.strip_prefix("limits."));
    let name = body.unwrap_or(key);
    let is_resource = matches!(name, "cpu" | "memory" | "ephemeral-storage")
        || name.starts_with("hugepages-")
        || key == "requests.storage";
    let is_core = matches!(
        key,
        "pods"
            | "services"
            | "services.loadbalancers"
            | "services.nodeports"
            | "replicationcontrollers"
            | "resourcequotas"
            | "secrets"
            | "configmaps"
            | "persistentvolumeclaims"
    );
    is_resource || is_core || key.contains('/')
}
