//! The namespaces, ports and paths of the node.

use k8s_openapi::api::core::v1::Container;

use crate::manifest::PodView;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 6] = [
    Meta::new("host-namespaces", Stage::Hardening, Severity::Error),
    Meta::new("host-port", Stage::Hardening, Severity::Error),
    Meta::new("host-path", Stage::Hardening, Severity::Error),
    Meta::new("host-aliases", Stage::Hardening, Severity::Warning),
    Meta::new("probe-host", Stage::Hardening, Severity::Error),
    Meta::new("sysctls", Stage::Hardening, Severity::Error),
];

pub(super) struct HostAccess;

impl Rule for HostAccess {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [_, host_port, host_path, host_aliases, probe_host, sysctls] = &METAS;
        for pod in set.pods() {
            judge_namespaces(&pod, report);
            if pod
                .spec
                .host_aliases
                .as_ref()
                .is_some_and(|all| !all.is_empty())
            {
                report.add(host_aliases, pod.object, &pod.at("hostAliases"), Vec::new());
            }
            for (path, container) in pod.containers() {
                for (at, port) in container.ports.iter().flatten().enumerate() {
                    if port.host_port.is_some_and(|port| port > 0) {
                        let path = format!("{path}.ports[{at}].hostPort");
                        report.add(host_port, pod.object, &path, Vec::new());
                    }
                }
                for field in named_hosts(container) {
                    let path = format!("{path}.{field}.host");
                    report.add(probe_host, pod.object, &path, Vec::new());
                }
            }
            for (at, volume) in pod.spec.volumes.iter().flatten().enumerate() {
                if let Some(source) = &volume.host_path {
                    let fields = vec![("path", source.path.clone())];
                    let path = pod.at(&format!("volumes[{at}].hostPath"));
                    report.add(host_path, pod.object, &path, fields);
                }
            }
            let security = pod.spec.security_context.as_ref();
            let changed = security.and_then(|one| one.sysctls.as_ref());
            if changed.is_some_and(|all| !all.is_empty()) {
                let path = pod.at("securityContext.sysctls");
                report.add(sysctls, pod.object, &path, Vec::new());
            }
        }
    }
}

fn judge_namespaces(pod: &PodView<'_>, report: &mut Report<'_>) {
    let [host_namespaces, ..] = &METAS;
    let security = pod.spec.security_context.as_ref();
    let windows = security.and_then(|one| one.windows_options.as_ref());
    for (field, value) in [
        ("hostNetwork", pod.spec.host_network),
        ("hostPID", pod.spec.host_pid),
        ("hostIPC", pod.spec.host_ipc),
        (
            "securityContext.windowsOptions.hostProcess",
            windows.and_then(|one| one.host_process),
        ),
    ] {
        if value == Some(true) {
            let fields = vec![("field", field.to_owned())];
            report.add(host_namespaces, pod.object, &pod.at(field), fields);
        }
    }
}

/// The handlers that name a host: they make the node's kubelet call anyone.
fn named_hosts(container: &Container) -> Vec<String> {
    let mut named = Vec::new();
    for (field, probe) in [
        ("readinessProbe", &container.readiness_probe),
        ("livenessProbe", &container.liveness_probe),
        ("startupProbe", &container.startup_probe),
    ] {
        let Some(probe) = probe else { continue };
        let http = probe.http_get.as_ref().and_then(|one| one.host.as_ref());
        let tcp = probe.tcp_socket.as_ref().and_then(|one| one.host.as_ref());
        named.extend(http.map(|_| format!("{field}.httpGet")));
        named.extend(tcp.map(|_| format!("{field}.tcpSocket")));
    }
    let lifecycle = container.lifecycle.as_ref();
    for (field, handler) in [
        (
            "postStart",
            lifecycle.and_then(|one| one.post_start.as_ref()),
        ),
        ("preStop", lifecycle.and_then(|one| one.pre_stop.as_ref())),
    ] {
        let Some(handler) = handler else { continue };
        let http = handler.http_get.as_ref().and_then(|one| one.host.as_ref());
        let tcp = handler
            .tcp_socket
            .as_ref()
            .and_then(|one| one.host.as_ref());
        named.extend(http.map(|_| format!("lifecycle.{field}.httpGet")));
        named.extend(tcp.map(|_| format!("lifecycle.{field}.tcpSocket")));
    }
    named
}
