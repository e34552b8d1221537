//! How a workload is called from outside the cluster: its hosts, what serves them, and who that is for
//! the `NetworkPolicy`.
//!
//! # What leads to a workload
//!
//! `service::expose` (an Ingress for `hosts`), `service::route` (an `HTTPRoute` for them,
//! `cluster::gateway` choosing the Gateway) and `service::load_balancer` (a load balancer of the
//! workload's own, `balancer`) turn `expose` into what the templates write and into where the balancer
//! calls from, which `service::network` opens the policy to. It comes from the cluster file or from
//! `balancerFrom`; where nobody says it, the answers are refused, as a policy never opens wider.
//! `service::silence` says how long connections may be silent and who can be told so: an annotation
//! where the controller reads one, else the bundle's README, as an `AlbConfig` is the platform's.
//! `cluster::ingress` chooses the ingress class: the one that is named, else of those whose address is
//! where `expose` wants it the default.

use std::cmp::Reverse;

use serde::Serialize;

use super::build::Builder;
use super::contradiction::ServiceFault;
use super::network::{self, Balancer, Peer, PortRule};
use super::route::RouteParent;
use super::{Accepted, ContainerPort, Workload};
use crate::cluster::{ClassChoice, Cni, IngressClass, IngressKind, Reachable};
use crate::value::{Host, Speech, closest};

/// The word of `tls` for a certificate that the load balancer finds by itself.
const AUTO: &str = "auto";
/// The kind of a door that is a load balancer of its own.
const OWN: &str = "own";
/// The word for plain HTTP.
const NONE: &str = "none";
/// The rule that hosts without TLS break.
pub(super) const NO_TLS: &str = "ingress-without-tls";
/// What the names of objects must not begin with that the ALB controller reads.
const ALB_RESERVED: &str = "aliyun";

/// How a workload is called from outside the cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exposure {
    /// `internal` or `internet`.
    pub reach: &'static str,
    /// It is known that the load balancer has its address there.
    pub placed: bool,
    /// The class of its Ingress.
    pub class: String,
    /// What serves that class: `alb`, `nginx`, `other`; of a door also `own`, for no Ingress.
    pub kind: &'static str,
    /// What its pods speak, as the controller wants to be told; none where it takes that for granted.
    pub protocol: Option<String>,
    /// Callers use HTTPS.
    pub tls: bool,
    /// The Secret with the certificate; none where the load balancer finds one.
    pub secret: Option<String>,
    /// For how many seconds its connections may be silent; none where nobody said.
    pub silence: Option<i64>,
    /// The hosts, each once.
    pub hosts: Vec<ExposedHost>,
    /// The Gateway of its `HTTPRoute`; none where it has an Ingress.
    pub gateway: Option<RouteParent>,
    /// Exceptions of the Ingress.
    pub accepted: Vec<Accepted>,
}

/// A host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExposedHost {
    /// Its name.
    pub name: String,
    /// Its paths.
    pub paths: Vec<ExposedPath>,
}

/// A path of a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExposedPath {
    /// The path.
    pub path: String,
    /// The name of the port that answers.
    pub port: String,
    /// Its number at the Service.
    pub number: u16,
}

/// How a workload is called from outside, for a page that tells of several workloads or environments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Door {
    /// The name of the workload's objects.
    pub workload: String,
    /// How many seconds its pods have to stop.
    pub grace: i64,
    /// What serves it.
    #[serde(flatten)]
    pub exposure: Exposure,
    /// The hosts, each with its paths.
    pub places: Vec<String>,
}

impl Door {
    /// Those of the workloads that are called from outside.
    pub(super) fn all(workloads: &[Workload]) -> Vec<Self> {
        workloads.iter().filter_map(Self::of).collect()
    }

    fn of(workload: &Workload) -> Option<Self> {
        let Some(exposure) = workload.exposure.clone() else {
            return Self::of_its_own(workload);
        };
        let places = exposure.hosts.iter().flat_map(|host| {
            let paths = host.paths.iter();
            paths.map(|one| format!("{}{}", host.name, one.path.trim_end_matches('/')))
        });
        Some(Self {
            workload: workload.name.clone(),
            grace: workload.grace,
            places: places.collect(),
            exposure,
        })
    }

    /// That of a workload with a load balancer of its own, which has ports and no hosts.
    fn of_its_own(workload: &Workload) -> Option<Self> {
        let balancer = workload.load_balancer.as_ref()?;
        let ports = workload.ports.iter();
        let places = ports.map(|port| format!("{}/{}", port.service, port.protocol));
        let exposure = Exposure {
            reach: balancer.reach,
            placed: true,
            class: balancer.kind.to_ascii_uppercase(),
            kind: OWN,
            protocol: None,
            tls: false,
            secret: None,
            silence: balancer.silence,
            hosts: Vec::new(),
            gateway: None,
            accepted: Vec::new(),
        };
        Some(Self {
            workload: workload.name.clone(),
            grace: workload.grace,
            places: places.collect(),
            exposure,
        })
    }
}

impl Builder<'_> {
    /// How it is called from outside, and by whom that makes its pods called.
    pub(super) fn exposure(
        &mut self,
        name: &str,
        ports: &[ContainerPort],
    ) -> Option<(Exposure, Balancer)> {
        if self.text("balancer") != "ingress" {
            return None;
        }
        let reach = Reachable::of(&self.text("expose"))?;
        let (hosts, answering) = self.hosts(ports);
        let speech = self.speech(&answering);
        let class = self.ingress_class(reach)?;
        if class.kind == IngressKind::Alb && name.starts_with(ALB_RESERVED) {
            let name = name.to_owned();
            self.fail("name", ServiceFault::AlbName { name });
        }
        if let Some(cluster) = self.material.setting.cluster
            && class.kind == IngressKind::Alb
            && cluster.cni == Some(Cni::Flannel)
        {
            let (class, cluster) = (class.name.clone(), cluster.name.clone());
            self.fail("expose", ServiceFault::AlbOnFlannel { class, cluster });
        }
        let said = self.value("tls").to_text();
        let is_found = said == AUTO;
        if is_found && class.kind != IngressKind::Alb {
            let (class, kind) = (class.name.clone(), class.kind.word().to_owned());
            self.fail("tls", ServiceFault::NoDiscovery { class, kind });
        }
        let tls = said != NONE;
        if !tls {
            self.accept(NO_TLS, format!("tls: {said}"));
        }
        let exposure = Exposure {
            reach: reach.word(),
            placed: class.address == Some(reach),
            class: class.name.clone(),
            kind: class.kind.word(),
            protocol: self.protocol(&class, speech),
            tls,
            secret: Some(said).filter(|_| tls && !is_found),
            silence: self.silence_of_class(&class),
            hosts,
            gateway: None,
            accepted: Vec::new(),
        };
        let balancer = Balancer {
            name: class.name.clone(),
            from: self.balancer_callers(class.kind, &class.callers, |cluster| {
                ServiceFault::BalancerUnknown {
                    class: class.name.clone(),
                    kind: class.kind.word().to_owned(),
                    cluster,
                }
            }),
            ports: answering.iter().map(PortRule::of).collect(),
        };
        Some((exposure, balancer))
    }

    /// The hosts with their paths, and the ports that answer, each once.
    pub(super) fn hosts(
        &mut self,
        ports: &[ContainerPort],
    ) -> (Vec<ExposedHost>, Vec<ContainerPort>) {
        let mut hosts: Vec<ExposedHost> = Vec::new();
        let mut answering: Vec<ContainerPort> = Vec::new();
        for host in self
            .items("hosts")
            .iter()
            .filter_map(|text| Host::parse(text).ok())
        {
            let Some(port) = answers(&host, ports) else {
                let known: Vec<&str> = ports
                    .iter()
                    .filter(|port| port.protocol == "TCP")
                    .map(|port| port.name.as_str())
                    .collect();
                let fault = ServiceFault::HostPort {
                    host: host.to_string(),
                    port: host.port().unwrap_or_default().to_owned(),
                    suggestion: closest(host.port().unwrap_or_default(), known.iter().copied())
                        .unwrap_or_default()
                        .to_owned(),
                    ports: known.join(", "),
                };
                self.fail("hosts", fault);
                continue;
            };
            if !answering.contains(port) {
                answering.push(port.clone());
            }
            let path = ExposedPath {
                path: host.path().to_owned(),
                port: port.name.clone(),
                number: port.service,
            };
            let Some(known) = hosts.iter_mut().find(|one| one.name == host.name()) else {
                hosts.push(ExposedHost {
                    name: host.name().to_owned(),
                    paths: vec![path],
                });
                continue;
            };
            if known.paths.iter().any(|one| one.path == path.path) {
                let host = format!("{}{}", host.name(), host.path());
                self.fail("hosts", ServiceFault::HostTwice { host });
            } else {
                known.paths.push(path);
                // The longest path wins; some controllers take the first that fits.
                known.paths.sort_by_key(|one| Reverse(one.path.len()));
            }
        }
        (hosts, answering)
    }

    /// What the ports that answer speak: one thing, as an Ingress says it once for all of its paths.
    fn speech(&mut self, answering: &[ContainerPort]) -> Speech {
        let mut first: Option<(&ContainerPort, Speech)> = None;
        for port in answering {
            let speech = Speech::of(&port.name).unwrap_or(Speech::Http);
            match first {
                Some((one, before)) if before != speech => {
                    let (one, other) = (one.name.clone(), port.name.clone());
                    self.fail("hosts", ServiceFault::HostSpeech { one, other });
                    break;
                }
                Some(_) => {}
                None => first = Some((port, speech)),
            }
        }
        first.map_or(Speech::Http, |(_, speech)| speech)
    }

    /// How the controller of the class is told what the pods speak.
    fn protocol(&mut self, class: &IngressClass, speech: Speech) -> Option<String> {
        if speech == Speech::Http {
            return None;
        }
        match class.kind {
            IngressKind::Alb => Some(speech.word().to_owned()),
            IngressKind::Nginx => Some(speech.word().to_ascii_uppercase()),
            IngressKind::Other => {
                self.warning(ServiceFault::SpeechUnknown {
                    class: class.name.clone(),
                    speech: speech.word().to_owned(),
                });
                None
            }
        }
    }

    /// The ingress class, which has its address where it is asked for.
    fn ingress_class(&mut self, reach: Reachable) -> Option<IngressClass> {
        let setting = self.material.setting;
        let said = self.optional("ingressClass");
        let cluster = setting.cluster.map(|one| one.name.clone());
        let known = || {
            let classes = setting.cluster.iter().flat_map(|one| &one.ingress_classes);
            classes.map(|one| one.name.clone()).collect::<Vec<_>>()
        };
        match setting.ingress_class(said.as_deref(), reach) {
            ClassChoice::One(class) => {
                match class.address {
                    Some(its) if its != reach => {
                        let fault = ServiceFault::ClassAddress {
                            class: class.name.clone(),
                            its: its.word().to_owned(),
                            reach: reach.word().to_owned(),
                        };
                        self.fail("expose", fault);
                    }
                    Some(_) => {}
                    None => self.warning(ServiceFault::AddressUnknown {
                        class: class.name.clone(),
                        kind: class.kind.word().to_owned(),
                        reach: reach.word().to_owned(),
                    }),
                }
                Some(class)
            }
            ClassChoice::Unknown(name) => {
                let known = known();
                let fault = ServiceFault::UnknownIngressClass {
                    suggestion: closest(&name, known.iter().map(String::as_str))
                        .unwrap_or_default()
                        .to_owned(),
                    class: name,
                    cluster: cluster.unwrap_or_default(),
                    known: known.join(", "),
                };
                self.fail("ingressClass", fault);
                None
            }
            ClassChoice::Open(fitting) => {
                let fault = ServiceFault::IngressClassOpen {
                    reach: reach.word().to_owned(),
                    cluster: cluster.unwrap_or_default(),
                    fitting: fitting.join(", "),
                    known: known().join(", "),
                };
                self.fail("expose", fault);
                None
            }
        }
    }

    /// Who calls the pods for a class or a Gateway: as it was said, else as the cluster file has it;
    /// `unknown` is what to say of the cluster where neither tells it.
    pub(super) fn balancer_callers(
        &mut self,
        kind: IngressKind,
        callers: &[String],
        unknown: impl FnOnce(String) -> ServiceFault,
    ) -> Vec<Peer> {
        let namespace = self.text("namespace");
        let cluster = self.material.setting.cluster;
        let mut said = self.items("balancerFrom");
        if said.is_empty() {
            said.extend_from_slice(callers);
        }
        if said.is_empty() && kind == IngressKind::Alb {
            let ranges = cluster.iter().flat_map(|one| &one.load_balancer_ranges.alb);
            said = ranges.map(ToString::to_string).collect();
        }
        if said.is_empty() && !self.is_open_to_all() {
            let cluster = cluster.map(|one| one.name.clone()).unwrap_or_default();
            self.fail("expose", unknown(cluster));
        }
        network::caller_peers(&said, &namespace)
    }

    /// Whether everybody may call it already, so that nobody has to say where a balancer calls from.
    pub(super) fn is_open_to_all(&self) -> bool {
        self.value("callers").is_keyword("any") || self.text("networkPolicy") == "off"
    }

    /// What is worth a warning in how it is called from outside.
    pub(super) fn warn_of_exposure(&mut self, workload: &Workload) {
        let Some(exposure) = &workload.exposure else {
            return;
        };
        if exposure.reach == Reachable::Internet.word() {
            let hosts: Vec<&str> = exposure.hosts.iter().map(|one| one.name.as_str()).collect();
            self.warning(ServiceFault::OnTheInternet {
                name: workload.name.clone(),
                hosts: hosts.join(", "),
            });
        }
    }
}

/// The port that answers for a host: the one it names, or the first whose name says that it speaks HTTP.
fn answers<'p>(host: &Host, ports: &'p [ContainerPort]) -> Option<&'p ContainerPort> {
    let mut over_tcp = ports.iter().filter(|port| port.protocol == "TCP");
    if let Some(name) = host.port() {
        return over_tcp.find(|port| port.name == name);
    }
    over_tcp.find(|port| Speech::of(&port.name).is_some())
}
