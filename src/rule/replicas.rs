//! Enough replicas to lose one.

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 1] = [Meta::new(
    "few-replicas",
    Stage::Hardening,
    Severity::Warning,
)];

pub(super) struct Replicas;

impl Rule for Replicas {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [few_replicas] = &METAS;
        for pod in set.pods() {
            let Some(replicas) = set.least_replicas(pod.object) else {
                continue;
            };
            if replicas < 3 {
                let fields = vec![("replicas", replicas.to_string())];
                report.add(few_replicas, pod.object, "spec.replicas", fields);
            }
        }
    }
}
