//! The storage and ingress classes of a snapshot.

use serde_json::{Map, Value};

use super::snapshot::{Disks, Reading, Seen, left_out, name_of, text_at};
use crate::value::{DnsSubdomain, Quantity};

/// The storage classes, by name.
pub(super) fn storage_classes(
    reading: &Reading,
    classes: &[&Value],
    seen: &mut Seen,
) -> Vec<Value> {
    let named = named(classes, "storageClasses", seen);
    let default = default_of(&named, &reading.default_class, "storageClasses", seen);
    let one = |class: &&Value| {
        let name = name_of(class);
        let mut fields = Map::new();
        fields.insert("name".into(), name.into());
        if default.as_deref() == Some(name) {
            fields.insert("default".into(), true.into());
        }
        let mut copy = |key: &str, from: &str, words: &[&str]| {
            let text = text_at(class, from);
            if words.is_empty() && !text.is_empty() || words.contains(&text) {
                fields.insert(key.into(), text.into());
            }
        };
        copy("provisioner", "/provisioner", &[]);
        copy(
            "binding",
            "/volumeBindingMode",
            &["WaitForFirstConsumer", "Immediate"],
        );
        copy("reclaim", "/reclaimPolicy", &["Delete", "Retain"]);
        let grows = class.get("allowVolumeExpansion").and_then(Value::as_bool);
        fields.insert("expandable".into(), grows.unwrap_or(false).into());
        if let Some(least) = least(&reading.disks, class) {
            fields.insert("minimum".into(), format!("{least}Gi").into());
        }
        Value::Object(fields)
    };
    named.iter().map(one).collect()
}

/// The least GiB of a disk of this class, where it is known.
fn least(disks: &Disks, class: &Value) -> Option<u64> {
    if text_at(class, "/provisioner") != disks.provisioner {
        return None;
    }
    // A claim below the least is taken, and gets the least.
    if text_at(class, "/parameters/volumeSizeAutoAvailable") == "true" {
        return Some(1);
    }
    let level = text_at(class, "/parameters/performanceLevel");
    let types = text_at(class, "/parameters/type").split(',').map(str::trim);
    let of_level = |level: &str| {
        let levels = level.split(',').map(str::trim);
        levels.filter_map(|one| disks.levels.get(one)).max()
    };
    let each: Option<Vec<u64>> = types
        .map(|one| match (one, of_level(level)) {
            ("cloud_essd", Some(least)) => Some(*least),
            _ => disks.least.get(one).copied(),
        })
        .collect();
    let least = each?.into_iter().max()?;
    Quantity::parse_size(&format!("{least}Gi"))
        .is_ok()
        .then_some(least)
}

/// The ingress classes, by name.
pub(super) fn ingress_classes(
    reading: &Reading,
    classes: &[&Value],
    seen: &mut Seen,
) -> Vec<Value> {
    let named = named(classes, "ingressClasses", seen);
    let default = default_of(
        &named,
        &reading.default_ingress_class,
        "ingressClasses",
        seen,
    );
    let one = |class: &&Value| {
        let name = name_of(class);
        let controller = text_at(class, "/spec/controller");
        let kind = reading.ingress_controllers.get(controller);
        let mut fields = Map::new();
        fields.insert("name".into(), name.into());
        fields.insert("kind".into(), kind.map_or("other", String::as_str).into());
        if default.as_deref() == Some(name) {
            fields.insert("default".into(), true.into());
        }
        Value::Object(fields)
    };
    named.iter().map(one).collect()
}

/// Those with a name that Kubernetes takes, sorted by it.
fn named<'v>(classes: &[&'v Value], field: &'static str, seen: &mut Seen) -> Vec<&'v Value> {
    let is_sound = |class: &&&Value| DnsSubdomain::parse(name_of(class)).is_ok();
    let mut all: Vec<&Value> = classes.iter().filter(is_sound).copied().collect();
    all.sort_by_key(|class| name_of(class));
    all.dedup_by_key(|class| name_of(class));
    left_out(classes.len() - all.len(), field, seen);
    all
}

/// The default class; of several the newest, as Kubernetes takes it.
fn default_of(
    classes: &[&Value],
    annotation: &str,
    field: &'static str,
    seen: &mut Seen,
) -> Option<String> {
    let mut marked: Vec<&Value> = classes
        .iter()
        .copied()
        .filter(|class| is_marked(class, annotation))
        .collect();
    marked.sort_by_key(|class| text_at(class, "/metadata/creationTimestamp"));
    let newest = name_of(marked.last()?).to_owned();
    if marked.len() > 1 {
        let names: Vec<&str> = marked.iter().map(|class| name_of(class)).collect();
        let fields = vec![("names", names.join(", ")), ("newest", newest.clone())];
        seen.note(field, "cluster.note-defaults", fields);
    }
    Some(newest)
}

fn is_marked(value: &Value, annotation: &str) -> bool {
    value
        .pointer("/metadata/annotations")
        .and_then(|all| all.get(annotation))
        .and_then(Value::as_str)
        == Some("true")
}
