//! `NetworkPolicies` the API server takes.

use k8s_openapi::api::networking::v1::{NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::value::Cidr;

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 3] = [
    Meta::new("policy-cidr", Stage::Value, Severity::Error),
    Meta::new("policy-port", Stage::Value, Severity::Error),
    Meta::new("policy-peer", Stage::Value, Severity::Error),
];

pub(super) struct NetworkPolicyShape;

impl Rule for NetworkPolicyShape {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [policy_cidr, policy_port, policy_peer] = &METAS;
        for (object, spec) in set.policies() {
            for part in parts(spec) {
                for (at, peer) in part.peers.iter().enumerate() {
                    let path = format!("{}[{at}]", part.peers_path);
                    if !is_peer(peer) {
                        report.add(policy_peer, object, &path, Vec::new());
                    }
                    let Some(block) = &peer.ip_block else {
                        continue;
                    };
                    let whole = Cidr::parse(&block.cidr).ok();
                    if whole.is_none() {
                        let fields = vec![("cidr", block.cidr.clone())];
                        report.add(policy_cidr, object, &format!("{path}.ipBlock.cidr"), fields);
                        continue;
                    }
                    for (nth, text) in block.except.iter().flatten().enumerate() {
                        // An exception of everything is refused too.
                        let is_within = Cidr::parse(text).is_ok_and(|inner| {
                            whole.is_some_and(|whole| whole.holds(&inner) && whole != inner)
                        });
                        if !is_within {
                            let path = format!("{path}.ipBlock.except[{nth}]");
                            report.add(policy_cidr, object, &path, vec![("cidr", text.clone())]);
                        }
                    }
                }
                for (at, port) in part.ports.iter().enumerate() {
                    if !is_port(port) {
                        let path = format!("{}[{at}].endPort", part.ports_path);
                        report.add(policy_port, object, &path, Vec::new());
                    }
                }
            }
        }
    }
}

/// One rule of a policy, in either direction.
struct Part<'p> {
    peers_path: String,
    peers: &'p [NetworkPolicyPeer],
    ports_path: String,
    ports: &'p [NetworkPolicyPort],
}

fn parts(spec: &NetworkPolicySpec) -> impl Iterator<Item = Part<'_>> {
    let ingress = spec.ingress.iter().flatten().enumerate();
    let ingress = ingress.map(|(at, rule)| Part {
        peers_path: format!("spec.ingress[{at}].from"),
        peers: rule.from.as_deref().unwrap_or_default(),
        ports_path: format!("spec.ingress[{at}].ports"),
        ports: rule.ports.as_deref().unwrap_or_default(),
    });
    let egress = spec.egress.iter().flatten().enumerate();
    ingress.chain(egress.map(|(at, rule)| Part {
        peers_path: format!("spec.egress[{at}].to"),
        peers: rule.to.as_deref().unwrap_or_default(),
        ports_path: format!("spec.egress[{at}].ports"),
        ports: rule.ports.as_deref().unwrap_or_default(),
    }))
}

/// A block of addresses, or pods; never both, never neither.
const fn is_peer(peer: &NetworkPolicyPeer) -> bool {
    let has_selector = peer.namespace_selector.is_some() || peer.pod_selector.is_some();
    peer.ip_block.is_some() != has_selector
}

/// The end of a range is not before its start, which is a number.
const fn is_port(port: &NetworkPolicyPort) -> bool {
    match (&port.port, port.end_port) {
        (_, None) => true,
        (Some(IntOrString::Int(start)), Some(end)) => *start <= end,
        _ => false,
    }
}
