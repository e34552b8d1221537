//! Answers that fight each other: refused or explained, never dropped in silence.

use super::Workload;
use crate::answers::{Origin, Resolved};
use crate::decide::Controller;
use crate::faults;
use crate::question::{Canonical, Questions};
use crate::text::Fault;

faults! {
    /// What can be wrong with a service as a whole, and what it must be warned of.
    pub enum ServiceFault {
        /// Two tree answers exclude each other.
        Exclude { one: String, other: String } = "service.exclude",
        /// A `StatefulSet` without storage and without ports.
        NothingOfItsOwn { name: String } = "service.nothing-of-its-own",
        /// One disk cannot be mounted by several replicas.
        OneDisk { path: String, replicas: i64 } = "service.one-disk",
        /// A probe asks for a port that is not there.
        NoPort { id: String, port: String, ports: String } = "service.no-port",
        /// Several ports of one name or number.
        PortTwice { port: String } = "service.port-twice",
        /// Two volumes at one path.
        PathTwice { path: String } = "service.path-twice",
        /// What looks like a secret.
        LooksSecret { name: String } = "service.looks-secret",
        /// A variable is set twice.
        VariableTwice { name: String } = "service.variable-twice",
        /// The image has no tag, or `latest`.
        Mutable { image: String } = "service.mutable-image",
        /// Grace that is not longer than the drain.
        ShortGrace { grace: i64, drain: i64 } = "service.short-grace",
        /// CPU limit below the request.
        CpuLimit { cpu: String, limit: String } = "service.cpu-limit",
        /// A disk that ACK cannot make so small.
        SmallDisk { size: String, path: String } = "service.small-disk",
        /// A name too long for the objects made from it.
        LongName { name: String, limit: usize, object: String } = "service.long-name",
        /// The namespaces that are nobody's.
        SharedNamespace { namespace: String } = "service.shared-namespace",
        /// Warning: the tree would have chosen another controller.
        Forced { controller: String, chosen: String } = "warn.forced",
        /// Warning: replicas that must find each other by name only.
        PeersOnly { name: String } = "warn.peers-only",
        /// Warning: a tag can be moved.
        NoDigest { image: String } = "warn.no-digest",
        /// Warning: a single replica is down whenever its node is.
        Single { name: String } = "warn.single",
        /// Warning: a user id of the node's own range.
        LowUser { user: i64 } = "warn.low-user",
        /// Warning: root.
        Root { path: String } = "warn.root",
        /// Warning: paths of the node.
        HostPath { paths: String } = "warn.host-path",
        /// Warning: a schedule that never comes.
        NeverFires { schedule: String } = "warn.never-fires",
        /// Warning: a version that ACK no longer supports.
        OldVersion { version: String } = "warn.old-version",
        /// Warning: Secrets that must be there.
        NeedsSecrets { names: String } = "warn.needs-secrets",
    }
}

/// Pairs of tree answers of which at most one may be yes.
const EXCLUSIVE: [(&str, &str); 5] = [
    ("stateful", "perNode"),
    ("stateful", "batch"),
    ("stateful", "schedule"),
    ("perNode", "batch"),
    ("perNode", "schedule"),
];

/// Tree answers that exclude each other.
pub(super) fn tree_faults(questions: &Questions, resolved: &Resolved) -> Vec<Fault> {
    let said_yes = |id: &str| {
        resolved.answer(questions, id).filter(|answer| {
            answer.origin != Origin::Default
                && !matches!(answer.value, Canonical::Bool(false) | Canonical::None)
        })
    };
    EXCLUSIVE
        .into_iter()
        .filter_map(|(one, other)| {
            said_yes(one)
                .zip(said_yes(other))
                .map(|(_, second)| (one, other, second))
        })
        .map(|(one, other, second)| {
            Fault::new(&ServiceFault::Exclude {
                one: one.to_owned(),
                other: other.to_owned(),
            })
            .at(second.place.clone())
        })
        .collect()
}

/// Faults of a whole workload.
pub(super) fn workload_faults(workload: &Workload) -> Vec<ServiceFault> {
    let mut faults = Vec::new();
    if workload.controller == Controller::StatefulSet
        && workload.storage.is_empty()
        && workload.ports.is_empty()
    {
        faults.push(ServiceFault::NothingOfItsOwn {
            name: workload.name.clone(),
        });
    }
    if workload.drain > 0 && workload.grace <= workload.drain {
        faults.push(ServiceFault::ShortGrace {
            grace: workload.grace,
            drain: workload.drain,
        });
    }
    let mut names: Vec<&str> = Vec::new();
    let mut numbers: Vec<(u16, &str)> = Vec::new();
    let mut served: Vec<(u16, &str)> = Vec::new();
    for port in &workload.ports {
        let number = (port.number, port.protocol.as_str());
        let service = (port.service, port.protocol.as_str());
        if names.contains(&port.name.as_str())
            || numbers.contains(&number)
            || served.contains(&service)
        {
            faults.push(ServiceFault::PortTwice {
                port: format!("{}:{}", port.name, port.number),
            });
        }
        names.push(&port.name);
        numbers.push(number);
        served.push(service);
    }
    let mut paths: Vec<&str> = Vec::new();
    let mounted = workload
        .writable_paths
        .iter()
        .chain(&workload.host_paths)
        .map(|one| one.path.as_str());
    let config = workload.config.iter().flat_map(|config| {
        let whole = config.mount_path.as_deref().into_iter();
        whole.chain(
            config
                .files
                .iter()
                .filter(|file| file.sub_path)
                .map(|file| file.path.as_str()),
        )
    });
    for path in mounted
        .chain(workload.storage.iter().map(|claim| claim.path.as_str()))
        .chain(workload.secrets.iter().map(|secret| secret.path.as_str()))
        .chain(config)
    {
        if paths.contains(&path) {
            faults.push(ServiceFault::PathTwice {
                path: path.to_owned(),
            });
        }
        paths.push(path);
    }
    // A CronJob's name leaves room for the 11 characters that its Jobs get; a pod's hostname is a label.
    let (limit, object) = match workload.controller {
        Controller::CronJob => (52, "CronJob"),
        Controller::Job => (54, "Job"),
        Controller::StatefulSet => (52, "StatefulSet"),
        Controller::Deployment | Controller::DaemonSet => (63, "object"),
    };
    if workload.name.len() > limit {
        faults.push(ServiceFault::LongName {
            name: workload.name.clone(),
            limit,
            object: object.to_owned(),
        });
    }
    faults
}
