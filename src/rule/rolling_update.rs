//! Update strategies the API server takes.

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::manifest::Kind;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 1] = [Meta::new("rolling-update", Stage::Value, Severity::Error)];

pub(super) struct RollingUpdate;

impl Rule for RollingUpdate {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [rolling_update] = &METAS;
        for (object, deployment) in set.pick(|kind| match kind {
            Kind::Deployment(object) => Some(&object.spec),
            _ => None,
        }) {
            let Some(strategy) = &deployment.strategy else {
                continue;
            };
            let is_known = matches!(
                strategy.type_.as_deref(),
                None | Some("RollingUpdate" | "Recreate")
            );
            let rolling = strategy.rolling_update.as_ref();
            let is_mixed = strategy.type_.as_deref() == Some("Recreate") && rolling.is_some();
            let is_zero = |amount: Option<&IntOrString>| match amount {
                Some(IntOrString::Int(number)) => *number == 0,
                Some(IntOrString::String(text)) => text.trim_end_matches('%').parse() == Ok(0),
                None => false,
            };
            let is_stuck = rolling.is_some_and(|one| {
                is_zero(one.max_surge.as_ref()) && is_zero(one.max_unavailable.as_ref())
            });
            if !is_known || is_mixed || is_stuck {
                report.add(rolling_update, object, "spec.strategy", Vec::new());
            }
        }
    }
}
