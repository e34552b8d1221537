//! Update strategies the API server takes.

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::manifest::Kind;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("rolling-update", Stage::Value, Severity::Error),
    Meta::new("progress-deadline", Stage::Value, Severity::Error),
];

pub(super) struct RollingUpdate;

impl Rule for RollingUpdate {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [rolling_update, progress_deadline] = &METAS;
        for object in set.objects {
            let (path, is_sound) = match &object.kind {
                Some(Kind::Deployment(one)) => {
                    let ready = one.spec.min_ready_seconds.unwrap_or(0);
                    let deadline = one.spec.progress_deadline_seconds.unwrap_or(600);
                    if deadline <= ready {
                        let at = "spec.progressDeadlineSeconds";
                        report.add(progress_deadline, object, at, Vec::new());
                    }
                    let Some(strategy) = &one.spec.strategy else {
                        continue;
                    };
                    let rolling = strategy.rolling_update.as_ref();
                    let is_mixed = strategy.type_.as_deref() == Some("Recreate");
                    let sound = rolling.is_none_or(|one| {
                        let surge = one.max_surge.as_ref();
                        let unavailable = one.max_unavailable.as_ref();
                        let is_stuck = is_zero(surge) && is_zero(unavailable);
                        !is_mixed && !is_over(unavailable) && !is_stuck
                    });
                    ("spec.strategy.rollingUpdate", sound)
                }
                Some(Kind::DaemonSet(one)) => {
                    let strategy = one.spec.update_strategy.as_ref();
                    let is_mixed =
                        strategy.and_then(|one| one.type_.as_deref()) == Some("OnDelete");
                    let rolling = strategy.and_then(|one| one.rolling_update.as_ref());
                    // Exactly one of them moves pods; without a word surge is 0 and unavailable 1.
                    let sound = rolling.is_none_or(|one| {
                        let surge = one.max_surge.as_ref();
                        let surges = surge.is_some() && !is_zero(surge);
                        let unavailable = one.max_unavailable.as_ref();
                        !is_mixed && !is_over(unavailable) && surges == is_zero(unavailable)
                    });
                    ("spec.updateStrategy.rollingUpdate", sound)
                }
                Some(Kind::StatefulSet(one)) => {
                    let strategy = one.spec.update_strategy.as_ref();
                    let is_mixed =
                        strategy.and_then(|one| one.type_.as_deref()) == Some("OnDelete");
                    let rolling = strategy.and_then(|one| one.rolling_update.as_ref());
                    let sound = rolling.is_none_or(|one| {
                        let unavailable = one.max_unavailable.as_ref();
                        !is_mixed && !is_zero(unavailable) && !is_over(unavailable)
                    });
                    ("spec.updateStrategy.rollingUpdate", sound)
                }
                _ => continue,
            };
            if !is_sound {
                report.add(rolling_update, object, path, Vec::new());
            }
        }
    }
}

fn is_zero(amount: Option<&IntOrString>) -> bool {
    match amount {
        Some(IntOrString::Int(number)) => *number == 0,
        Some(IntOrString::String(text)) => text.trim_end_matches('%').parse() == Ok(0),
        None => false,
    }
}

/// More than all of them.
fn is_over(amount: Option<&IntOrString>) -> bool {
    match amount {
        Some(IntOrString::String(text)) => text
            .trim_end_matches('%')
            .parse::<u32>()
            .is_ok_and(|share| share > 100),
        _ => false,
    }
}
