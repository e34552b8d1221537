//! `NetworkPolicies` the API server takes.

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::manifest::Kind;
use crate::value::{Cidr, PortName};

use super::{Meta, Report, Rule, Set, Severity, Stage};

static METAS: [Meta; 2] = [
    Meta::new("policy-cidr", Stage::Value, Severity::Error),
    Meta::new("policy-port", Stage::Value, Severity::Error),
];

pub(super) struct NetworkPolicyShape;

impl Rule for NetworkPolicyShape {
    fn metas(&self) -> &'static [Meta] {
        &METAS
    }

    fn check(&self, set: &Set<'_>, report: &mut Report<'_>) {
        let [policy_cidr, policy_port] = &METAS;
        for (object, spec) in set.pick(|kind| match kind {
            Kind::NetworkPolicy(object) => object.spec.as_ref(),
            _ => None,
        }) {
            let ingress = spec.ingress.iter().flatten().enumerate();
            let ingress = ingress.map(|(at, rule)| {
                (
                    format!("spec.ingress[{at}]"),
                    "from",
                    &rule.from,
                    &rule.ports,
                )
            });
            let egress = spec.egress.iter().flatten().enumerate();
            let egress = egress
                .map(|(at, rule)| (format!("spec.egress[{at}]"), "to", &rule.to, &rule.ports));
            for (path, side, peers, ports) in ingress.chain(egress) {
                for (at, block) in peers
                    .iter()
                    .flatten()
                    .enumerate()
                    .filter_map(|(at, peer)| Some((at, peer.ip_block.as_ref()?)))
                {
                    let whole = Cidr::parse(&block.cidr);
                    let outside = |text: &String| match (&whole, Cidr::parse(text)) {
                        (Ok(whole), Ok(part)) => !whole.holds(&part),
                        _ => true,
                    };
                    if whole.is_err() || block.except.iter().flatten().any(outside) {
                        let fields = vec![("cidr", block.cidr.clone())];
                        report.add(
                            policy_cidr,
                            object,
                            &format!("{path}.{side}[{at}].ipBlock"),
                            fields,
                        );
                    }
                }
                for (at, port) in ports.iter().flatten().enumerate() {
                    let is_sound = match &port.port {
                        Some(IntOrString::Int(number)) => (1..=65535).contains(number),
                        Some(IntOrString::String(name)) => PortName::parse(name).is_ok(),
                        None => true,
                    };
                    if !is_sound
                        || !matches!(
                            port.protocol.as_deref(),
                            None | Some("TCP" | "UDP" | "SCTP")
                        )
                    {
                        report.add(
                            policy_port,
                            object,
                            &format!("{path}.ports[{at}]"),
                            Vec::new(),
                        );
                    }
                }
            }
        }
    }
}
