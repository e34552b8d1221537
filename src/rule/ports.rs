//! Container ports: each once, and not for root only.

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("port-twice", Stage::Value, Severity::Error),
    Meta::new("privileged-port", Stage::Hardening, Severity::Error),
];

pub(super) struct Ports;

impl Rule for Ports {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [port_twice, privileged_port] = &METAS;
        for pod in set.pods() {
            for (path, container) in pod.containers() {
                let ports = container.ports.as_deref().unwrap_or_default();
                for (at, port) in ports.iter().enumerate() {
                    let number = port.container_port;
                    let name = port.name.as_deref();
                    let protocol = |one: &Option<String>| one.clone().unwrap_or("TCP".to_owned());
                    let is_twice = ports.iter().take(at).any(|other| {
                        (name.is_some() && other.name.as_deref() == name)
                            || (other.container_port == number
                                && protocol(&other.protocol) == protocol(&port.protocol))
                    });
                    let fields = vec![
                        ("port", number.to_string()),
                        ("name", name.unwrap_or_default().to_owned()),
                    ];
                    let path = format!("{path}.ports[{at}]");
                    if is_twice {
                        report.add(port_twice, pod.object, &path, fields);
                    } else if (1..1024).contains(&number) {
                        let path = format!("{path}.containerPort");
                        report.add(privileged_port, pod.object, &path, fields);
                    }
                }
            }
        }
    }
}
