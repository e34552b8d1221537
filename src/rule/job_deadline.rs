//! Runs that end, and do not pile up.

use crate::manifest::Kind;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("job-deadline", Stage::Hardening, Severity::Error),
    Meta::new("cron-deadline", Stage::Hardening, Severity::Error),
];

pub(super) struct JobDeadline;

impl Rule for JobDeadline {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [job_deadline, cron_deadline] = &METAS;
        for object in set.objects {
            let (path, job) = match &object.kind {
                Some(Kind::Job(job)) => ("spec", job.spec.as_ref()),
                Some(Kind::CronJob(cron)) => {
                    if cron.spec.starting_deadline_seconds.is_none() {
                        report.add(cron_deadline, object, "spec", Vec::new());
                    }
                    (
                        "spec.jobTemplate.spec",
                        cron.spec.job_template.spec.as_ref(),
                    )
                }
                _ => continue,
            };
            if job.is_some_and(|job| job.active_deadline_seconds.is_none()) {
                report.add(job_deadline, object, path, Vec::new());
            }
        }
    }
}
