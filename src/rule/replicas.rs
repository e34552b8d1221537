//! Enough replicas to lose one.

use crate::manifest::Kind;

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
        for (object, replicas) in set.pick(|kind| match kind {
            Kind::Deployment(object) => Some(object.spec.replicas.unwrap_or(1)),
            Kind::StatefulSet(object) => Some(object.spec.replicas.unwrap_or(1)),
            _ => None,
        }) {
            if replicas < 3 {
                report.add(
                    few_replicas,
                    object,
                    "spec.replicas",
                    vec![("replicas", replicas.to_string())],
                );
            }
        }
    }
}
