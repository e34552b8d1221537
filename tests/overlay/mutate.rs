//! Objects with changes that kwgen does not make yet: fields of any kind removed, added, shuffled and renamed.

use std::fmt::Write as _;

use kwgen::overlay::objects;
use kwgen::pack::Pack;
use serde_json::{Map, Value, json};

use super::generate::{Case, Dice, Rendered, case};

/// Texts that are easily read as something else.
const TEXTS: [&str; 22] = [
    "true",
    "no",
    "80",
    "1e3",
    "0755",
    "~",
    "",
    " lead",
    "trail ",
    "a: b",
    "# c",
    "- d",
    "{e}",
    "[f]",
    "multi\nline\n",
    "multi\nline",
    "\n",
    "tab\there",
    "中文：是",
    "@at",
    "\"quoted\" 'too'",
    "2026-01-01",
];

/// Images that share repositories, have no tag, or look alike.
const IMAGES: [&str; 7] = [
    "busybox:1.36",
    "envoy",
    "envoy:2",
    "registry.example.com/shop/pay",
    "registry.example.com/shop/pay:2",
    "registry-example.com/shop/pay:1@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
    "pay:1",
];

/// More objects than a service of today has.
const MORE: &str = r#"
{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "NAME", "namespace": "NS"}, "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "NAME"}, "subjects": [{"kind": "ServiceAccount", "name": "NAME-w0", "namespace": "NS"}, {"kind": "ServiceAccount", "name": "other", "namespace": "NS"}]}
---
{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "NAME", "namespace": "NS"}, "rules": [{"apiGroups": [""], "resources": ["configmaps"], "resourceNames": ["a", "b"], "verbs": ["get"]}]}
---
{"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "NAME", "namespace": "NS", "annotations": {"alb.ingress.kubernetes.io/listen-ports": "[{\"HTTPS\": 443}]"}}, "spec": {"ingressClassName": "alb", "tls": [{"hosts": ["a.example.com"]}], "rules": [{"host": "a.example.com", "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": {"service": {"name": "NAME", "port": {"name": "http"}}}}]}}]}}
---
{"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "NAME", "namespace": "NS"}, "spec": {"minReplicas": 2, "maxReplicas": 5, "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}}}], "behavior": {"scaleDown": {"policies": [{"type": "Pods", "value": 1, "periodSeconds": 60}]}}}}
---
{"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": "NAME", "namespace": "NS"}, "spec": {"parentRefs": [{"name": "gw", "namespace": "gateway"}], "hostnames": ["a"], "rules": [{"matches": [{"path": {"type": "PathPrefix", "value": "/"}}], "backendRefs": [{"name": "NAME", "port": 80}]}]}}
---
{"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": {"name": "NAME"}, "provisioner": "diskplugin.csi.alibabacloud.com", "parameters": {"type": "cloud_essd", "encrypted": "true"}, "reclaimPolicy": "Retain"}
---
{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "NAME-more", "namespace": "NS"}, "spec": {"template": {"metadata": {"annotations": {"a/b": "c"}}, "spec": {
  "initContainers": [{"name": "init", "image": "registry.example.com/shop/pay:1"}, {"name": "wait", "image": "busybox:1.36"}],
  "containers": [{"name": "main", "image": "registry.example.com/shop/pay:1", "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}, {"name": "C", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}], "ports": [{"containerPort": 80, "protocol": "TCP"}, {"containerPort": 80, "protocol": "UDP"}], "volumeMounts": [{"name": "a", "mountPath": "/a"}, {"name": "b", "mountPath": "/b"}]}, {"name": "side", "image": "envoy:1@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"}],
  "hostAliases": [{"ip": "10.0.0.1", "hostnames": ["a"]}, {"ip": "10.0.0.2", "hostnames": ["b"]}],
  "imagePullSecrets": [{"name": "one"}, {"name": "two"}],
  "tolerations": [{"key": "spot", "operator": "Exists"}],
  "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "ScheduleAnyway"}, {"maxSkew": 1, "topologyKey": "host", "whenUnsatisfiable": "ScheduleAnyway"}],
  "volumes": [{"name": "a", "emptyDir": {}}, {"name": "b", "projected": {"sources": [{"secret": {"name": "s"}}, {"configMap": {"name": "c"}}]}}, {"name": "c", "configMap": {"name": "c", "defaultMode": 288, "items": [{"key": "k", "path": "p"}]}}]}}}}
"#;

/// A random case whose environments differ from it in any field.
pub(crate) fn mutated(pack: &Pack, seed: u64) -> Case {
    let mut case = case(pack, seed, true);
    let mut dice = Dice::new(seed + 77);
    let name = case.shared.namespace.clone();
    let more = |rendered: &mut Rendered| {
        let text = MORE
            .replace("NAME", &name)
            .replace("NS", &rendered.namespace);
        rendered.manifests.push(("more.yaml".to_owned(), text));
    };
    more(&mut case.shared);
    for environment in &mut case.environments {
        // What kwgen itself would change is in the other tests; here the base is the start.
        let (from, to) = (&case.shared.namespace, &environment.namespace);
        environment.manifests.clone_from(&case.shared.manifests);
        let percent = *dice.one(&[1, 2, 4, 8]);
        for (file, text) in &mut environment.manifests {
            let mut documents = objects(file, text).expect("a manifest");
            for document in &mut documents {
                if document.pointer("/metadata/namespace").is_some() {
                    document["metadata"]["namespace"] = json!(to);
                } else {
                    // A cluster has one of it, so it is the same or has another name.
                    document["metadata"]["name"] = json!(to);
                }
                let metadata = document["metadata"].clone();
                mutate(document, &mut dice, percent, 0);
                for key in ["name", "namespace"] {
                    if let Some(value) = metadata.get(key) {
                        document["metadata"][key] = value.clone();
                    }
                }
            }
            let texts: Vec<String> = documents.iter().map(Value::to_string).collect();
            *text = texts
                .join("\n---\n")
                .replace(&format!("\"{from}\""), &format!("\"{to}\""));
        }
        let _ = writeln!(
            case.answers,
            "# {}: {:#?}",
            environment.name, environment.manifests
        );
    }
    case
}

fn mutate(value: &mut Value, dice: &mut Dice, percent: usize, depth: usize) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map.iter_mut() {
                if key == "image" {
                    if dice.chance(percent * 3) {
                        *inner = Value::from(*dice.one(&IMAGES));
                    }
                } else if depth > 0 || !matches!(key.as_str(), "apiVersion" | "kind") {
                    mutate(inner, dice, percent, depth + 1);
                }
            }
            if depth > 1 && dice.chance(percent) {
                let keys: Vec<String> = map.keys().filter(|key| !is_fixed(key)).cloned().collect();
                if !keys.is_empty() {
                    map.shift_remove(dice.one(&keys).as_str());
                }
            }
            if depth > 1 && dice.chance(percent) {
                map.insert(format!("k{}/x", dice.below(5)), leaf(dice));
            }
        }
        Value::Array(items) => {
            for item in items.iter_mut() {
                mutate(item, dice, percent, depth + 1);
            }
            if !items.is_empty() && dice.chance(percent * 3) {
                match dice.below(4) {
                    0 => items.reverse(),
                    1 => {
                        items.remove(dice.below(items.len()));
                    }
                    2 => items.rotate_left(1),
                    _ => {
                        let mut other = dice.one(items).clone();
                        if let Some(map) = other.as_object_mut() {
                            rename(map, dice);
                        }
                        items.insert(dice.below(items.len() + 1), other);
                    }
                }
            }
        }
        Value::String(_) if depth > 0 && dice.chance(percent) => {
            *value = leaf(dice);
        }
        Value::Number(_) if dice.chance(percent) => *value = json!(dice.below(100)),
        _ => {}
    }
}

/// Fields that others point to or that keep an object what it is.
fn is_fixed(key: &str) -> bool {
    matches!(
        key,
        "name"
            | "namespace"
            | "containers"
            | "template"
            | "metadata"
            | "image"
            | "subjects"
            | "kind"
    )
}

fn rename(map: &mut Map<String, Value>, dice: &mut Dice) {
    for key in ["name", "ip", "mountPath", "topologyKey"] {
        if let Some(Value::String(text)) = map.get_mut(key) {
            let _ = write!(text, "-{}", dice.below(1_000));
        }
    }
    for key in ["containerPort", "port"] {
        if let Some(value) = map.get_mut(key) {
            *value = json!(1_000 + dice.below(1_000));
        }
    }
}

fn leaf(dice: &mut Dice) -> Value {
    Value::from(*dice.one(&TEXTS))
}
