//! Spot nodes: what the pods of a workload tolerate, which nodes they ask for, and where they cannot.

use serde::Serialize;

use super::Workload;
use super::build::Builder;
use super::contradiction::ServiceFault;
use super::place::{Needs, add as add_taints};
use crate::cluster::{Cluster, Cni, NodePool, Taint};
use crate::decide::Controller;
use crate::pack::NodeLabel;

/// The question.
const SPOT: &str = "spot";
/// The rule that a `StatefulSet` on spot nodes breaks.
const STATEFUL_ON_SPOT: &str = "stateful-on-spot";

/// How the pods of a workload use spot nodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// They run nowhere else.
    pub required: bool,
    /// They are elastic container instances, which are bought as such and chosen by no node.
    pub elastic: bool,
    /// Seconds from the notice to their end.
    pub notice: i64,
    /// Seconds in which one should end.
    pub fits: i64,
    /// The taints of spot nodes that they tolerate: those of the pack, then the cluster's.
    pub taints: Vec<Taint>,
    /// The labels that tell spot nodes from others: that of the platform, then those of the cluster's
    /// pools, which an autoscaler knows of a pool without nodes.
    pub labels: Vec<NodeLabel>,
    /// The spot pools of the cluster that they can run on.
    pub pools: Vec<String>,
}

impl Builder<'_> {
    /// What the answer asks for; `None` where it asks for nothing.
    pub(super) fn spot(&mut self, needs: &Needs<'_>) -> Option<Spot> {
        let answer = self.text(SPOT);
        let required = answer == "require";
        if self.decision.controller == Controller::DaemonSet || !(required || answer == "prefer") {
            return None;
        }
        let facts = &self.facts().spot;
        let cni = self.material.setting.cluster.and_then(|one| one.cni);
        if cni == Some(Cni::Eci) {
            return Some(Spot {
                required,
                elastic: true,
                notice: facts.elastic.notice,
                fits: facts.elastic.grace,
                taints: Vec::new(),
                labels: Vec::new(),
                pools: Vec::new(),
            });
        }
        if let Some(cluster) = self.material.setting.cluster
            && cni == Some(Cni::Acs)
        {
            let cluster = cluster.name.clone();
            self.fail(SPOT, ServiceFault::SpotOnAcs { cluster });
            return None;
        }
        let mut taints = facts.taints.clone();
        let mut labels = vec![facts.label.clone()];
        let cluster = self.material.setting.cluster;
        let pools: Vec<&NodePool> = cluster.map_or_else(Vec::new, |cluster| {
            let all = cluster.node_pools.iter();
            all.filter(|pool| pool.spot == Some(true) && needs.fit(pool))
                .collect()
        });
        for pool in &pools {
            add_taints(&mut taints, &pool.taints);
            let is_spot = |one: &NodePool| one.spot == Some(true);
            let own = cluster.and_then(|cluster| own_label(cluster, pool, &is_spot));
            if let Some((key, value)) = own {
                add(&mut labels, key, value);
            }
        }
        if let Some(cluster) = cluster {
            // A pool that is named is judged as such.
            if needs.pool.is_none() {
                self.judge_pools(cluster, required, &pools);
            }
        } else if required {
            self.warning(ServiceFault::SpotUnknown {
                label: self.facts().spot.label.key.clone(),
            });
        }
        Some(Spot {
            required,
            elastic: false,
            notice: self.facts().spot.notice,
            fits: self.facts().spot.grace,
            taints,
            labels,
            pools: pools.iter().map(|pool| pool.name.clone()).collect(),
        })
    }

    /// What the pools of the cluster do not have.
    fn judge_pools(&mut self, cluster: &Cluster, required: bool, pools: &[&NodePool]) {
        let name = cluster.name.clone();
        let known: Vec<&str> = cluster
            .node_pools
            .iter()
            .map(|pool| pool.name.as_str())
            .collect();
        let known = known.join(", ");
        let others = cluster.node_pools.iter();
        let others = others.filter(|pool| pool.spot == Some(true));
        let others: Vec<&str> = others.map(|pool| pool.name.as_str()).collect();
        let others = others.join(", ");
        if pools.is_empty() && required {
            let fault = ServiceFault::NoSpotPool {
                cluster: name,
                known,
                others,
            };
            self.fail(SPOT, fault);
        } else if pools.is_empty() && !known.is_empty() {
            self.warning(ServiceFault::SpotIdle {
                cluster: name,
                known,
                others,
            });
        } else if !required && !pools.is_empty() && pools.len() == cluster.node_pools.len() {
            self.warning(ServiceFault::SpotOnly { cluster: name });
        }
    }

    /// Members of a set, and an end that a node which is called back does not wait for.
    pub(super) fn judge_spot(&mut self, workload: &Workload) {
        let Some(spot) = &workload.spot else {
            return;
        };
        if workload.controller == Controller::StatefulSet && !self.is_accepted(STATEFUL_ON_SPOT) {
            let name = workload.name.clone();
            self.fail(SPOT, ServiceFault::SpotStateful { name });
        }
        let (grace, notice, fits) = (workload.grace, spot.notice, spot.fits);
        if grace > notice {
            let fault = ServiceFault::SpotGrace {
                grace,
                notice,
                fits,
            };
            self.fail("grace", fault);
        } else if grace > fits {
            self.warning(ServiceFault::SpotSlowEnd {
                grace,
                notice,
                fits,
            });
        }
    }
}

impl Spot {
    /// What comes from the cluster into the pod, in one text: the pod of a Job cannot be changed, so
    /// its name follows from this too.
    pub(super) fn of_cluster(&self, known: &[Taint]) -> Vec<String> {
        let taints = self.taints.iter().filter(|taint| !known.contains(taint));
        let taints = taints.map(ToString::to_string);
        let labels = self.labels.iter().skip(1);
        let elastic = self.elastic.then(|| "elastic".to_owned());
        taints
            .chain(elastic)
            .chain(labels.map(|label| format!("{}={}", label.key, label.values.join(","))))
            .collect()
    }
}

/// The label of a pool that only nodes of its kind have: one that is named like a taint of the pool,
/// else the one that most pools share, else the first.
pub(super) fn own_label<'c>(
    cluster: &'c Cluster,
    pool: &'c NodePool,
    is_of_kind: &dyn Fn(&NodePool) -> bool,
) -> Option<(&'c str, &'c str)> {
    let pools = || cluster.node_pools.iter();
    let has = |one: &NodePool, key: &str, value: &str| {
        one.labels.get(key).map(String::as_str) == Some(value)
    };
    let labels = pool
        .labels
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .filter(|(key, value)| pools().all(|one| is_of_kind(one) || !has(one, key, value)));
    // Of equals the last is taken, so the order is turned round.
    let labels: Vec<(&str, &str)> = labels.collect();
    labels.into_iter().rev().max_by_key(|(key, value)| {
        let is_tainted = pool.taints.iter().any(|taint| taint.key == *key);
        let shared = pools().filter(|one| has(one, key, value)).count();
        (is_tainted, shared)
    })
}

/// Adds a value of a label, each once.
fn add(labels: &mut Vec<NodeLabel>, key: &str, value: &str) {
    let at = labels.iter().position(|label| label.key == key);
    let at = at.unwrap_or_else(|| {
        labels.push(NodeLabel {
            key: key.to_owned(),
            values: Vec::new(),
        });
        labels.len() - 1
    });
    if let Some(label) = labels.get_mut(at)
        && !label.values.iter().any(|known| known == value)
    {
        label.values.push(value.to_owned());
    }
}
