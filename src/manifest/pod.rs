//! A pod wherever it stands: one view over the pod templates of all controllers.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Container, ContainerPort, PodSpec, PodTemplateSpec};

use super::Object;

/// The pod template of an object.
#[derive(Debug, Clone, Copy)]
pub struct PodView<'o> {
    /// The object it stands in.
    pub object: &'o Object,
    /// Path to the template.
    pub path: &'static str,
    /// The template.
    pub template: &'o PodTemplateSpec,
    /// Its spec.
    pub spec: &'o PodSpec,
}

impl<'o> PodView<'o> {
    /// The pod of an object, if it has one.
    pub fn of(object: &'o Object) -> Option<Self> {
        let (path, template) = object.kind.as_ref()?.pod_template()?;
        Some(Self {
            object,
            path,
            template,
            spec: template.spec.as_ref()?,
        })
    }

    /// Path of a field of the pod's spec.
    pub fn at(&self, field: &str) -> String {
        format!("{}.spec.{field}", self.path)
    }

    /// All containers with the path of each: init containers first.
    pub fn containers(&self) -> impl Iterator<Item = (String, &'o Container)> {
        let init = self.spec.init_containers.as_deref().unwrap_or_default();
        let path = self.path;
        let init = init
            .iter()
            .enumerate()
            .map(move |(at, one)| (format!("{path}.spec.initContainers[{at}]"), one));
        init.chain(self.main_containers())
    }

    /// The main containers with the path of each.
    pub fn main_containers(&self) -> impl Iterator<Item = (String, &'o Container)> {
        let path = self.path;
        self.spec
            .containers
            .iter()
            .enumerate()
            .map(move |(at, one)| (format!("{path}.spec.containers[{at}]"), one))
    }

    /// The labels of the pod.
    pub fn labels(&self) -> Option<&'o BTreeMap<String, String>> {
        self.template.metadata.as_ref()?.labels.as_ref()
    }

    /// The seconds that its processes get to end; 30 where nothing is said.
    pub fn grace(&self) -> i64 {
        self.spec.termination_grace_period_seconds.unwrap_or(30)
    }

    /// A port of its main containers by name.
    pub fn port(&self, name: &str) -> Option<&'o ContainerPort> {
        let containers = self.spec.containers.iter();
        containers
            .flat_map(|container| container.ports.iter().flatten())
            .find(|port| port.name.as_deref() == Some(name))
    }
}
