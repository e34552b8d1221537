//! Claims, and how many replicas can share them.

use serde::Serialize;

use super::build::Builder;
use super::contradiction::ServiceFault;
use super::{Amount, Claim, Features, Strategy};
use crate::decide::Controller;
use crate::pack::Facts;
use crate::value::{Quantity, Storage};

/// What becomes of claims: `Retain` or `Delete`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Retention {
    /// When their replicas go.
    pub scaled: &'static str,
    /// When the `StatefulSet` goes.
    pub deleted: &'static str,
}

impl Builder<'_> {
    /// The claims; a disk that cannot be made so small is a fault.
    pub(super) fn storage(&mut self) -> Vec<Claim> {
        let facts = self.facts();
        let least = Quantity::parse(&facts.least_disk.size).ok();
        let mut claims = Vec::new();
        for text in self.items("storage") {
            let Ok(storage) = Storage::parse(&text) else {
                continue;
            };
            let class = storage
                .class()
                .map_or_else(|| facts.storage_class.clone(), ToString::to_string);
            let is_disk = class.starts_with(&facts.least_disk.class_prefix);
            if is_disk && least.as_ref().is_some_and(|least| storage.size() < least) {
                let fault = ServiceFault::SmallDisk {
                    size: storage.size().to_string(),
                    path: storage.path().to_string(),
                    least: facts.least_disk.size.clone(),
                };
                self.fail("storage", fault);
            }
            if is_disk && storage.mode().ends_with("Many") {
                let fault = ServiceFault::SharedDisk {
                    path: storage.path().to_string(),
                    mode: storage.mode().to_owned(),
                    class: class.clone(),
                    store: facts.file_store_class.clone(),
                };
                self.fail("storage", fault);
            }
            let name = storage.name().to_string();
            if claims.iter().any(|known: &Claim| known.name == name) {
                let fault = ServiceFault::ClaimTwice {
                    name: name.clone(),
                    path: storage.path().to_string(),
                };
                self.fail("storage", fault);
            }
            claims.push(Claim {
                name,
                size: storage.size().to_string(),
                path: storage.path().to_string(),
                class: Some(class),
                mode: storage.mode().to_string(),
            });
        }
        claims
    }

    /// What becomes of the claims of a `StatefulSet`.
    pub(super) fn retention(&mut self) -> Retention {
        let chosen = self.text("claimRetention");
        let (with_replica, with_all) = match chosen.as_str() {
            "scaledDown" => (true, false),
            "delete" => (true, true),
            _ => (false, false),
        };
        let minor = self.minor();
        let can = Features::of(minor).claim_retention;
        if with_replica && !can {
            let fault = ServiceFault::NoClaimRetention {
                chosen,
                version: format!("1.{minor}"),
            };
            self.fail("claimRetention", fault);
        }
        let policy = |deletes: bool| if deletes && can { "Delete" } else { "Retain" };
        Retention {
            scaled: policy(with_replica),
            deleted: policy(with_all),
        }
    }

    /// More than one pod at once and one disk contradict each other; the answer `id` says that there
    /// are up to `pods` of a Deployment.
    pub(super) fn judge_one_disk(
        &mut self,
        controller: Controller,
        storage: &[Claim],
        id: &str,
        pods: Option<i64>,
    ) {
        let (id, at_once) = match controller {
            Controller::Deployment => (id, pods),
            Controller::Job | Controller::CronJob => ("parallelism", self.number("parallelism")),
            Controller::StatefulSet | Controller::DaemonSet => return,
        };
        let single = storage
            .iter()
            .find(|claim| claim.mode.starts_with("ReadWriteOnce"));
        let Some(claim) = single else {
            return;
        };
        let path = claim.path.clone();
        if let Some(pods) = at_once.filter(|pods| *pods > 1) {
            let fault = ServiceFault::OneDisk {
                path: path.clone(),
                id: id.to_owned(),
                pods,
            };
            self.fail(id, fault);
        }
        if controller == Controller::CronJob && self.text("concurrency") == "Allow" {
            self.fail("concurrency", ServiceFault::OneDiskOverlap { path });
        }
    }
}

/// How pods are replaced, of which there are `most`.
pub(super) fn strategy(
    controller: Controller,
    most: Option<i64>,
    storage: &[Claim],
    facts: &Facts,
) -> Strategy {
    let surge = if most.is_some_and(|count| count >= facts.many_replicas) {
        Amount::Share(facts.surge_share.clone())
    } else {
        Amount::Count(1)
    };
    let one_disk = storage
        .iter()
        .any(|claim| claim.mode.starts_with("ReadWriteOnce"));
    Strategy {
        recreate: controller == Controller::Deployment && one_disk,
        surge,
        unavailable: Amount::Count(0),
    }
}
