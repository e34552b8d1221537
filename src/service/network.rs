//! Who may call a workload and whom it may call: the rules of its `NetworkPolicy`.

use serde::Serialize;

use super::{ContainerPort, Metrics};
use crate::cluster::{Setting, Target};
use crate::pack::Facts;
use crate::question::Canonical;
use crate::value::{Caller, Cidr, Dependency, Protocol};

/// The label that selects the pods of one workload.
const NAME_LABEL: &str = "app.kubernetes.io/name";

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Label {
    /// Key.
    pub key: String,
    /// Value.
    pub value: String,
}

/// One side of a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Peer {
    /// Pods: `namespace: None` is any namespace, no labels are all pods.
    Pods {
        /// Their namespace.
        namespace: Option<String>,
        /// Their labels.
        labels: Vec<Label>,
    },
    /// Addresses.
    Cidr {
        /// The block.
        cidr: String,
        /// Blocks inside it that are left out.
        except: Vec<String>,
    },
}

/// A port of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PortRule {
    /// Number of the target's container port.
    pub number: u16,
    /// TCP, UDP or SCTP.
    pub protocol: String,
}

/// One rule: `peers: None` is anyone, no ports are all ports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// What it is for: `callers`, `balancer`, `metrics`, `peers`, `dns`, `dependency`, `named`, `internet`, `any`.
    pub kind: &'static str,
    /// The name under which the cluster knows the other side of a `named` one; the class of a `balancer`.
    pub name: Option<String>,
    /// The other side (named `from` or `to` in templates).
    #[serde(rename = "from")]
    pub from: Option<Vec<Peer>>,
    /// The same list for egress.
    pub to: Option<Vec<Peer>>,
    /// The ports.
    pub ports: Vec<PortRule>,
}

impl Rule {
    /// Whether it lets connections out to addresses that are no pods, at a port where one is known; the
    /// cluster's DNS aside.
    pub(super) fn leads_out(&self, port: Option<u16>) -> bool {
        let has_block = self
            .to
            .iter()
            .flatten()
            .any(|peer| matches!(peer, Peer::Cidr { .. }));
        let has_port = self.ports.is_empty()
            || port.is_none_or(|port| self.ports.iter().any(|one| one.number == port));
        self.kind != "dns" && has_block && has_port
    }

    fn ingress(kind: &'static str, from: Option<Vec<Peer>>, ports: Vec<PortRule>) -> Self {
        Self {
            kind,
            name: None,
            from,
            to: None,
            ports,
        }
    }

    fn egress(kind: &'static str, to: Option<Vec<Peer>>, ports: Vec<PortRule>) -> Self {
        Self {
            kind,
            name: None,
            from: None,
            to,
            ports,
        }
    }
}

impl PortRule {
    /// The port that a container listens on.
    pub(super) fn of(port: &ContainerPort) -> Self {
        Self {
            number: port.number,
            protocol: port.protocol.clone(),
        }
    }
}

/// The load balancer in front of a workload, as its pods see it.
#[derive(Debug)]
pub(super) struct Balancer {
    /// The name of what stands for it.
    pub(super) name: String,
    /// Where it calls from.
    pub(super) from: Vec<Peer>,
    /// What it calls.
    pub(super) ports: Vec<PortRule>,
}

/// What the rules are made from.
#[derive(Debug)]
pub(super) struct Subject<'s> {
    pub(super) name: &'s str,
    pub(super) namespace: &'s str,
    pub(super) ports: &'s [ContainerPort],
    pub(super) metrics: Option<&'s Metrics>,
    /// What calls it from outside.
    pub(super) balancer: Option<&'s Balancer>,
    /// Its pods talk to each other.
    pub(super) has_peers: bool,
    pub(super) setting: &'s Setting<'s>,
}

impl<'s> Subject<'s> {
    fn facts(&self) -> &'s Facts {
        &self.setting.facts
    }

    fn own_ports(&self) -> Vec<PortRule> {
        self.ports.iter().map(PortRule::of).collect()
    }

    fn own_pods(&self) -> Vec<Peer> {
        vec![pods(Some(self.namespace), vec![(NAME_LABEL, self.name)])]
    }

    /// The rules for incoming connections.
    pub(super) fn ingress(&self, callers: &Canonical) -> Vec<Rule> {
        let mut rules = Vec::new();
        if !self.ports.is_empty() {
            let from = match callers {
                Canonical::Keyword(word) if word == "any" => Some(None),
                Canonical::Keyword(word) if word == "namespace" => {
                    Some(Some(vec![pods(Some(self.namespace), Vec::new())]))
                }
                Canonical::List(items) if !items.is_empty() => {
                    Some(Some(caller_peers(items, self.namespace)))
                }
                _ => None,
            };
            rules.extend(from.map(|from| Rule::ingress("callers", from, self.own_ports())));
            let is_any = callers.is_keyword("any");
            let balancer = self.balancer.filter(|one| !is_any && !one.from.is_empty());
            rules.extend(balancer.map(|one| Rule {
                name: Some(one.name.clone()),
                ..Rule::ingress("balancer", Some(one.from.clone()), one.ports.clone())
            }));
            let is_open = matches!(callers, Canonical::Keyword(word) if word != "none");
            // Callers from the whole namespace are its own pods too.
            if self.has_peers && !is_open {
                rules.push(Rule::ingress(
                    "peers",
                    Some(self.own_pods()),
                    self.own_ports(),
                ));
            }
        }
        if let Some(metrics) = self.metrics {
            let scrapers = self.facts().scraper_namespaces.iter();
            let from: Vec<Peer> = scrapers
                .map(|namespace| pods(Some(namespace), Vec::new()))
                .collect();
            let port = PortRule {
                number: metrics.number,
                protocol: "TCP".to_owned(),
            };
            rules.push(Rule::ingress("metrics", Some(from), vec![port]));
        }
        rules
    }

    /// The rules for outgoing connections.
    pub(super) fn egress(&self, dependencies: &Canonical) -> Vec<Rule> {
        let port = |protocol: &str| PortRule {
            number: 53,
            protocol: protocol.to_owned(),
        };
        let facts = self.facts();
        let label = &facts.dns_label;
        let mut dns = vec![pods(
            Some(&facts.dns_namespace),
            vec![(&label.key, &label.value)],
        )];
        let servers = facts.node_local_dns.iter().chain(&facts.dns_cidrs);
        dns.extend(servers.map(|block| self.addresses(block)));
        let mut rules = vec![Rule::egress(
            "dns",
            Some(dns),
            vec![port("UDP"), port("TCP")],
        )];
        if self.has_peers && !self.ports.is_empty() {
            rules.push(Rule::egress(
                "peers",
                Some(self.own_pods()),
                self.own_ports(),
            ));
        }
        if dependencies.is_keyword("any") {
            let to = vec![
                pods(None, Vec::new()),
                Peer::Cidr {
                    cidr: "0.0.0.0/0".to_owned(),
                    except: vec![facts.metadata_address.clone()],
                },
                Peer::Cidr {
                    cidr: "::/0".to_owned(),
                    except: Vec::new(),
                },
            ];
            rules.push(Rule::egress("any", Some(to), Vec::new()));
        }
        for dependency in dependencies
            .items()
            .iter()
            .filter_map(|item| Dependency::parse(item).ok())
        {
            rules.extend(self.dependency_rules(dependency));
        }
        rules
    }

    fn dependency_rules(&self, dependency: Dependency) -> Vec<Rule> {
        let own =
            |namespace: Option<String>| namespace.unwrap_or_else(|| self.namespace.to_owned());
        let (peer, port) = match dependency {
            Dependency::Named { name } => {
                let targets = self.setting.dependency(&name).unwrap_or_default();
                let rules = targets.iter().map(|target| Rule {
                    name: Some(name.clone()),
                    ..self.target_rule(target)
                });
                return rules.collect();
            }
            Dependency::Internet { port, protocol } => {
                let port = vec![rule(port, protocol)];
                return vec![Rule::egress("internet", Some(self.internet()), port)];
            }
            Dependency::App {
                name,
                namespace,
                port,
                protocol,
            } => (
                pods(Some(&own(namespace)), vec![(NAME_LABEL, &name)]),
                rule(port, protocol),
            ),
            Dependency::Labels {
                key,
                value,
                namespace,
                port,
                protocol,
            } => (
                pods(Some(&own(namespace)), vec![(&key, &value)]),
                rule(port, protocol),
            ),
            Dependency::Cidr {
                cidr,
                port,
                protocol,
            } => (self.block(&cidr), rule(port, protocol)),
        };
        vec![Rule::egress("dependency", Some(vec![peer]), vec![port])]
    }

    /// The rule for one target of a named dependency.
    fn target_rule(&self, target: &Target) -> Rule {
        let namespace = target.namespace.as_deref();
        let peers = if let Some(app) = &target.app {
            vec![pods(namespace, vec![(NAME_LABEL, app)])]
        } else if target.labels.is_empty() {
            target.cidrs.iter().map(|cidr| self.block(cidr)).collect()
        } else {
            let labels = target.labels.iter();
            let labels = labels.map(|(key, value)| (key.as_str(), value.as_str()));
            vec![pods(namespace, labels.collect())]
        };
        Rule::egress(
            "named",
            Some(peers),
            vec![rule(target.port, target.protocol)],
        )
    }

    /// Everything that is not private; the metadata service is never part of it.
    fn internet(&self) -> Vec<Peer> {
        let metadata = &self.facts().metadata_address;
        let holds = |block: &str| match (Cidr::parse(block), Cidr::parse(metadata)) {
            (Ok(block), Ok(metadata)) => block.holds(&metadata),
            _ => false,
        };
        let blocks = self.facts().internet.iter();
        blocks
            .map(|block| {
                let mut except = block.except.clone();
                if holds(&block.cidr) && !except.iter().any(|one| holds(one)) {
                    except.push(metadata.clone());
                }
                Peer::Cidr {
                    cidr: block.cidr.clone(),
                    except,
                }
            })
            .collect()
    }

    /// Addresses of DNS servers, without the metadata address should they hold it.
    fn addresses(&self, block: &str) -> Peer {
        Cidr::parse(block).map_or_else(
            |_| Peer::Cidr {
                cidr: block.to_owned(),
                except: Vec::new(),
            },
            |cidr| self.block(&cidr),
        )
    }

    /// A block of addresses, never with the metadata address in it.
    fn block(&self, cidr: &Cidr) -> Peer {
        let except = if cidr.contains_metadata() {
            vec![self.facts().metadata_address.clone()]
        } else {
            Vec::new()
        };
        Peer::Cidr {
            cidr: cidr.to_string(),
            except,
        }
    }
}

/// Who calls, seen from a namespace.
pub(super) fn caller_peers(items: &[String], own: &str) -> Vec<Peer> {
    items
        .iter()
        .filter_map(|item| Caller::parse(item).ok())
        .map(|caller| caller_peer(caller, own))
        .collect()
}

fn caller_peer(caller: Caller, own: &str) -> Peer {
    match caller {
        Caller::App { name, namespace } => pods(
            Some(namespace.as_deref().unwrap_or(own)),
            vec![(NAME_LABEL, &name)],
        ),
        Caller::Labels {
            key,
            value,
            namespace,
        } => pods(
            Some(namespace.as_deref().unwrap_or(own)),
            vec![(&key, &value)],
        ),
        Caller::Namespace(namespace) => pods(Some(namespace.as_deref().unwrap_or(own)), Vec::new()),
        // No caller comes from the metadata address: nothing is left out.
        Caller::Cidr(cidr) => Peer::Cidr {
            cidr: cidr.to_string(),
            except: Vec::new(),
        },
    }
}

fn pods(namespace: Option<&str>, labels: Vec<(&str, &str)>) -> Peer {
    Peer::Pods {
        namespace: namespace.map(str::to_owned),
        labels: labels
            .into_iter()
            .map(|(key, value)| Label {
                key: key.to_owned(),
                value: value.to_owned(),
            })
            .collect(),
    }
}

fn rule(port: u16, protocol: Protocol) -> PortRule {
    PortRule {
        number: port,
        protocol: protocol.to_string(),
    }
}
