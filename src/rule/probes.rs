//! Probes: there, sound, and not one for two purposes.

use k8s_openapi::api::core::v1::{Container, Probe};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::manifest::Kind;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 6] = [
    Meta::new("probe-shape", Stage::Value, Severity::Error),
    Meta::new("probe-port", Stage::Objects, Severity::Error),
    Meta::new("no-readiness-probe", Stage::Hardening, Severity::Error),
    Meta::new("no-liveness-probe", Stage::Hardening, Severity::Error),
    Meta::new("probes-identical", Stage::Hardening, Severity::Error),
    Meta::new("probe-port-undeclared", Stage::Hardening, Severity::Warning),
];

pub(super) struct Probes;

impl Rule for Probes {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [
            probe_shape,
            probe_port,
            no_readiness_probe,
            no_liveness_probe,
            probes_identical,
            probe_port_undeclared,
        ] = &METAS;
        for pod in set.pods() {
            let runs_for_ever = pod.object.kind.as_ref().is_some_and(Kind::runs_for_ever);
            for (path, container) in pod.main_containers().filter(|_| runs_for_ever) {
                if container.readiness_probe.is_none() {
                    report.add(no_readiness_probe, pod.object, &path, Vec::new());
                }
                if container.liveness_probe.is_none() {
                    report.add(no_liveness_probe, pod.object, &path, Vec::new());
                } else if container.readiness_probe == container.liveness_probe {
                    let path = format!("{path}.livenessProbe");
                    report.add(probes_identical, pod.object, &path, Vec::new());
                }
            }
            for (path, container) in pod.containers() {
                for (field, probe) in [
                    ("readinessProbe", &container.readiness_probe),
                    ("livenessProbe", &container.liveness_probe),
                    ("startupProbe", &container.startup_probe),
                ] {
                    let Some(probe) = probe else { continue };
                    let path = format!("{path}.{field}");
                    if let Some(part) = flaw(field, probe) {
                        let path = format!("{path}{part}");
                        report.add(probe_shape, pod.object, &path, Vec::new());
                    }
                    let Some((part, port)) = port(probe) else {
                        continue;
                    };
                    let path = format!("{path}.{part}.port");
                    let (meta, text) = match &port {
                        IntOrString::String(name) => (probe_port, name.clone()),
                        IntOrString::Int(number) => (probe_port_undeclared, number.to_string()),
                    };
                    if !declares(container, &port) {
                        report.add(meta, pod.object, &path, vec![("port", text)]);
                    }
                }
            }
        }
    }
}

/// What the server refuses in a probe, as the end of its path.
fn flaw(field: &str, probe: &Probe) -> Option<&'static str> {
    let handlers = [
        probe.exec.is_some(),
        probe.grpc.is_some(),
        probe.http_get.is_some(),
        probe.tcp_socket.is_some(),
    ];
    if handlers.iter().filter(|is_there| **is_there).count() != 1 {
        return Some("");
    }
    let exec = probe.exec.as_ref();
    if exec.is_some_and(|one| one.command.as_ref().is_none_or(Vec::is_empty)) {
        return Some(".exec");
    }
    // Only readiness may ask for several successes; it never ends the container, so it has no grace.
    if field == "readinessProbe" {
        let has_grace = probe.termination_grace_period_seconds.is_some();
        return has_grace.then_some(".terminationGracePeriodSeconds");
    }
    let successes = probe.success_threshold.unwrap_or(1);
    (successes > 1).then_some(".successThreshold")
}

/// The port a probe asks, with the handler it stands in.
fn port(probe: &Probe) -> Option<(&'static str, IntOrString)> {
    if let Some(http) = &probe.http_get {
        return Some(("httpGet", http.port.clone()));
    }
    if let Some(tcp) = &probe.tcp_socket {
        return Some(("tcpSocket", tcp.port.clone()));
    }
    let grpc = probe.grpc.as_ref()?;
    Some(("grpc", IntOrString::Int(grpc.port)))
}

fn declares(container: &Container, port: &IntOrString) -> bool {
    container.ports.iter().flatten().any(|one| match port {
        IntOrString::Int(number) => one.container_port == *number,
        IntOrString::String(name) => one.name.as_deref() == Some(name),
    })
}
