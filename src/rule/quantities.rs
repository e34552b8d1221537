//! Quantities that are ones, and requests within their limits.

use crate::value::Quantity;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("quantity-syntax", Stage::Value, Severity::Error),
    Meta::new("request-over-limit", Stage::Value, Severity::Error),
];

pub(super) struct Quantities;

impl Rule for Quantities {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [quantity_syntax, request_over_limit] = &METAS;
        for pod in set.pods() {
            for (path, container) in pod.containers() {
                let Some(resources) = &container.resources else {
                    continue;
                };
                for (part, map) in [
                    ("requests", &resources.requests),
                    ("limits", &resources.limits),
                ] {
                    for (name, quantity) in map.iter().flatten() {
                        if Quantity::parse(&quantity.0).is_err() {
                            let fields = vec![("text", quantity.0.clone())];
                            report.add(
                                quantity_syntax,
                                pod.object,
                                &format!("{path}.resources.{part}[{name}]"),
                                fields,
                            );
                        }
                    }
                }
                for (name, request) in resources.requests.iter().flatten() {
                    let limit = resources
                        .limits
                        .as_ref()
                        .and_then(|limits| limits.get(name));
                    if let Some(limit) = limit
                        && let (Ok(least), Ok(most)) =
                            (Quantity::parse(&request.0), Quantity::parse(&limit.0))
                        && least > most
                    {
                        let fields = vec![
                            ("name", name.clone()),
                            ("request", request.0.clone()),
                            ("limit", limit.0.clone()),
                        ];
                        report.add(
                            request_over_limit,
                            pod.object,
                            &format!("{path}.resources.requests[{name}]"),
                            fields,
                        );
                    }
                }
            }
            let volumes = pod.spec.volumes.iter().flatten().enumerate();
            for (at, limit) in volumes
                .filter_map(|(at, one)| Some((at, one.empty_dir.as_ref()?.size_limit.as_ref()?)))
            {
                if Quantity::parse(&limit.0).is_err() {
                    let path = pod.at(&format!("volumes[{at}].emptyDir.sizeLimit"));
                    report.add(
                        quantity_syntax,
                        pod.object,
                        &path,
                        vec![("text", limit.0.clone())],
                    );
                }
            }
        }
    }
}
