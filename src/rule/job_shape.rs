//! Jobs whose parts fit together.

use k8s_openapi::api::batch::v1::{JobSpec, PodFailurePolicyRule};

use crate::manifest::Kind;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 3] = [
    Meta::new("job-completions", Stage::Value, Severity::Error),
    Meta::new("job-selector", Stage::Value, Severity::Error),
    Meta::new("failure-policy", Stage::Value, Severity::Error),
];

pub(super) struct JobShape;

impl Rule for JobShape {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [job_completions, job_selector, failure_policy] = &METAS;
        for object in set.objects {
            let (path, job) = match &object.kind {
                Some(Kind::Job(job)) => ("spec", job.spec.as_ref()),
                Some(Kind::CronJob(cron)) => (
                    "spec.jobTemplate.spec",
                    cron.spec.job_template.spec.as_ref(),
                ),
                _ => continue,
            };
            let Some(job) = job else { continue };
            let is_indexed = job.completion_mode.as_deref() == Some("Indexed");
            if is_indexed && job.completions.is_none() {
                let path = format!("{path}.completionMode");
                report.add(job_completions, object, &path, Vec::new());
            }
            if !is_indexed {
                for (field, is_there) in [
                    (
                        "backoffLimitPerIndex",
                        job.backoff_limit_per_index.is_some(),
                    ),
                    ("maxFailedIndexes", job.max_failed_indexes.is_some()),
                    ("successPolicy", job.success_policy.is_some()),
                ] {
                    if is_there {
                        let path = format!("{path}.{field}");
                        report.add(job_completions, object, &path, Vec::new());
                    }
                }
            }
            if job.selector.is_some() && job.manual_selector != Some(true) {
                report.add(
                    job_selector,
                    object,
                    &format!("{path}.selector"),
                    Vec::new(),
                );
            }
            let policy = job.pod_failure_policy.as_ref();
            for (at, rule) in policy.iter().flat_map(|one| one.rules.iter().enumerate()) {
                if !is_sound(rule, job) {
                    let path = format!("{path}.podFailurePolicy.rules[{at}]");
                    report.add(failure_policy, object, &path, Vec::new());
                }
            }
        }
    }
}

/// One condition, on a container that is there, with exit codes as the server wants them: sorted,
/// each once, and 0 is no failure.
fn is_sound(rule: &PodFailurePolicyRule, job: &JobSpec) -> bool {
    let conditions = rule.on_pod_conditions.as_deref().unwrap_or_default();
    let per_index = rule.action != "FailIndex" || job.backoff_limit_per_index.is_some();
    let Some(codes) = &rule.on_exit_codes else {
        return per_index && !conditions.is_empty();
    };
    let pod = job.template.spec.as_ref();
    let is_container = codes.container_name.as_ref().is_none_or(|name| {
        pod.is_some_and(|pod| {
            let init = pod.init_containers.iter().flatten();
            init.chain(&pod.containers).any(|one| one.name == *name)
        })
    });
    let values = &codes.values;
    let is_sorted = values.is_sorted_by(|one, next| one < next);
    let holds_zero = codes.operator == "In" && values.contains(&0);
    per_index
        && conditions.is_empty()
        && is_container
        && is_sorted
        && !holds_zero
        && (1..=255).contains(&values.len())
}
