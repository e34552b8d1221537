//! A `NetworkPolicy` for every pod, with DNS open and the metadata service closed.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::manifest::selects;
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
        let [
            policy_selects_nothing,
            network_policy_missing,
            dns_egress,
            metadata_open,
        ] = &METAS;
        let policies: Vec<_> = set.policies().collect();
        for (object, spec) in &policies {
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
            let own: Vec<_> = policies
                .iter()
                .filter(|(object, _)| object.namespace() == pod.object.namespace())
                .filter(|(_, spec)| {
                    let selector = spec.pod_selector.as_ref();
                    selector.is_none_or(|selector| selects(selector, pod.labels()))
                })
                .collect();
            let has = |direction: &str| {
                own.iter().any(|(_, spec)| {
                    spec.policy_types
                        .iter()
                        .flatten()
                        .any(|word| word == direction)
                })
            };
            if !has("Ingress") || !has("Egress") {
                report.add(
                    network_policy_missing,
                    pod.object,
                    "metadata.name",
                    Vec::new(),
                );
                continue;
            }
            for protocol in ["UDP", "TCP"] {
                let opens = own
                    .iter()
                    .flat_map(|(_, spec)| spec.egress.iter().flatten())
                    .any(|rule| {
                        rule.ports.as_ref().is_none_or(|ports| {
                            ports.iter().any(|port| {
                                port.port == Some(IntOrString::Int(53))
                                    && port.protocol.as_deref().unwrap_or("TCP") == protocol
                            })
                        })
                    });
                if !opens {
                    report.add(
                        dns_egress,
                        pod.object,
                        "metadata.name",
                        vec![("protocol", protocol.to_owned())],
                    );
                }
            }
        }
        for (object, spec) in policies {
            for (at, rule) in spec.egress.iter().flatten().enumerate() {
                if rule.to.is_none() && rule.ports.is_none() {
                    report.add(
                        metadata_open,
                        object,
                        &format!("spec.egress[{at}]"),
                        Vec::new(),
                    );
                }
                for (peer, block) in rule
                    .to
                    .iter()
                    .flatten()
                    .enumerate()
                    .filter_map(|(peer, one)| Some((peer, one.ip_block.as_ref()?)))
                {
                    let holds =
                        |text: &str| Cidr::parse(text).is_ok_and(|cidr| cidr.contains_metadata());
                    if holds(&block.cidr) && !block.except.iter().flatten().any(|text| holds(text))
                    {
                        let path = format!("spec.egress[{at}].to[{peer}].ipBlock");
                        report.add(metadata_open, object, &path, Vec::new());
                    }
                }
            }
        }
    }
}

fn is_empty(selector: &LabelSelector) -> bool {
    selector
        .match_labels
        .as_ref()
        .is_none_or(std::collections::BTreeMap::is_empty)
        && selector
            .match_expressions
            .as_ref()
            .is_none_or(Vec::is_empty)
}
