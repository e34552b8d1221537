//! Services that reach a pod on a port that it has.

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::manifest::{Kind, PodView};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 4] = [
    Meta::new("service-selects-nothing", Stage::Objects, Severity::Error),
    Meta::new("service-port", Stage::Objects, Severity::Error),
    Meta::new("headless-service", Stage::Objects, Severity::Error),
    Meta::new("service-type", Stage::Hardening, Severity::Error),
];

pub(super) struct ServiceTarget;

impl Rule for ServiceTarget {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [
            service_selects_nothing,
            service_port,
            headless_service,
            service_type,
        ] = &METAS;
        for (object, spec) in set.pick(|kind| match kind {
            Kind::Service(object) => object.spec.as_ref(),
            _ => None,
        }) {
            if !matches!(spec.type_.as_deref(), None | Some("ClusterIP")) {
                let fields = vec![("type", spec.type_.clone().unwrap_or_default())];
                report.add(service_type, object, "spec.type", fields);
            }
            let Some(wanted) = &spec.selector else {
                continue;
            };
            let pods: Vec<PodView<'_>> = set
                .pods()
                .filter(|pod| pod.object.namespace() == object.namespace())
                .filter(|pod| {
                    wanted
                        .iter()
                        .all(|(key, value)| pod.label(key) == Some(value.as_str()))
                })
                .collect();
            if pods.is_empty() {
                report.add(service_selects_nothing, object, "spec.selector", Vec::new());
                continue;
            }
            let ports = spec.ports.as_deref().unwrap_or_default();
            for (at, port) in ports.iter().enumerate() {
                let Some(IntOrString::String(name)) = &port.target_port else {
                    continue;
                };
                let has = pods.iter().any(|pod| {
                    pod.main_containers().any(|(_, container)| {
                        container
                            .ports
                            .iter()
                            .flatten()
                            .any(|one| one.name.as_deref() == Some(name))
                    })
                });
                if !has {
                    report.add(
                        service_port,
                        object,
                        &format!("spec.ports[{at}].targetPort"),
                        vec![("port", name.clone())],
                    );
                }
            }
        }
        for (object, spec) in set.pick(|kind| match kind {
            Kind::StatefulSet(object) => Some(&object.spec),
            _ => None,
        }) {
            let name = spec.service_name.as_deref().unwrap_or_default();
            let is_there = set
                .pick(|kind| match kind {
                    Kind::Service(service) => service.spec.as_ref(),
                    _ => None,
                })
                .any(|(service, spec)| {
                    service.name() == name
                        && service.namespace() == object.namespace()
                        && spec.cluster_ip.as_deref() == Some("None")
                });
            if !is_there {
                report.add(
                    headless_service,
                    object,
                    "spec.serviceName",
                    vec![("name", name.to_owned())],
                );
            }
        }
    }
}
