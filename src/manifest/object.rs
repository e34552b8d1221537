//! One object of a manifest with its document.

use k8s_openapi::api::apps::v1::{DaemonSet, Deployment, StatefulSet};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::batch::v1::{CronJob, Job};
use k8s_openapi::api::core::v1::{
    ConfigMap, LimitRange, Namespace, PersistentVolumeClaim, PodTemplateSpec, ResourceQuota,
    Secret, Service, ServiceAccount,
};
use k8s_openapi::api::networking::v1::{Ingress, NetworkPolicy};
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use k8s_openapi::api::rbac::v1::{Role, RoleBinding};
use k8s_openapi::api::storage::v1::StorageClass;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};

use super::route::HttpRoute;
use crate::text::Place;
use crate::yaml::{self, Document};

/// A typed object.
#[derive(Debug)]
#[allow(
    missing_docs,
    reason = "each variant is the Kubernetes kind of its name"
)]
pub enum Kind {
    ConfigMap(Box<ConfigMap>),
    CronJob(Box<CronJob>),
    DaemonSet(Box<DaemonSet>),
    Deployment(Box<Deployment>),
    HorizontalPodAutoscaler(Box<HorizontalPodAutoscaler>),
    HttpRoute(Box<HttpRoute>),
    Ingress(Box<Ingress>),
    Job(Box<Job>),
    LimitRange(Box<LimitRange>),
    Namespace(Box<Namespace>),
    NetworkPolicy(Box<NetworkPolicy>),
    PersistentVolumeClaim(Box<PersistentVolumeClaim>),
    PodDisruptionBudget(Box<PodDisruptionBudget>),
    ResourceQuota(Box<ResourceQuota>),
    Role(Box<Role>),
    RoleBinding(Box<RoleBinding>),
    Secret(Box<Secret>),
    Service(Box<Service>),
    ServiceAccount(Box<ServiceAccount>),
    StatefulSet(Box<StatefulSet>),
    StorageClass(Box<StorageClass>),
}

impl Kind {
    /// Its metadata.
    pub fn metadata(&self) -> &ObjectMeta {
        match self {
            Self::ConfigMap(object) => &object.metadata,
            Self::CronJob(object) => &object.metadata,
            Self::DaemonSet(object) => &object.metadata,
            Self::Deployment(object) => &object.metadata,
            Self::HorizontalPodAutoscaler(object) => &object.metadata,
            Self::HttpRoute(object) => &object.metadata,
            Self::Ingress(object) => &object.metadata,
            Self::Job(object) => &object.metadata,
            Self::LimitRange(object) => &object.metadata,
            Self::Namespace(object) => &object.metadata,
            Self::NetworkPolicy(object) => &object.metadata,
            Self::PersistentVolumeClaim(object) => &object.metadata,
            Self::PodDisruptionBudget(object) => &object.metadata,
            Self::ResourceQuota(object) => &object.metadata,
            Self::Role(object) => &object.metadata,
            Self::RoleBinding(object) => &object.metadata,
            Self::Secret(object) => &object.metadata,
            Self::Service(object) => &object.metadata,
            Self::ServiceAccount(object) => &object.metadata,
            Self::StatefulSet(object) => &object.metadata,
            Self::StorageClass(object) => &object.metadata,
        }
    }

    /// Its pod template, with the path to it, where it has one.
    pub fn pod_template(&self) -> Option<(&'static str, &PodTemplateSpec)> {
        match self {
            Self::Deployment(object) => Some(("spec.template", &object.spec.template)),
            Self::StatefulSet(object) => Some(("spec.template", &object.spec.template)),
            Self::DaemonSet(object) => Some(("spec.template", &object.spec.template)),
            Self::Job(object) => Some(("spec.template", &object.spec.as_ref()?.template)),
            Self::CronJob(object) => {
                let job = object.spec.job_template.spec.as_ref()?;
                Some(("spec.jobTemplate.spec.template", &job.template))
            }
            _ => None,
        }
    }

    /// The selector of a workload.
    pub fn selector(&self) -> Option<&LabelSelector> {
        match self {
            Self::Deployment(object) => Some(&object.spec.selector),
            Self::StatefulSet(object) => Some(&object.spec.selector),
            Self::DaemonSet(object) => Some(&object.spec.selector),
            _ => None,
        }
    }

    /// Whether its pods are meant to run for ever.
    pub const fn runs_for_ever(&self) -> bool {
        matches!(
            self,
            Self::Deployment(_) | Self::StatefulSet(_) | Self::DaemonSet(_)
        )
    }
}

/// An object with the document it was read from.
#[derive(Debug)]
pub struct Object {
    /// The file it stands in.
    pub file: String,
    /// `apiVersion`.
    pub api_version: String,
    /// `kind`.
    pub kind_name: String,
    /// The typed object; `None` for kinds that kwgen does not write, which pass unread.
    pub kind: Option<Kind>,
    /// Its document.
    pub document: Document,
}

impl Object {
    /// `Deployment payments/payments`.
    pub fn title(&self) -> String {
        let Some(kind) = &self.kind else {
            return self.kind_name.clone();
        };
        let metadata = kind.metadata();
        let name = metadata.name.as_deref().unwrap_or_default();
        match &metadata.namespace {
            Some(namespace) => format!("{} {namespace}/{name}", self.kind_name),
            None => format!("{} {name}", self.kind_name),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.kind
            .as_ref()
            .and_then(|kind| kind.metadata().name.as_deref())
            .unwrap_or_default()
    }

    /// Its namespace.
    pub fn namespace(&self) -> &str {
        self.kind
            .as_ref()
            .and_then(|kind| kind.metadata().namespace.as_deref())
            .unwrap_or_default()
    }

    /// The place of a field path, or of the nearest block around it that is there.
    pub fn place(&self, path: &str) -> Place {
        let steps = yaml::steps(path);
        self.document.place(self.document.find(&steps).0)
    }
}
