//! A `NetworkPolicy` for every pod, with DNS open and the metadata service closed.

use k8s_openapi::api::networking::v1::{NetworkPolicyPort, NetworkPolicySpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::manifest::{Object, PodView, selects};
use crate::value::Cidr;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 4] = [
    Meta::new("policy-selects-nothing", Stage::Objects, Severity::Error).reaching(),
    Meta::new("network-policy-missing", Stage::Hardening, Severity::Error),
    Meta::new("dns-egress", Stage::Hardening, Severity::Error),
    Meta::new("metadata-open", Stage::Hardening, Severity::Error),
];

pub(super) struct NetworkPolicyMissing;

impl Rule for NetworkPolicyMissing {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [policy_selects_nothing, ..] = &METAS;
        for (object, spec) in set.policies() {
            judge_metadata(object, spec, report);
            // An empty selector means every pod, also those to come.
            let Some(selector) = spec.pod_selector.as_ref().filter(|one| !is_empty(one)) else {
                continue;
            };
            let is_used = set.pods().any(|pod| {
                pod.object.namespace() == object.namespace() && selects(selector, pod.labels())
            });
            if !is_used {
                report.add(
                    policy_selects_nothing,
                    object,
                    "spec.podSelector",
                    Vec::new(),
                );
            }
        }
        for pod in set.pods() {
            judge_pod(set, &pod, report);
        }
    }
}

fn is_empty(selector: &LabelSelector) -> bool {
    let pairs = selector.match_labels.as_ref();
    let expressions = selector.match_expressions.as_ref();
    pairs.is_none_or(std::collections::BTreeMap::is_empty) && expressions.is_none_or(Vec::is_empty)
}

/// Both directions closed, and DNS open.
fn judge_pod(set: &Set<'_>, pod: &PodView<'_>, report: &mut Report<'_>) {
    let [_, network_policy_missing, dns_egress, _] = &METAS;
    let own: Vec<&NetworkPolicySpec> = set.policies_of(pod).collect();
    let closes = |direction: &str| {
        let mut types = own
            .iter()
            .flat_map(|spec| spec.policy_types.iter().flatten());
        types.any(|word| word == direction)
    };
    if !closes("Ingress") || !closes("Egress") {
        report.add(
            network_policy_missing,
            pod.object,
            "metadata.name",
            Vec::new(),
        );
        return;
    }
    for protocol in ["UDP", "TCP"] {
        let mut rules = own.iter().flat_map(|spec| spec.egress.iter().flatten());
        let opens = rules.any(|rule| {
            rule.ports.as_ref().is_none_or(|ports| {
                ports.iter().any(|port| {
                    port.port == Some(IntOrString::Int(53))
                        && port.protocol.as_deref().unwrap_or("TCP") == protocol
                })
            })
        });
        if !opens {
            let fields = vec![("protocol", protocol.to_owned())];
            report.add(dns_egress, pod.object, "metadata.name", fields);
        }
    }
}

/// No way out to the metadata service: neither to everyone nor through a block that holds it.
fn judge_metadata(object: &Object, spec: &NetworkPolicySpec, report: &mut Report<'_>) {
    let [.., metadata_open] = &METAS;
    let holds = |text: &str| Cidr::parse(text).is_ok_and(|cidr| cidr.contains_metadata());
    for (at, rule) in spec.egress.iter().flatten().enumerate() {
        if !opens_metadata(rule.ports.as_deref().unwrap_or_default()) {
            continue;
        }
        let path = format!("spec.egress[{at}]");
        if rule.to.as_ref().is_none_or(Vec::is_empty) {
            report.add(metadata_open, object, &path, Vec::new());
        }
        for (nth, peer) in rule.to.iter().flatten().enumerate() {
            let Some(block) = &peer.ip_block else {
                continue;
            };
            let is_excepted = block.except.iter().flatten().any(|text| holds(text));
            if holds(&block.cidr) && !is_excepted {
                let path = format!("{path}.to[{nth}].ipBlock");
                report.add(metadata_open, object, &path, Vec::new());
            }
        }
    }
}

/// The metadata service answers on TCP port 80; no ports are all ports.
fn opens_metadata(ports: &[NetworkPolicyPort]) -> bool {
    ports.is_empty()
        || ports.iter().any(|one| {
            let is_tcp = one.protocol.as_deref().unwrap_or("TCP") == "TCP";
            is_tcp
                && match &one.port {
                    None => true,
                    Some(IntOrString::Int(port)) => {
                        (*port..=one.end_port.unwrap_or(*port)).contains(&80)
                    }
                    // The name of a container's port; the service is no container.
                    Some(IntOrString::String(_)) => false,
                }
        })
}
