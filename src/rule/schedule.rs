//! Schedules and time zones of `CronJobs`.

use crate::manifest::Kind;
use crate::value::{Schedule, TimeZone};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("schedule-syntax", Stage::Value, Severity::Error),
    Meta::new("time-zone", Stage::Value, Severity::Error),
];

pub(super) struct ScheduleSyntax;

impl Rule for ScheduleSyntax {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [schedule_syntax, time_zone] = &METAS;
        for (object, spec) in set.pick(|kind| match kind {
            Kind::CronJob(object) => Some(&object.spec),
            _ => None,
        }) {
            if Schedule::parse(&spec.schedule).is_err() {
                report.add(
                    schedule_syntax,
                    object,
                    "spec.schedule",
                    vec![("text", spec.schedule.clone())],
                );
            }
            if let Some(zone) = &spec.time_zone
                && TimeZone::parse(zone).is_err()
            {
                report.add(
                    time_zone,
                    object,
                    "spec.timeZone",
                    vec![("text", zone.clone())],
                );
            }
        }
    }
}
