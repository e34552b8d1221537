//! What a pack takes for true of a cluster that nobody described, and the
//! numbers its templates are written with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::cluster::Taint;

/// A label that selects pods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelFact {
    /// Key.
    pub key: String,
    /// Value.
    pub value: String,
}

/// The quota of a namespace of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Quota {
    /// Sum of CPU requests.
    pub cpu: String,
    /// Sum of CPU limits.
    pub cpu_limit: String,
    /// Sum of memory requests.
    pub memory: String,
    /// Sum of memory limits.
    pub memory_limit: String,
    /// Number of pods.
    pub pods: String,
    /// The least CPU of one container.
    pub least_cpu: String,
    /// The most CPU of one container.
    pub most_cpu: String,
    /// The most memory of one container.
    pub most_memory: String,
}

/// Disks that cannot be made smaller than a size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeastDisk {
    /// What the names of their storage classes begin with.
    pub class_prefix: String,
    /// What makes them, where a cluster says it of its classes.
    pub provisioner: String,
    /// The least size.
    pub size: String,
}

/// A block of addresses without some in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// The block.
    pub cidr: String,
    /// What is left out.
    pub except: Vec<String>,
}

/// The seconds that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// At least.
    pub least: i64,
    /// At most.
    pub most: i64,
}

/// How often a probe is made, in seconds, and how many failures count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timing {
    /// Seconds between two.
    pub period: i64,
    /// Seconds one may take.
    pub timeout: i64,
    /// Failures in a row that count.
    pub failures: i64,
}

/// The timings of the three probes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timings {
    /// Ready to serve?
    pub readiness: Timing,
    /// Alive?
    pub liveness: Timing,
    /// Started?
    pub startup: Timing,
}

/// Seconds that a pod must have run before it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinReady {
    /// Where a readiness probe says that it is ready.
    pub probed: i64,
    /// Where nothing does.
    pub unprobed: i64,
}

/// How slowly an autoscaler takes pods away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScaleDown {
    /// The share that goes at once, in percent.
    pub share: i64,
    /// Seconds until the next ones may go.
    pub period: i64,
}

/// A label that nodes of one kind have, with one of these values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeLabel {
    /// Key.
    pub key: String,
    /// Values.
    pub values: Vec<String>,
}

/// The end of spot pods that are no pods of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elastic {
    /// Seconds from the notice to their end.
    pub notice: i64,
    /// Seconds in which one should end.
    pub grace: i64,
}

/// Spot nodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpotFacts {
    /// The label that the platform gives them.
    pub label: NodeLabel,
    /// Taints that are tolerated whatever a cluster says.
    pub taints: Vec<Taint>,
    /// Seconds from the notice to the end of a node.
    pub notice: i64,
    /// Seconds in which a pod should end.
    pub grace: i64,
    /// The same of elastic container instances.
    pub elastic: Elastic,
}

/// GPUs of nodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GpuFacts {
    /// What whole ones are called as a resource.
    pub resource: String,
    /// Taints that are tolerated where no cluster says which there are.
    pub taints: Vec<Taint>,
}

/// The facts of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// Namespaces that metrics are scraped from.
    pub scraper_namespaces: Vec<String>,
    /// Namespace of the cluster's DNS.
    pub dns_namespace: String,
    /// Label of its pods.
    pub dns_label: LabelFact,
    /// Block of the DNS cache on each node; none where it is not installed.
    pub node_local_dns: Option<String>,
    /// DNS servers that are no pods.
    #[serde(default)]
    pub dns_cidrs: Vec<String>,
    /// Everything that is not private.
    pub internet: Vec<Block>,
    /// Block of the service that hands out the node's credentials.
    pub metadata_address: String,
    /// Block that CLB checks the health of pods from.
    pub clb_checks: String,
    /// Ingress class of a cluster that nobody described.
    pub ingress_class: String,
    /// Storage class of a claim that names none.
    pub storage_class: String,
    /// Storage classes that make the disk before the pod is placed.
    pub immediate_classes: Vec<String>,
    /// Storage class of a file store, which many nodes mount at once.
    pub file_store_class: String,
    /// Storage classes that wait for the pod, as far as a cluster says it.
    #[serde(default)]
    pub waiting_classes: Vec<String>,
    /// Disks with a least size.
    pub least_disk: LeastDisk,
    /// Namespaces that no service may live in.
    pub shared_namespaces: Vec<String>,
    /// Where Secrets are mounted unless their answer names a path.
    pub secret_root: String,
    /// Seconds a pod goes on serving after it was taken off the Service.
    pub drain_seconds: i64,
    /// How long each kind of load balancer lets a connection be silent.
    pub silence: BTreeMap<String, Span>,
    /// Size of a writable path that names none.
    pub writable_size: String,
    /// User ids up to this one may be users of the node.
    pub low_user: i64,
    /// From this many replicas on an update adds a share of them at once.
    pub many_replicas: i64,
    /// That share.
    pub surge_share: String,
    /// How slowly an autoscaler takes pods away.
    pub scale_down: ScaleDown,
    /// Runtimes that give no memory back which they once took.
    pub keeps_memory: Vec<String>,
    /// Seconds before a pod counts.
    pub min_ready: MinReady,
    /// Timings of probes.
    pub probes: Timings,
    /// Spot nodes.
    pub spot: SpotFacts,
    /// GPUs.
    pub gpu: GpuFacts,
    /// The quota of a namespace of its own.
    pub quota: Quota,
}
