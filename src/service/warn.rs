//! What is worth a warning in a service that is sound.

use std::collections::HashSet;

use super::Workload;
use super::build::{Builder, SYSTEM_PRIORITIES};
use super::contradiction::ServiceFault;
use super::judge::BOTH;
use crate::answers::Origin;
use crate::cluster::Cni;
use crate::decide::Controller;
use crate::value::{EnvName, Minor, Quantity, references};

/// Where the APIs of Alibaba Cloud are served.
const HTTPS: u16 = 443;

impl Builder<'_> {
    pub(super) fn warn(&mut self, workload: &Workload) {
        if self.decision.is_forced() {
            let (controller, chosen) = (
                self.decision.controller.kind().to_owned(),
                self.decision.chosen.kind().to_owned(),
            );
            self.warning(ServiceFault::Forced { controller, chosen });
        }
        self.warn_of_cluster();
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
        self.warn_of_scaling(workload);
        self.warn_of_idle(workload);
        self.warn_of_closed_doors(workload);
        self.warn_of_exposure(workload);
        self.warn_of_ports(workload);
        self.warn_of_claims(workload);
        if let Some(name) = &workload.priority_class
            && SYSTEM_PRIORITIES.contains(&name.as_str())
        {
            let name = name.clone();
            self.warning(ServiceFault::SystemPriority { name });
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
        if workload.group == 0 && workload.user != 0 {
            self.warning(ServiceFault::RootGroup {
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
            let paths = paths.join(", ");
            let origin = self.answer("runAsUser").map(|answer| &answer.origin);
            if matches!(origin, Some(Origin::Default)) {
                self.warning(ServiceFault::RootsFiles {
                    paths: paths.clone(),
                    user: workload.user,
                });
            }
            self.warning(ServiceFault::HostPath { paths });
        }
        if let Some(schedule) = &workload.schedule
            && crate::value::Schedule::parse(schedule).is_ok_and(|schedule| schedule.never_fires())
        {
            self.warning(ServiceFault::NeverFires {
                schedule: schedule.clone(),
            });
        }
        for (at, name) in undefined(workload) {
            self.warning(ServiceFault::UndefinedVariable { at, name });
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

    /// Data that goes with its replicas.
    fn warn_of_claims(&mut self, workload: &Workload) {
        let mut claims = workload.storage.iter();
        let loses = claims.any(|one| one.class != workload.own_class);
        if workload.retention.scaled == "Delete" && loses {
            self.warning(ServiceFault::ClaimsDeleted {
                name: workload.name.clone(),
                with: self.text("claimRetention"),
            });
        }
    }
}

impl Builder<'_> {
    /// What an autoscaler does that its owner may not expect.
    fn warn_of_scaling(&mut self, workload: &Workload) {
        self.warn_of_gpus(workload);
        let Some(autoscale) = &workload.autoscale else {
            return;
        };
        if workload.controller == Controller::StatefulSet {
            self.warning(ServiceFault::ScaledStateful {
                name: workload.name.clone(),
                least: autoscale.least,
                most: autoscale.most,
            });
        }
        let by_memory = autoscale.metrics.iter().any(|one| one.resource == "memory");
        let runtime = self.text("runtime");
        if by_memory && self.facts().keeps_memory.contains(&runtime) {
            self.warning(ServiceFault::KeepsMemory { runtime });
        }
    }

    /// What the cluster does with what is written.
    fn warn_of_cluster(&mut self) {
        let Some(cluster) = self.material.setting.cluster else {
            return;
        };
        let name = || cluster.name.clone();
        let cni = cluster.cni.map_or("", Cni::word).to_owned();
        let has_policy = self.text("networkPolicy") != "off";
        match cluster.enforces_policies() {
            _ if !has_policy => {}
            Some(true) => {}
            Some(false) => self.warning(ServiceFault::PoliciesIgnored {
                cluster: name(),
                cni,
            }),
            None => self.warning(ServiceFault::PoliciesUnknown {
                cluster: name(),
                cni,
            }),
        }
        let its = cluster.kubernetes_version.map(Minor::number);
        let minor = self.minor();
        if let Some(its) = its.filter(|its| *its != minor && minor > 0) {
            self.warning(ServiceFault::OtherVersion {
                version: format!("1.{minor}"),
                cluster: name(),
                its: format!("1.{its}"),
            });
        }
    }
}

impl Builder<'_> {
    /// What the pods are given rights for, and the `NetworkPolicy` does not let them reach.
    fn warn_of_closed_doors(&mut self, workload: &Workload) {
        if workload.network_policy != BOTH {
            return;
        }
        if let Some(role) = &workload.ram_role
            && !workload
                .egress
                .iter()
                .any(|rule| rule.leads_out(Some(HTTPS)))
        {
            let role = role.clone();
            self.warning(ServiceFault::StsClosed { role });
        }
        // The port of the API server is the cluster's own.
        if !workload.rights.is_empty() && !workload.egress.iter().any(|rule| rule.leads_out(None)) {
            let name = workload.name.clone();
            self.warning(ServiceFault::ApiClosed { name });
        }
    }
}

/// Variables that stay as they are written, `$(NAME)`, since none before them has that name: where, and
/// the name. In a command, what is in lower case is meant for a shell.
fn undefined(workload: &Workload) -> Vec<(String, String)> {
    let mut known: HashSet<&str> = HashSet::new();
    known.extend(workload.secret_env.iter().map(|one| one.name.as_str()));
    let mut found = Vec::new();
    let mut look = |at: &str, text: &str, known: &HashSet<&str>, is_meant: fn(&str) -> bool| {
        for name in references(text) {
            // Every container has those of the API server.
            let is_known = known.contains(name) || name.starts_with("KUBERNETES_");
            if !is_known && EnvName::parse(name).is_ok() && is_meant(name) {
                found.push((at.to_owned(), name.to_owned()));
            }
        }
    };
    for variable in &workload.env {
        look(
            &format!("env {}", variable.name),
            &variable.value,
            &known,
            |_| true,
        );
        known.insert(&variable.name);
    }
    for (id, words) in [("command", &workload.command), ("args", &workload.args)] {
        for word in words {
            look(id, word, &known, |name| {
                !name.contains(|one: char| one.is_ascii_lowercase())
            });
        }
    }
    found
}

fn bytes(text: &str) -> i128 {
    Quantity::parse(text).map_or(0, |size| size.bytes())
}
