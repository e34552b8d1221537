//! What is known of one cluster, as its file says it. Names, labels and sizes were judged when the
//! file was read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::value::{Cidr, GatewayRef, Minor, Protocol, ZoneSwitch};

/// A network plugin of ACK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cni {
    /// Terway with shared ENIs.
    Terway,
    /// Terway with one ENI for each pod.
    TerwayExclusive,
    /// Flannel.
    Flannel,
    /// All pods are ECI.
    Eci,
    /// All pods are ACS.
    Acs,
    /// Any other.
    Other,
}

impl Cni {
    /// Whether it can never enforce a `NetworkPolicy`, whatever is switched on.
    pub const fn never_enforces(self) -> bool {
        matches!(self, Self::TerwayExclusive | Self::Flannel)
    }

    /// Its word in the file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Terway => "terway",
            Self::TerwayExclusive => "terway-exclusive",
            Self::Flannel => "flannel",
            Self::Eci => "eci",
            Self::Acs => "acs",
            Self::Other => "other",
        }
    }
}

/// What a taint does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(
    clippy::enum_variant_names,
    missing_docs,
    reason = "the words of the API"
)]
pub enum Effect {
    NoSchedule,
    PreferNoSchedule,
    NoExecute,
}

impl Effect {
    /// The word of the API.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoSchedule => "NoSchedule",
            Self::PreferNoSchedule => "PreferNoSchedule",
            Self::NoExecute => "NoExecute",
        }
    }
}

/// A taint of the nodes of a pool.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taint {
    /// Its key.
    pub key: String,
    /// Its value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What it does.
    pub effect: Effect,
}

/// As kubectl writes it.
impl std::fmt::Display for Taint {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.key)?;
        if let Some(value) = &self.value {
            write!(out, "={value}")?;
        }
        write!(out, ":{}", self.effect.word())
    }
}

/// The processors of nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the words of the label kubernetes.io/arch")]
pub enum Architecture {
    Amd64,
    Arm64,
}

impl Architecture {
    /// Its word in the label `kubernetes.io/arch`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Amd64 => "amd64",
            Self::Arm64 => "arm64",
        }
    }
}

/// A pool of nodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct NodePool {
    /// A name for people.
    pub name: String,
    /// Labels that all its nodes have.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// Its taints.
    #[serde(default)]
    pub taints: Vec<Taint>,
    /// Whether its nodes are spot instances; unknown where it is not said.
    #[serde(default)]
    pub spot: Option<bool>,
    /// Its processors.
    #[serde(default)]
    pub architecture: Option<Architecture>,
    /// Its zones.
    #[serde(default)]
    pub zones: Vec<String>,
    /// Its instance types.
    #[serde(default)]
    pub instance_types: Vec<String>,
    /// The GPUs of each of its nodes; none where it is not said.
    #[serde(default)]
    pub gpus: i64,
}

/// When a volume is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the words of the API")]
pub enum Binding {
    WaitForFirstConsumer,
    Immediate,
}

/// What becomes of a volume whose claim is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the words of the API")]
pub enum Reclaim {
    Delete,
    Retain,
}

/// A storage class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StorageClass {
    /// Its name.
    pub name: String,
    /// A claim that names none gets it.
    #[serde(default)]
    pub default: bool,
    /// What makes its volumes.
    #[serde(default)]
    pub provisioner: Option<String>,
    /// When a volume is made.
    #[serde(default)]
    pub binding: Option<Binding>,
    /// Whether a claim can grow.
    #[serde(default)]
    pub expandable: Option<bool>,
    /// What becomes of the data.
    #[serde(default)]
    pub reclaim: Option<Reclaim>,
    /// The least size of a claim.
    #[serde(default)]
    pub minimum: Option<String>,
}

/// What serves an ingress class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IngressKind {
    /// The ALB Ingress controller.
    Alb,
    /// ingress-nginx.
    Nginx,
    /// Any other.
    Other,
}

impl IngressKind {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Alb => "alb",
            Self::Nginx => "nginx",
            Self::Other => "other",
        }
    }
}

/// Where a load balancer has an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reachable {
    /// In the private network only.
    Internal,
    /// On the internet.
    Internet,
}

impl Reachable {
    /// What an answer asks for; `None` where it asks for no address at all.
    pub(crate) fn of(answer: &str) -> Option<Self> {
        [Self::Internal, Self::Internet]
            .into_iter()
            .find(|one| one.word() == answer)
    }

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Internet => "internet",
        }
    }
}

/// An ingress class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IngressClass {
    /// Its name.
    pub name: String,
    /// What serves it.
    pub kind: IngressKind,
    /// An Ingress that names none gets it.
    #[serde(default)]
    pub default: bool,
    /// Where its load balancer has an address; unknown where it is not said.
    #[serde(default)]
    pub address: Option<Reachable>,
    /// The pods that call services for it.
    #[serde(default)]
    pub callers: Vec<String>,
    /// For how many seconds it waits for an answer; unknown where it is not said.
    #[serde(default, rename = "requestTimeout")]
    pub request_timeout: Option<u32>,
}

/// A Gateway of the Gateway API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gateway {
    /// Where it is, and the listener for routes.
    pub name: GatewayRef,
    /// What serves it.
    pub kind: IngressKind,
    /// Where it has an address; unknown where it is not said.
    #[serde(default)]
    pub address: Option<Reachable>,
    /// The pods that call services for it.
    #[serde(default)]
    pub callers: Vec<String>,
}

/// The addresses that load balancers call pods from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LoadBalancerRanges {
    /// The vSwitches of ALB.
    pub alb: Vec<Cidr>,
    /// The clients of NLB.
    pub nlb: Vec<Cidr>,
    /// The range that CLB checks from.
    pub clb: Vec<Cidr>,
}

/// One target of a named dependency: addresses, an app, or pods with labels; the others are empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its addresses.
    #[serde(default)]
    pub cidrs: Vec<Cidr>,
    /// Its `app.kubernetes.io/name`.
    #[serde(default)]
    pub app: Option<String>,
    /// The labels of its pods.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// The namespace of its pods.
    #[serde(default)]
    pub namespace: Option<String>,
    /// Its port.
    pub port: u16,
    /// Its protocol.
    #[serde(default)]
    pub protocol: Protocol,
}

/// The facts about one cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Cluster {
    /// The form of its file.
    pub api_version: String,
    /// Its name.
    #[serde(rename = "cluster")]
    pub name: String,
    /// Its version.
    #[serde(default)]
    pub kubernetes_version: Option<Minor>,
    /// Its network plugin.
    #[serde(default)]
    pub cni: Option<Cni>,
    /// Whether that plugin enforces `NetworkPolicy`, as its file says; see [`Self::enforces_policies`].
    #[serde(default)]
    pub network_policy: Option<bool>,
    /// Its node pools.
    #[serde(default)]
    pub node_pools: Vec<NodePool>,
    /// Its storage classes; empty where its file does not list them.
    #[serde(default)]
    pub storage_classes: Vec<StorageClass>,
    /// Its ingress classes.
    #[serde(default)]
    pub ingress_classes: Vec<IngressClass>,
    /// Its Gateways.
    #[serde(default)]
    pub gateways: Vec<Gateway>,
    /// The addresses of its load balancers.
    #[serde(default)]
    pub load_balancer_ranges: LoadBalancerRanges,
    /// The zones with vSwitches in which an NLB may have its addresses.
    #[serde(default)]
    pub load_balancer_zones: Vec<ZoneSwitch>,
    /// DNS servers that are no pods of it.
    #[serde(default)]
    pub dns_cidrs: Vec<Cidr>,
    /// The DNS cache on each node: a block, or the word `none`.
    #[serde(default)]
    pub node_local_dns: Option<String>,
    /// The namespaces that metrics are scraped from.
    #[serde(default)]
    pub scraper_namespaces: Vec<String>,
    /// What services call, by name.
    #[serde(default)]
    pub dependencies: BTreeMap<String, Vec<Target>>,
    /// Whether its scheduler knows `ResourcePolicy`.
    #[serde(default)]
    pub resource_policy: Option<bool>,
    /// The sha256 of its file, with LF at the ends of lines.
    #[serde(default, skip_deserializing)]
    pub digest: String,
}

impl Cluster {
    /// Whether it enforces `NetworkPolicy`; `None` where nobody said.
    pub fn enforces_policies(&self) -> Option<bool> {
        if self.cni.is_some_and(Cni::never_enforces) {
            return Some(false);
        }
        self.network_policy
    }

    /// The names of its dependencies, sorted.
    pub fn dependency_names(&self) -> impl Iterator<Item = &str> {
        self.dependencies.keys().map(String::as_str)
    }
}
