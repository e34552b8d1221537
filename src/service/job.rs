//! What a Job adds: a name that says what it runs, and a history.

use super::build::{Builder, OBJECT_NAME};
use super::{History, Workload};
use crate::bundle::short_hash;
use crate::decide::Controller;
use crate::question::Change;

impl Builder<'_> {
    /// A Job cannot be changed, so its name says what it runs: the answers that make its pod, and
    /// nothing that a newer kwgen may write otherwise. A question that is new has therefore no default,
    /// unless it does not apply to a Job: every Job would get another name, and run again.
    pub(super) fn job_name(&self, workload: &Workload) -> String {
        if workload.controller != Controller::Job || workload.delivery == "argocd" {
            return workload.name.clone();
        }
        let questions = &self.material.pack.questions.questions;
        let mut canonical: Vec<String> = questions
            .iter()
            .zip(&self.material.resolved.answers)
            // It stands before the hash, and is pinned to keep the whole name as it is.
            .filter(|(question, _)| question.change != Change::Free && question.id != OBJECT_NAME)
            .filter_map(|(question, answer)| Some((question, answer.as_ref()?)))
            .map(|(question, answer)| format!("{}\0{}", question.id, answer.value.to_text()))
            .collect();
        // What the pod of a Job has from its cluster cannot be changed in it either.
        let spot = workload.spot.iter();
        canonical.extend(spot.flat_map(|spot| spot.of_cluster(&self.facts().spot.taints)));
        let known = &self.facts().gpu.taints;
        let taints = workload.taints.iter().filter(|one| !known.contains(one));
        canonical.extend(taints.map(ToString::to_string));
        let labels = workload.pool.iter().flat_map(|pool| &pool.labels);
        canonical.extend(labels.map(|label| format!("{}={}", label.key, label.value)));
        canonical.sort_unstable();
        let canonical = canonical.join("\0");
        format!("{}-{}", workload.name, short_hash(canonical.as_bytes()))
    }
}

pub(super) fn history(text: &str) -> History {
    let (successful, failed) = text.split_once('/').unwrap_or(("3", "3"));
    History {
        successful: successful.parse().unwrap_or(3),
        failed: failed.parse().unwrap_or(3),
    }
}
