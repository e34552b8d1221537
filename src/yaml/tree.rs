//! The arena of nodes of one document.

use std::borrow::Cow;
use std::collections::HashMap;

use super::scalar::{self, Scalar};
use super::source::Source;
use crate::text::Place;

/// A node of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Id(pub(super) u32);

impl Id {
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One key with its value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) key: Id,
    pub(super) value: Id,
}

#[derive(Debug, Clone)]
pub(super) enum Body {
    /// `plain`: without quotes or block, so its text decides its type.
    Scalar {
        text: Cow<'static, str>,
        plain: bool,
    },
    Sequence(Vec<Id>),
    Mapping(Vec<Entry>),
}

#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) start: usize,
    pub(super) body: Body,
    /// Nodes in it, aliases unfolded.
    pub(super) weight: u64,
}

/// The most keys of a map that are searched one after the other.
pub(super) const NARROW: usize = 64;
/// Key → value of each map with more.
pub(super) type Wide = HashMap<Id, HashMap<Box<str>, Id>>;

/// The shape of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Nothing, `~` or `null`.
    Null,
    /// A text, number or boolean.
    Scalar,
    /// A list.
    Sequence,
    /// A map.
    Mapping,
}

impl Shape {
    /// The word for it in messages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Scalar => "text",
            Self::Sequence => "list",
            Self::Mapping => "map",
        }
    }
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Into the value of a key.
    Key(String),
    /// Into an item.
    Index(usize),
}

/// Cuts `spec.containers[0].image` into steps; a key with dots stands in brackets: `labels[a.b/c]`.
pub fn steps(path: &str) -> Vec<Step> {
    let mut all = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[') {
            let (body, after) = inner.split_once(']').unwrap_or((inner, ""));
            all.push(
                body.parse()
                    .map_or_else(|_| Step::Key(body.to_owned()), Step::Index),
            );
            rest = after;
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (body, after) = rest.split_at(end);
            if !body.is_empty() {
                all.push(Step::Key(body.to_owned()));
            }
            rest = after;
        }
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    all
}

/// One YAML document.
#[derive(Debug, Clone)]
pub struct Document {
    pub(super) source: Source,
    pub(super) nodes: Vec<Node>,
    pub(super) root: Id,
    pub(super) wide: Wide,
}

impl Document {
    /// Its root node.
    pub const fn root(&self) -> Id {
        self.root
    }

    /// The text it was read from.
    pub const fn source(&self) -> &Source {
        &self.source
    }

    pub(super) fn body(&self, id: Id) -> Option<&Body> {
        self.nodes.get(id.index()).map(|node| &node.body)
    }

    /// The shape of a node.
    pub fn shape(&self, id: Id) -> Shape {
        match self.body(id) {
            Some(Body::Sequence(_)) => Shape::Sequence,
            Some(Body::Mapping(_)) => Shape::Mapping,
            Some(Body::Scalar { text, plain: true }) if scalar::is_null(text) => Shape::Null,
            Some(Body::Scalar { .. }) => Shape::Scalar,
            None => Shape::Null,
        }
    }

    /// The scalar at a node, as kubectl reads it; `None` for lists and maps.
    pub fn scalar(&self, id: Id) -> Option<Scalar<'_>> {
        match self.body(id)? {
            Body::Scalar { text, plain: true } => Some(scalar::resolve(text)),
            Body::Scalar { text, plain: false } => Some(Scalar::Text(text)),
            _ => None,
        }
    }

    /// The text of a scalar as it was typed, without quotes; empty for lists and maps.
    pub fn text(&self, id: Id) -> &str {
        match self.body(id) {
            Some(Body::Scalar { text, .. }) => text,
            _ => "",
        }
    }

    /// The items of a list; none for anything else.
    pub fn items(&self, id: Id) -> &[Id] {
        match self.body(id) {
            Some(Body::Sequence(items)) => items,
            _ => &[],
        }
    }

    pub(super) fn entries(&self, id: Id) -> &[Entry] {
        match self.body(id) {
            Some(Body::Mapping(entries)) => entries,
            _ => &[],
        }
    }

    /// The keys of a map with their nodes, in the order they stand.
    pub fn keys(&self, id: Id) -> impl Iterator<Item = (&str, Id)> {
        self.entries(id)
            .iter()
            .map(|entry| (self.text(entry.key), entry.key))
    }

    /// The value of a key.
    pub fn get(&self, id: Id, key: &str) -> Option<Id> {
        let entries = self.entries(id);
        if entries.len() > NARROW {
            return self.wide.get(&id)?.get(key).copied();
        }
        entries
            .iter()
            .find(|entry| self.text(entry.key) == key)
            .map(|entry| entry.value)
    }

    /// The lines above the one where a node starts, the nearest first.
    pub fn lines_above(&self, id: Id) -> impl Iterator<Item = &str> {
        self.source.lines_above(self.start(id))
    }

    /// The byte at which a node starts.
    pub fn start(&self, id: Id) -> usize {
        self.nodes.get(id.index()).map_or(0, |node| node.start)
    }

    /// The place of a node.
    pub fn place(&self, id: Id) -> Place {
        self.source.place(self.start(id))
    }

    /// The deepest node on a path that is there, and whether it is the path's end.
    pub fn find(&self, path: &[Step]) -> (Id, bool) {
        let mut at = self.root;
        for step in path {
            let next = match step {
                Step::Key(key) => self.get(at, key),
                Step::Index(index) => self.items(at).get(*index).copied(),
            };
            match next {
                Some(id) => at = id,
                None => return (at, false),
            }
        }
        (at, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_cut_at_dots_and_brackets() {
        let key = |text: &str| Step::Key(text.to_owned());
        assert_eq!(
            steps("spec.a[0].b"),
            [key("spec"), key("a"), Step::Index(0), key("b")]
        );
        assert_eq!(
            steps("metadata.labels[a.b/c]"),
            [key("metadata"), key("labels"), key("a.b/c")]
        );
    }

    #[test]
    fn every_key_of_a_wide_map_is_found() {
        let lines: Vec<String> = (0..1000).map(|at| format!("k{at}: v{at}")).collect();
        let text = lines.join("\n");
        let documents = crate::yaml::read("t", &text).unwrap_or_default();
        let document = documents.first();
        let found = |key: &str| {
            let id = document.and_then(|one| one.get(one.root(), key));
            id.and_then(|id| document.map(|one| one.text(id)))
        };
        assert_eq!((found("k0"), found("k999")), (Some("v0"), Some("v999")));
        assert_eq!(found("k1000"), None);
    }
}
