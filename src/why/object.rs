//! An object in one of the files of a rendering, and the same object in the environments.

use serde_json::Value;

use super::Bundle;
use super::locate::{Located, Nodes, Of};
use crate::blueprint::{BASE, KUSTOMIZATION, Rendered};
use crate::overlay::follow;
use crate::yaml::Step;

/// What an environment has where the base has a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The environment.
    pub environment: String,
    /// Its line; none where it has none.
    pub text: Option<String>,
}

/// An object in a file.
pub(super) struct Object<'p> {
    pub(super) file: &'p Rendered,
    nodes: Nodes<'p>,
    document: usize,
    pub(super) value: Value,
}

impl<'p> Object<'p> {
    /// The object among the files of a base.
    pub(super) fn find(files: &'p [Rendered], kind: &str, name: &str) -> Option<Self> {
        let is_its = |file: &&Rendered| {
            file.path.starts_with(BASE)
                && !file.path.ends_with(KUSTOMIZATION)
                && file.text.contains(name)
        };
        files.iter().filter(is_its).find_map(|file| {
            let nodes = Nodes::read(&file.text)?;
            let document = nodes.object(kind, name)?;
            let value = nodes.value(document)?;
            Some(Self {
                file,
                nodes,
                document,
                value,
            })
        })
    }

    pub(super) fn node(&self, steps: &[Step]) -> Option<Located> {
        self.nodes.node(Of {
            document: self.document,
            steps,
        })
    }

    /// A line of its file.
    pub(super) fn text(&self, line: usize) -> String {
        let at = line.saturating_sub(1);
        let text = self.file.text.lines().nth(at);
        text.unwrap_or_default().trim().to_owned()
    }
}

/// An object of the base in each environment.
pub(super) struct Others<'p> {
    kind: String,
    name: String,
    value: Value,
    environments: Vec<(&'p str, Object<'p>)>,
}

impl<'p> Others<'p> {
    /// Those of the objects in a file of the base; none of any other file.
    pub(super) fn read(bundle: &'p Bundle<'p>, file: &Rendered, nodes: &Nodes<'_>) -> Vec<Self> {
        if !file.path.starts_with(BASE) || bundle.environments.is_empty() {
            return Vec::new();
        }
        let documents = 0..nodes.len();
        documents
            .filter_map(|document| {
                let (kind, name) = nodes.title(document)?;
                let environments = bundle.environments.iter().filter_map(|group| {
                    Some((group.name?, Object::find(group.files, kind, name)?))
                });
                Some(Self {
                    kind: kind.to_owned(),
                    name: name.to_owned(),
                    value: nodes.value(document)?,
                    environments: environments.collect(),
                })
            })
            .collect()
    }

    /// Where a node is otherwise than in the base.
    pub(super) fn elsewhere(all: &[Self], located: &Located) -> Vec<Elsewhere> {
        let own = all
            .iter()
            .find(|one| one.kind == located.kind && one.name == located.name);
        own.map_or_else(Vec::new, |own| {
            let environments = own.environments.iter();
            environments
                .filter_map(|(name, other)| own.differing(name, other, &located.steps))
                .collect()
        })
    }

    /// What an environment has at a node, where that is something else.
    fn differing(&self, name: &str, other: &Object<'_>, steps: &[Step]) -> Option<Elsewhere> {
        let has = |text| Elsewhere {
            environment: name.to_owned(),
            text,
        };
        let followed = follow(&self.kind, &self.value, &other.value, steps);
        if let Some(depth) = followed.listed {
            let (list, item) = (steps.get(..depth.checked_sub(1)?)?, steps.get(..depth)?);
            let item = value_at(&self.value, item)?;
            let list = follow(&self.kind, &self.value, &other.value, list).steps;
            let list = list.and_then(|list| value_at(&other.value, &list)?.as_array());
            let has_same = list.is_some_and(|list| list.contains(item));
            return (!has_same).then(|| has(None));
        }
        let node = followed.steps.as_deref();
        let Some(node) = node.and_then(|steps| other.node(steps)) else {
            return Some(has(None));
        };
        let own = value_at(&self.value, steps)?;
        let others = value_at(&other.value, &node.steps)?;
        let is_block = |value: &Value| value.is_object() || value.is_array();
        let is_same = own == others || is_block(own) && is_block(others);
        (!is_same).then(|| has(Some(other.text(node.line))))
    }
}

/// The value of a node.
pub(super) fn value_at<'v>(value: &'v Value, steps: &[Step]) -> Option<&'v Value> {
    steps.iter().try_fold(value, |at, step| match step {
        Step::Key(key) => at.get(key),
        Step::Index(index) => at.get(index),
    })
}
