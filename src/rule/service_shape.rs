//! Services the API server takes.

use k8s_openapi::api::core::v1::{ServicePort, ServiceSpec};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 3] = [
    Meta::new("service-ports-missing", Stage::Value, Severity::Error),
    Meta::new("service-port-twice", Stage::Value, Severity::Error),
    Meta::new("service-type-shape", Stage::Value, Severity::Error),
];

pub(super) struct ServiceShape;

impl Rule for ServiceShape {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [
            service_ports_missing,
            service_port_twice,
            service_type_shape,
        ] = &METAS;
        for (object, spec) in set.services() {
            let ports = spec.ports.as_deref().unwrap_or_default();
            let kind = spec.type_.as_deref().unwrap_or("ClusterIP");
            let is_headless = spec.cluster_ip.as_deref() == Some("None");
            if ports.is_empty() && !is_headless && kind != "ExternalName" {
                report.add(service_ports_missing, object, "spec", Vec::new());
            }
            for (at, port) in ports.iter().enumerate() {
                let path = format!("spec.ports[{at}]");
                let before = ports.iter().take(at);
                if is_twice(port, before) || (ports.len() > 1 && port.name.is_none()) {
                    let fields = vec![
                        ("port", port.port.to_string()),
                        ("name", port.name.clone().unwrap_or_default()),
                    ];
                    report.add(service_port_twice, object, &path, fields);
                }
            }
            if let Some(field) = contradiction(spec, kind, is_headless) {
                let fields = vec![("type", kind.to_owned()), ("field", field.to_owned())];
                report.add(service_type_shape, object, &format!("spec.{field}"), fields);
            }
        }
    }
}

fn is_twice<'p>(port: &ServicePort, mut before: impl Iterator<Item = &'p ServicePort>) -> bool {
    let protocol = |one: &ServicePort| one.protocol.clone().unwrap_or_else(|| "TCP".to_owned());
    before.any(|other| {
        (port.name.is_some() && other.name == port.name)
            || (other.port == port.port && protocol(other) == protocol(port))
    })
}

/// The field that does not go with the type.
fn contradiction(spec: &ServiceSpec, kind: &str, is_headless: bool) -> Option<&'static str> {
    let is_outside = matches!(kind, "NodePort" | "LoadBalancer");
    let ports = spec.ports.iter().flatten();
    let has_node_port = ports
        .into_iter()
        .any(|port| port.node_port.is_some_and(|one| one > 0));
    if is_headless && is_outside {
        Some("clusterIP")
    } else if has_node_port && !is_outside {
        Some("ports")
    } else if spec.external_traffic_policy.is_some()
        && !is_outside
        && spec.external_ips.as_ref().is_none_or(Vec::is_empty)
    {
        Some("externalTrafficPolicy")
    } else if kind == "ExternalName" && spec.external_name.is_none() {
        Some("type")
    } else {
        None
    }
}
