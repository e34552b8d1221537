//! Claims, and how many replicas can share them.

use serde::Serialize;

use super::autoscale::Pods;
use super::build::Builder;
use super::contradiction::ServiceFault;
use super::{Amount, Claim, Features, Strategy};
use crate::decide::Controller;
use crate::pack::Facts;
use crate::question::Canonical;
use crate::value::{Quantity, Storage, closest};

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
        let setting = self.material.setting;
        let own = self.own_class();
        let mut claims = Vec::new();
        for text in self.items("storage") {
            let Ok(storage) = Storage::parse(&text) else {
                continue;
            };
            let class = storage.class().map(ToString::to_string);
            let own = own.as_ref().filter(|_| class.is_none());
            let class = match own {
                Some(own) => own.clone(),
                None => self.class(class, storage.path().as_str()),
            };
            let least = match own {
                Some(_) => Some(setting.facts.least_disk.size.as_str()),
                None => setting.least_disk(&class),
            };
            if let Some(least) = least
                && Quantity::parse(least).is_ok_and(|least| *storage.size() < least)
            {
                let fault = ServiceFault::SmallDisk {
                    size: storage.size().to_string(),
                    path: storage.path().to_string(),
                    class: class.clone(),
                    least: least.to_owned(),
                };
                self.fail("storage", fault);
            }
            if (own.is_some() || setting.is_disk(&class)) && storage.mode().ends_with("Many") {
                let fault = ServiceFault::SharedDisk {
                    path: storage.path().to_string(),
                    mode: storage.mode().to_owned(),
                    class: class.clone(),
                    store: setting.facts.file_store_class.clone(),
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
        if own.is_some() && !claims.is_empty() && claims.iter().all(|one| one.class != own) {
            self.fail("retainDisks", ServiceFault::RetainsNothing {});
        }
        claims
    }

    /// The class that the service brings along, whose disks stay; a dot keeps the names of services of
    /// different namespaces apart, as neither has one.
    pub(super) fn own_class(&self) -> Option<String> {
        let is_own = self.value("retainDisks") == Canonical::Bool(true);
        is_own.then(|| format!("{}.{}-retain", self.text("namespace"), self.text("name")))
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

    /// The storage class of a claim: the one that its answer names, or that of the cluster.
    fn class(&mut self, named: Option<String>, path: &str) -> String {
        let setting = self.material.setting;
        let Some(cluster) = setting.cluster else {
            return named.unwrap_or_else(|| setting.facts.storage_class.clone());
        };
        let known: Vec<&str> = cluster
            .storage_classes
            .iter()
            .map(|class| class.name.as_str())
            .collect();
        let (class, fault) = match named {
            Some(class) if setting.has_class(&class) => return class,
            Some(class) => {
                let fault = ServiceFault::UnknownClass {
                    suggestion: closest(&class, known.iter().copied())
                        .unwrap_or_default()
                        .to_owned(),
                    class: class.clone(),
                    cluster: cluster.name.clone(),
                    known: known.join(", "),
                };
                (class, fault)
            }
            None => match setting.default_class() {
                Some(class) => return class.to_owned(),
                None => (
                    setting.facts.storage_class.clone(),
                    ServiceFault::NoDefaultClass {
                        path: path.to_owned(),
                        cluster: cluster.name.clone(),
                        known: known.join(", "),
                    },
                ),
            },
        };
        self.fail("storage", fault);
        class
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

/// How pods are replaced. One with a GPU makes room for its successor where others serve meanwhile: a
/// pool of GPUs has none to spare, and the update would wait for ever.
pub(super) fn strategy(
    controller: Controller,
    pods: &Pods,
    storage: &[Claim],
    has_gpu: bool,
    facts: &Facts,
) -> Strategy {
    let most = pods.most();
    let gives_way = has_gpu && pods.fewest().is_some_and(|count| count > 1);
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
        surge: if gives_way { Amount::Count(0) } else { surge },
        unavailable: Amount::Count(i64::from(gives_way)),
    }
}
