//! One workload of a service.

use serde::Serialize;

use super::{
    Accepted, Autoscale, Claim, Config, ContainerPort, DecisionText, EnvVar, Exposure, Gpu,
    History, LoadBalancer, Metrics, Pool, ProbeSpec, Retention, Right, Rule, SecretFiles,
    SecretVar, Spot, Strategy, VolumePath,
};
use crate::cluster::Taint;
use crate::decide::Controller;

/// A workload: one controller with one container.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is one fact that templates ask for by name"
)]
pub struct Workload {
    /// Its key in `workloads:`.
    pub id: String,
    /// The name of its objects.
    pub name: String,
    /// What its files' names start with.
    pub prefix: String,
    /// The part it plays.
    pub component: String,
    /// What runs it.
    pub controller: Controller,
    /// Its pods are meant to run for ever.
    pub long_running: bool,
    /// Its pods run to an end.
    pub runs_to_end: bool,
    /// Why that controller.
    pub decision: DecisionText,
    /// The whole reference.
    pub image: String,
    /// The last part of the repository.
    pub image_name: String,
    /// The reference has a digest.
    pub digest: bool,
    /// Secrets to pull with.
    pub image_pull_secrets: Vec<String>,
    /// Replaces the image's ENTRYPOINT.
    pub command: Vec<String>,
    /// Replaces the image's CMD.
    pub args: Vec<String>,
    /// Its environment.
    pub env: Vec<EnvVar>,
    /// Its environment from Secrets.
    pub secret_env: Vec<SecretVar>,
    /// Its `ConfigMap`.
    pub config: Option<Config>,
    /// Its Secrets, as files.
    pub secrets: Vec<SecretFiles>,
    /// User id.
    pub user: i64,
    /// Group id.
    pub group: i64,
    /// Group of mounted volumes: never root's.
    pub fs_group: i64,
    /// emptyDirs.
    pub writable_paths: Vec<VolumePath>,
    /// Paths of the node, read-only.
    pub host_paths: Vec<VolumePath>,
    /// Seconds from SIGTERM to SIGKILL.
    pub grace: i64,
    /// Seconds that a pod goes on serving after it was taken off the Service; 0 = none.
    pub drain: i64,
    /// The ports that callers use.
    pub ports: Vec<ContainerPort>,
    /// Callers reach the pod of their own node only.
    pub node_local: bool,
    /// The port that is scraped.
    pub metrics: Option<Metrics>,
    /// How it is called from outside the cluster, if it is.
    pub exposure: Option<Exposure>,
    /// A load balancer of its own, if it has one.
    pub load_balancer: Option<LoadBalancer>,
    /// The connections that its `NetworkPolicy` judges: `both`, `ingress` or `off`.
    pub network_policy: String,
    /// Who may call.
    pub ingress: Vec<Rule>,
    /// Whom it may call.
    pub egress: Vec<Rule>,
    /// Ready to serve?
    pub readiness: Option<ProbeSpec>,
    /// Alive?
    pub liveness: Option<ProbeSpec>,
    /// Started?
    pub startup: Option<ProbeSpec>,
    /// What its nodes are: `amd64`, `arm64` or `both`; absent where nothing is said.
    pub architecture: Option<String>,
    /// Its `PriorityClass`.
    pub priority_class: Option<String>,
    /// How it uses spot nodes; absent where it does not.
    pub spot: Option<Spot>,
    /// The GPUs of each pod, if it has any.
    pub gpu: Option<Gpu>,
    /// The node pool that its pods run on, if they run on no other.
    pub pool: Option<Pool>,
    /// The taints of the nodes with these, as far as `spot` does not have them.
    pub taints: Vec<Taint>,
    /// The RAM role whose credentials its pods get.
    pub ram_role: Option<String>,
    /// What its pods may do in the Kubernetes API.
    pub rights: Vec<Right>,
    /// How many, where that is a fixed number.
    pub replicas: Option<i64>,
    /// What decides how many otherwise.
    pub autoscale: Option<Autoscale>,
    /// The fewest pods of a Deployment or `StatefulSet` at any time.
    pub fewest: Option<i64>,
    /// The most, but for an update.
    pub most: Option<i64>,
    /// How they are replaced.
    pub strategy: Strategy,
    /// One after the other (a `StatefulSet`).
    pub ordered: bool,
    /// It has a `PodDisruptionBudget`.
    pub disruption_budget: bool,
    /// Requested CPU.
    pub cpu: String,
    /// Limit of CPU.
    pub cpu_limit: String,
    /// Request and limit of memory.
    pub memory: String,
    /// Request and limit of local disk.
    pub ephemeral_storage: String,
    /// Its claims.
    pub storage: Vec<Claim>,
    /// The storage class that the service brings along for them.
    pub own_class: Option<String>,
    /// What becomes of them (a `StatefulSet`).
    pub retention: Retention,
    /// When (a `CronJob`).
    pub schedule: Option<String>,
    /// In which time zone.
    pub time_zone: Option<String>,
    /// When a run still goes on.
    pub concurrency: String,
    /// Seconds in which a missed run may still start.
    pub start_deadline: Option<i64>,
    /// Seconds a run may take.
    pub deadline: Option<i64>,
    /// How often a run is tried again.
    pub retries: i64,
    /// How many pods must succeed.
    pub completions: i64,
    /// How many at once.
    pub parallelism: i64,
    /// Each pod has an index.
    pub indexed: bool,
    /// Finished runs kept.
    pub history: History,
    /// Seconds a finished Job is kept.
    pub ttl: Option<i64>,
    /// Who applies it (a Job: nothing else depends on that).
    pub delivery: String,
    /// The name of the Job.
    pub job_name: String,
    /// Exceptions.
    pub accepted: Vec<Accepted>,
}
