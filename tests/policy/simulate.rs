//! What a network plugin does with `NetworkPolicy` objects, by the words of the Kubernetes API: a pod
//! that a policy selects is closed in the policy's directions but for the union of its rules.

use std::collections::BTreeMap;
use std::net::IpAddr;

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// One end of a connection.
#[derive(Debug, Clone)]
pub(super) enum End {
    Pod(Pod),
    /// Anything with an address that is no pod.
    Outside(IpAddr),
}

#[derive(Debug, Clone)]
pub(super) struct Pod {
    pub(super) namespace: String,
    pub(super) labels: BTreeMap<String, String>,
}

impl Pod {
    pub(super) fn new(namespace: &str, labels: &[(&str, &str)]) -> Self {
        Self {
            namespace: namespace.to_owned(),
            labels: labels
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Ingress,
    Egress,
}

/// Peers and ports of one rule, whatever its direction.
type Rule<'p> = (
    &'p Option<Vec<NetworkPolicyPeer>>,
    &'p Option<Vec<NetworkPolicyPort>>,
);

/// Whether `subject` may be reached from `other` (ingress), or may reach it (egress), at a container port.
pub(super) fn allows(
    policies: &[NetworkPolicy],
    subject: &Pod,
    direction: Direction,
    other: &End,
    port: u16,
    protocol: &str,
) -> bool {
    let mut isolated = false;
    for policy in policies {
        let Some(spec) = &policy.spec else { continue };
        let namespace = policy.metadata.namespace.as_deref().unwrap_or_default();
        let selects = namespace == subject.namespace
            && spec
                .pod_selector
                .as_ref()
                .is_none_or(|selector| matches(selector, &subject.labels));
        // Without policyTypes a policy is for ingress, and for egress where it has rules for it.
        let has_type = |word: &str, otherwise: bool| match &spec.policy_types {
            Some(types) => types.iter().any(|known| known == word),
            None => otherwise,
        };
        let is_for_it = match direction {
            Direction::Ingress => has_type("Ingress", true),
            Direction::Egress => has_type("Egress", spec.egress.is_some()),
        };
        if !selects || !is_for_it {
            continue;
        }
        isolated = true;
        let rules: Vec<Rule<'_>> = match direction {
            Direction::Ingress => {
                let rules = spec.ingress.iter().flatten();
                rules.map(|rule| (&rule.from, &rule.ports)).collect()
            }
            Direction::Egress => {
                let rules = spec.egress.iter().flatten();
                rules.map(|rule| (&rule.to, &rule.ports)).collect()
            }
        };
        let hit = rules.iter().any(|(peers, ports)| {
            let peers = peers.as_deref().unwrap_or_default();
            let ports = ports.as_deref().unwrap_or_default();
            (peers.is_empty() || peers.iter().any(|peer| is_peer(peer, namespace, other)))
                && (ports.is_empty() || ports.iter().any(|rule| is_port(rule, port, protocol)))
        });
        if hit {
            return true;
        }
    }
    !isolated
}

fn is_port(rule: &NetworkPolicyPort, port: u16, protocol: &str) -> bool {
    let number = |value: &IntOrString| match value {
        IntOrString::Int(number) => *number,
        // A name would mean another number in each pod.
        IntOrString::String(name) => panic!("a policy with the port name {name}"),
    };
    let port = i32::from(port);
    rule.protocol.as_deref().unwrap_or("TCP") == protocol
        && rule.port.as_ref().is_none_or(|first| {
            let first = number(first);
            (first..=rule.end_port.unwrap_or(first)).contains(&port)
        })
}

fn is_peer(peer: &NetworkPolicyPeer, namespace: &str, other: &End) -> bool {
    match other {
        // A plugin need not match pods by a block, so nothing may depend on it.
        End::Outside(address) => peer.ip_block.as_ref().is_some_and(|block| {
            contains(&block.cidr, *address)
                && !block
                    .except
                    .iter()
                    .flatten()
                    .any(|hole| contains(hole, *address))
        }),
        End::Pod(pod) => {
            if peer.ip_block.is_some() {
                return false;
            }
            let home = BTreeMap::from([(
                "kubernetes.io/metadata.name".to_owned(),
                pod.namespace.clone(),
            )]);
            let at_home = match &peer.namespace_selector {
                Some(selector) => matches(selector, &home),
                None => pod.namespace == namespace,
            };
            at_home
                && peer
                    .pod_selector
                    .as_ref()
                    .is_none_or(|selector| matches(selector, &pod.labels))
        }
    }
}

fn matches(selector: &LabelSelector, labels: &BTreeMap<String, String>) -> bool {
    assert!(
        selector
            .match_expressions
            .as_ref()
            .is_none_or(Vec::is_empty),
        "expressions are not simulated"
    );
    selector
        .match_labels
        .iter()
        .flatten()
        .all(|(key, value)| labels.get(key) == Some(value))
}

/// Whether an address lies in a block. Written anew, not taken from the code under test.
pub(super) fn contains(block: &str, address: IpAddr) -> bool {
    let (network, prefix) = block.split_once('/').expect("a prefix");
    let prefix: usize = prefix.parse().expect("a prefix length");
    let bits = |address: IpAddr| -> Vec<bool> {
        let bytes = match address {
            IpAddr::V4(four) => four.octets().to_vec(),
            IpAddr::V6(six) => six.octets().to_vec(),
        };
        let each = |byte: u8| (0..8).rev().map(move |bit| byte >> bit & 1 == 1);
        bytes.into_iter().flat_map(each).collect()
    };
    let network: IpAddr = network.parse().expect("an address");
    network.is_ipv4() == address.is_ipv4()
        && bits(network)
            .iter()
            .zip(bits(address))
            .take(prefix)
            .all(|(one, other)| *one == other)
}
