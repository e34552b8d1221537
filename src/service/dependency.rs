//! Whether what a service depends on is known by its name.

use super::build::Builder;
use super::contradiction::ServiceFault;
use crate::value::{Dependency, closest};

impl Builder<'_> {
    /// Names of dependencies that nobody knows are faults; one that is known and has a port is a warning.
    pub(super) fn judge_dependencies(&mut self) {
        let setting = self.material.setting;
        for text in self.items("dependencies") {
            let (name, has_port) = match Dependency::parse(&text) {
                Ok(Dependency::Named { name }) => (name, false),
                Ok(Dependency::App {
                    name,
                    namespace: None,
                    ..
                }) => (name, true),
                _ => continue,
            };
            let is_known = setting.dependency(&name).is_some();
            match (setting.cluster, has_port, is_known) {
                (Some(cluster), true, true) => {
                    let cluster = cluster.name.clone();
                    self.warning(ServiceFault::NamedWithPort {
                        text,
                        name,
                        cluster,
                    });
                }
                (None, false, _) => self.fail("dependencies", ServiceFault::NoCluster { name }),
                (Some(cluster), false, false) => {
                    let known: Vec<&str> = cluster.dependency_names().collect();
                    let fault = ServiceFault::UnknownDependency {
                        suggestion: closest(&name, known.iter().copied())
                            .unwrap_or_default()
                            .to_owned(),
                        name,
                        cluster: cluster.name.clone(),
                        known: known.join(", "),
                    };
                    self.fail("dependencies", fault);
                }
                _ => {}
            }
        }
    }
}
