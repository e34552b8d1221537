//! Ports of a Service behind a `NetworkPolicy` that means other ports.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ServicePort;
use k8s_openapi::api::networking::v1::{NetworkPolicyIngressRule, NetworkPolicyPort};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::manifest::{PodView, matches};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 1] =
    [Meta::new("service-port-closed", Stage::Objects, Severity::Error).reaching()];

pub(super) struct ServicePortClosed;

impl Rule for ServicePortClosed {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [service_port_closed] = &METAS;
        for (object, spec) in set.services() {
            if spec.selector.as_ref().is_none_or(BTreeMap::is_empty) {
                continue;
            }
            let selected = set.pods().filter(|pod| {
                pod.object.namespace() == object.namespace()
                    && matches(spec.selector.as_ref(), pod.labels())
            });
            for pod in selected {
                let rules = ingress(set, &pod);
                // A pod may be closed on purpose. A policy that speaks of a port the pod does not have
                // means another one.
                if !rules.iter().any(|rule| is_stray(rule, &pod)) {
                    continue;
                }
                for (at, port) in spec.ports.iter().flatten().enumerate() {
                    let Some(number) = target(port, &pod) else {
                        continue;
                    };
                    let protocol = port.protocol.as_deref().unwrap_or("TCP");
                    let lets_in = |rule: &&NetworkPolicyIngressRule| {
                        let ports = rule.ports.as_deref().unwrap_or_default();
                        let mut ports = ports.iter();
                        ports.len() == 0 || ports.any(|one| opens(one, number, protocol, &pod))
                    };
                    if !rules.iter().any(lets_in) {
                        let fields = vec![
                            ("port", number.to_string()),
                            ("protocol", protocol.to_owned()),
                            ("pod", pod.object.title()),
                        ];
                        report.add(
                            service_port_closed,
                            object,
                            &format!("spec.ports[{at}]"),
                            fields,
                        );
                    }
                }
            }
        }
    }
}

/// What the policies of a pod let in; none where no policy closes it.
fn ingress<'s>(set: &Set<'s>, pod: &PodView<'_>) -> Vec<&'s NetworkPolicyIngressRule> {
    let closing = set.policies_of(pod).filter(|spec| {
        let types = spec.policy_types.as_deref().unwrap_or_default();
        types.is_empty() || types.iter().any(|one| one == "Ingress")
    });
    closing
        .flat_map(|spec| spec.ingress.iter().flatten())
        .collect()
}

/// The port of the pod behind a port of a Service; none where the pod has no such name.
fn target(port: &ServicePort, pod: &PodView<'_>) -> Option<i32> {
    let protocol = |one: &Option<String>| one.clone().unwrap_or("TCP".to_owned());
    match &port.target_port {
        None => Some(port.port),
        Some(IntOrString::Int(number)) => Some(*number).filter(|one| (1..=65535).contains(one)),
        Some(IntOrString::String(name)) => pod
            .port(name)
            .filter(|one| protocol(&one.protocol) == protocol(&port.protocol))
            .map(|one| one.container_port),
    }
}

/// Whether a rule names a port, and none that a container of the pod has.
fn is_stray(rule: &NetworkPolicyIngressRule, pod: &PodView<'_>) -> bool {
    let named = rule.ports.as_deref().unwrap_or_default();
    let containers = pod.spec.containers.iter();
    let has: Vec<_> = containers
        .flat_map(|one| one.ports.iter().flatten())
        .collect();
    let is_there = |one: &NetworkPolicyPort| {
        has.iter().any(|port| {
            let protocol = port.protocol.as_deref().unwrap_or("TCP");
            opens(one, port.container_port, protocol, pod)
        })
    };
    !has.is_empty() && named.iter().any(|one| !is_there(one))
}

fn opens(one: &NetworkPolicyPort, number: i32, protocol: &str, pod: &PodView<'_>) -> bool {
    one.protocol.as_deref().unwrap_or("TCP") == protocol
        && match &one.port {
            None => true,
            Some(IntOrString::Int(first)) => {
                (*first..=one.end_port.unwrap_or(*first)).contains(&number)
            }
            Some(IntOrString::String(name)) => pod
                .port(name)
                .is_some_and(|found| found.container_port == number),
        }
}
