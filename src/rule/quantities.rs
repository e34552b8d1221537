//! Requests within their limits, of resources that there are.

use crate::value::{LabelKey, Quantity};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("request-over-limit", Stage::Value, Severity::Error),
    Meta::new("resource-name", Stage::Value, Severity::Error),
];

pub(super) struct Quantities;

impl Rule for Quantities {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [request_over_limit, resource_name] = &METAS;
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
                for (name, request) in resources.requests.iter().flatten() {
                    let limits = resources.limits.as_ref();
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

/// What a container can ask for: the three every node has, huge pages, or a device by its full name.
fn is_resource(name: &str) -> bool {
    matches!(name, "cpu" | "memory" | "ephemeral-storage")
        || name.starts_with("hugepages-")
        || (name.contains('/') && !name.starts_with("requests.") && LabelKey::parse(name).is_ok())
}
