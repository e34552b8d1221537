//! Nodes of a snapshot, grouped into their pools.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::snapshot::{Reading, Seen, as_name, label, left_out, text_at};
use crate::value::{LabelKey, LabelValue};

/// The pool of nodes that say none.
const OTHER: &str = "other";

/// The pools of these nodes, by name.
pub(super) fn pools(reading: &Reading, nodes: &[&Value], seen: &mut Seen) -> Vec<Value> {
    let mut groups: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for node in nodes {
        let mut labels = reading.pool_labels.iter();
        let pool = labels.find_map(|key| label(node, key));
        groups
            .entry(as_name(pool.unwrap_or(OTHER)))
            .or_default()
            .push(node);
    }
    groups
        .iter()
        .map(|(name, nodes)| pool(reading, name, nodes, seen))
        .collect()
}

fn pool(reading: &Reading, name: &str, nodes: &[&Value], seen: &mut Seen) -> Value {
    let mut fields = Map::new();
    fields.insert("name".into(), name.into());
    let labels = shared_labels(reading, nodes, seen);
    if !labels.is_empty() {
        fields.insert("labels".into(), Value::Object(labels));
    }
    let taints = shared_taints(reading, nodes);
    if !taints.is_empty() {
        fields.insert("taints".into(), taints.into());
    }
    let pool = || vec![("pool", name.to_owned())];
    match spot(reading, nodes) {
        Spot::All(spot) => {
            fields.insert("spot".into(), spot.into());
        }
        Spot::Some => {
            fields.insert("spot".into(), true.into());
            seen.note("nodePools", "cluster.note-mixed", pool());
        }
        Spot::Unknown => seen.note("nodePools", "cluster.note-spot", pool()),
    }
    let values = |key: &str| -> Vec<&str> {
        let all: BTreeSet<&str> = nodes.iter().filter_map(|node| label(node, key)).collect();
        all.into_iter()
            .filter(|value| !value.is_empty() && LabelValue::parse(value).is_ok())
            .collect()
    };
    match values(&reading.architecture_label).as_slice() {
        [one @ ("amd64" | "arm64")] => {
            fields.insert("architecture".into(), (*one).into());
        }
        [_, _, ..] => seen.note("nodePools", "cluster.note-architectures", pool()),
        _ => {}
    }
    for (key, found) in [
        ("zones", values(&reading.zone_label)),
        ("instanceTypes", values(&reading.instance_type_label)),
    ] {
        if !found.is_empty() {
            fields.insert(key.into(), json!(found));
        }
    }
    let gpus = nodes.iter().filter_map(|node| gpus(reading, node)).max();
    if let Some(gpus) = gpus.filter(|gpus| *gpus > 0) {
        fields.insert("gpus".into(), gpus.into());
    }
    Value::Object(fields)
}

/// The whole GPUs that a node has for pods.
fn gpus(reading: &Reading, node: &Value) -> Option<u16> {
    let all = node.pointer("/status/allocatable")?;
    all.get(&reading.gpu_resource)?.as_str()?.parse().ok()
}

/// Whether a key is one of these, or below one that ends in a slash.
fn is_of(system: &[String], key: &str) -> bool {
    system
        .iter()
        .any(|one| one == key || (one.ends_with('/') && key.starts_with(one.as_str())))
}

/// The labels that all nodes have alike and that are their pool's, not the system's.
fn shared_labels(reading: &Reading, nodes: &[&Value], seen: &mut Seen) -> Map<String, Value> {
    let of = |node: &Value| -> BTreeMap<String, String> {
        let labels = node.pointer("/metadata/labels").and_then(Value::as_object);
        let pairs = labels.into_iter().flatten();
        pairs
            .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
            .collect()
    };
    let mut all = nodes.iter().map(|node| of(node));
    let mut shared = all.next().unwrap_or_default();
    for labels in all {
        shared.retain(|key, value| labels.get(key) == Some(value));
    }
    shared.retain(|key, _| !is_of(&reading.system_labels, key));
    let count = shared.len();
    shared.retain(|key, value| {
        LabelKey::parse(key).is_ok() && (value.is_empty() || LabelValue::parse(value).is_ok())
    });
    left_out(count - shared.len(), "nodePools", seen);
    shared
        .into_iter()
        .map(|(key, value)| (key, value.into()))
        .collect()
}

fn shared_taints(reading: &Reading, nodes: &[&Value]) -> Vec<Value> {
    type Taint = (String, String, String);
    let of = |node: &Value| -> BTreeSet<Taint> {
        let taints = node.pointer("/spec/taints").and_then(Value::as_array);
        let text = |taint: &Value, key: &str| text_at(taint, key).to_owned();
        let all = taints.into_iter().flatten().map(|taint| {
            let value = text(taint, "/value");
            (text(taint, "/key"), value, text(taint, "/effect"))
        });
        all.collect()
    };
    let mut all = nodes.iter().map(|node| of(node));
    let mut shared = all.next().unwrap_or_default();
    for taints in all {
        shared.retain(|taint| taints.contains(taint));
    }
    let is_sound = |(key, value, effect): &Taint| {
        !is_of(&reading.system_taints, key)
            && LabelKey::parse(key).is_ok()
            && (value.is_empty() || LabelValue::parse(value).is_ok())
            && ["NoSchedule", "PreferNoSchedule", "NoExecute"].contains(&effect.as_str())
    };
    let sound = shared.into_iter().filter(is_sound);
    sound
        .map(|(key, value, effect)| {
            let mut taint = Map::new();
            taint.insert("key".into(), key.into());
            if !value.is_empty() {
                taint.insert("value".into(), value.into());
            }
            taint.insert("effect".into(), effect.into());
            Value::Object(taint)
        })
        .collect()
}

enum Spot {
    /// All nodes say the same.
    All(bool),
    /// Some are, some are not.
    Some,
    /// Not all nodes say it: labels of an older controller.
    Unknown,
}

fn spot(reading: &Reading, nodes: &[&Value]) -> Spot {
    let of = |node: &Value| {
        reading.spot_labels.iter().find_map(|known| {
            let value = label(node, &known.key)?;
            let is = |words: &[String]| words.iter().any(|word| word == value);
            match (is(&known.spot), is(&known.regular)) {
                (true, _) => Some(true),
                (_, true) => Some(false),
                _ => None,
            }
        })
    };
    let said: Option<BTreeSet<bool>> = nodes.iter().map(|node| of(node)).collect();
    match said.map(|said| (said.contains(&true), said.contains(&false))) {
        Some((true, true)) => Spot::Some,
        Some((spot, regular)) if spot || regular => Spot::All(spot),
        _ => Spot::Unknown,
    }
}
