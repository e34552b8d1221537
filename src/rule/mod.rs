//! Rules: checks on objects, one file each, in an explicit list.

mod budget_missing;
mod capabilities;
mod claim_shape;
mod container_user;
mod disruption_budget;
mod duplicate_object;
mod env_names;
mod host_access;
mod image;
mod job_deadline;
mod labels;
mod mounts;
mod namespace;
mod network_policy;
mod network_policy_shape;
mod object_name;
mod ports;
mod probes;
mod quantities;
mod replicas;
mod resources;
mod restart_policy;
mod rolling_update;
mod schedule;
mod secret_in_env;
mod selectors;
mod service_account;
mod service_target;
mod spread;
mod volume_kinds;

use crate::manifest::{Kind, Object, PodView};
use crate::text::Place;

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
}

impl Meta {
    const fn new(id: &'static str, stage: Stage, severity: Severity) -> Self {
        Self {
            id,
            stage,
            severity,
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

/// The objects under judgement.
#[derive(Debug, Clone, Copy)]
pub struct Set<'s> {
    /// All of them.
    pub objects: &'s [Object],
    /// The target version.
    pub minor: u16,
}

impl<'s> Set<'s> {
    /// The pods of all workloads.
    pub fn pods(&self) -> impl Iterator<Item = PodView<'s>> {
        self.objects.iter().filter_map(PodView::of)
    }

    /// The objects whose kind the function picks.
    pub fn pick<T>(
        &self,
        choose: impl Fn(&'s Kind) -> Option<T>,
    ) -> impl Iterator<Item = (&'s Object, T)> {
        self.objects.iter().filter_map(move |object| {
            object
                .kind
                .as_ref()
                .and_then(&choose)
                .map(|found| (object, found))
        })
    }
}

/// Where findings go.
#[derive(Debug)]
pub struct Report<'r> {
    findings: &'r mut Vec<Finding>,
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
        self.findings.push(Finding {
            rule: meta.id,
            severity: meta.severity,
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
    &quantities::Quantities,
    &env_names::EnvNames,
    &ports::Ports,
    &mounts::Mounts,
    &restart_policy::RestartPolicy,
    &rolling_update::RollingUpdate,
    &schedule::ScheduleSyntax,
    &selectors::Selectors,
    &network_policy_shape::NetworkPolicyShape,
    &claim_shape::ClaimShape,
    &disruption_budget::DisruptionBudget,
    &duplicate_object::DuplicateObject,
    &service_target::ServiceTarget,
    &service_account::ServiceAccountToken,
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

/// Judges objects for a target version.
pub fn check(objects: &[Object], minor: u16) -> Vec<Finding> {
    let set = Set { objects, minor };
    let mut findings = Vec::new();
    let mut report = Report {
        findings: &mut findings,
    };
    for rule in RULES {
        rule.check(&set, &mut report);
    }
    findings
}
