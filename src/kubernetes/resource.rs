//! The resources of the API: in which group they are, whether a namespace holds them, and which rights
//! on them give more than they say.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::embedded;
use crate::yaml;

/// `resources.yaml`.
#[derive(Debug, Default, Deserialize)]
pub struct Resources {
    namespaced: BTreeMap<String, Vec<String>>,
    cluster: Vec<String>,
    powers: Vec<Power>,
}

#[derive(Debug, Deserialize)]
struct Power {
    resources: Vec<String>,
    verbs: Vec<String>,
}

/// Reads the table; only what has to do with rights needs it.
pub fn resources() -> Resources {
    let name = "kubernetes/resources.yaml";
    embedded::data(name)
        .and_then(|text| yaml::load(name, text).ok())
        .unwrap_or_default()
}

impl Resources {
    /// Whether a resource belongs to no namespace.
    pub fn is_of_the_cluster(&self, resource: &str) -> bool {
        self.cluster.iter().any(|one| one == resource)
    }

    /// Whether a group has a resource; nothing is known of groups that are not Kubernetes' own.
    pub fn has(&self, group: &str, resource: &str) -> bool {
        self.namespaced
            .get(group)
            .is_none_or(|known| known.iter().any(|one| one == resource))
    }

    /// All resources that a namespace holds, as an answer names them: `pods`, `deployments.apps`.
    pub fn names(&self) -> Vec<String> {
        let all = self.namespaced.iter();
        all.flat_map(|(group, resources)| {
            resources.iter().map(move |resource| match group.as_str() {
                "" => resource.clone(),
                group => format!("{resource}.{group}"),
            })
        })
        .collect()
    }

    /// Whether a verb on a resource (`pods/exec`) makes its holder the master of the namespace, or of
    /// what its other services run with.
    pub fn is_a_power(&self, resource: &str, verb: &str) -> bool {
        self.powers.iter().any(|power| {
            power.resources.iter().any(|one| one == resource)
                && power.verbs.iter().any(|one| one == verb)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_resources_is_read() {
        let table = resources();
        assert!(table.has("", "pods") && table.has("apps", "deployments"));
        assert!(!table.has("", "deployments") && table.has("metrics.k8s.io", "pods"));
        assert!(table.is_of_the_cluster("nodes") && !table.is_of_the_cluster("pods"));
        assert!(table.is_a_power("pods/exec", "create") && !table.is_a_power("pods/log", "get"));
        assert!(table.names().contains(&"jobs.batch".to_owned()));
    }
}
