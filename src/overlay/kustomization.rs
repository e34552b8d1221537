//! The `kustomization.yaml` files of a layout, as trees.

use serde_json::Value;

use super::image::Entry;
use super::table::{Head, Table};
use super::tree::Tree;
use super::write;
use crate::text::{Language, tell};

/// As listed: the policy of a workload is there before its first pod.
const IN_ORDER: &str = "fifo";

/// What a kustomization holds. Whatever is empty is not written.
#[derive(Debug, Default)]
pub(super) struct Kustomization {
    pub(super) namespace: Option<String>,
    pub(super) resources: Vec<String>,
    pub(super) components: Vec<String>,
    /// Files.
    pub(super) patches: Vec<String>,
    pub(super) images: Vec<Entry>,
}

impl Kustomization {
    /// Nothing but its head, which kustomize refuses.
    pub(super) fn is_empty(&self) -> bool {
        self.namespace.is_none()
            && self.resources.is_empty()
            && self.components.is_empty()
            && self.patches.is_empty()
            && self.images.is_empty()
    }

    /// As text, with the reason for its order.
    pub(super) fn text(&self, table: &Table, language: Language) -> String {
        let text = write::document(&self.tree(table, false), None);
        let why = tell(language, "overlay.note.order");
        text.replacen("\nsortOptions:", &format!("\n# {why}\nsortOptions:"), 1)
    }

    /// As a tree, in the order that people write.
    pub(super) fn tree(&self, table: &Table, is_component: bool) -> Tree {
        let Head { api_version, kind } = if is_component {
            &table.component
        } else {
            &table.kustomization
        };
        let mut out = Tree::new();
        out.insert("apiVersion".to_owned(), Value::from(api_version.as_str()));
        out.insert("kind".to_owned(), Value::from(kind.as_str()));
        if !is_component {
            let order = map(&[("order", Some(&IN_ORDER.to_owned()))]);
            out.insert("sortOptions".to_owned(), order);
        }
        if let Some(namespace) = &self.namespace {
            out.insert("namespace".to_owned(), Value::from(namespace.as_str()));
        }
        let lists = [
            ("resources", texts(&self.resources)),
            ("components", texts(&self.components)),
            (
                "patches",
                self.patches
                    .iter()
                    .map(|file| map(&[("path", Some(file))]))
                    .collect(),
            ),
            ("images", self.images.iter().map(image).collect()),
        ];
        for (key, items) in lists {
            if !items.is_empty() {
                out.insert(key.to_owned(), Value::Array(items));
            }
        }
        out
    }

    /// Reads one back.
    pub(super) fn of(tree: &Tree) -> Self {
        let list = |key: &str| {
            tree.get(key)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
        };
        let texts = |key: &str| {
            list(key)
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        };
        let field = |item: &Value, key: &str| item.get(key)?.as_str().map(str::to_owned);
        Self {
            namespace: tree
                .get("namespace")
                .and_then(Value::as_str)
                .map(str::to_owned),
            resources: texts("resources"),
            components: texts("components"),
            patches: list("patches")
                .filter_map(|item| field(item, "path"))
                .collect(),
            images: list("images")
                .filter_map(|item| {
                    Some(Entry {
                        name: field(item, "name")?,
                        new_name: field(item, "newName"),
                        tag: field(item, "newTag"),
                        digest: field(item, "digest"),
                    })
                })
                .collect(),
        }
    }
}

fn texts(all: &[String]) -> Vec<Value> {
    all.iter().map(|one| Value::from(one.as_str())).collect()
}

fn image(entry: &Entry) -> Value {
    map(&[
        ("name", Some(&entry.name)),
        ("newName", entry.new_name.as_ref()),
        ("newTag", entry.tag.as_ref()),
        ("digest", entry.digest.as_ref()),
    ])
}

fn map(fields: &[(&str, Option<&String>)]) -> Value {
    let present = fields.iter().filter_map(|(key, value)| {
        Some(((*key).to_owned(), Value::from(value.as_ref()?.as_str())))
    });
    Value::Object(present.collect())
}
