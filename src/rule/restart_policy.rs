//! Restart policies that fit their controller.

use crate::manifest::Kind;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 1] = [Meta::new("restart-policy", Stage::Value, Severity::Error)];

pub(super) struct RestartPolicy;

impl Rule for RestartPolicy {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [restart_policy] = &METAS;
        for pod in set.pods() {
            let policy = pod.spec.restart_policy.as_deref().unwrap_or("Always");
            let runs_for_ever = pod.object.kind.as_ref().is_some_and(Kind::runs_for_ever);
            let job = match &pod.object.kind {
                Some(Kind::Job(object)) => object.spec.as_ref(),
                Some(Kind::CronJob(object)) => object.spec.job_template.spec.as_ref(),
                _ => None,
            };
            let needs_never = job.is_some_and(|job| job.pod_failure_policy.is_some());
            let is_sound = match policy {
                "Always" => runs_for_ever,
                "OnFailure" => !runs_for_ever && !needs_never,
                "Never" => !runs_for_ever,
                _ => false,
            };
            if !is_sound {
                let fields = vec![
                    ("policy", policy.to_owned()),
                    ("kind", pod.object.kind_name.clone()),
                ];
                report.add(restart_policy, pod.object, &pod.at("restartPolicy"), fields);
            }
        }
    }
}
