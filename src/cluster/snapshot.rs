//! What the JSON of `kubectl get nodes,storageclasses,ingressclasses,namespaces -o json` tells of a
//! cluster. How it is read is data; what is not sound in it is left out, never written on.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::ClusterFault;
use super::class::{ingress_classes, storage_classes};
use super::pool::pools;
use crate::embedded;
use crate::text::{Fault, Place};
use crate::value::{DnsLabel, Minor};
use crate::yaml;

/// A label whose values say whether a node is a spot instance.
#[derive(Debug, Deserialize)]
pub(super) struct SpotLabel {
    pub(super) key: String,
    pub(super) spot: Vec<String>,
    pub(super) regular: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) value: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Disks {
    pub(super) provisioner: String,
    pub(super) least: BTreeMap<String, u64>,
    pub(super) levels: BTreeMap<String, u64>,
}

/// How a snapshot is read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reading {
    pub(super) pool_labels: Vec<String>,
    pub(super) virtual_node: Pair,
    pub(super) spot_labels: Vec<SpotLabel>,
    pub(super) architecture_label: String,
    pub(super) zone_label: String,
    pub(super) instance_type_label: String,
    pub(super) gpu_resource: String,
    pub(super) system_labels: Vec<String>,
    pub(super) system_taints: Vec<String>,
    pub(super) default_class: String,
    pub(super) default_ingress_class: String,
    pub(super) ingress_controllers: BTreeMap<String, String>,
    scraper_namespaces: Vec<String>,
    pub(super) disks: Disks,
}

const READING: &str = "cluster/snapshot.yaml";

fn reading() -> Result<&'static Reading, Vec<Fault>> {
    static LOADED: OnceLock<Result<Reading, Vec<Fault>>> = OnceLock::new();
    let load = || yaml::load(READING, embedded::data(READING).unwrap_or_default());
    LOADED.get_or_init(load).as_ref().map_err(Clone::clone)
}

/// Something that a reader of the new file should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The field that it is about.
    pub field: &'static str,
    /// Its message.
    pub id: &'static str,
    /// The values in it.
    pub fields: Vec<(&'static str, String)>,
}

/// What a snapshot tells: the values of the fields that it knows, and notes to them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    /// Key → value.
    pub values: Map<String, Value>,
    /// What could not be said in a value.
    pub notes: Vec<Note>,
}

impl Seen {
    pub(super) fn note(
        &mut self,
        field: &'static str,
        id: &'static str,
        fields: Vec<(&'static str, String)>,
    ) {
        self.notes.push(Note { field, id, fields });
    }

    fn set(&mut self, key: &str, values: Vec<Value>) {
        if !values.is_empty() {
            self.values.insert(key.to_owned(), values.into());
        }
    }
}

/// Reads the snapshot `name`.
pub fn read_snapshot(name: &str, text: &str) -> Result<Seen, Vec<Fault>> {
    let reading = reading()?;
    let json: Value = serde_json::from_str(text).map_err(|error| {
        let number = |at: usize| u32::try_from(at).unwrap_or(0);
        let place = Place {
            file: name.into(),
            line: number(error.line()),
            column: number(error.column().max(1)),
        };
        vec![Fault::new(&ClusterFault::NotJson {}).at(Some(place))]
    })?;
    let items = json.get("items").and_then(Value::as_array);
    let fail = |fault: &ClusterFault| vec![Fault::new(fault).at(Some(Place::named(name)))];
    let items = items.ok_or_else(|| fail(&ClusterFault::NotAList { found: form(&json) }))?;
    // The items of a NodeList have no kind of their own.
    let listed = text_at(&json, "/kind").strip_suffix("List").unwrap_or("");
    let of_kind = |kind: &str| -> Vec<&Value> {
        let is_it = |item: &&Value| match text_at(item, "/kind") {
            "" => listed == kind,
            own => own == kind,
        };
        items.iter().filter(is_it).collect()
    };
    let nodes = of_kind("Node");
    let classes = of_kind("StorageClass");
    let ingresses = of_kind("IngressClass");
    let namespaces = of_kind("Namespace");
    if [&nodes, &classes, &ingresses, &namespaces]
        .iter()
        .all(|found| found.is_empty())
    {
        return Err(fail(&ClusterFault::NothingSeen {}));
    }
    let mut seen = Seen::default();
    let is_virtual = |node: &&Value| {
        label(node, &reading.virtual_node.key) == Some(reading.virtual_node.value.as_str())
    };
    let (unreal, real): (Vec<&Value>, Vec<&Value>) = nodes.into_iter().partition(is_virtual);
    version(&real, &mut seen);
    let found = pools(reading, &real, &mut seen);
    seen.set("nodePools", found);
    if !unreal.is_empty() {
        let count = vec![("count", unreal.len().to_string())];
        seen.note("nodePools", "cluster.note-virtual", count);
    }
    let found = storage_classes(reading, &classes, &mut seen);
    seen.set("storageClasses", found);
    let found = ingress_classes(reading, &ingresses, &mut seen);
    seen.set("ingressClasses", found);
    let is_there = |name: &&String| namespaces.iter().any(|one| name_of(one) == name.as_str());
    let scrapers = reading.scraper_namespaces.iter().filter(is_there);
    let scrapers = scrapers.map(|name| json!(name)).collect();
    seen.set("scraperNamespaces", scrapers);
    Ok(seen)
}

/// What a JSON text is that is no list, in a word.
fn form(json: &Value) -> String {
    let kind: String = text_at(json, "/kind").chars().take(40).collect();
    match json {
        Value::Object(_) if kind.is_empty() => "{}".to_owned(),
        Value::Object(_) => kind,
        Value::Array(_) => "[]".to_owned(),
        other => other.to_string().chars().take(40).collect(),
    }
}

pub(super) fn text_at<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

pub(super) fn name_of(value: &Value) -> &str {
    text_at(value, "/metadata/name")
}

pub(super) fn label<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.pointer("/metadata/labels")?.get(key)?.as_str()
}

/// The oldest kubelet decides: a field that it does not know has no effect on its node.
fn version(nodes: &[&Value], seen: &mut Seen) {
    let said = nodes
        .iter()
        .map(|node| text_at(node, "/status/nodeInfo/kubeletVersion"))
        .filter(|text| !text.is_empty());
    let said: Vec<&str> = said.collect();
    let minors: Option<Vec<Minor>> = said.iter().map(|text| Minor::parse(text).ok()).collect();
    match minors.as_deref() {
        Some([]) => {}
        Some(minors) => {
            if let Some(least) = minors.iter().min() {
                let least = least.to_string().into();
                seen.values.insert("kubernetesVersion".to_owned(), least);
            }
        }
        None => {
            let strange = said.iter().find(|text| Minor::parse(text).is_err());
            let strange: String = strange.map_or("", |text| text).chars().take(40).collect();
            let fields = vec![("version", printable(&strange))];
            seen.note("kubernetesVersion", "cluster.note-version", fields);
        }
    }
}

/// Text of someone else in a comment: what cannot end the line.
fn printable(text: &str) -> String {
    text.chars().filter(char::is_ascii_graphic).collect()
}

pub(super) fn left_out(count: usize, field: &'static str, seen: &mut Seen) {
    if count > 0 {
        let fields = vec![("count", count.to_string())];
        seen.note(field, "cluster.note-left-out", fields);
    }
}

/// A text as a name: itself, or what is left of it.
pub(super) fn as_name(text: &str) -> String {
    if DnsLabel::parse(text).is_ok() {
        return text.to_owned();
    }
    let mended: String = text
        .to_ascii_lowercase()
        .chars()
        .map(|one| {
            if one.is_ascii_alphanumeric() {
                one
            } else {
                '-'
            }
        })
        .take(60)
        .collect();
    let mended = mended.trim_matches('-');
    if mended.is_empty() {
        "pool".to_owned()
    } else {
        mended.to_owned()
    }
}
