//! The clusters that the answers of a request name: one for each environment, and one for what all of
//! them share.

use std::path::Path;

use super::cluster_file::{self, QUESTION};
use super::fault::CliFault;
use super::request::Request;
use crate::answers::{self, Given, Origin, Part, Raw, Reach};
use crate::cluster::Cluster;
use crate::text::{Fault, Place, add_new};
use crate::value::ClusterRef;

/// The word for no cluster.
const NONE: &str = "none";

/// The facts of every cluster that is named.
#[derive(Debug, Clone, Default)]
pub(super) struct Clusters {
    /// Each once, with what names it.
    read: Vec<(String, Cluster)>,
    /// Of each environment (`None`: of what all share) which of them it is.
    of: Vec<(Option<String>, usize)>,
}

impl Clusters {
    /// The cluster of an environment, or of what all of them share.
    pub(super) fn of(&self, environment: Option<&str>) -> Option<&Cluster> {
        let mut of = self.of.iter();
        let (_, at) = of.find(|(of, _)| of.as_deref() == environment)?;
        self.read.get(*at).map(|(_, cluster)| cluster)
    }
}

/// An answer that names a cluster.
struct Named {
    environment: Option<String>,
    text: String,
    place: Option<Place>,
}

impl Request<'_> {
    /// Reads the clusters that the answers name and adds what they say as a layer. `home` is the folder
    /// of the bundle, from which a name is looked for.
    pub(super) fn take_clusters(&mut self, home: &Path) {
        let named = self.named_clusters();
        self.read_clusters(named, &|one| {
            cluster_file::read(&one.text, home, one.place.as_ref())
        });
    }

    /// The same, with the facts of one cluster from another file than the one that the answers name,
    /// for this run only.
    pub(super) fn replace_cluster(&mut self, file: &str, home: &Path) {
        let place = Some(Place::named("--cluster"));
        let mut named = self.named_clusters();
        let mut texts: Vec<String> = named.iter().map(|one| one.text.clone()).collect();
        texts.sort();
        texts.dedup();
        let file_name = file.to_owned();
        if texts.is_empty() {
            let fault = CliFault::NoClusterNamed { file: file_name };
            self.faults.push(Fault::new(&fault).at(place));
            return;
        }
        let found = match cluster_file::at(Path::new(file), place.as_ref()) {
            Ok(found) => found,
            Err(faults) => {
                self.faults.extend(faults);
                self.broken.push(QUESTION.to_owned());
                return;
            }
        };
        // Of several it stands in for the one with its name; a path alone says nothing of a name.
        let stands_for = |text: &String| match ClusterRef::parse(text) {
            Ok(ClusterRef::Name(name)) => name.as_str() == found.name,
            Ok(ClusterRef::Path(path)) => {
                texts.len() == 1 || cluster_file::stem(&path) == Some(found.name.as_str())
            }
            Err(_) => false,
        };
        if !texts.iter().any(stands_for) {
            let known: Vec<&str> = texts.iter().map(String::as_str).collect();
            let fault = CliFault::OtherCluster {
                file: file_name,
                name: found.name.clone(),
                known: known.join(", "),
            };
            self.faults.push(Fault::new(&fault).at(place));
            self.broken.push(QUESTION.to_owned());
            return;
        }
        for one in named.iter_mut().filter(|one| stands_for(&one.text)) {
            file.clone_into(&mut one.text);
            one.place.clone_from(&place);
        }
        self.read_clusters(named, &|one| {
            if one.text == file {
                Ok(found.clone())
            } else {
                cluster_file::read(&one.text, home, one.place.as_ref())
            }
        });
    }

    fn read_clusters(
        &mut self,
        named: Vec<Named>,
        read: &dyn Fn(&Named) -> Result<Cluster, Vec<Fault>>,
    ) {
        self.clusters = Clusters::default();
        self.given
            .retain(|given| !matches!(given.origin, Origin::Cluster(_)));
        for one in named {
            let known = self.clusters.read.iter();
            let mut known = known.map(|(text, _)| text.as_str());
            let at = if let Some(at) = known.position(|text| text == one.text) {
                at
            } else {
                match read(&one) {
                    Ok(cluster) => self.clusters.read.push((one.text, cluster)),
                    Err(faults) => {
                        add_new(&mut self.faults, faults);
                        self.broken.push(QUESTION.to_owned());
                        continue;
                    }
                }
                self.clusters.read.len().saturating_sub(1)
            };
            // What all share is resolved for the lowest target of the environments.
            let is_used = one.environment.is_some() || self.outline.environments.is_empty();
            if let Some((_, cluster)) = self.clusters.read.get(at).filter(|_| is_used) {
                let reach = Reach {
                    environment: one.environment.clone(),
                    workload: None,
                };
                self.given.extend(cluster.layer(&reach));
            }
            self.clusters.of.push((one.environment, at));
        }
    }

    /// What names the cluster of each environment, and of what all share. What is wrong with an answer
    /// itself is said when it is resolved.
    fn named_clusters(&self) -> Vec<Named> {
        let own = self.outline.environments.iter();
        let own = own.map(|environment| Some(environment.id.as_str()));
        std::iter::once(None)
            .chain(own)
            .filter_map(|environment| {
                let part = Part {
                    environment,
                    workload: None,
                };
                let given: &Given = answers::strongest(QUESTION, &self.given, part)?;
                let Raw::Text(text) = &given.raw else {
                    return None;
                };
                let is_named = text != NONE && ClusterRef::parse(text).is_ok();
                is_named.then(|| Named {
                    environment: environment.map(str::to_owned),
                    text: text.clone(),
                    place: given.place.clone(),
                })
            })
            .collect()
    }
}
