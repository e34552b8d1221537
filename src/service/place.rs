//! Which nodes a workload must have: GPUs, and a node pool that its answers name.

use serde::Serialize;

use super::build::Builder;
use super::contradiction::ServiceFault;
use super::spot::own_label;
use super::{Spot, Workload};
use crate::cluster::{Cluster, Cni, NodePool, Taint};
use crate::decide::Controller;
use crate::pack::LabelFact;
use crate::value::closest;

const GPU: &str = "gpu";
const POOL: &str = "pool";

/// The GPUs of each pod.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gpu {
    /// How many.
    pub count: i64,
    /// What they are called as a resource.
    pub resource: String,
    /// The pools of the cluster that have as many in one node.
    pub pools: Vec<String>,
}

/// The node pool that pods run on, and on no other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pool {
    /// Its name in the cluster file.
    pub name: String,
    /// The labels that its nodes have and no others.
    pub labels: Vec<LabelFact>,
}

/// What the answers ask of a node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Needs<'n> {
    pub(super) architecture: Option<&'n str>,
    pub(super) gpus: i64,
    pub(super) pool: Option<&'n NodePool>,
}

/// The processors of a pool and those of an image that is not built for them.
fn other_processors<'a>(
    pool: &NodePool,
    architecture: Option<&'a str>,
) -> Option<(&'static str, &'a str)> {
    let (its, own) = (pool.architecture?.word(), architecture?);
    (matches!(own, "amd64" | "arm64") && its != own).then_some((its, own))
}

impl Needs<'_> {
    /// Whether the nodes of a pool have all of it, as far as is known.
    pub(super) fn fit(&self, pool: &NodePool) -> bool {
        let is_built = other_processors(pool, self.architecture).is_none();
        let is_named = self.pool.is_none_or(|one| one.name == pool.name);
        is_built && is_named && pool.gpus >= self.gpus
    }
}

/// The nodes that pods run on.
pub(super) struct Nodes {
    pub(super) spot: Option<Spot>,
    pub(super) gpu: Option<Gpu>,
    pub(super) pool: Option<Pool>,
    /// The taints to be tolerated, but for those of spot nodes.
    pub(super) taints: Vec<Taint>,
}

impl<'m> Builder<'m> {
    /// What the answers ask of nodes.
    pub(super) fn nodes(&mut self, architecture: Option<&str>) -> Nodes {
        let named = self.named_pool(architecture);
        let needs = Needs {
            architecture,
            gpus: self.number(GPU).unwrap_or_default(),
            pool: named,
        };
        let spot = self.spot(&needs);
        let (gpu, taints) = self.gpu(&needs, spot.is_some()).unzip();
        let pool = self.pool(named);
        let mut taints = taints.unwrap_or_default();
        add(&mut taints, named.map_or(&[], |one| &one.taints));
        // An agent tolerates every taint.
        let is_agent = self.decision.controller == Controller::DaemonSet;
        taints.retain(|taint| {
            let is_known = spot.iter().any(|spot| spot.taints.contains(taint));
            !is_known && !is_agent
        });
        Nodes {
            spot,
            gpu,
            pool,
            taints,
        }
    }

    /// The pool that is named, if the cluster has it.
    fn named_pool(&mut self, architecture: Option<&str>) -> Option<&'m NodePool> {
        let name = self.optional(POOL)?;
        let Some(cluster) = self.material.setting.cluster else {
            self.fail(POOL, ServiceFault::PoolOfNoCluster { name });
            return None;
        };
        let pools = || cluster.node_pools.iter();
        let names = || pools().map(|pool| pool.name.as_str());
        let Some(pool) = pools().find(|pool| pool.name == name) else {
            let fault = ServiceFault::UnknownPool {
                suggestion: closest(&name, names()).unwrap_or_default().to_owned(),
                name,
                cluster: cluster.name.clone(),
                known: names().collect::<Vec<_>>().join(", "),
            };
            self.fail(POOL, fault);
            return None;
        };
        if let Some((its, own)) = other_processors(pool, architecture) {
            let fault = ServiceFault::PoolArchitecture {
                name: name.clone(),
                its: its.to_owned(),
                own: own.to_owned(),
            };
            self.fail(POOL, fault);
        }
        let said = self.text("spot");
        let wrong = match (pool.spot, said.as_str()) {
            // A wish among nodes of one kind is none, and a demand for another kind fits nowhere.
            (Some(false), "prefer" | "require") | (Some(true), "prefer") => true,
            (Some(true), "require") | (Some(false) | None, _) => false,
            (Some(true), _) => self.decision.controller != Controller::DaemonSet,
        };
        if wrong {
            let fault = ServiceFault::PoolSpot {
                name,
                is_spot: pool.spot == Some(true),
                said,
            };
            self.fail(POOL, fault);
        }
        Some(pool)
    }

    /// How its nodes are told from others.
    fn pool(&mut self, named: Option<&NodePool>) -> Option<Pool> {
        let (pool, cluster) = (named?, self.material.setting.cluster?);
        let labels = marks(cluster, pool);
        if labels.is_empty() {
            let fault = ServiceFault::PoolUnmarked {
                name: pool.name.clone(),
                cluster: cluster.name.clone(),
            };
            self.fail(POOL, fault);
        }
        if self.decision.controller == Controller::DaemonSet {
            let name = pool.name.clone();
            self.warning(ServiceFault::PoolOfAgents { name });
        }
        Some(Pool {
            name: pool.name.clone(),
            labels,
        })
    }

    /// The GPUs, and the taints of the nodes that have them.
    fn gpu(&mut self, needs: &Needs<'_>, on_spot: bool) -> Option<(Gpu, Vec<Taint>)> {
        let count = Some(needs.gpus).filter(|count| *count > 0)?;
        let facts = &self.facts().gpu;
        let gpu = |pools: Vec<String>| Gpu {
            count,
            resource: facts.resource.clone(),
            pools,
        };
        let Some(cluster) = self.material.setting.cluster else {
            return Some((gpu(Vec::new()), facts.taints.clone()));
        };
        if let Some(cni @ (Cni::Eci | Cni::Acs)) = cluster.cni {
            let fault = ServiceFault::GpuVirtual {
                cluster: cluster.name.clone(),
                kind: cni.word().to_uppercase(),
            };
            self.fail(GPU, fault);
            return None;
        }
        let pools: Vec<&NodePool> = cluster
            .node_pools
            .iter()
            .filter(|pool| match needs.pool {
                Some(named) => named.name == pool.name && pool.gpus >= count,
                None => needs.fit(pool) && (on_spot || pool.spot != Some(true)),
            })
            .collect();
        if pools.is_empty() {
            let all = cluster.node_pools.iter();
            let known: Vec<String> = all
                .filter(|pool| pool.gpus > 0)
                .map(|pool| format!("{} ({})", pool.name, pool.gpus))
                .collect();
            let fault = ServiceFault::NoGpuPool {
                cluster: cluster.name.clone(),
                count,
                known: known.join(", "),
                pool: needs.pool.map_or_else(String::new, |one| one.name.clone()),
            };
            self.fail(GPU, fault);
        }
        let mut taints: Vec<Taint> = Vec::new();
        for pool in &pools {
            add(&mut taints, &pool.taints);
        }
        let names = pools.iter().map(|pool| pool.name.clone()).collect();
        Some((gpu(names), taints))
    }

    /// What is worth a warning of pods with GPUs.
    pub(super) fn warn_of_gpus(&mut self, workload: &Workload) {
        let Some(gpu) = &workload.gpu else {
            return;
        };
        let surges = workload.controller == Controller::Deployment && !workload.strategy.recreate;
        if surges && workload.fewest == Some(1) {
            self.warning(ServiceFault::GpuToSpare { count: gpu.count });
        }
        if workload.autoscale.is_some() {
            self.warning(ServiceFault::GpuLoad {});
        }
    }
}

/// Adds taints, each once.
pub(super) fn add(all: &mut Vec<Taint>, more: &[Taint]) {
    for taint in more {
        if !all.contains(taint) {
            all.push(taint.clone());
        }
    }
}

/// The labels that only the nodes of a pool have: one by itself, else all of them together.
fn marks(cluster: &Cluster, pool: &NodePool) -> Vec<LabelFact> {
    let others = || {
        cluster
            .node_pools
            .iter()
            .filter(|one| one.name != pool.name)
    };
    let label = |(key, value): (&str, &str)| LabelFact {
        key: key.to_owned(),
        value: value.to_owned(),
    };
    if let Some(own) = own_label(cluster, pool, &|one| one.name == pool.name) {
        return vec![label(own)];
    }
    let has_all = |one: &NodePool| {
        let mut labels = pool.labels.iter();
        labels.all(|(key, value)| one.labels.get(key) == Some(value))
    };
    if others().any(has_all) {
        return Vec::new();
    }
    let all = pool.labels.iter();
    all.map(|(key, value)| label((key, value))).collect()
}
