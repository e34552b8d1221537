//! Replicas on different nodes and in different zones.

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 1] = [Meta::new(
    "spread-missing",
    Stage::Hardening,
    Severity::Error,
)];

pub(super) struct Spread;

impl Rule for Spread {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [spread_missing] = &METAS;
        for pod in set.pods() {
            let Some(replicas) = set.least_replicas(pod.object) else {
                continue;
            };
            let is_spread = pod
                .spec
                .topology_spread_constraints
                .as_ref()
                .is_some_and(|list| !list.is_empty())
                && pod
                    .spec
                    .affinity
                    .as_ref()
                    .is_some_and(|one| one.pod_anti_affinity.is_some());
            if replicas > 1 && !is_spread {
                report.add(
                    spread_missing,
                    pod.object,
                    &pod.at("topologySpreadConstraints"),
                    Vec::new(),
                );
            }
        }
    }
}
