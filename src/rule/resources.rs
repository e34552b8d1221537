//! Requests and limits for CPU, memory and local disk.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 1] = [Meta::new(
    "resources-missing",
    Stage::Hardening,
    Severity::Error,
)];

pub(super) struct Resources;

impl Rule for Resources {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [resources_missing] = &METAS;
        for pod in set.pods() {
            for (path, container) in pod.containers() {
                let resources = container.resources.as_ref();
                for name in ["cpu", "memory", "ephemeral-storage"] {
                    let has = |map: Option<&BTreeMap<String, Quantity>>| {
                        map.is_some_and(|map| map.contains_key(name))
                    };
                    let requests = resources.and_then(|one| one.requests.as_ref());
                    let limits = resources.and_then(|one| one.limits.as_ref());
                    if !has(requests) || !has(limits) {
                        let fields = vec![("name", name.to_owned())];
                        report.add(
                            resources_missing,
                            pod.object,
                            &format!("{path}.resources"),
                            fields,
                        );
                    }
                }
            }
        }
    }
}
