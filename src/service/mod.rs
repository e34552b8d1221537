//! One complete, typed, valid description of a service: what templates see.
//!
//! It serialises in camelCase; field by field it is the context of the templates.

mod autoscale;
mod build;
mod container;
mod contradiction;
mod delivery;
mod dependency;
mod exception;
mod expose;
mod idle;
mod job;
mod judge;
mod load_balancer;
mod network;
mod place;
mod probe;
mod rights;
mod room;
mod route;
mod runtime;
mod silence;
mod spot;
mod storage;
mod volume;
mod warn;
mod words;
mod workload;

use serde::Serialize;

use crate::cluster::{Cluster, Setting};
use crate::kubernetes::has_field;

pub use autoscale::{Autoscale, Metric};
pub(crate) use build::OBJECT_NAME;
pub use build::{Built, Material, build};
pub use contradiction::{ServiceFault, tree_faults};
pub use delivery::Delivery;
pub use expose::{Door, ExposedHost, ExposedPath, Exposure};
pub use load_balancer::LoadBalancer;
pub use network::{Peer, PortRule, Rule};
pub use place::{Gpu, Pool};
pub use probe::ProbeSpec;
pub use rights::Right;
pub use room::Room;
pub use route::RouteParent;
pub use spot::Spot;
pub use storage::Retention;
pub use workload::Workload;

/// A KEY and VALUE of a container's environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EnvVar {
    /// Its name.
    pub name: String,
    /// Its value, taken as it is.
    pub value: String,
    /// Why kwgen adds it; absent for the owner's own.
    pub why: Option<String>,
}

/// A variable from a Secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecretVar {
    /// Its name.
    pub name: String,
    /// The Secret.
    pub secret: String,
    /// The key in it.
    pub key: String,
}

/// A Secret mounted as files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecretFiles {
    /// The Secret.
    pub name: String,
    /// Where.
    pub path: String,
    /// The volume's name.
    pub volume: String,
}

/// One file of a `ConfigMap`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigFile {
    /// Key in the `ConfigMap`.
    pub key: String,
    /// Its text.
    pub content: String,
    /// Where the container finds it.
    pub path: String,
    /// It is mounted by itself, over one path.
    pub sub_path: bool,
}

/// The `ConfigMap` of a workload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Config {
    /// Its name, with the hash of its content.
    pub name: String,
    /// Where the files without a path of their own are.
    pub mount_path: Option<String>,
    /// Its files.
    pub files: Vec<ConfigFile>,
}

impl Config {
    /// The paths that it is mounted at.
    pub(super) fn mounts(&self) -> impl Iterator<Item = &str> {
        let alone = self.files.iter().filter(|file| file.sub_path);
        self.mount_path
            .as_deref()
            .into_iter()
            .chain(alone.map(|file| file.path.as_str()))
    }
}

/// An emptyDir or hostPath.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VolumePath {
    /// The volume's name.
    pub volume: String,
    /// Where it is mounted.
    pub path: String,
    /// Its size limit (an emptyDir).
    pub size: String,
}

/// A claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// The volume's name.
    pub name: String,
    /// How much.
    pub size: String,
    /// Where it is mounted.
    pub path: String,
    /// The storage class.
    pub class: Option<String>,
    /// The access mode.
    pub mode: String,
}

/// A port of the container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContainerPort {
    /// Its name.
    pub name: String,
    /// Where the container listens.
    pub number: u16,
    /// Where the Service listens.
    pub service: u16,
    /// TCP, UDP or SCTP.
    pub protocol: String,
}

/// The port that is scraped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Metrics {
    /// Its name.
    pub name: String,
    /// Where the container listens.
    pub number: u16,
    /// It is not one of the ports that callers use.
    pub own: bool,
}

/// How pods are replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Strategy {
    /// The old pod ends before the new one starts.
    pub recreate: bool,
    /// How many may be added.
    pub surge: Amount,
    /// How many may be missing.
    pub unavailable: Amount,
}

/// A number, or a percentage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Amount {
    /// Pods.
    Count(i64),
    /// `25%`.
    Share(String),
}

/// How many finished Jobs a `CronJob` keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct History {
    /// That ended well.
    pub successful: i64,
    /// That failed.
    pub failed: i64,
}

/// An exception, as it is written on the object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Accepted {
    /// The rule.
    pub rule: String,
    /// Why, with who said so and until when where that is known.
    pub reason: String,
}

/// A default that may be wrong for this service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Guess {
    /// The workloads it was made for, where that is not the whole service.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub workloads: Vec<String>,
    /// The question.
    pub id: String,
    /// What was taken.
    pub value: String,
    /// Why it may be wrong.
    pub why: String,
    /// How to say it.
    pub flag: String,
}

/// One step of the decision, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionStep {
    /// The node.
    pub id: String,
    /// What was asked.
    pub question: String,
    /// The answer.
    pub answer: bool,
    /// What follows from it.
    pub because: String,
}

/// The decision, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionText {
    /// The way through the tree.
    pub path: Vec<DecisionStep>,
    /// Why the controller is right.
    pub reasons: Vec<String>,
    /// What else to consider.
    pub consider: Vec<String>,
    /// The owner overruled the tree.
    pub forced: bool,
    /// What the tree says to that.
    pub objection: Option<String>,
}

/// What the target version has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(
    clippy::struct_excessive_bools,
    reason = "one flag for each field of the version table"
)]
pub struct Features {
    /// `lifecycle.preStop.sleep`.
    pub sleep_action: bool,
    /// `podFailurePolicy` of a Job.
    pub pod_failure_policy: bool,
    /// `matchLabelKeys` of a spread constraint.
    pub match_label_keys: bool,
    /// `unhealthyPodEvictionPolicy`.
    pub eviction_policy: bool,
    /// `persistentVolumeClaimRetentionPolicy`.
    pub claim_retention: bool,
    /// `recursiveReadOnly` of a mount.
    pub recursive_read_only: bool,
}

impl Features {
    /// What a target version has on by default.
    pub fn of(minor: u16) -> Self {
        let has = |kind: &str, field: &str| has_field(minor, kind, field);
        Self {
            sleep_action: has("LifecycleHandler", "sleep"),
            pod_failure_policy: has("JobSpec", "podFailurePolicy"),
            match_label_keys: has("TopologySpreadConstraint", "matchLabelKeys"),
            eviction_policy: has("PodDisruptionBudgetSpec", "unhealthyPodEvictionPolicy"),
            claim_retention: has("StatefulSetSpec", "persistentVolumeClaimRetentionPolicy"),
            recursive_read_only: has("VolumeMount", "recursiveReadOnly"),
        }
    }
}

/// A service.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// Its name.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// Who is called at night.
    pub owner: String,
    /// The system it belongs to.
    pub part_of: String,
    /// The namespace is this service's own.
    pub own_namespace: bool,
    /// What that namespace has room for.
    pub room: Room,
    /// Who applies it, and from where.
    pub delivery: Delivery,
    /// `kustomize`, or `rendered`: whole manifests.
    pub layout: String,
    /// The storage class that it brings along.
    pub own_class: Option<String>,
    /// The owner has a component in `custom/`.
    pub custom: bool,
    /// The folder that is applied.
    pub folder: String,
    /// The one environment that this is the service of.
    pub environment: Option<String>,
    /// The target version: 35 is 1.35.
    pub minor: u16,
    /// What that version has.
    pub features: Features,
    /// Its workloads.
    pub workloads: Vec<Workload>,
    /// What was guessed.
    pub guesses: Vec<Guess>,
    /// How its workloads are called from outside.
    pub doors: Vec<Door>,
    /// Where it runs, if that is more than one place.
    pub environments: Vec<EnvironmentText>,
}

/// One environment, as the README tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentText {
    /// Its name, and that of its overlay.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// Its Kubernetes version: `1.35`.
    pub version: String,
    /// The storage class that comes along there.
    pub own_class: Option<String>,
    /// The owner's component is applied with it.
    pub custom: bool,
    /// There is an object for the tool that applies it.
    pub delivered: bool,
    /// Its cluster, if one is known.
    pub cluster: Option<String>,
    /// Whether that enforces `NetworkPolicy`; unknown where nobody said.
    pub enforces_policies: Option<bool>,
    /// The namespaces that metrics are scraped from there.
    pub scraper_namespaces: Vec<String>,
    /// The storage classes of its claims, each once.
    pub storage_classes: Vec<String>,
    /// How its workloads are called from outside there.
    pub doors: Vec<Door>,
}

impl EnvironmentText {
    /// What there is to tell of a service in the environment `name`.
    pub fn of(name: &str, service: &Service, setting: &Setting<'_>) -> Self {
        let claims = service.workloads.iter().flat_map(|one| &one.storage);
        let mut storage_classes: Vec<String> = Vec::new();
        for class in claims.filter_map(|claim| claim.class.as_ref()) {
            if !storage_classes.contains(class) {
                storage_classes.push(class.clone());
            }
        }
        Self {
            name: name.to_owned(),
            namespace: service.namespace.clone(),
            version: format!("1.{}", service.minor),
            own_class: service.own_class.clone(),
            custom: service.custom,
            delivered: service.delivery.writes,
            cluster: setting.cluster.map(|one| one.name.clone()),
            enforces_policies: setting.cluster.and_then(Cluster::enforces_policies),
            scraper_namespaces: setting.facts.scraper_namespaces.clone(),
            storage_classes,
            doors: Door::all(&service.workloads),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_is_a_row_of_the_version_table() {
        let has = |minor: u16| {
            let features = Features::of(minor);
            [
                features.sleep_action,
                features.pod_failure_policy,
                features.match_label_keys,
                features.eviction_policy,
                features.claim_retention,
                features.recursive_read_only,
            ]
        };
        assert_eq!(has(25), [false; 6]);
        assert_eq!(has(26), [false, true, false, false, false, false]);
        assert_eq!(has(29), [false, true, true, true, true, false]);
        assert_eq!(has(30), [true, true, true, true, true, false]);
        assert_eq!(has(31), [true; 6]);
    }
}
