//! How a workload is called through a Gateway of the Gateway API: the hosts and paths of its `HTTPRoute`,
//! and who that is for the `NetworkPolicy`. TLS and addresses are the Gateway's.

use serde::Serialize;

use super::ContainerPort;
use super::build::Builder;
use super::contradiction::ServiceFault;
use super::expose::{ExposedHost, Exposure};
use super::network::{Balancer, PortRule};
use crate::cluster::{Gateway, GatewayChoice, IngressKind, Reachable};
use crate::value::{GatewayRef, Speech, closest};

/// The word of `balancer`, and the kind of an exposure, for a Gateway.
pub(super) const GATEWAY: &str = "gateway";

/// The Gateway that a route belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RouteParent {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The listener; none for all of them.
    pub listener: Option<String>,
    /// An ALB stands behind it.
    pub alb: bool,
}

impl Builder<'_> {
    /// How it is called through a Gateway, and by whom that makes its pods called.
    pub(super) fn route(&mut self, ports: &[ContainerPort]) -> Option<(Exposure, Balancer)> {
        if self.text("balancer") != GATEWAY {
            return None;
        }
        let reach = Reachable::of(&self.text("expose"))?;
        let (hosts, answering) = self.hosts(ports);
        self.judge_route(&hosts, &answering);
        let gateway = self.gateway(reach)?;
        let title = gateway.name.title();
        match gateway.address {
            Some(its) if its != reach => {
                let fault = ServiceFault::GatewayAddress {
                    gateway: title.clone(),
                    its: its.word().to_owned(),
                    reach: reach.word().to_owned(),
                };
                self.fail("expose", fault);
            }
            Some(_) => {}
            None => self.warning(ServiceFault::GatewayAddressUnknown {
                gateway: title.clone(),
                reach: reach.word().to_owned(),
            }),
        }
        if gateway.name.listener().is_none() {
            let gateway = title.clone();
            self.warning(ServiceFault::GatewayListeners { gateway });
        }
        let exposure = Exposure {
            reach: reach.word(),
            placed: gateway.address == Some(reach),
            class: title.clone(),
            kind: GATEWAY,
            protocol: None,
            tls: false,
            secret: None,
            silence: None,
            hosts,
            gateway: Some(RouteParent {
                namespace: gateway.name.namespace().to_owned(),
                name: gateway.name.name().to_owned(),
                listener: gateway.name.listener().map(ToOwned::to_owned),
                alb: gateway.kind == IngressKind::Alb,
            }),
            accepted: Vec::new(),
        };
        let balancer = Balancer {
            name: title,
            from: self.balancer_callers(gateway.kind, &gateway.callers, |cluster| {
                ServiceFault::GatewayCallers {
                    gateway: gateway.name.title(),
                    kind: gateway.kind.word().to_owned(),
                    cluster,
                }
            }),
            ports: answering.iter().map(PortRule::of).collect(),
        };
        Some((exposure, balancer))
    }

    /// One `HTTPRoute` gives each of its hosts all of its paths, and its pods plain HTTP.
    fn judge_route(&mut self, hosts: &[ExposedHost], answering: &[ContainerPort]) {
        let other =
            |port: &&ContainerPort| Speech::of(&port.name).is_some_and(|one| one != Speech::Http);
        if let Some(port) = answering.iter().find(other) {
            let port = port.name.clone();
            self.fail("hosts", ServiceFault::GatewaySpeech { port });
        }
        let mut pairs = hosts.iter().zip(hosts.iter().skip(1));
        if let Some((one, other)) = pairs.find(|(one, other)| one.paths != other.paths) {
            let (one, other) = (one.name.clone(), other.name.clone());
            self.fail("hosts", ServiceFault::GatewayPaths { one, other });
        }
    }

    /// The Gateway, which has its address where it is asked for.
    fn gateway(&mut self, reach: Reachable) -> Option<Gateway> {
        let setting = self.material.setting;
        let said = self.optional(GATEWAY);
        let said = said.and_then(|text| GatewayRef::parse(&text).ok());
        let cluster = setting
            .cluster
            .map(|one| one.name.clone())
            .unwrap_or_default();
        let known = setting.cluster.iter().flat_map(|one| &one.gateways);
        let known: Vec<String> = known.map(|one| one.name.to_string()).collect();
        match (setting.gateway(said.as_ref(), reach), said) {
            (GatewayChoice::One(gateway), _) => return Some(gateway),
            (GatewayChoice::Unknown, Some(said)) => {
                let gateway = said.title();
                let fault = ServiceFault::UnknownGateway {
                    suggestion: closest(&gateway, known.iter().map(String::as_str))
                        .unwrap_or_default()
                        .to_owned(),
                    gateway,
                    cluster,
                    known: known.join(", "),
                };
                self.fail(GATEWAY, fault);
            }
            (GatewayChoice::Open(fitting), _) => {
                let fault = ServiceFault::GatewayOpen {
                    reach: reach.word().to_owned(),
                    cluster,
                    fitting: fitting.join(", "),
                    known: known.join(", "),
                };
                self.fail("expose", fault);
            }
            (GatewayChoice::Unknown, None) => {}
        }
        None
    }
}
