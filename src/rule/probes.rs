//! Probes: there, sound, and not one for two purposes.

use k8s_openapi::api::core::v1::{Container, Probe};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::manifest::Kind;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 4] = [
    Meta::new("no-readiness-probe", Stage::Hardening, Severity::Error),
    Meta::new("no-liveness-probe", Stage::Hardening, Severity::Error),
    Meta::new("probes-identical", Stage::Hardening, Severity::Error),
    Meta::new("probe-shape", Stage::Value, Severity::Error),
];

pub(super) struct Probes;

impl Rule for Probes {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [
            no_readiness_probe,
            no_liveness_probe,
            probes_identical,
            probe_shape,
        ] = &METAS;
        for pod in set.pods() {
            for (path, container) in pod.main_containers() {
                if pod.object.kind.as_ref().is_some_and(Kind::runs_for_ever) {
                    if container.readiness_probe.is_none() {
                        report.add(no_readiness_probe, pod.object, &path, Vec::new());
                    }
                    if container.liveness_probe.is_none() {
                        report.add(no_liveness_probe, pod.object, &path, Vec::new());
                    }
                    if container.readiness_probe.is_some()
                        && container.readiness_probe == container.liveness_probe
                    {
                        report.add(
                            probes_identical,
                            pod.object,
                            &format!("{path}.livenessProbe"),
                            Vec::new(),
                        );
                    }
                }
                for (field, probe) in [
                    ("readinessProbe", &container.readiness_probe),
                    ("livenessProbe", &container.liveness_probe),
                    ("startupProbe", &container.startup_probe),
                ] {
                    if let Some(probe) = probe
                        && !is_sound(probe, container)
                    {
                        report.add(
                            probe_shape,
                            pod.object,
                            &format!("{path}.{field}"),
                            Vec::new(),
                        );
                    }
                }
            }
        }
    }
}

/// One handler, on a port that is there, with timings the API server takes.
fn is_sound(probe: &Probe, container: &Container) -> bool {
    let handlers = [
        probe.http_get.is_some(),
        probe.tcp_socket.is_some(),
        probe.exec.is_some(),
        probe.grpc.is_some(),
    ];
    let has = |port: &IntOrString| match port {
        IntOrString::Int(number) => (1..=65535).contains(number),
        IntOrString::String(name) => container
            .ports
            .iter()
            .flatten()
            .any(|port| port.name.as_deref() == Some(name.as_str())),
    };
    let positive = |number: Option<i32>| number.is_none_or(|number| number >= 1);
    handlers.iter().filter(|is_there| **is_there).count() == 1
        && probe.http_get.as_ref().is_none_or(|one| has(&one.port))
        && probe.tcp_socket.as_ref().is_none_or(|one| has(&one.port))
        && positive(probe.period_seconds)
        && positive(probe.timeout_seconds)
        && positive(probe.failure_threshold)
        && probe.initial_delay_seconds.is_none_or(|delay| delay >= 0)
}
