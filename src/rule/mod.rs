//! Rules: checks on objects, one file each, in an explicit list.
//!
//! # The stages of validation
//!
//! Stages 1 and 2 and the single values of stage 3 are judged while a document is decoded:
//! `yaml::decode` asks a `Schema` about every field of every struct by the name k8s-openapi gives it,
//! and `kubernetes::table` answers from data. `required.yaml` and `fields.yaml` are made by
//! `.ci/tables.py` from the public schemas of 1.25 to 1.37, with `gates.yaml` (from when on a field is
//! switched on) and `server.yaml` (where the API server differs from its schemas) laid over them;
//! `values.yaml` says what a field takes. CI makes them again and compares.
//! What concerns several fields or objects is a rule, one file each in `rule`, with a stage, a severity
//! and, where it misses what may live elsewhere, `reaching`: an error in a whole set (`rule::check`), a
//! note in a part of one (`rule::check_part`). `tests/validation` holds sound sets and mutations; a
//! rule without a mutation found at its line and column, or without prose and advice in both languages,
//! fails.
//! A rule may need the node pools of the cluster that the objects are for (`rule::check_on`; none where
//! they are not known): `rule::nodes` is the scheduler as far as labels, taints, required affinity and
//! GPUs go. What a cluster file does not say of a node is taken to fit, and a pool of which it does not
//! say `spot` is neither; one without `gpus` has none, where another has some. What a workload asks of
//! a pool when its answers become a service (architecture, GPUs, the pool by its name) is
//! `service::place::Needs`, for spot nodes too.
//! Outside judges (`.ci/judges.py` over what `.ci/bundles` writes): strict schemas of the target
//! version, checkov, trivy, yamllint, `kubectl kustomize`; what they find and what stays is
//! `.ci/exceptions.yaml`.

mod autoscaler;
mod budget_missing;
mod capabilities;
mod claim_shape;
mod config_data;
mod config_reference;
mod container_names;
mod container_user;
mod disruption_budget;
mod dns_config;
mod duplicate_object;
mod env_names;
mod host_access;
mod http_route;
mod image;
mod ingress;
mod job_deadline;
mod job_shape;
mod labels;
mod limit_range;
mod mounts;
mod namespace;
mod network_policy;
mod network_policy_shape;
mod no_node;
mod nodes;
mod object_name;
mod placement;
mod pod_identity;
mod pod_security;

mod ports;
mod pre_stop;
mod probes;
mod quantities;
mod replicas;
mod resources;
mod restart_policy;
mod role;
mod rolling_update;
mod schedule;
mod secret_in_env;
mod security_shape;
mod selectors;
mod service_account;
mod service_port_closed;
mod service_shape;
mod service_target;
mod set;
mod spot;
mod spread;
mod volume_kinds;
mod volume_shape;

use crate::cluster::NodePool;
use crate::manifest::Object;
use crate::text::Place;

pub use set::Set;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Worth mending.
    Warning,
    /// Stops a write.
    Error,
}

/// What kind of check a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// What the API server would refuse.
    Value,
    /// Objects that do not fit each other.
    Objects,
    /// The hardening contract; its findings can be accepted.
    Hardening,
}

/// A rule's id and level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meta {
    /// Stable, kebab-case.
    pub id: &'static str,
    /// What kind of check it is.
    pub stage: Stage,
    /// How bad its findings are.
    pub severity: Severity,
    /// It misses something that may live outside of the input; in a part of a set that is a note.
    pub reaches: bool,
}

impl Meta {
    const fn new(id: &'static str, stage: Stage, severity: Severity) -> Self {
        Self {
            id,
            stage,
            severity,
            reaches: false,
        }
    }

    const fn reaching(self) -> Self {
        Self {
            reaches: true,
            ..self
        }
    }
}

/// One result of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static str,
    /// How bad.
    pub severity: Severity,
    /// `Deployment payments/payments`.
    pub object: String,
    /// Field path in the object.
    pub path: String,
    /// Where.
    pub place: Place,
    /// The values of its message.
    pub fields: Vec<(&'static str, String)>,
    /// The owner's reason, where it is accepted.
    pub waived: Option<String>,
}

impl Finding {
    /// Whether nothing may be written with it.
    pub fn stops(&self) -> bool {
        self.severity == Severity::Error && self.waived.is_none()
    }

    /// The id of its message in the catalogue.
    pub fn message_id(&self) -> String {
        format!("rule.{}", self.rule)
    }
}

/// A check on objects.
pub trait Rule: Sync {
    /// The ids it reports under.
    fn metas(&self) -> &'static [Meta];
    /// Reports what it finds.
    fn check(&self, set: &Set<'_>, report: &mut Report<'_>);
}

/// Where findings go.
#[derive(Debug)]
pub struct Report<'r> {
    findings: &'r mut Vec<Finding>,
    is_part: bool,
}

impl Report<'_> {
    /// Reports a finding at a field path of an object.
    pub fn add(
        &mut self,
        meta: &Meta,
        object: &Object,
        path: &str,
        fields: Vec<(&'static str, String)>,
    ) {
        let key = format!("kwgen.io/accept.{}", meta.id);
        let annotations = object
            .kind
            .as_ref()
            .and_then(|kind| kind.metadata().annotations.as_ref());
        let waived = if meta.stage == Stage::Hardening {
            annotations
                .and_then(|all| all.get(&key))
                .filter(|reason| !reason.trim().is_empty())
                .cloned()
        } else {
            None
        };
        let severity = if self.is_part && meta.reaches {
            Severity::Info
        } else {
            meta.severity
        };
        self.findings.push(Finding {
            rule: meta.id,
            severity,
            object: object.title(),
            path: path.to_owned(),
            place: object.place(path),
            fields,
            waived,
        });
    }
}

/// The rules in the order they run.
static RULES: &[&dyn Rule] = &[
    &object_name::ObjectName,
    &container_names::ContainerNames,
    &quantities::Quantities,
    &env_names::EnvNames,
    &ports::Ports,
    &volume_shape::VolumeShape,
    &mounts::Mounts,
    &restart_policy::RestartPolicy,
    &security_shape::SecurityShape,
    &pre_stop::PreStop,
    &dns_config::DnsConfig,
    &placement::Placement,
    &rolling_update::RollingUpdate,
    &schedule::ScheduleSyntax,
    &job_shape::JobShape,
    &selectors::Selectors,
    &service_shape::ServiceShape,
    &network_policy_shape::NetworkPolicyShape,
    &ingress::Ingresses,
    &http_route::HttpRoutes,
    &claim_shape::ClaimShape,
    &config_data::ConfigData,
    &limit_range::LimitRanges,
    &disruption_budget::DisruptionBudget,
    &autoscaler::Autoscaler,
    &duplicate_object::DuplicateObject,
    &service_target::ServiceTarget,
    &service_port_closed::ServicePortClosed,
    &config_reference::ConfigReference,
    &pod_identity::PodIdentity,
    &pod_security::PodSecurity,
    &service_account::ServiceAccountToken,
    &role::Roles,
    &host_access::HostAccess,
    &volume_kinds::VolumeKinds,
    &container_user::ContainerUser,
    &capabilities::Capabilities,
    &resources::Resources,
    &image::ImageReference,
    &probes::Probes,
    &secret_in_env::SecretInEnv,
    &labels::Labels,
    &replicas::Replicas,
    &spread::Spread,
    &spot::Spot,
    &no_node::NoNode,
    &budget_missing::BudgetMissing,
    &network_policy::NetworkPolicyMissing,
    &job_deadline::JobDeadline,
    &namespace::NamespaceLabels,
];

/// All ids, in the order of the list.
pub fn ids() -> impl Iterator<Item = &'static str> {
    RULES
        .iter()
        .flat_map(|rule| rule.metas())
        .map(|meta| meta.id)
}

/// All rules' ids and levels.
pub fn metas() -> impl Iterator<Item = &'static Meta> {
    RULES.iter().flat_map(|rule| rule.metas())
}

/// Judges a whole set of objects for a target version: what it refers to and does not hold is
/// not there.
pub fn check(objects: &[Object], minor: u16) -> Vec<Finding> {
    check_on(objects, minor, &[])
}

/// The same, with the node pools of the cluster that they are for.
pub fn check_on(objects: &[Object], minor: u16, pools: &[NodePool]) -> Vec<Finding> {
    let set = Set {
        objects,
        minor,
        pools,
    };
    judge(set, false)
}

/// Judges objects that may be a part of more: what they refer to and do not hold is a note.
pub fn check_part(objects: &[Object], minor: u16) -> Vec<Finding> {
    let set = Set {
        objects,
        minor,
        pools: &[],
    };
    judge(set, true)
}

fn judge(set: Set<'_>, is_part: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut report = Report {
        findings: &mut findings,
        is_part,
    };
    for rule in RULES {
        rule.check(&set, &mut report);
    }
    findings
}
