//! Events → documents.

use std::collections::HashMap;

use super::event::Event;
use super::fault::YamlFault;
use super::source::Source;
use super::tree::{Body, Document, Entry, Id, NARROW, Node, Wide};

/// The most levels of nesting.
const DEPTH_LIMIT: usize = 128;
/// The most nodes that aliases may unfold to.
const WEIGHT_LIMIT: u64 = 10_000_000;

/// A fault and the byte where it is.
pub(super) type Stop = (YamlFault, usize);

/// A collection that is still open.
struct Open {
    start: usize,
    anchor: usize,
    body: Body,
    /// The key that waits for its value.
    key: Option<Id>,
    weight: u64,
    /// Keys so far, once there are more than [`NARROW`].
    seen: HashMap<Box<str>, Id>,
    /// Maps that `<<` merges in.
    merges: Vec<Id>,
}

impl Open {
    /// The key that has this text, if the map has one.
    fn key_of(&self, nodes: &[Node], text: &str) -> Option<Id> {
        let Body::Mapping(entries) = &self.body else {
            return None;
        };
        if !self.seen.is_empty() {
            return self.seen.get(text).copied();
        }
        let mut keys = entries.iter().map(|entry| entry.key);
        keys.find(|key| text_of(nodes, *key) == Some(text))
    }

    /// Adds an entry whose key is new.
    fn add(&mut self, nodes: &[Node], entry: Entry) {
        let Body::Mapping(entries) = &mut self.body else {
            return;
        };
        entries.push(entry);
        let keys = entries.iter().map(|entry| entry.key);
        if !self.seen.is_empty() {
            let text = text_of(nodes, entry.key).unwrap_or_default();
            self.seen.insert(text.into(), entry.key);
        } else if entries.len() > NARROW {
            let named = keys.filter_map(|key| Some((text_of(nodes, key)?.into(), key)));
            self.seen = named.collect();
        }
    }
}

fn text_of(nodes: &[Node], id: Id) -> Option<&str> {
    match nodes.get(id.index()) {
        Some(Node {
            body: Body::Scalar { text, .. },
            ..
        }) => Some(text),
        _ => None,
    }
}

pub(super) struct Composer<'s> {
    pub(super) source: &'s Source,
    nodes: Vec<Node>,
    stack: Vec<Open>,
    anchors: HashMap<usize, Id>,
    root: Option<Id>,
    wide: Wide,
    pub(super) is_lost: bool,
}

impl<'s> Composer<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        Self {
            source,
            nodes: Vec::new(),
            stack: Vec::new(),
            anchors: HashMap::new(),
            root: None,
            wide: Wide::new(),
            is_lost: false,
        }
    }

    pub(super) fn take(
        &mut self,
        event: Event<'static>,
        start: usize,
    ) -> Result<Option<Document>, Stop> {
        match event {
            Event::Scalar {
                text,
                plain,
                anchor,
            } => {
                let id = self.add(start, Body::Scalar { text, plain }, 1);
                self.anchor(anchor, id);
                self.place(id)?;
            }
            Event::Sequence { anchor } => self.open(start, anchor, Body::Sequence(Vec::new()))?,
            Event::Mapping { anchor } => self.open(start, anchor, Body::Mapping(Vec::new()))?,
            Event::End => self.close()?,
            Event::Alias { anchor } => {
                let id = *self
                    .anchors
                    .get(&anchor)
                    .ok_or((YamlFault::NoAnchor {}, start))?;
                self.place(id)?;
            }
            Event::Finish => return Ok(self.finish()),
        }
        Ok(None)
    }

    fn finish(&mut self) -> Option<Document> {
        let root = self.root.take()?;
        let nodes = std::mem::take(&mut self.nodes);
        self.anchors.clear();
        let document = Document {
            source: self.source.clone(),
            nodes,
            root,
            wide: std::mem::take(&mut self.wide),
        };
        (document.shape(root) != super::Shape::Null).then_some(document)
    }

    fn add(&mut self, start: usize, body: Body, weight: u64) -> Id {
        let id = Id(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node {
            start,
            body,
            weight,
        });
        id
    }

    fn anchor(&mut self, anchor: usize, id: Id) {
        if anchor > 0 {
            self.anchors.insert(anchor, id);
        }
    }

    fn open(&mut self, start: usize, anchor: usize, body: Body) -> Result<(), Stop> {
        if self.stack.len() >= DEPTH_LIMIT {
            self.is_lost = true;
            return Err((YamlFault::TooDeep { limit: DEPTH_LIMIT }, start));
        }
        self.stack.push(Open {
            start,
            anchor,
            body,
            key: None,
            weight: 1,
            seen: HashMap::new(),
            merges: Vec::new(),
        });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Stop> {
        let Some(mut open) = self.stack.pop() else {
            return Ok(());
        };
        // Own keys win over merged ones, whatever their order; of merged maps the first wins.
        for map in std::mem::take(&mut open.merges) {
            let Some(Node {
                body: Body::Mapping(merged),
                ..
            }) = self.nodes.get(map.index())
            else {
                continue;
            };
            for &entry in merged {
                let is_new = text_of(&self.nodes, entry.key)
                    .is_some_and(|text| open.key_of(&self.nodes, text).is_none());
                if is_new {
                    open.add(&self.nodes, entry);
                }
            }
        }
        let wide = self.wide_index(&open.body);
        let id = self.add(open.start, open.body, open.weight);
        self.wide.extend(wide.map(|index| (id, index)));
        self.anchor(open.anchor, id);
        self.place(id)
    }

    /// Key → value of a map with many keys.
    fn wide_index(&self, body: &Body) -> Option<HashMap<Box<str>, Id>> {
        let Body::Mapping(entries) = body else {
            return None;
        };
        if entries.len() <= NARROW {
            return None;
        }
        let pair = |entry: &Entry| Some((text_of(&self.nodes, entry.key)?.into(), entry.value));
        Some(entries.iter().filter_map(pair).collect())
    }

    /// Puts a finished node where it belongs.
    fn place(&mut self, id: Id) -> Result<(), Stop> {
        let (weight, start) = self
            .nodes
            .get(id.index())
            .map_or((1, 0), |node| (node.weight, node.start));
        let Some(open) = self.stack.last_mut() else {
            self.root.get_or_insert(id);
            return Ok(());
        };
        open.weight = open.weight.saturating_add(weight);
        if open.weight > WEIGHT_LIMIT {
            self.is_lost = true;
            return Err((
                YamlFault::Bomb {
                    limit: WEIGHT_LIMIT,
                },
                start,
            ));
        }
        match &mut open.body {
            Body::Sequence(items) => items.push(id),
            Body::Mapping(_) => match open.key.take() {
                None => open.key = Some(id),
                Some(key) => return self.entry(key, id),
            },
            Body::Scalar { .. } => {}
        }
        Ok(())
    }

    fn entry(&mut self, key: Id, value: Id) -> Result<(), Stop> {
        let (text, plain, start) = match self.nodes.get(key.index()) {
            Some(Node {
                body: Body::Scalar { text, plain },
                start,
                ..
            }) => (text, *plain, *start),
            other => return Err((YamlFault::KeyShape {}, other.map_or(0, |node| node.start))),
        };
        if plain && &**text == "<<" {
            return self.merge(value);
        }
        if plain && super::scalar::is_null(text) {
            return Err((YamlFault::KeyShape {}, start));
        }
        let Some(open) = self.stack.last_mut() else {
            return Ok(());
        };
        if let Some(first) = open.key_of(&self.nodes, text) {
            let first = self.nodes.get(first.index()).map_or(0, |node| node.start);
            let first = self.source.place(first).line;
            let key = text.to_string();
            return Err((YamlFault::DuplicateKey { key, first }, start));
        }
        open.add(&self.nodes, Entry { key, value });
        Ok(())
    }

    fn merge(&mut self, value: Id) -> Result<(), Stop> {
        let node = self.nodes.get(value.index());
        let start = node.map_or(0, |node| node.start);
        let maps = match node.map(|node| &node.body) {
            Some(Body::Mapping(_)) => vec![value],
            Some(Body::Sequence(items)) => items.clone(),
            _ => return Err((YamlFault::Merge {}, start)),
        };
        let all_maps = maps.iter().all(|map| {
            matches!(
                self.nodes.get(map.index()),
                Some(Node {
                    body: Body::Mapping(_),
                    ..
                })
            )
        });
        if !all_maps {
            return Err((YamlFault::Merge {}, start));
        }
        if let Some(open) = self.stack.last_mut() {
            open.merges.extend(maps);
        }
        Ok(())
    }
}
