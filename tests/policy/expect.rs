//! What the answers promise: who gets through, and who does not.

use std::net::IpAddr;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::Value;

use super::simulate::{Direction, End, Pod, allows, contains};
use crate::golden::Bundle;

const NAME: &str = "app.kubernetes.io/name";
/// Hands out credentials of the node.
const METADATA: &str = "100.100.100.200";
/// An address that no answer names.
const STRANGER: &str = "203.0.113.7";

type Port = (u16, String);

/// Someone that an answer names.
#[derive(Debug, Clone)]
enum Named {
    Pods {
        label: (String, String),
        namespace: String,
    },
    /// All pods of this namespace.
    Namespace(String),
    Block(String),
    /// Every address that is not private.
    Internet,
}

/// The addresses that are no internet, by the RFCs 1918, 6598, 3927, 4193 and 4291.
const PRIVATE: [&str; 7] = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "fc00::/7",
    "fe80::/10",
];

/// The answers about the network, read from the bundle's own `kwgen.yaml`.
#[derive(Debug)]
pub(super) struct Answers {
    namespace: String,
    name: String,
    stateful: bool,
    ports: Vec<Port>,
    metrics: Option<u16>,
    /// DNS servers that are no pods.
    resolvers: Vec<String>,
    scrapers: Vec<String>,
    /// Where the load balancer calls from, and the ports that it calls.
    balancer: (Vec<Named>, Vec<Port>),
    /// The directions that are judged.
    judged: String,
    callers: Side<Named>,
    dependencies: Side<(Named, Port)>,
}

#[derive(Debug)]
enum Side<T> {
    Any,
    /// All pods of the own namespace.
    Namespace,
    Only(Vec<T>),
}

fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

fn port(text: &str) -> Port {
    let (body, protocol) = text.split_once('/').unwrap_or((text, "TCP"));
    let number = body.rsplit(':').next().expect("a part");
    (number.parse().expect("a number"), protocol.to_owned())
}

fn named(text: &str, own: &str) -> Named {
    if text.contains('/') && !text.contains('=') {
        return Named::Block(text.to_owned());
    }
    let (who, namespace) = text.split_once('@').unwrap_or((text, own));
    if text == "namespace" || (who == "any" && who != text) {
        return Named::Namespace(namespace.to_owned());
    }
    let (key, value) = who.split_once('=').unwrap_or((NAME, who));
    Named::Pods {
        label: (key.to_owned(), value.to_owned()),
        namespace: namespace.to_owned(),
    }
}

fn dependency(text: &str, own: &str) -> (Named, Port) {
    let (body, protocol) = match text.rsplit_once('/') {
        Some((body, word)) if word.chars().all(char::is_alphabetic) => (body, word),
        _ => (text, "TCP"),
    };
    let (who, number) = body.rsplit_once(':').expect("a port");
    if who == "internet" {
        return (
            Named::Internet,
            (number.parse().expect("a number"), protocol.to_owned()),
        );
    }
    let who = who.trim_start_matches('[').trim_end_matches(']');
    (
        named(who, own),
        (number.parse().expect("a number"), protocol.to_owned()),
    )
}

/// The texts of a list.
fn items(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items
        .map(|item| item.as_str().expect("a text").to_owned())
        .collect()
}

/// What a dependency without a port stands for in the file of the cluster.
fn targets(cluster: &Value, name: &str) -> Vec<(Named, Port)> {
    let targets = cluster["dependencies"][name]
        .as_array()
        .expect("a name of the cluster");
    let each = targets.iter().flat_map(|target| {
        let number = target["port"].as_u64().expect("a port");
        let number = u16::try_from(number).expect("a port");
        let port = (
            number,
            target["protocol"].as_str().unwrap_or("TCP").to_owned(),
        );
        let namespace = || {
            target["namespace"]
                .as_str()
                .expect("a namespace")
                .to_owned()
        };
        let mut named: Vec<Named> = items(&target["cidrs"])
            .into_iter()
            .map(Named::Block)
            .collect();
        let labels = target["labels"].as_object().into_iter().flatten();
        let labels = labels.map(|(key, value)| (key.as_str(), value.as_str()));
        let app = target["app"].as_str().map(|app| (NAME, Some(app)));
        for (key, value) in labels.chain(app) {
            named.push(Named::Pods {
                label: (key.to_owned(), value.expect("a text").to_owned()),
                namespace: namespace(),
            });
        }
        named.into_iter().map(move |one| (one, port.clone()))
    });
    each.collect()
}

/// Who calls for the load balancer by the answers, or by the file of the cluster, and on which ports.
fn balancer(all: &Value, cluster: &Value, own: &str) -> (Vec<Named>, Vec<Port>) {
    if all["expose"].is_null() || all["expose"] == "none" {
        return (Vec::new(), Vec::new());
    }
    let declared = items(&all["ports"]);
    let answering = items(&all["hosts"]).into_iter().map(|host| {
        let found = match host.split_once('@') {
            Some((_, name)) => declared
                .iter()
                .find(|one| one.split(':').next() == Some(name)),
            None => declared
                .iter()
                .find(|one| one.starts_with("http") || one.starts_with("grpc")),
        };
        port(found.expect("a port that answers"))
    });
    let mut from = items(&all["balancerFrom"]);
    let balancer = all["balancer"].as_str().unwrap_or("nlb");
    if items(&all["hosts"]).is_empty() {
        if from.is_empty() && balancer == "nlb" {
            from = items(&cluster["loadBalancerRanges"]["nlb"]);
        }
        if balancer == "clb" {
            from.push("100.64.0.0/10".to_owned());
        }
        let from = from.iter().map(|one| named(one, own)).collect();
        return (from, declared.iter().map(|one| port(one)).collect());
    }
    if from.is_empty() && balancer == "gateway" {
        let gateways = cluster["gateways"].as_array().into_iter().flatten();
        let mut gateways = gateways.filter(|one| one["address"] == all["expose"]);
        let gateway = gateways.next().expect("a gateway");
        from = if gateway["kind"] == "alb" {
            items(&cluster["loadBalancerRanges"]["alb"])
        } else {
            items(&gateway["callers"])
        };
    }
    if from.is_empty() {
        let classes = cluster["ingressClasses"].as_array().into_iter().flatten();
        let class = classes
            .into_iter()
            .find(|class| match all["ingressClass"].as_str() {
                Some(name) => class["name"] == name,
                None => class["address"] == all["expose"] || class["address"].is_null(),
            });
        let class = class.expect("a class");
        from = if class["kind"] == "alb" {
            items(&cluster["loadBalancerRanges"]["alb"])
        } else {
            items(&class["callers"])
        };
    }
    assert!(!from.is_empty(), "somebody calls for the load balancer");
    let from = from.iter().map(|one| named(one, own)).collect();
    (from, answering.collect())
}

impl Answers {
    pub(super) fn of(bundle: &Bundle) -> Self {
        let file = bundle.files.iter().find(|(path, _)| path == "kwgen.yaml");
        let (path, text) = file.expect("the answers");
        let all: Value = kwgen::yaml::load(path, text).expect("YAML");
        let written: Value = kwgen::yaml::load("answers.yaml", &bundle.answers).expect("YAML");
        let text = |key: &str| all[key].as_str().unwrap_or_default().to_owned();
        let cluster = bundle.cluster.clone().unwrap_or_default();
        let mut resolvers = items(&cluster["dnsCidrs"]);
        match cluster["nodeLocalDns"].as_str() {
            Some("none") => {}
            block => resolvers.push(block.unwrap_or("169.254.20.10/32").to_owned()),
        }
        let mut scrapers = items(&cluster["scraperNamespaces"]);
        if scrapers.is_empty() {
            scrapers.push("arms-prom".to_owned());
        }
        // What the case says by itself is what the bundle must say too.
        for key in ["ports", "callers", "dependencies", "metricsPort"] {
            if !written[key].is_null() {
                assert_eq!(
                    written[key].is_array(),
                    all[key].is_array(),
                    "{}: {key}",
                    bundle.case
                );
            }
        }
        let namespace = text("namespace");
        let callers = match all["callers"].as_str() {
            Some("any") => Side::Any,
            Some("namespace") => Side::Namespace,
            _ => Side::Only(
                items(&all["callers"])
                    .iter()
                    .map(|one| named(one, &namespace))
                    .collect(),
            ),
        };
        let dependencies = match all["dependencies"].as_str() {
            Some("any") => Side::Any,
            _ => Side::Only(
                items(&all["dependencies"])
                    .iter()
                    .flat_map(|one| {
                        if one.contains(':') {
                            vec![dependency(one, &namespace)]
                        } else {
                            targets(&cluster, one)
                        }
                    })
                    .collect(),
            ),
        };
        let metrics = all["metricsPort"].as_u64();
        let ports: Vec<Port> = items(&all["ports"]).iter().map(|one| port(one)).collect();
        let balancer = balancer(&all, &cluster, &namespace);
        Self {
            judged: text("networkPolicy"),
            balancer,
            name: text("name"),
            stateful: bundle
                .files
                .iter()
                .any(|(path, _)| path == "base/statefulset.yaml"),
            ports,
            metrics: metrics.map(|number| u16::try_from(number).expect("a port")),
            resolvers,
            scrapers,
            callers,
            dependencies,
            namespace,
        }
    }

    fn names_caller(&self, end: &End) -> bool {
        match &self.callers {
            Side::Any => true,
            Side::Namespace => matches!(end, End::Pod(pod) if pod.namespace == self.namespace),
            Side::Only(all) => all.iter().any(|one| is(one, end)),
        }
    }

    fn is_peer(&self, end: &End) -> bool {
        matches!(end, End::Pod(pod) if pod.namespace == self.namespace
            && pod.labels.get(NAME) == Some(&self.name))
    }

    /// Whether the answers let `end` call `port`.
    fn admits(&self, end: &End, port: &Port) -> bool {
        if self.judged == "off" {
            return true;
        }
        let scraper = matches!(end, End::Pod(pod) if self.scrapers.contains(&pod.namespace));
        let serves = self.ports.contains(port);
        let (balancer, answering) = &self.balancer;
        let balanced = answering.contains(port) && balancer.iter().any(|one| is(one, end));
        balanced
            || (serves && self.names_caller(end))
            || (serves && self.stateful && self.is_peer(end))
            || (scraper && port.1 == "TCP" && self.metrics == Some(port.0))
    }

    /// Whether the answers let it call `end` at `port`.
    fn lets_out(&self, end: &End, port: &Port) -> bool {
        if ["ingress", "off"].contains(&self.judged.as_str()) {
            return true;
        }
        let resolver = match end {
            End::Pod(pod) => {
                pod.namespace == "kube-system"
                    && pod
                        .labels
                        .get("k8s-app")
                        .is_some_and(|app| app == "kube-dns")
            }
            End::Outside(address) => self.resolvers.iter().any(|block| contains(block, *address)),
        };
        let is_metadata = matches!(end, End::Outside(address) if address.to_string() == METADATA);
        if is_metadata {
            return false;
        }
        let by_answer = match &self.dependencies {
            Side::Any => true,
            Side::Namespace => false,
            Side::Only(all) => all.iter().any(|(who, at)| at == port && is(who, end)),
        };
        by_answer
            || (resolver && port.0 == 53 && port.1 != "SCTP")
            || (self.stateful && self.is_peer(end) && self.ports.contains(port))
    }

    /// Everyone worth asking about: whom the answers name, and strangers that differ in one thing.
    fn ends(&self) -> Vec<End> {
        let pod = |namespace: &str, labels: &[(&str, &str)]| End::Pod(Pod::new(namespace, labels));
        let mut ends = vec![
            pod(&self.namespace, &[(NAME, "stranger")]),
            pod(&self.namespace, &[]),
            pod("elsewhere", &[(NAME, &self.name)]),
            pod("elsewhere", &[]),
            pod("arms-prom", &[(NAME, "prometheus")]),
            pod("monitoring", &[(NAME, "prometheus")]),
            pod("kube-system", &[("k8s-app", "kube-dns")]),
            pod("kube-system", &[("k8s-app", "other")]),
            pod("default", &[("k8s-app", "kube-dns")]),
        ];
        if self.stateful {
            ends.push(pod(&self.namespace, &[(NAME, &self.name)]));
        }
        let outside = [
            "169.254.20.10",
            "169.254.20.11",
            METADATA,
            STRANGER,
            "2001:db9::7",
            "100.100.100.201",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "fd00::1",
            "fe80::1",
            "10.0.99.7",
        ];
        let resolvers = self.resolvers.iter();
        ends.extend(resolvers.map(|block| {
            let network = block.split_once('/').expect("a prefix").0;
            End::Outside(inside(address(network)))
        }));
        ends.extend(outside.map(|text| End::Outside(address(text))));
        let mut callers = match &self.callers {
            Side::Only(all) => all.clone(),
            _ => Vec::new(),
        };
        callers.extend(self.balancer.0.iter().cloned());
        let dependencies = match &self.dependencies {
            Side::Only(all) => all.iter().map(|(who, _)| who.clone()).collect(),
            _ => Vec::new(),
        };
        for one in callers.into_iter().chain(dependencies) {
            match one {
                Named::Pods {
                    label: (key, value),
                    namespace,
                } => {
                    ends.push(pod(&namespace, &[(&key, &value)]));
                    ends.push(pod(&namespace, &[(&key, "stranger")]));
                    ends.push(pod(&namespace, &[("other", &value)]));
                    ends.push(pod("elsewhere", &[(&key, &value)]));
                }
                Named::Namespace(namespace) => {
                    ends.push(pod(&namespace, &[(NAME, "anyone")]));
                    ends.push(pod(&namespace, &[]));
                    ends.push(pod("elsewhere", &[(NAME, "anyone")]));
                }
                // Strangers of every kind are there already.
                Named::Internet => {}
                Named::Block(block) => {
                    let network = block.split_once('/').expect("a prefix").0;
                    ends.push(End::Outside(inside(address(network))));
                }
            }
        }
        ends
    }

    /// The ports worth asking about, each also with a neighbour and other protocols.
    fn tried(&self) -> Vec<Port> {
        let mut numbers: Vec<u16> = self.ports.iter().map(|(number, _)| *number).collect();
        numbers.extend(self.metrics);
        if let Side::Only(all) = &self.dependencies {
            numbers.extend(all.iter().map(|(_, (number, _))| *number));
        }
        numbers.extend([53, 80, 443, 22, 10_250]);
        numbers.extend(numbers.clone().iter().map(|number| number + 1));
        numbers.sort_unstable();
        numbers.dedup();
        let each =
            |number: u16| ["TCP", "UDP", "SCTP"].map(|protocol| (number, protocol.to_owned()));
        numbers.into_iter().flat_map(each).collect()
    }
}

/// The last address but one of a network's first 256: inside of it, and not its name.
fn inside(network: IpAddr) -> IpAddr {
    match network {
        IpAddr::V4(four) => IpAddr::V4((u32::from(four) | 0xFE).into()),
        IpAddr::V6(six) => IpAddr::V6((u128::from(six) | 0xFE).into()),
    }
}

fn is(named: &Named, end: &End) -> bool {
    match (named, end) {
        (Named::Pods { label, namespace }, End::Pod(pod)) => {
            pod.namespace == *namespace && pod.labels.get(&label.0) == Some(&label.1)
        }
        (Named::Namespace(namespace), End::Pod(pod)) => pod.namespace == *namespace,
        (Named::Block(block), End::Outside(address)) => contains(block, *address),
        (Named::Internet, End::Outside(address)) => {
            !PRIVATE.iter().any(|block| contains(block, *address))
        }
        _ => false,
    }
}

/// Tries everyone at every port, both ways: how many were tried, and each that differs from the answers.
pub(super) fn judge(
    answers: &Answers,
    policies: &[NetworkPolicy],
    subject: &Pod,
) -> (usize, Vec<String>) {
    let mut tried = 0;
    let mut wrong = Vec::new();
    for end in answers.ends() {
        for port in answers.tried() {
            for direction in [Direction::Ingress, Direction::Egress] {
                let promised = match direction {
                    Direction::Ingress => answers.admits(&end, &port),
                    Direction::Egress => answers.lets_out(&end, &port),
                };
                let actual = allows(policies, subject, direction, &end, port.0, &port.1);
                tried += 1;
                if promised != actual {
                    let word = if actual { "gets through" } else { "is refused" };
                    wrong.push(format!(
                        "{direction:?} {end:?} {}/{} {word}",
                        port.0, port.1
                    ));
                }
            }
        }
    }
    (tried, wrong)
}
