//! Requests within their limits, of resources that there are.

use k8s_openapi::api::core::v1::ResourceRequirements;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Amount;

use crate::value::{LabelKey, Quantity};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 3] = [
    Meta::new("request-over-limit", Stage::Value, Severity::Error),
    Meta::new("resource-name", Stage::Value, Severity::Error),
    Meta::new("device-amount", Stage::Value, Severity::Error),
];

pub(super) struct Quantities;

impl Rule for Quantities {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [request_over_limit, resource_name, device_amount] = &METAS;
        for pod in set.pods() {
            for (path, container) in pod.containers() {
                let Some(resources) = &container.resources else {
                    continue;
                };
                for (part, map) in [
                    ("requests", &resources.requests),
                    ("limits", &resources.limits),
                ] {
                    for name in map.iter().flat_map(|map| map.keys()) {
                        if !is_resource(name) {
                            let at = format!("{path}.resources.{part}[{name}]");
                            report.add(
                                resource_name,
                                pod.object,
                                &at,
                                vec![("name", name.clone())],
                            );
                        }
                    }
                }
                for (part, name) in wrong_devices(resources) {
                    let at = format!("{path}.resources.{part}[{name}]");
                    let fields = vec![("name", name.to_owned())];
                    report.add(device_amount, pod.object, &at, fields);
                }
                for (name, request) in resources.requests.iter().flatten() {
                    let limits = resources.limits.as_ref().filter(|_| !is_device(name));
                    let Some(limit) = limits.and_then(|limits| limits.get(name)) else {
                        continue;
                    };
                    if let (Ok(least), Ok(most)) =
                        (Quantity::parse(&request.0), Quantity::parse(&limit.0))
                        && least > most
                    {
                        let fields = vec![
                            ("name", name.clone()),
                            ("request", request.0.clone()),
                            ("limit", limit.0.clone()),
                        ];
                        let at = format!("{path}.resources.requests[{name}]");
                        report.add(request_over_limit, pod.object, &at, fields);
                    }
                }
            }
        }
    }
}

/// What is given whole or not at all: devices by their full names, and huge pages.
fn is_device(name: &str) -> bool {
    name.starts_with("hugepages-") || (name.contains('/') && !name.contains("kubernetes.io/"))
}

/// Devices whose request differs from their limit or has none, or that are not whole.
fn wrong_devices(resources: &ResourceRequirements) -> Vec<(&'static str, &str)> {
    let milli = |amount: &Amount| Quantity::parse(&amount.0).map(|one| one.milli());
    let limits = resources.limits.iter().flatten();
    let requests = resources.requests.iter().flatten();
    let limit = |name: &String| resources.limits.as_ref().and_then(|all| all.get(name));
    // An amount that is none is refused as a value.
    let is_split = |amount: &Amount| milli(amount).is_ok_and(|milli| milli % 1000 != 0);
    let split = limits.filter(|(name, amount)| is_device(name) && is_split(amount));
    let differs = requests.filter(|(name, request)| {
        let is_same = |limit: &Amount| {
            let (least, most) = (milli(request), milli(limit));
            least.is_err() || most.is_err() || least == most
        };
        is_device(name) && !limit(name).is_some_and(is_same)
    });
    let split = split.map(|(name, _)| ("limits", name.as_str()));
    let differs = differs.map(|(name, _)| ("requests", name.as_str()));
    split.chain(differs).collect()
}

/// What a container can ask for: the three every node has, huge pages, or a device by its full name.
fn is_resource(name: &str) -> bool {
    matches!(name, "cpu" | "memory" | "ephemeral-storage")
        || name.starts_with("hugepages-")
        || (name.contains('/') && !name.starts_with("requests.") && LabelKey::parse(name).is_ok())
}
