//! Answers that are sound by themselves and come to nothing beside another one.

use super::Workload;
use super::build::Builder;
use super::contradiction::ServiceFault;
use super::probe::ProbeSpec;
use crate::answers::Origin;
use crate::question::Canonical;

impl Builder<'_> {
    pub(super) fn warn_of_idle(&mut self, workload: &Workload) {
        // A default of yes (for a JVM) is nobody's wish.
        let origin = self.answer("slowStart").map(|answer| &answer.origin);
        let is_wished = !matches!(origin, None | Some(Origin::Default));
        let is_slow = is_wished && self.value("slowStart") == Canonical::Bool(true);
        if is_slow && workload.startup.is_none() {
            self.warning(ServiceFault::SlowStartIdle {});
        }
        if let (Some(readiness), Some(liveness)) = (&workload.readiness, &workload.liveness)
            && asks_the_same(readiness, liveness)
        {
            self.warning(ServiceFault::OneProbe {
                path: readiness.path.clone(),
            });
        }
        if !workload.runs_to_end {
            return;
        }
        if let Some(deadline) = workload.deadline
            && deadline <= workload.grace
        {
            self.warning(ServiceFault::DeadlineInGrace {
                deadline,
                grace: workload.grace,
            });
        }
        if workload.parallelism > workload.completions {
            self.warning(ServiceFault::ParallelismIdle {
                parallelism: workload.parallelism,
                completions: workload.completions,
            });
        }
    }
}

/// An open port says nothing that a second look could say better; a path does.
fn asks_the_same(one: &ProbeSpec, other: &ProbeSpec) -> bool {
    one.kind == "http" && other.kind == "http" && one.path == other.path && one.port == other.port
}
