//! From the text of a file to a cluster, or everything that is wrong with it.

use serde_json::Value;

use super::check::Check;
use super::field::fields;
use super::{Cluster, ClusterFault};
use crate::bundle::sha256_hex;
use crate::text::{Fault, Place};
use crate::yaml::{self, Document, Id, Shape};

/// The value of `apiVersion`.
const API_VERSION: &str = "kwgen/v1";
/// Words that stand for dependencies of their own.
const RESERVED: [&str; 3] = ["any", "none", "internet"];

/// Reads the file `name`.
pub fn read(name: &str, text: &str) -> Result<Cluster, Vec<Fault>> {
    let documents = yaml::read(name, text)?;
    let not_a_map = |found: &str, place: Place| {
        let found = found.to_owned();
        vec![Fault::new(&ClusterFault::NotAMap { found }).at(Some(place))]
    };
    let document = match documents.as_slice() {
        [] => return Err(not_a_map("empty", Place::named(name))),
        [one] if one.shape(one.root()) == Shape::Mapping => one,
        [one] => {
            let found = one.shape(one.root()).word();
            return Err(not_a_map(found, one.place(one.root())));
        }
        [_, second, ..] => return Err(not_a_map("documents", second.place(second.root()))),
    };
    let mut check = Check {
        document,
        faults: Vec::new(),
    };
    let root = document.root();
    judge_version(&mut check);
    let json = check.object(fields(), root, "");
    judge_whole(&mut check);
    let mut faults = check.faults;
    faults.sort_by_key(|fault| {
        let place = fault.place.as_ref();
        place.map_or((0, 0), |place| (place.line, place.column))
    });
    if !faults.is_empty() {
        return Err(faults);
    }
    typed(name, json).map(|mut cluster| {
        cluster.digest = sha256_hex(text.replace("\r\n", "\n").as_bytes());
        cluster
    })
}

fn typed(name: &str, json: Value) -> Result<Cluster, Vec<Fault>> {
    serde_json::from_value(json).map_err(|error| {
        let detail = error.to_string();
        vec![Fault::new(&ClusterFault::Form { detail }).at(Some(Place::named(name)))]
    })
}

fn judge_version(check: &mut Check<'_>) {
    let document = check.document;
    let root = document.root();
    let Some(version) = document.get(root, "apiVersion") else {
        return;
    };
    let found = document.text(version).to_owned();
    if found != API_VERSION {
        check.fail(&ClusterFault::Version { found }, version);
    }
}

/// What concerns several fields.
fn judge_whole(check: &mut Check<'_>) {
    let document = check.document;
    let root = document.root();
    if let Some(cni) = document.get(root, "cni")
        && let Some(policy) = document.get(root, "networkPolicy")
        && document.text(policy) == "true"
        && ["flannel", "terway-exclusive"].contains(&document.text(cni))
    {
        let cni = document.text(cni).to_owned();
        check.fail(&ClusterFault::CannotEnforce { cni }, policy);
    }
    for path in ["storageClasses", "ingressClasses"] {
        judge_defaults(check, path);
    }
    let Some(dependencies) = document.get(root, "dependencies") else {
        return;
    };
    let names: Vec<(String, Id)> = document
        .keys(dependencies)
        .map(|(name, id)| (name.to_owned(), id))
        .collect();
    for (name, key) in names {
        if RESERVED.contains(&name.as_str()) {
            check.fail(&ClusterFault::Reserved { name: name.clone() }, key);
        }
        let targets = document.get(dependencies, &name);
        let targets = targets.map_or(&[][..], |targets| document.items(targets));
        for (at, target) in targets.iter().enumerate() {
            let path = format!("dependencies.{name}[{at}]");
            judge_target(check, document, *target, path);
        }
    }
}

fn judge_target(check: &mut Check<'_>, document: &Document, target: Id, path: String) {
    if document.shape(target) != Shape::Mapping {
        return;
    }
    let has = |key: &str| document.get(target, key).is_some();
    let sides: Vec<&str> = ["cidrs", "app", "labels"]
        .into_iter()
        .filter(|key| has(key))
        .collect();
    match sides.as_slice() {
        ["cidrs"] if has("namespace") => {
            let has = "cidrs".to_owned();
            check.fail(&ClusterFault::TargetNamespace { path, has }, target);
        }
        ["app" | "labels"] if !has("namespace") => {
            let has = "app".to_owned();
            check.fail(&ClusterFault::TargetNamespace { path, has }, target);
        }
        [_] => {}
        _ => check.fail(&ClusterFault::Target { path }, target),
    }
}

fn judge_defaults(check: &mut Check<'_>, path: &str) {
    let document = check.document;
    let list = document.get(document.root(), path);
    let items = list.map_or(&[][..], |list| document.items(list));
    let is_default = |item: &Id| {
        document
            .get(*item, "default")
            .is_some_and(|id| document.text(id) == "true")
    };
    let defaults: Vec<Id> = items.iter().copied().filter(is_default).collect();
    let [first, second, ..] = defaults.as_slice() else {
        return;
    };
    let name = |item: Id| {
        let id = document.get(item, "name");
        id.map(|id| document.text(id).to_owned())
            .unwrap_or_default()
    };
    let fault = ClusterFault::Defaults {
        path: path.to_owned(),
        one: name(*first),
        other: name(*second),
    };
    check.fail(&fault, *second);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::Field;
    use crate::cluster::field::Around;

    fn with_every_field(fields: &[Field]) -> String {
        let lines = fields.iter().map(|field| {
            let example = match (field.around, &field.example) {
                // The whole of an object, not the part that its example shows.
                (Around::List, _) if field.key == "nodePools" => {
                    let inner: Vec<String> = field
                        .fields
                        .iter()
                        .map(|one| format!("{}: {}", one.key, one.example()))
                        .collect();
                    format!("[{{{}}}]", inner.join(", "))
                }
                _ => field.example(),
            };
            format!("{}: {example}\n", field.key)
        });
        lines.collect()
    }

    #[test]
    fn the_examples_of_all_fields_make_a_file_that_is_sound() {
        let text = with_every_field(fields());
        let cluster = read("clusters/x.yaml", &text);
        let cluster = cluster.map_err(|faults| format!("{faults:#?}\n{text}"));
        assert!(cluster.is_ok(), "{cluster:?}");
        let pools = cluster.map(|cluster| cluster.node_pools.len());
        assert_eq!(pools, Ok(1));
    }

    #[test]
    fn a_version_without_quotes_keeps_its_zero() {
        let text = "apiVersion: kwgen/v1\ncluster: old\nkubernetesVersion: 1.30\n";
        let version = read("old.yaml", text).map(|cluster| cluster.kubernetes_version);
        assert_eq!(
            version.map(|one| one.map(|one| one.to_string())),
            Ok(Some("1.30".to_owned()))
        );
    }

    #[test]
    fn line_ends_do_not_change_the_digest() {
        let text = "apiVersion: kwgen/v1\ncluster: old\n";
        let digest = |text: &str| read("old.yaml", text).map(|cluster| cluster.digest);
        assert_eq!(digest(text), digest(&text.replace('\n', "\r\n")));
        assert!(digest(text).is_ok_and(|digest| digest.len() == 64));
    }
}
