//! A load balancer of a workload's own, for ports that speak anything but HTTP: what its Service asks for,
//! and whom its pods see. NLB and CLB hand on the addresses of their clients.

use serde::Serialize;

use super::build::Builder;
use super::contradiction::ServiceFault;
use super::network::{self, Balancer, PortRule};
use super::{Accepted, ContainerPort, Workload};
use crate::cluster::Reachable;
use crate::value::{Caller, ZoneSwitch};

/// The rules that an exposed Service breaks.
pub(super) const SERVICE_RULES: [&str; 2] = ["service-type", PUBLIC];
const PUBLIC: &str = "load-balancer-public";
/// The kind that has zones, and that which checks from addresses of its own.
const NLB: &str = "nlb";
const CLB: &str = "clb";
/// The least zones of an NLB.
const LEAST_ZONES: usize = 2;

/// A load balancer of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoadBalancer {
    /// `internal` or `internet`.
    pub reach: &'static str,
    /// `nlb` or `clb`.
    pub kind: String,
    /// The word of the annotation for where its address is.
    pub address: &'static str,
    /// The zones of an NLB with their vSwitches.
    pub zones: Option<String>,
    /// For how many seconds its connections may be silent; none where nobody said.
    pub silence: Option<i64>,
    /// Exceptions of the Service.
    pub accepted: Vec<Accepted>,
}

impl Builder<'_> {
    /// The load balancer that only this workload has, and by whom that makes its pods called.
    pub(super) fn load_balancer(
        &mut self,
        ports: &[ContainerPort],
    ) -> Option<(LoadBalancer, Balancer)> {
        let kind = self.text("balancer");
        if kind != NLB && kind != CLB {
            return None;
        }
        let reach = Reachable::of(&self.text("expose"))?;
        let address = match reach {
            Reachable::Internal => "intranet",
            Reachable::Internet => "internet",
        };
        self.accept(
            "service-type",
            format!("expose: {}, balancer: {kind}", reach.word()),
        );
        if reach == Reachable::Internet {
            self.accept(PUBLIC, format!("expose: {}", reach.word()));
        }
        let balancer = Balancer {
            name: kind.clone(),
            from: self.clients(&kind),
            ports: ports.iter().map(PortRule::of).collect(),
        };
        let zones = if kind == NLB { self.zones() } else { None };
        let silence = self.silence_of_ports(&kind, ports);
        let load_balancer = LoadBalancer {
            reach: reach.word(),
            kind,
            address,
            zones,
            silence,
            accepted: Vec::new(),
        };
        Some((load_balancer, balancer))
    }

    /// Whom the pods see: clients, and the health checks of a CLB.
    fn clients(&mut self, kind: &str) -> Vec<network::Peer> {
        let cluster = self.material.setting.cluster;
        let mut said = self.items("balancerFrom");
        let ranges = |of: fn(&crate::cluster::LoadBalancerRanges) -> &Vec<crate::value::Cidr>| {
            let blocks = cluster.iter().flat_map(|one| of(&one.load_balancer_ranges));
            blocks.map(ToString::to_string).collect::<Vec<_>>()
        };
        if said.is_empty() && kind == NLB {
            said = ranges(|one| &one.nlb);
        }
        let callers = self.value("callers");
        let mut named = callers.items().iter();
        let names_blocks = named.any(|text| matches!(Caller::parse(text), Ok(Caller::Cidr(_))));
        if said.is_empty() && !names_blocks && !self.is_open_to_all() {
            let fault = ServiceFault::NoClients {
                kind: kind.to_owned(),
                cluster: cluster.map(|one| one.name.clone()).unwrap_or_default(),
            };
            self.fail("expose", fault);
        }
        if kind == CLB {
            let mut checks = ranges(|one| &one.clb);
            if checks.is_empty() {
                checks.push(self.facts().clb_checks.clone());
            }
            checks.retain(|block| !said.contains(block));
            said.extend(checks);
        }
        let namespace = self.text("namespace");
        network::caller_peers(&said, &namespace)
    }

    /// The zones of an NLB: at least two.
    fn zones(&mut self) -> Option<String> {
        let cluster = self.material.setting.cluster;
        let mut said = self.items("balancerZones");
        if said.is_empty() {
            let known = cluster.iter().flat_map(|one| &one.load_balancer_zones);
            said = known.map(ToString::to_string).collect();
        }
        let mut zones: Vec<String> = said
            .iter()
            .filter_map(|text| ZoneSwitch::parse(text).ok())
            .map(|one| one.zone().to_owned())
            .collect();
        zones.sort_unstable();
        let mut neighbours = zones.iter().zip(zones.iter().skip(1));
        let twice = neighbours.find(|(one, other)| one == other);
        let twice = twice.map(|(zone, _)| zone.clone());
        zones.dedup();
        if zones.len() < LEAST_ZONES {
            let fault = ServiceFault::NoZones {
                cluster: cluster.map(|one| one.name.clone()).unwrap_or_default(),
                zones: zones.join(", "),
            };
            self.fail("expose", fault);
            return None;
        }
        if let Some(zone) = twice {
            self.fail("balancerZones", ServiceFault::ZoneTwice { zone });
        }
        Some(said.join(","))
    }

    /// What everybody can connect to.
    pub(super) fn warn_of_ports(&mut self, workload: &Workload) {
        let Some(balancer) = &workload.load_balancer else {
            return;
        };
        if balancer.reach == Reachable::Internet.word() {
            let ports = workload.ports.iter();
            let ports: Vec<String> = ports
                .map(|port| format!("{}/{}", port.service, port.protocol))
                .collect();
            self.warning(ServiceFault::PortsOnTheInternet {
                name: workload.name.clone(),
                ports: ports.join(", "),
            });
        }
    }
}
