//! Services that reach a pod on a port that it has.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::manifest::{Kind, Object, PodView, matches};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 6] = [
    Meta::new("service-selects-nothing", Stage::Objects, Severity::Error).reaching(),
    Meta::new("service-port", Stage::Objects, Severity::Error),
    Meta::new("headless-service", Stage::Objects, Severity::Error).reaching(),
    Meta::new("service-type", Stage::Hardening, Severity::Error),
    Meta::new("service-external-ips", Stage::Hardening, Severity::Error),
    Meta::new("load-balancer-public", Stage::Hardening, Severity::Error),
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
            service_external_ips,
            load_balancer_public,
        ] = &METAS;
        for (object, spec) in set.services() {
            if !matches!(spec.type_.as_deref(), None | Some("ClusterIP")) {
                let fields = vec![("type", spec.type_.clone().unwrap_or_default())];
                report.add(service_type, object, "spec.type", fields);
            }
            if spec.type_.as_deref() == Some("LoadBalancer") && !is_private(object) {
                let path = "metadata.annotations";
                report.add(load_balancer_public, object, path, Vec::new());
            }
            if spec
                .external_ips
                .as_ref()
                .is_some_and(|all| !all.is_empty())
            {
                report.add(service_external_ips, object, "spec.externalIPs", Vec::new());
            }
            if spec.selector.as_ref().is_none_or(BTreeMap::is_empty) {
                continue;
            }
            let pods: Vec<PodView<'_>> = set
                .pods()
                .filter(|pod| pod.object.namespace() == object.namespace())
                .filter(|pod| matches(spec.selector.as_ref(), pod.labels()))
                .collect();
            if pods.is_empty() {
                report.add(service_selects_nothing, object, "spec.selector", Vec::new());
                continue;
            }
            for (at, port) in spec.ports.iter().flatten().enumerate() {
                let Some(IntOrString::String(name)) = &port.target_port else {
                    continue;
                };
                let protocol = port.protocol.as_deref().unwrap_or("TCP");
                let is_there = pods.iter().any(|pod| {
                    pod.port(name)
                        .is_some_and(|one| one.protocol.as_deref().unwrap_or("TCP") == protocol)
                });
                if !is_there {
                    let fields = vec![("port", name.clone()), ("protocol", protocol.to_owned())];
                    let path = format!("spec.ports[{at}].targetPort");
                    report.add(service_port, object, &path, fields);
                }
            }
        }
        for (object, spec) in set.pick(|kind| match kind {
            Kind::StatefulSet(object) => Some(&object.spec),
            _ => None,
        }) {
            let name = spec.service_name.as_deref().unwrap_or_default();
            let labels = spec.template.metadata.as_ref();
            let labels = labels.and_then(|metadata| metadata.labels.as_ref());
            let is_there = set.services().any(|(service, found)| {
                service.name() == name
                    && service.namespace() == object.namespace()
                    && found.cluster_ip.as_deref() == Some("None")
                    && matches(found.selector.as_ref(), labels)
            });
            if !is_there {
                let fields = vec![("name", name.to_owned())];
                report.add(headless_service, object, "spec.serviceName", fields);
            }
        }
    }
}

/// The annotations of CCM that say where a load balancer has its address, the present one and the older.
const ADDRESS: [&str; 2] = [
    "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type",
    "service.beta.kubernetes.io/alicloud-loadbalancer-address-type",
];
/// The word for the private network; without it the address is on the internet.
const PRIVATE: &str = "intranet";

/// Whether the load balancer of a Service has its address in the private network only.
fn is_private(object: &Object) -> bool {
    let annotations = object
        .kind
        .as_ref()
        .and_then(|kind| kind.metadata().annotations.as_ref());
    let said = annotations.and_then(|all| ADDRESS.iter().find_map(|key| all.get(*key)));
    said.is_some_and(|word| word == PRIVATE)
}
