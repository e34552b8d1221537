//! The namespaces, ports and paths of the node.

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 4] = [
    Meta::new("host-namespaces", Stage::Hardening, Severity::Error),
    Meta::new("host-port", Stage::Hardening, Severity::Error),
    Meta::new("host-path", Stage::Hardening, Severity::Error),
    Meta::new("sysctls", Stage::Hardening, Severity::Error),
];

pub(super) struct HostAccess;

impl Rule for HostAccess {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [host_namespaces, host_port, host_path, sysctls] = &METAS;
        for pod in set.pods() {
            for (field, value) in [
                ("hostNetwork", pod.spec.host_network),
                ("hostPID", pod.spec.host_pid),
                ("hostIPC", pod.spec.host_ipc),
            ] {
                if value == Some(true) {
                    report.add(
                        host_namespaces,
                        pod.object,
                        &pod.at(field),
                        vec![("field", field.to_owned())],
                    );
                }
            }
            for (path, container) in pod.containers() {
                for (at, port) in container.ports.iter().flatten().enumerate() {
                    if port.host_port.is_some_and(|port| port > 0) {
                        report.add(
                            host_port,
                            pod.object,
                            &format!("{path}.ports[{at}].hostPort"),
                            Vec::new(),
                        );
                    }
                }
            }
            for (at, volume) in pod.spec.volumes.iter().flatten().enumerate() {
                if let Some(source) = &volume.host_path {
                    let fields = vec![("path", source.path.clone())];
                    report.add(
                        host_path,
                        pod.object,
                        &pod.at(&format!("volumes[{at}].hostPath")),
                        fields,
                    );
                }
            }
            let security = pod.spec.security_context.as_ref();
            if security.is_some_and(|one| one.sysctls.as_ref().is_some_and(|list| !list.is_empty()))
            {
                report.add(
                    sysctls,
                    pod.object,
                    &pod.at("securityContext.sysctls"),
                    Vec::new(),
                );
            }
        }
    }
}
