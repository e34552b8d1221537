//! Answers that fight each other: refused or explained, never dropped in silence.

use std::collections::HashSet;

use super::Workload;
use crate::answers::Resolved;
use crate::decide::Controller;
use crate::faults;
use crate::question::{Canonical, Questions};
use crate::text::{Fault, Place};

faults! {
    /// What can be wrong with a service as a whole, and what it must be warned of.
    pub enum ServiceFault {
        /// Two tree answers exclude each other.
        Exclude { one: String, other: String } = "service.exclude",
        /// Two workloads whose objects have one name.
        SameObjects { name: String, one: String, other: String } = "service.same-objects",
        /// A `StatefulSet` without storage and without ports.
        NothingOfItsOwn { name: String } = "service.nothing-of-its-own",
        /// One disk cannot be mounted by several replicas.
        OneDisk { path: String, id: String, pods: i64 } = "service.one-disk",
        /// One disk cannot be mounted by runs that overlap.
        OneDiskOverlap { path: String } = "service.one-disk-overlap",
        /// Two claims of one name.
        ClaimTwice { name: String, path: String } = "service.claim-twice",
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
        /// A share of CPU that is never passed.
        NeverScales { share: i32, cpu: String, limit: String, most: String } = "service.never-scales",
        /// A wait before pods go that is longer than Kubernetes takes.
        LongWindow { seconds: i64 } = "service.long-window",
        /// Claims that would be deleted, in a version that cannot.
        NoClaimRetention { chosen: String, version: String } = "service.no-claim-retention",
        /// Disks that are to stay, and no claim whose class is left open.
        RetainsNothing {} = "service.retains-nothing",
        /// Warning: data that goes with its replicas.
        ClaimsDeleted { name: String, with: String } = "warn.claims-deleted",
        /// A disk that many nodes would mount.
        SharedDisk { path: String, mode: String, class: String, store: String } = "service.shared-disk",
        /// A disk that its class cannot make so small.
        SmallDisk { size: String, path: String, class: String, least: String } = "service.small-disk",
        /// A storage class that the cluster does not have.
        UnknownClass { class: String, cluster: String, known: String, suggestion: String } = "service.unknown-class",
        /// A claim without a class in a cluster without a default.
        NoDefaultClass { path: String, cluster: String, known: String } = "service.no-default-class",
        /// A named dependency, and no cluster that could know it.
        NoCluster { name: String } = "service.no-cluster",
        /// A named dependency that the cluster does not know.
        UnknownDependency { name: String, cluster: String, known: String, suggestion: String } = "service.unknown-dependency",
        /// A name too long for the objects made from it.
        LongName { name: String, limit: usize, object: String } = "service.long-name",
        /// A `CronJob` without a schedule.
        NoSchedule {} = "service.no-schedule",
        /// A schedule, and a controller that has none.
        ScheduleDropped { schedule: String, controller: String } = "service.schedule-dropped",
        /// A name that no Service may have.
        ServiceName { name: String } = "service.service-name",
        /// One environment would lie in another form than the bundle.
        LayoutOfOne { environment: String } = "service.layout-of-one",
        /// The owner's component, and no overlay that it could be a part of.
        CustomAlone {} = "service.custom-alone",
        /// The namespaces that are nobody's.
        SharedNamespace { namespace: String } = "service.shared-namespace",
        /// Warning: a port behind the name of something that the cluster knows.
        NamedWithPort { text: String, name: String, cluster: String } = "warn.named-with-port",
        /// Warning: a network plugin that enforces no policy.
        PoliciesIgnored { cluster: String, cni: String } = "warn.policies-ignored",
        /// Warning: nobody said whether policies are enforced.
        PoliciesUnknown { cluster: String, cni: String } = "warn.policies-unknown",
        /// Warning: a target that is not the cluster's version.
        OtherVersion { version: String, cluster: String, its: String } = "warn.other-version",
        /// Warning: the tree would have chosen another controller.
        Forced { controller: String, chosen: String } = "warn.forced",
        /// Warning: replicas that must find each other by name only.
        PeersOnly { name: String } = "warn.peers-only",
        /// Warning: a tag can be moved.
        NoDigest { image: String } = "warn.no-digest",
        /// Warning: writable paths that hold more than the pod may.
        SmallEphemeral { paths: String, limit: String } = "warn.small-ephemeral",
        /// Warning: slow start, and no probe that waits for it.
        SlowStartIdle {} = "warn.slow-start-idle",
        /// Warning: liveness and readiness by one path.
        OneProbe { path: String } = "warn.one-probe",
        /// Warning: a run that is stopped before its grace is over.
        DeadlineInGrace { deadline: i64, grace: i64 } = "warn.deadline-in-grace",
        /// Warning: more at once than there are in all.
        ParallelismIdle { parallelism: i64, completions: i64 } = "warn.parallelism-idle",
        /// Warning: a single replica is down whenever its node is.
        Single { name: String } = "warn.single",
        /// A priority class of a name that Kubernetes keeps for itself.
        ReservedPriority { name: String } = "service.reserved-priority",
        /// Warning: a priority that is meant for the cluster's own parts.
        SystemPriority { name: String } = "warn.system-priority",
        /// Spot nodes only, and a cluster without any.
        NoSpotPool { cluster: String, known: String, others: String } = "service.no-spot-pool",
        /// Pods that are bought as best effort, of which no notice is known.
        SpotOnAcs { cluster: String } = "service.spot-on-acs",
        /// Members of a set on nodes that go.
        SpotStateful { name: String } = "service.spot-stateful",
        /// An end that takes longer than a spot node is there.
        SpotGrace { grace: i64, notice: i64, fits: i64 } = "service.spot-grace",
        /// Warning: an end that a spot node may not wait for.
        SpotSlowEnd { grace: i64, notice: i64, fits: i64 } = "warn.spot-slow-end",
        /// Warning: spot nodes only, and nobody said which there are.
        SpotUnknown { label: String } = "warn.spot-unknown",
        /// Warning: spot nodes first, and a cluster without any.
        SpotIdle { cluster: String, known: String, others: String } = "warn.spot-idle",
        /// Warning: spot nodes first, and nothing else to fall back to.
        SpotOnly { cluster: String } = "warn.spot-only",
        /// A pool, and no cluster that could have it.
        PoolOfNoCluster { name: String } = "service.pool-of-no-cluster",
        /// A pool that the cluster does not have.
        UnknownPool { name: String, cluster: String, known: String, suggestion: String } = "service.unknown-pool",
        /// A pool that nothing tells from the others.
        PoolUnmarked { name: String, cluster: String } = "service.pool-unmarked",
        /// A pool of other processors than the image is built for.
        PoolArchitecture { name: String, its: String, own: String } = "service.pool-architecture",
        /// A pool that is spot or not, and an answer that wants it otherwise.
        PoolSpot { name: String, is_spot: bool, said: String } = "service.pool-spot",
        /// Warning: agents on one pool only.
        PoolOfAgents { name: String } = "warn.pool-of-agents",
        /// GPUs, and a cluster whose nodes have none or not so many.
        NoGpuPool { cluster: String, count: i64, known: String, pool: String } = "service.no-gpu-pool",
        /// GPUs of pods that are no pods of a node.
        GpuVirtual { cluster: String, kind: String } = "service.gpu-virtual",
        /// Warning: an update that needs GPUs to spare.
        GpuToSpare { count: i64 } = "warn.gpu-to-spare",
        /// Warning: a load that CPU does not show.
        GpuLoad {} = "warn.gpu-load",
        /// Warning: members come and go by load.
        ScaledStateful { name: String, least: i64, most: i64 } = "warn.scaled-stateful",
        /// Warning: a runtime that gives no memory back.
        KeepsMemory { runtime: String } = "warn.keeps-memory",
        /// Warning: a user id of the node's own range.
        LowUser { user: i64 } = "warn.low-user",
        /// Warning: root.
        Root { path: String } = "warn.root",
        /// Warning: the group of root.
        RootGroup { user: i64 } = "warn.root-group",
        /// Warning: paths of the node.
        HostPath { paths: String } = "warn.host-path",
        /// Warning: a schedule that never comes.
        NeverFires { schedule: String } = "warn.never-fires",
        /// Warning: a version that ACK no longer supports.
        OldVersion { version: String } = "warn.old-version",
        /// Warning: `$(NAME)` that stays as it is.
        UndefinedVariable { at: String, name: String } = "warn.undefined-variable",
        /// Warning: files of root, and a user that nobody named.
        RootsFiles { paths: String, user: i64 } = "warn.roots-files",
        /// Warning: credentials that no address can be asked for.
        StsClosed { role: String } = "warn.sts-closed",
        /// Warning: rights that no address can be asked for.
        ApiClosed { name: String } = "warn.api-closed",
        /// A host at a port that is not there.
        HostPort { host: String, port: String, ports: String, suggestion: String } = "service.host-port",
        /// One host and path for two ports.
        HostTwice { host: String } = "service.host-twice",
        /// Two protocols behind one Ingress.
        HostSpeech { one: String, other: String } = "service.host-speech",
        /// A name that the ALB controller refuses.
        AlbName { name: String } = "service.alb-name",
        /// ALB on a network whose pods it does not reach.
        AlbOnFlannel { class: String, cluster: String } = "service.alb-on-flannel",
        /// A certificate that nobody looks for.
        NoDiscovery { class: String, kind: String } = "service.no-discovery",
        /// A class whose address is in the wrong place.
        ClassAddress { class: String, its: String, reach: String } = "service.class-address",
        /// Warning: a class that may be on the internet.
        AddressUnknown { class: String, kind: String, reach: String } = "warn.address-unknown",
        /// An ingress class that the cluster does not have.
        UnknownIngressClass { class: String, cluster: String, known: String, suggestion: String } = "service.unknown-ingress-class",
        /// No class that fits, or several.
        IngressClassOpen { reach: String, cluster: String, fitting: String, known: String } = "service.ingress-class-open",
        /// A load balancer that calls from nobody knows where.
        BalancerUnknown { class: String, kind: String, cluster: String } = "service.balancer-unknown",
        /// Warning: pods that speak what the controller may not know.
        SpeechUnknown { class: String, speech: String } = "warn.speech-unknown",
        /// A load balancer whose clients nobody named.
        NoClients { kind: String, cluster: String } = "service.no-clients",
        /// An NLB in fewer than two zones.
        NoZones { cluster: String, zones: String } = "service.no-zones",
        /// A Gateway that the cluster does not have.
        UnknownGateway { gateway: String, cluster: String, known: String, suggestion: String } = "service.unknown-gateway",
        /// No Gateway that fits, or several.
        GatewayOpen { reach: String, cluster: String, fitting: String, known: String } = "service.gateway-open",
        /// A Gateway whose address is in the wrong place.
        GatewayAddress { gateway: String, its: String, reach: String } = "service.gateway-address",
        /// A Gateway that calls from nobody knows where.
        GatewayCallers { gateway: String, kind: String, cluster: String } = "service.gateway-callers",
        /// A route to what is no plain HTTP.
        GatewaySpeech { port: String } = "service.gateway-speech",
        /// Two hosts with other paths.
        GatewayPaths { one: String, other: String } = "service.gateway-paths",
        /// Warning: a Gateway that may be on the internet.
        GatewayAddressUnknown { gateway: String, reach: String } = "warn.gateway-address-unknown",
        /// Warning: a route at all listeners.
        GatewayListeners { gateway: String } = "warn.gateway-listeners",
        /// Two vSwitches of one zone.
        ZoneTwice { zone: String } = "service.zone-twice",
        /// A silence that a load balancer does not bear.
        SilenceRange { kind: String, said: i64, least: i64, most: i64 } = "service.silence-range",
        /// A silence of ports that have no connections.
        SilenceOfUdp { ports: String } = "service.silence-of-udp",
        /// A class that hangs up before.
        SilenceOfClass { class: String, kind: String, said: i64, waits: i64 } = "service.silence-of-class",
        /// Warning: nobody knows when a class hangs up.
        SilenceUnknown { class: String, kind: String, said: i64 } = "warn.silence-unknown",
        /// Warning: ports that everybody can connect to.
        PortsOnTheInternet { name: String, ports: String } = "warn.ports-on-the-internet",
        /// A policy that leaves open what its namespace denies.
        PolicyOfNamespace { said: String } = "service.policy-of-namespace",
        /// Warning: what everybody can call.
        OnTheInternet { name: String, hosts: String } = "warn.on-the-internet",
        /// A right that no Role can give.
        RightOfCluster { said: String, resource: String } = "service.right-of-cluster",
        /// A right on what there is not.
        RightUnknown { resource: String, group: String, suggestion: String } = "service.right-unknown",
        /// A right on all Secrets.
        RightToSecrets { said: String } = "service.right-to-secrets",
        /// A right that is all rights.
        RightToPower { verb: String, resource: String } = "service.right-to-power",
        /// Warning: Secrets that must be there.
        NeedsSecrets { names: String } = "warn.needs-secrets",
    }
}

impl ServiceFault {
    /// The questions that it is about.
    pub(super) const fn concerns(&self) -> &'static [&'static str] {
        match self {
            Self::Exclude { .. } | Self::NoSchedule {} | Self::ScheduleDropped { .. } => {
                &["stateful", "perNode", "batch", "schedule", "controller"]
            }
            Self::SameObjects { .. } => &["name", "objectName"],
            Self::NothingOfItsOwn { .. } => &["storage", "ports"],
            Self::OneDisk { .. } => &["storage", "replicas", "autoscale", "parallelism"],
            Self::OneDiskOverlap { .. } => &["storage", "concurrency"],
            Self::RetainsNothing {} => &["storage", "retainDisks"],
            Self::NoPort { .. } => &["ports", "readiness", "liveness", "startup"],
            Self::PortTwice { .. } => &["ports"],
            Self::PathTwice { .. } => {
                &["writablePaths", "storage", "secrets", "config", "hostPaths"]
            }
            Self::LooksSecret { .. } => &["env"],
            Self::VariableTwice { .. } => &["env", "secretEnv"],
            Self::Mutable { .. } => &["image"],
            Self::ReservedPriority { .. } => &["priorityClass"],
            Self::ShortGrace { .. } => &["grace"],
            Self::SpotGrace { .. } => &["grace", "spot"],
            Self::NoSpotPool { .. } | Self::SpotOnAcs { .. } => &["spot", "cluster"],
            Self::SpotStateful { .. } => &["spot"],
            Self::CpuLimit { .. } => &["cpu", "cpuLimit"],
            Self::NeverScales { .. } => &["autoscale", "cpu", "cpuLimit"],
            Self::SmallDisk { .. }
            | Self::SharedDisk { .. }
            | Self::ClaimTwice { .. }
            | Self::UnknownClass { .. }
            | Self::NoDefaultClass { .. } => &["storage", "cluster"],
            Self::NoCluster { .. } | Self::UnknownDependency { .. } => &["dependencies", "cluster"],
            Self::HostPort { .. } | Self::HostTwice { .. } | Self::HostSpeech { .. } => {
                &["hosts", "ports"]
            }
            Self::NoDiscovery { .. } => &["tls", "ingressClass", "cluster"],
            Self::ClassAddress { .. }
            | Self::UnknownIngressClass { .. }
            | Self::IngressClassOpen { .. } => &["expose", "ingressClass", "cluster"],
            Self::NoClients { .. } => &["expose", "balancer", "cluster", "balancerFrom", "callers"],
            Self::NoZones { .. } => &["expose", "balancer", "cluster", "balancerZones"],
            Self::UnknownGateway { .. }
            | Self::GatewayOpen { .. }
            | Self::GatewayAddress { .. } => &["expose", "gateway", "cluster"],
            Self::GatewayCallers { .. } => {
                &["expose", "gateway", "cluster", "balancerFrom", "callers"]
            }
            Self::GatewaySpeech { .. } | Self::GatewayPaths { .. } => &["hosts", "ports"],
            Self::ZoneTwice { .. } => &["balancerZones", "cluster"],
            Self::SilenceRange { .. } => &["idleTimeout", "balancer", "ingressClass", "cluster"],
            Self::SilenceOfUdp { .. } => &["idleTimeout", "ports"],
            Self::SilenceOfClass { .. } => &["idleTimeout", "ingressClass", "cluster"],
            Self::PolicyOfNamespace { .. } => &["networkPolicy", "ownNamespace"],
            Self::BalancerUnknown { .. } => &[
                "expose",
                "ingressClass",
                "cluster",
                "balancerFrom",
                "callers",
            ],
            Self::LongName { .. } | Self::ServiceName { .. } | Self::AlbName { .. } => &["name"],
            Self::SharedNamespace { .. } => &["namespace"],
            _ => &[],
        }
    }
}

/// Everything that is wrong with the answers of the tree.
pub fn tree_faults(questions: &Questions, resolved: &Resolved) -> Vec<Fault> {
    let mut faults = excluded(questions, resolved);
    faults.extend(forced_fault(questions, resolved));
    faults
        .into_iter()
        .map(|(fault, place)| Fault::from(fault).at(place))
        .collect()
}

/// Tree answers that exclude each other: an answer of yes at a node that the walk never came to,
/// because another answer of yes had led away before.
pub(super) fn excluded(
    questions: &Questions,
    resolved: &Resolved,
) -> Vec<(ServiceFault, Option<Place>)> {
    let Some(decision) = &resolved.decision else {
        return Vec::new();
    };
    let Some(last) = decision.path.last().filter(|step| step.yes) else {
        return Vec::new();
    };
    decision
        .unasked
        .iter()
        .filter_map(|id| Some((id, resolved.answer(questions, id)?)))
        .filter(|(_, answer)| {
            answer.origin.is_typed()
                && !matches!(answer.value, Canonical::Bool(false) | Canonical::None)
        })
        .map(|(id, answer)| {
            let fault = ServiceFault::Exclude {
                one: last.question.clone(),
                other: id.clone(),
            };
            (fault, answer.place.clone())
        })
        .collect()
}

/// A forced controller that cannot do without an answer, or that would drop one.
pub(super) fn forced_fault(
    questions: &Questions,
    resolved: &Resolved,
) -> Option<(ServiceFault, Option<Place>)> {
    let controller = resolved.decision.as_ref().map(|one| one.controller);
    let schedule = resolved.answer(questions, "schedule");
    let forced = resolved.answer(questions, "controller");
    let fault = match (controller, schedule) {
        (Some(Controller::CronJob), None) => ServiceFault::NoSchedule {},
        // Without one, it is answers of the tree that exclude each other.
        (Some(other), Some(schedule)) if other != Controller::CronJob && forced.is_some() => {
            ServiceFault::ScheduleDropped {
                schedule: schedule.value.to_text(),
                controller: other.kind().to_owned(),
            }
        }
        _ => return None,
    };
    Some((fault, forced.and_then(|answer| answer.place.clone())))
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
    let mut paths: HashSet<&str> = HashSet::new();
    let mounted = workload
        .writable_paths
        .iter()
        .chain(&workload.host_paths)
        .map(|one| one.path.as_str());
    let config = workload.config.iter().flat_map(super::Config::mounts);
    for path in mounted
        .chain(workload.storage.iter().map(|claim| claim.path.as_str()))
        .chain(workload.secrets.iter().map(|secret| secret.path.as_str()))
        .chain(config)
    {
        if !paths.insert(path) {
            faults.push(ServiceFault::PathTwice {
                path: path.to_owned(),
            });
        }
    }
    if workload.long_running
        && (!workload.ports.is_empty() || workload.controller == Controller::StatefulSet)
        && workload
            .name
            .starts_with(|first: char| first.is_ascii_digit())
    {
        faults.push(ServiceFault::ServiceName {
            name: workload.name.clone(),
        });
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
