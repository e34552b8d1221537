//! Who applies the bundle, what that tool has to be told, and the form and folder of what it applies.

use serde::Serialize;

use super::Service;
use super::build::Builder;

/// The layout of whole manifests.
const RENDERED: &str = "rendered";
/// What applies a bundle from a repository that it is told of.
const ARGO_CD: &str = "argocd";
/// Where Argo CD's clusters are addresses, not names.
const ADDRESS: &str = "https://";

/// Who applies the bundle, and what that tool has to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// `apply`, `flux` or `argocd`.
    pub tool: String,
    /// Enough is known for an object of that tool.
    pub writes: bool,
    /// The name of that object.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// The repository (Argo CD).
    pub repository: String,
    /// Branch, tag or commit (Argo CD).
    pub revision: String,
    /// The project (Argo CD).
    pub project: String,
    /// The cluster's address (Argo CD).
    pub server: Option<String>,
    /// The cluster's name, where it is not given by address (Argo CD).
    pub cluster: Option<String>,
    /// The `GitRepository` (Flux).
    pub source: String,
    /// The bundle's folder in the repository.
    pub root: String,
    /// The folder that is applied, in the repository.
    pub path: String,
}

impl Builder<'_> {
    /// What the answers say of the delivery of a service that is the same everywhere.
    pub(super) fn delivery(&self) -> Delivery {
        let tool = self.text("delivery");
        let destination = self.text("destination");
        let known = if tool == ARGO_CD {
            "repository"
        } else {
            "fluxSource"
        };
        let is_address = destination.starts_with(ADDRESS);
        let given = |wanted: bool| wanted.then(|| destination.clone());
        Delivery {
            writes: !self.text(known).is_empty(),
            name: self.text("name"),
            namespace: self.text("deliveryNamespace"),
            repository: self.text("repository"),
            revision: self.text("revision"),
            project: self.text("argoProject"),
            server: given(is_address),
            cluster: given(!is_address),
            source: self.text("fluxSource"),
            root: self.text("repositoryPath"),
            path: String::new(),
            tool,
        }
    }
}

impl Service {
    /// Whether the manifests are written whole, without kustomize.
    pub fn is_rendered(&self) -> bool {
        self.layout == RENDERED
    }

    /// Makes it the service of one environment, or the one that is the same everywhere.
    pub(crate) fn stand_in(&mut self, environment: Option<&str>) {
        self.folder = match (self.is_rendered(), environment) {
            (true, None) => "manifests".to_owned(),
            (true, Some(name)) => format!("manifests/{name}"),
            (false, None) => "base".to_owned(),
            (false, Some(name)) => format!("overlays/{name}"),
        };
        if let Some(name) = environment {
            self.delivery.name = format!("{}-{name}", self.name);
        }
        self.delivery.path = join(&self.delivery.root, &self.folder);
        self.environment = environment.map(str::to_owned);
    }
}

/// A folder below a folder of the repository.
fn join(root: &str, folder: &str) -> String {
    if root == "." {
        folder.to_owned()
    } else {
        format!("{root}/{folder}")
    }
}
