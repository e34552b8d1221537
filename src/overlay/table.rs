//! What kustomize knows of kinds: which lists it merges and by which fields,
//! which kinds have no namespace. Data, in `blueprints/kubernetes/kustomize.yaml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::embedded;
use crate::yaml;

/// path → the fields that tell the items of the list apart.
type Lists = BTreeMap<String, Vec<String>>;

/// The head of a kustomization file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Head {
    pub(super) api_version: String,
    pub(super) kind: String,
}

/// The table.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Table {
    pods: BTreeMap<String, String>,
    pod_lists: Lists,
    container_lists: Lists,
    kind_lists: BTreeMap<String, Lists>,
    unsure_pod_lists: Vec<String>,
    unsure_metadata: Vec<String>,
    cluster_scoped: Vec<String>,
    /// The head of a `kustomization.yaml`.
    pub(super) kustomization: Head,
    /// The head of a component's `kustomization.yaml`.
    pub(super) component: Head,
}

/// What a patch does to a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListKind<'t> {
    /// The patch's list takes its place.
    Replaced,
    /// Items are merged by one field.
    Keyed(&'t str),
    /// Items are merged by several fields.
    ManyKeys(&'t [String]),
    /// It depends on the version of kustomize, or cannot be said.
    Unsure,
}

/// The table that kwgen comes with.
pub(super) fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    const FILE: &str = "kubernetes/kustomize.yaml";
    TABLE.get_or_init(|| {
        embedded::data(FILE)
            .and_then(|text| yaml::load(FILE, text).ok())
            .unwrap_or_default()
    })
}

impl Table {
    /// What a patch does to the list at `path` (keys only, list items leave no step) of a `kind`.
    pub(super) fn list(&self, kind: &str, path: &[&str]) -> ListKind<'_> {
        let joined = path.join(".");
        if let [.., "metadata", field] = path
            && self.unsure_metadata.iter().any(|one| one == field)
        {
            return ListKind::Unsure;
        }
        let own = self
            .kind_lists
            .get(kind)
            .and_then(|lists| lists.get(&joined));
        if let Some(keys) = own {
            return by(keys);
        }
        let Some(inside) = self.pods.get(kind).and_then(|pod| {
            joined
                .strip_prefix(pod.as_str())
                .and_then(|rest| rest.strip_prefix('.'))
        }) else {
            return ListKind::Replaced;
        };
        if self.unsure_pod_lists.iter().any(|list| list == inside) {
            return ListKind::Unsure;
        }
        let keys = match inside.split_once('.') {
            None => self.pod_lists.get(inside),
            Some((list, field)) if is_containers(list) => self.container_lists.get(field),
            Some(_) => None,
        };
        keys.map_or(ListKind::Replaced, |keys| by(keys))
    }

    /// Whether `namespace:` leaves this kind alone.
    pub(super) fn is_cluster_scoped(&self, kind: &str) -> bool {
        self.cluster_scoped.iter().any(|one| one == kind)
    }
}

/// Whether a field holds containers.
pub(super) fn is_containers(field: &str) -> bool {
    matches!(field, "containers" | "initContainers")
}

fn by(keys: &[String]) -> ListKind<'_> {
    match keys {
        [one] => ListKind::Keyed(one),
        _ => ListKind::ManyKeys(keys),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_found_by_its_kind_and_path() {
        let at = |kind: &str, path: &str| {
            let path: Vec<&str> = path.split('.').collect();
            table().list(kind, &path)
        };
        let pod = "spec.jobTemplate.spec.template.spec";
        assert_eq!(
            at("CronJob", &format!("{pod}.containers")),
            ListKind::Keyed("name")
        );
        assert_eq!(
            at("CronJob", &format!("{pod}.containers.env")),
            ListKind::Keyed("name")
        );
        assert_eq!(
            at("CronJob", &format!("{pod}.containers.args")),
            ListKind::Replaced
        );
        assert_eq!(
            at("CronJob", &format!("{pod}.tolerations")),
            ListKind::Replaced
        );
        assert_eq!(
            at("CronJob", &format!("{pod}.resourceClaims")),
            ListKind::Unsure
        );
        assert!(matches!(at("Service", "spec.ports"), ListKind::ManyKeys(_)));
        assert_eq!(at("ServiceAccount", "imagePullSecrets"), ListKind::Replaced);
        assert_eq!(
            at("NetworkPolicy", "spec.ingress.ports"),
            ListKind::Replaced
        );
        assert_eq!(
            at("Deployment", "spec.template.metadata.finalizers"),
            ListKind::Unsure
        );
        assert!(table().is_cluster_scoped("StorageClass"));
    }
}
