//! The objects under judgement, by what they are.

use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscalerSpec;
use k8s_openapi::api::core::v1::ServiceSpec;
use k8s_openapi::api::networking::v1::NetworkPolicySpec;
use k8s_openapi::api::policy::v1::PodDisruptionBudgetSpec;

use crate::cluster::NodePool;
use crate::manifest::{Kind, Object, PodView, selects};

/// The objects under judgement.
#[derive(Debug, Clone, Copy)]
pub struct Set<'s> {
    /// All of them.
    pub objects: &'s [Object],
    /// The target version.
    pub minor: u16,
    /// The node pools of the cluster; none where they are not known.
    pub pools: &'s [NodePool],
}

impl<'s> Set<'s> {
    /// The pods of all workloads.
    pub fn pods(&self) -> impl Iterator<Item = PodView<'s>> + use<'s> {
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

    /// The Services.
    pub fn services(&self) -> impl Iterator<Item = (&'s Object, &'s ServiceSpec)> {
        self.pick(|kind| match kind {
            Kind::Service(object) => object.spec.as_ref(),
            _ => None,
        })
    }

    /// The network policies.
    pub fn policies(&self) -> impl Iterator<Item = (&'s Object, &'s NetworkPolicySpec)> {
        self.pick(|kind| match kind {
            Kind::NetworkPolicy(object) => object.spec.as_ref(),
            _ => None,
        })
    }

    /// The network policies that select a pod.
    pub fn policies_of(&self, pod: &PodView<'_>) -> impl Iterator<Item = &'s NetworkPolicySpec> {
        let namespace = pod.object.namespace().to_owned();
        let own = self.policies().filter(move |(object, spec)| {
            let selector = spec.pod_selector.as_ref();
            object.namespace() == namespace
                && selector.is_none_or(|selector| selects(selector, pod.labels()))
        });
        own.map(|(_, spec)| spec)
    }

    /// The disruption budgets.
    pub fn budgets(&self) -> impl Iterator<Item = (&'s Object, &'s PodDisruptionBudgetSpec)> {
        self.pick(|kind| match kind {
            Kind::PodDisruptionBudget(object) => object.spec.as_ref(),
            _ => None,
        })
    }

    /// The autoscalers.
    pub fn autoscalers(
        &self,
    ) -> impl Iterator<Item = (&'s Object, &'s HorizontalPodAutoscalerSpec)> {
        self.pick(|kind| match kind {
            Kind::HorizontalPodAutoscaler(object) => Some(&object.spec),
            _ => None,
        })
    }

    /// The object of a kind, namespace and name.
    pub fn find(&self, kind: &str, namespace: &str, name: &str) -> Option<&'s Object> {
        self.objects.iter().find(|object| {
            object.kind_name == kind && object.name() == name && object.namespace() == namespace
        })
    }

    /// The least number of pods a Deployment or `StatefulSet` runs: its replicas, or the lower end of
    /// the autoscaler that owns them.
    pub fn least_replicas(&self, workload: &Object) -> Option<i32> {
        let written = match &workload.kind {
            Some(Kind::Deployment(object)) => object.spec.replicas,
            Some(Kind::StatefulSet(object)) => object.spec.replicas,
            _ => return None,
        };
        let scaled = self.autoscalers().find(|(object, spec)| {
            let target = &spec.scale_target_ref;
            object.namespace() == workload.namespace()
                && target.kind == workload.kind_name
                && target.name == workload.name()
        });
        match scaled {
            Some((_, spec)) => Some(spec.min_replicas.unwrap_or(1)),
            None => Some(written.unwrap_or(1)),
        }
    }
}
