//! For every golden bundle: each named caller reaches its port and a stranger does not, and the same
//! outwards. What is expected comes from the answers, what is so from the rendered YAML.

mod expect;
mod simulate;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::{Value, json};

use crate::golden::{Bundle, bundles};
use expect::{Answers, judge};
use simulate::{Direction, End, Pod, allows, contains};

/// The policies of a bundle, typed.
fn policies(bundle: &Bundle) -> Vec<NetworkPolicy> {
    bundle
        .objects()
        .into_iter()
        .filter(|(_, object)| object["kind"] == "NetworkPolicy")
        .map(|(path, object)| {
            serde_json::from_value(object).unwrap_or_else(|error| panic!("{path}: {error}"))
        })
        .collect()
}

/// A pod of the bundle's workload, from the template that is rendered.
fn subject(bundle: &Bundle) -> Pod {
    let template = |object: &Value| {
        ["/spec/jobTemplate/spec/template", "/spec/template"]
            .iter()
            .find_map(|path| object.pointer(path).cloned())
    };
    let (namespace, template) = bundle
        .objects()
        .iter()
        .find_map(|(_, object)| {
            let namespace = object["metadata"]["namespace"].as_str()?.to_owned();
            Some((namespace, template(object)?))
        })
        .expect("a workload");
    let labels = template["metadata"]["labels"].as_object().expect("labels");
    let labels: Vec<(&str, &str)> = labels
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str().expect("a text")))
        .collect();
    Pod::new(&namespace, &labels)
}

#[test]
fn every_named_caller_and_dependency_gets_through_and_a_stranger_does_not() {
    let mut wrong = Vec::new();
    let mut asked = 0;
    for bundle in bundles() {
        let answers = Answers::of(bundle);
        let (count, faults) = judge(&answers, &policies(bundle), &subject(bundle));
        asked += count;
        wrong.extend(
            faults
                .into_iter()
                .map(|fault| format!("{}: {fault}", bundle.name())),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(asked > 3000, "only {asked} connections were tried");
}

/// A case of the golden corpus, in English.
fn case(name: &str) -> &'static Bundle {
    bundles()
        .iter()
        .find(|bundle| bundle.case == name)
        .expect("the case")
}

/// Changes the policy of a case and says whether the simulator sees it.
fn is_seen(name: &str, change: impl Fn(&mut Value)) -> bool {
    let bundle = case(name);
    let changed: Vec<NetworkPolicy> = policies(bundle)
        .into_iter()
        .map(|policy| {
            let mut value = serde_json::to_value(policy).expect("JSON");
            if value["metadata"]["name"] != "default-deny" {
                change(&mut value["spec"]);
            }
            serde_json::from_value(value).expect("a policy")
        })
        .collect();
    !judge(&Answers::of(bundle), &changed, &subject(bundle))
        .1
        .is_empty()
}

#[test]
fn a_policy_that_says_something_else_is_seen() {
    let every_rule = |spec: &mut Value, change: &dyn Fn(&mut Value)| {
        for direction in ["ingress", "egress"] {
            spec[direction]
                .as_array_mut()
                .into_iter()
                .flatten()
                .for_each(change);
        }
    };
    let everything = "everything-deployment";
    assert!(!is_seen(everything, |_| {}));
    assert!(is_seen(everything, |spec| spec["policyTypes"] = json!(["Ingress"])));
    assert!(is_seen(everything, |spec| spec["policyTypes"] = json!(["Egress"])));
    assert!(is_seen(everything, |spec| {
        spec["podSelector"] = json!({"matchLabels": {"app": "other"}});
    }));
    for direction in ["ingress", "egress"] {
        let count = policies(case(everything))[0]
            .spec
            .as_ref()
            .map_or(0, |spec| {
                let rules = |count: Option<usize>| count.unwrap_or(0);
                if direction == "ingress" {
                    rules(spec.ingress.as_ref().map(Vec::len))
                } else {
                    rules(spec.egress.as_ref().map(Vec::len))
                }
            });
        for at in 0..count {
            assert!(
                is_seen(everything, |spec| {
                    spec[direction].as_array_mut().expect("rules").remove(at);
                }),
                "{direction}[{at}] is needed by nobody"
            );
        }
    }
    assert!(is_seen(everything, |spec| {
        every_rule(spec, &|rule| {
            rule.as_object_mut().expect("a rule").remove("ports");
        });
    }));
    assert!(is_seen("web", |spec| {
        every_rule(spec, &|rule| {
            for peer in rule["to"].as_array_mut().into_iter().flatten() {
                if let Some(block) = peer.get_mut("ipBlock") {
                    block.as_object_mut().expect("a block").remove("except");
                }
            }
        });
    }));
    assert!(is_seen(everything, |spec| {
        every_rule(spec, &|rule| {
            for peer in rule["from"].as_array_mut().into_iter().flatten() {
                peer.as_object_mut().expect("a peer").remove("podSelector");
            }
        });
    }));
    assert!(is_seen("callers-none", |spec| {
        spec["ingress"] = json!([{"from": [{"podSelector": {}}]}]);
    }));
}

#[test]
fn the_simulator_reads_policies_by_the_words_of_the_api() {
    let policy = |spec: Value| -> Vec<NetworkPolicy> {
        vec![
            serde_json::from_value(json!({
                "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
                "metadata": {"name": "p", "namespace": "a"}, "spec": spec,
            }))
            .expect("a policy"),
        ]
    };
    let pod = Pod::new("a", &[("app", "x")]);
    let peer = End::Pod(Pod::new("a", &[("app", "y")]));
    let elsewhere = End::Pod(Pod::new("b", &[("app", "y")]));
    let admits = |spec: Value, from: &End, port: u16, protocol: &str| {
        allows(
            &policy(spec),
            &pod,
            Direction::Ingress,
            from,
            port,
            protocol,
        )
    };
    // Not selected, or not for this direction: open. Selected without a rule: closed.
    assert!(admits(
        json!({"podSelector": {"matchLabels": {"app": "z"}}}),
        &peer,
        1,
        "TCP"
    ));
    assert!(admits(
        json!({"podSelector": {}, "policyTypes": ["Egress"]}),
        &peer,
        1,
        "TCP"
    ));
    assert!(!admits(json!({"podSelector": {}}), &peer, 1, "TCP"));
    assert!(!admits(
        json!({"podSelector": {}, "policyTypes": ["Ingress"]}),
        &peer,
        1,
        "TCP"
    ));
    // An empty rule is everything; a bare podSelector means this namespace.
    assert!(admits(
        json!({"podSelector": {}, "ingress": [{}]}),
        &elsewhere,
        1,
        "SCTP"
    ));
    let bare = json!({"podSelector": {}, "ingress": [{"from": [{"podSelector": {}}]}]});
    assert!(admits(bare.clone(), &peer, 1, "TCP"));
    assert!(!admits(bare, &elsewhere, 1, "TCP"));
    // Both selectors in one peer: both must hold. Two peers: one is enough.
    let both = json!({"podSelector": {}, "ingress": [{"from": [
        {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "b"}},
         "podSelector": {"matchLabels": {"app": "z"}}}]}]});
    assert!(!admits(both, &elsewhere, 1, "TCP"));
    // A port without a protocol is TCP.
    let port = json!({"podSelector": {}, "ingress": [{"ports": [{"port": 80, "endPort": 82}]}]});
    assert!(admits(port.clone(), &peer, 82, "TCP"));
    assert!(!admits(port.clone(), &peer, 82, "UDP"));
    assert!(!admits(port, &peer, 83, "TCP"));
    assert!(contains(
        "100.64.0.0/10",
        "100.100.100.200".parse().expect("an address")
    ));
    assert!(!contains(
        "10.0.0.0/8",
        "11.0.0.0".parse().expect("an address")
    ));
    assert!(contains(
        "2001:db8::/32",
        "2001:db8::1".parse().expect("an address")
    ));
    assert!(!contains("0.0.0.0/0", "::1".parse().expect("an address")));
}
