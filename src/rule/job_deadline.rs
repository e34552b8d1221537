//! Runs that end, and do not pile up.

use crate::manifest::Kind;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 3] = [
    Meta::new("job-deadline", Stage::Hardening, Severity::Error),
    Meta::new("cron-deadline", Stage::Hardening, Severity::Error),
    Meta::new("job-ttl", Stage::Hardening, Severity::Info),
];

pub(super) struct JobDeadline;

impl Rule for JobDeadline {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [job_deadline, cron_deadline, job_ttl] = &METAS;
        for object in set.objects {
            let (path, job) = match &object.kind {
                Some(Kind::Job(job)) => {
                    // A Job that a delivery tool applies again and again must not vanish.
                    let has_ttl = job
                        .spec
                        .as_ref()
                        .is_none_or(|spec| spec.ttl_seconds_after_finished.is_some());
                    if !has_ttl {
                        report.add(job_ttl, object, "spec", Vec::new());
                    }
                    ("spec", job.spec.as_ref())
                }
                Some(Kind::CronJob(cron)) => {
                    if cron.spec.starting_deadline_seconds.is_none() {
                        report.add(cron_deadline, object, "spec", Vec::new());
                    }
                    let spec = cron.spec.job_template.spec.as_ref();
                    // The history limits keep what a TTL would remove.
                    if spec.is_some_and(|one| one.ttl_seconds_after_finished.is_some()) {
                        let path = "spec.jobTemplate.spec.ttlSecondsAfterFinished";
                        report.add(job_ttl, object, path, Vec::new());
                    }
                    ("spec.jobTemplate.spec", spec)
                }
                _ => continue,
            };
            if job.is_some_and(|job| job.active_deadline_seconds.is_none()) {
                report.add(job_deadline, object, path, Vec::new());
            }
        }
    }
}
