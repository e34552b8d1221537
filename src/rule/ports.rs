//! Container ports: in range, named as IANA wants, each once, not for root only.

use crate::value::PortName;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("port-syntax", Stage::Value, Severity::Error),
    Meta::new("privileged-port", Stage::Hardening, Severity::Error),
];

pub(super) struct Ports;

impl Rule for Ports {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [port_syntax, privileged_port] = &METAS;
        for pod in set.pods() {
            for (path, container) in pod.containers() {
                let ports = container.ports.as_deref().unwrap_or_default();
                for (at, port) in ports.iter().enumerate() {
                    let number = port.container_port;
                    let name = port.name.as_deref();
                    let is_range = (1..=65535).contains(&number);
                    let is_named = name.is_none_or(|name| PortName::parse(name).is_ok());
                    let is_twice = ports.iter().take(at).any(|other| {
                        (name.is_some() && other.name.as_deref() == name)
                            || (other.container_port == number && other.protocol == port.protocol)
                    });
                    let fields = vec![
                        ("port", number.to_string()),
                        ("name", name.unwrap_or_default().to_owned()),
                    ];
                    if !is_range || !is_named || is_twice {
                        report.add(
                            port_syntax,
                            pod.object,
                            &format!("{path}.ports[{at}]"),
                            fields,
                        );
                    } else if number < 1024 {
                        report.add(
                            privileged_port,
                            pod.object,
                            &format!("{path}.ports[{at}].containerPort"),
                            fields,
                        );
                    }
                }
            }
        }
    }
}
