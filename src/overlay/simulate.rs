//! What `kustomize build` makes of a layout: the part of kustomize that layouts use.

use serde_json::Value;

use super::File;
use super::image;
use super::kustomization::Kustomization;
use super::merge::merge;
use super::table::{Table, table};
use super::tree::{self, Identity, Tree};
use crate::yaml;

/// The file that makes a folder one of kustomize's.
pub(super) const KUSTOMIZATION: &str = "kustomization.yaml";
/// The folders that may lie inside each other.
const DEPTH_LIMIT: usize = 8;

/// The objects that kustomize builds from the folder `path`, in the order it reads them; `None` where it
/// would refuse.
pub fn build(files: &[File], path: &str) -> Option<Vec<Value>> {
    let builder = Builder {
        files,
        table: table(),
    };
    let mut built = Vec::new();
    builder.folder(path, &mut built, 0)?;
    let mut built: Vec<Value> = built.into_iter().map(Value::Object).collect();
    built.iter_mut().for_each(tree::tidy_object);
    Some(built)
}

struct Builder<'b> {
    files: &'b [File],
    table: &'static Table,
}

impl Builder<'_> {
    fn folder(&self, path: &str, built: &mut Vec<Tree>, depth: usize) -> Option<()> {
        if depth > DEPTH_LIMIT {
            return None;
        }
        let tree = self.trees(&join(path, KUSTOMIZATION))?.into_iter().next()?;
        let own = Kustomization::of(&tree);
        if own.is_empty() && !self.has_field(&tree) {
            return None;
        }
        for resource in &own.resources {
            let below = join(path, resource);
            if self.text(&below).is_some() {
                built.extend(self.trees(&below)?);
            } else {
                let mut inner = Vec::new();
                self.folder(&below, &mut inner, depth + 1)?;
                built.extend(inner);
            }
        }
        for component in &own.components {
            let below = join(path, component);
            // A component that is not among the files is its owner's, and taken for one without effect.
            if self.text(&join(&below, KUSTOMIZATION)).is_some() {
                self.folder(&below, built, depth + 1)?;
            }
        }
        for file in &own.patches {
            for patch in self.trees(&join(path, file))? {
                let target = Identity::of(&patch)?;
                let namespace = tree::namespace(&patch);
                let object = built.iter_mut().find(|object| {
                    Identity::of(object).as_ref() == Some(&target)
                        && tree::namespace(object) == namespace
                })?;
                merge(self.table, &target.kind, object, &patch);
            }
        }
        if let Some(namespace) = &own.namespace {
            self.move_to(namespace, built);
        }
        for object in built {
            let mut value = Value::Object(std::mem::take(object));
            image::each_pair(&mut value, None, &mut |own_image, _| {
                *own_image = image::apply(&own.images, own_image);
            });
            if let Value::Object(changed) = value {
                *object = changed;
            }
        }
        Some(())
    }

    /// Whether a component has a field, though it be an empty list: then kustomize does not call it empty.
    fn has_field(&self, tree: &Tree) -> bool {
        let head = ["apiVersion", "kind"];
        tree::text(tree, "kind") == Some(&self.table.component.kind)
            && tree.keys().any(|key| !head.contains(&key.as_str()))
    }

    /// What `namespace:` does: it sets the namespace of every object that can have one, and of those
    /// subjects of bindings that are built here or are called `default`.
    fn move_to(&self, namespace: &str, built: &mut [Tree]) {
        let accounts: Vec<(String, Option<String>)> = built
            .iter()
            .filter_map(|object| {
                let identity = Identity::of(object)?;
                let own = tree::namespace(object).map(str::to_owned);
                (identity.kind == "ServiceAccount").then_some((identity.name, own))
            })
            .collect();
        for object in built {
            let kind = tree::text(object, "kind").unwrap_or_default().to_owned();
            if matches!(kind.as_str(), "RoleBinding" | "ClusterRoleBinding") {
                let subjects = object.get_mut("subjects").and_then(Value::as_array_mut);
                for subject in subjects
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_object_mut)
                {
                    let name = tree::text(subject, "name").unwrap_or_default();
                    let own = tree::text(subject, "namespace");
                    let is_built = tree::text(subject, "kind") == Some("ServiceAccount")
                        && accounts
                            .iter()
                            .any(|(account, at)| account == name && at.as_deref() == own);
                    if name == "default" || is_built {
                        subject.insert("namespace".to_owned(), Value::from(namespace));
                    }
                }
            }
            if self.table.is_cluster_scoped(&kind) {
                continue;
            }
            let field = if kind == "Namespace" {
                "name"
            } else {
                "namespace"
            };
            if let Some(Value::Object(metadata)) = object.get_mut("metadata") {
                metadata.insert(field.to_owned(), Value::from(namespace));
            }
        }
    }

    fn text(&self, path: &str) -> Option<&str> {
        self.files
            .iter()
            .find(|file| file.path == path)
            .map(|file| file.text.as_str())
    }

    /// The documents of a file; those of patches with their `null`s.
    fn trees(&self, path: &str) -> Option<Vec<Tree>> {
        let documents = yaml::read(path, self.text(path)?).ok()?;
        documents
            .iter()
            .map(|document| match tree::of(document, document.root()) {
                Value::Object(tree) => Some(tree),
                _ => None,
            })
            .collect()
    }
}

/// A path as seen from a folder: `overlays/prod` and `../../base` is `base`.
fn join(folder: &str, path: &str) -> String {
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in path.split('/') {
        match step {
            ".." => {
                steps.pop();
            }
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The objects of a layout that differ from the wanted ones: `Kind name`.
pub(super) fn differing(files: &[File], path: &str, wanted: &[&Tree]) -> Vec<String> {
    let built = build(files, path).unwrap_or_default();
    let title = |object: &Tree| {
        Identity::of(object).map_or_else(String::new, |identity| {
            format!("{} {}", identity.kind, identity.name)
        })
    };
    let mut differing: Vec<String> = wanted
        .iter()
        .filter(|object| !built.iter().any(|one| one.as_object() == Some(**object)))
        .map(|object| title(object))
        .collect();
    let strangers = built.iter().filter_map(Value::as_object);
    differing.extend(
        strangers
            .filter(|object| !wanted.contains(object))
            .map(title)
            .filter(|title| !title.is_empty()),
    );
    differing.sort();
    differing.dedup();
    differing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_seen_from_its_folder() {
        assert_eq!(join("overlays/prod", "../../base"), "base");
        assert_eq!(
            join("overlays/prod", "generated"),
            "overlays/prod/generated"
        );
        assert_eq!(join("base", "a.yaml"), "base/a.yaml");
    }
}
