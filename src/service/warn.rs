//! What is worth a warning in a service that is sound.

use super::Workload;
use super::build::Builder;
use super::contradiction::ServiceFault;
use crate::decide::Controller;
use crate::value::Quantity;

impl Builder<'_> {
    pub(super) fn warn(&mut self, workload: &Workload) {
        if self.decision.is_forced() {
            let (controller, chosen) = (
                self.decision.controller.kind().to_owned(),
                self.decision.chosen.kind().to_owned(),
            );
            self.warning(ServiceFault::Forced { controller, chosen });
        }
        if workload.controller == Controller::StatefulSet
            && workload.storage.is_empty()
            && !workload.ports.is_empty()
        {
            self.warning(ServiceFault::PeersOnly {
                name: workload.name.clone(),
            });
        }
        if workload.replicas == Some(1) {
            self.warning(ServiceFault::Single {
                name: workload.name.clone(),
            });
        }
        if workload.user == 0 {
            self.warning(ServiceFault::Root {
                path: workload.image_name.clone(),
            });
        } else if workload.user <= self.facts().low_user {
            self.warning(ServiceFault::LowUser {
                user: workload.user,
            });
        }
        let sizes = workload.writable_paths.iter().map(|one| bytes(&one.size));
        let paths: i128 = sizes.sum();
        if paths > bytes(&workload.ephemeral_storage) {
            self.warning(ServiceFault::SmallEphemeral {
                paths: format!("{}Mi", paths >> 20),
                limit: workload.ephemeral_storage.clone(),
            });
        }
        if !workload.host_paths.is_empty() {
            let paths: Vec<&str> = workload
                .host_paths
                .iter()
                .map(|one| one.path.as_str())
                .collect();
            self.warning(ServiceFault::HostPath {
                paths: paths.join(", "),
            });
        }
        if let Some(schedule) = &workload.schedule
            && crate::value::Schedule::parse(schedule).is_ok_and(|schedule| schedule.never_fires())
        {
            self.warning(ServiceFault::NeverFires {
                schedule: schedule.clone(),
            });
        }
        let mut names: Vec<&str> = workload
            .secrets
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        names.extend(workload.secret_env.iter().map(|one| one.secret.as_str()));
        names.extend(workload.image_pull_secrets.iter().map(String::as_str));
        names.sort_unstable();
        names.dedup();
        if !names.is_empty() {
            self.warning(ServiceFault::NeedsSecrets {
                names: names.join(", "),
            });
        }
    }
}

fn bytes(text: &str) -> i128 {
    Quantity::parse(text).map_or(0, |size| size.bytes())
}
