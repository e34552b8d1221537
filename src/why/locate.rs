//! From a line of a YAML text to the node that it belongs to.

use std::fmt::Write as _;

use serde_json::Value;

use crate::text::Place;
use crate::yaml::{self, Document, Id, NoSchema, Shape, Step};

/// The node behind a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Located {
    /// The kind of its object; empty where the document has none.
    pub kind: String,
    /// The name of its object.
    pub name: String,
    /// The way to the node.
    pub steps: Vec<Step>,
    /// The line that the node begins on.
    pub line: usize,
    /// The list item around it, read; null where there is none.
    pub item: Value,
}

/// A node of one of the documents of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Of<'n> {
    pub document: usize,
    pub steps: &'n [Step],
}

/// A node and the line it begins on; of the nodes that begin on one line the first.
#[derive(Debug)]
struct Start {
    line: usize,
    document: usize,
    steps: Vec<Step>,
}

/// The nodes of a YAML text by line.
#[derive(Debug)]
pub(super) struct Nodes<'t> {
    lines: Vec<&'t str>,
    documents: Vec<Document>,
    starts: Vec<Start>,
}

impl<'t> Nodes<'t> {
    /// Reads a text; `None` if it is no YAML.
    pub(super) fn read(text: &'t str) -> Option<Self> {
        let documents = yaml::read("", text).ok()?;
        let mut starts = Vec::new();
        for (at, document) in documents.iter().enumerate() {
            let mut steps = Vec::new();
            visit(document, document.root(), at, &mut steps, &mut starts);
        }
        Some(Self {
            lines: text.lines().collect(),
            documents,
            starts,
        })
    }

    /// What a comment above the start `at` speaks of: that node, or above an object its kind.
    fn led(&self, at: usize) -> Option<&Start> {
        let first = self.starts.get(at)?;
        let is_first = at
            .checked_sub(1)
            .and_then(|before| self.starts.get(before))
            .is_none_or(|before| before.document != first.document);
        let kind = [Step::Key("kind".to_owned())];
        let next = self.starts.get(at + 1);
        let kind =
            next.filter(|next| is_first && next.document == first.document && next.steps == kind);
        kind.or(Some(first))
    }

    /// How many documents it has.
    pub(super) const fn len(&self) -> usize {
        self.documents.len()
    }

    /// Which of the documents is the object of this kind and name.
    pub(super) fn object(&self, kind: &str, name: &str) -> Option<usize> {
        let mut all = self.documents.iter();
        all.position(|one| (kind, name) == (word(one, &["kind"]), word(one, &["metadata", "name"])))
    }

    /// The kind and the name of a document's object.
    pub(super) fn title(&self, document: usize) -> Option<(&str, &str)> {
        let document = self.documents.get(document)?;
        Some((
            word(document, &["kind"]),
            word(document, &["metadata", "name"]),
        ))
    }

    /// A whole document.
    pub(super) fn value(&self, document: usize) -> Option<Value> {
        let document = self.documents.get(document)?;
        yaml::decode::<Value>(document, document.root(), &NoSchema).value
    }

    /// A node by its path.
    pub(super) fn node(&self, of: Of<'_>) -> Option<Located> {
        let document = self.documents.get(of.document)?;
        let (id, is_there) = document.find(of.steps);
        let begun = self
            .starts
            .iter()
            .find(|start| start.document == of.document && start.steps.as_slice() == of.steps);
        let line = begun.map_or_else(|| document.place(id).line as usize, |start| start.line);
        is_there.then(|| located(document, of.steps, line))
    }

    /// Whether the first document has a node.
    pub(super) fn has(&self, steps: &[Step]) -> bool {
        let first = self.documents.first();
        first.is_some_and(|document| document.find(steps).1)
    }

    /// The way to the node that begins at a place, by its key or its value.
    pub(super) fn steps_at(&self, place: &Place) -> Option<Vec<Step>> {
        let mut steps = Vec::new();
        let mut all = self.documents.iter();
        all.any(|document| leads_to(document, document.root(), place, &mut steps))
            .then_some(steps)
    }

    /// The node behind line `line` (from 1). A comment, a blank line and `---` belong to what follows
    /// them, a line inside a block of text to that text.
    pub(super) fn at(&self, line: usize) -> Option<Located> {
        let below = self.starts.partition_point(|start| start.line <= line);
        let begun = below.checked_sub(1).and_then(|at| self.starts.get(at));
        let is_lead = begun.is_none_or(|start| start.line < line) && {
            let inside = begun.is_some_and(|start| is_inside_block(&self.lines, start.line, line));
            !inside && is_between(self.lines.get(line.checked_sub(1)?).copied()?)
        };
        let start = if is_lead {
            self.led(below).or(begun)?
        } else {
            begun?
        };
        let document = self.documents.get(start.document)?;
        Some(located(document, &start.steps, start.line))
    }
}

fn located(document: &Document, steps: &[Step], line: usize) -> Located {
    Located {
        kind: word(document, &["kind"]).to_owned(),
        name: word(document, &["metadata", "name"]).to_owned(),
        item: item_around(document, steps),
        steps: steps.to_vec(),
        line,
    }
}

/// A text of a document; empty where there is none.
fn word<'d>(document: &'d Document, keys: &[&str]) -> &'d str {
    let keys = keys.iter().map(|key| Step::Key((*key).to_owned()));
    let (id, is_there) = document.find(&keys.collect::<Vec<_>>());
    if is_there { document.text(id) } else { "" }
}

/// Whether a node at or below `id` begins at `place`; `steps` then lead to it.
fn leads_to(document: &Document, id: Id, place: &Place, steps: &mut Vec<Step>) -> bool {
    let is_at = |id: Id| {
        let at = document.place(id);
        (at.line, at.column) == (place.line, place.column)
    };
    let mut enter = |step: Step, key: Id, value: Option<Id>| {
        steps.push(step);
        let is_found = is_at(key)
            || value.is_some_and(|value| is_at(value) || leads_to(document, value, place, steps));
        if !is_found {
            steps.pop();
        }
        is_found
    };
    match document.shape(id) {
        Shape::Mapping => document
            .keys(id)
            .any(|(key, node)| enter(Step::Key(key.to_owned()), node, document.get(id, key))),
        Shape::Sequence => document
            .items(id)
            .iter()
            .enumerate()
            .any(|(at, item)| enter(Step::Index(at), *item, Some(*item))),
        Shape::Scalar | Shape::Null => false,
    }
}

fn visit(document: &Document, id: Id, at: usize, steps: &mut Vec<Step>, starts: &mut Vec<Start>) {
    match document.shape(id) {
        Shape::Mapping => {
            for (key, node) in document.keys(id) {
                steps.push(Step::Key(key.to_owned()));
                begin(document, node, at, steps, starts);
                if let Some(value) = document.get(id, key) {
                    visit(document, value, at, steps, starts);
                }
                steps.pop();
            }
        }
        Shape::Sequence => {
            for (index, item) in document.items(id).iter().enumerate() {
                steps.push(Step::Index(index));
                visit(document, *item, at, steps, starts);
                steps.pop();
            }
        }
        // The value of a key begins on the key's line, or in a block below it.
        Shape::Scalar | Shape::Null => {
            if matches!(steps.last(), Some(Step::Index(_))) {
                begin(document, id, at, steps, starts);
            }
        }
    }
}

/// Notes where a node begins, unless another begins on the same line.
fn begin(document: &Document, node: Id, at: usize, steps: &[Step], starts: &mut Vec<Start>) {
    let line = document.place(node).line as usize;
    if starts.last().is_none_or(|last| last.line < line) {
        starts.push(Start {
            line,
            document: at,
            steps: steps.to_vec(),
        });
    }
}

/// Whether a line says nothing of its own.
fn is_between(line: &str) -> bool {
    let body = line.trim();
    body.is_empty() || body.starts_with('#') || body == "---"
}

/// Whether `line` is part of the block of text that begins on line `from`.
fn is_inside_block(lines: &[&str], from: usize, line: usize) -> bool {
    let text = |number: usize| number.checked_sub(1).and_then(|at| lines.get(at)).copied();
    let Some(head) = text(from) else { return false };
    let last = head.split_whitespace().last().unwrap_or_default();
    let is_block = last.starts_with(['|', '>'])
        && last
            .chars()
            .skip(1)
            .all(|one| one.is_ascii_digit() || "+-".contains(one));
    let indent = |text: &str| text.len() - text.trim_start_matches(' ').len();
    is_block
        && (from + 1..=line).all(|number| {
            text(number).is_some_and(|body| body.trim().is_empty() || indent(body) > indent(head))
        })
}

/// The value of the nearest list item around a node.
fn item_around(document: &Document, steps: &[Step]) -> Value {
    let Some(last) = steps
        .iter()
        .rposition(|step| matches!(step, Step::Index(_)))
    else {
        return Value::Null;
    };
    let (id, _) = document.find(steps.get(..=last).unwrap_or_default());
    yaml::decode::<Value>(document, id, &NoSchema)
        .value
        .unwrap_or_default()
}

/// A path as it is written: `spec.containers[0].image`, `metadata.labels[a.b/c]`.
pub(super) fn path_text(steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        match step {
            Step::Index(index) => {
                let _ = write!(out, "[{index}]");
            }
            Step::Key(key) if key.contains(['.', '/', '[', ' ']) => {
                let _ = write!(out, "[{key}]");
            }
            Step::Key(key) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(key);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# head\napiVersion: v1\nkind: A\nmetadata:\n  name: one\n\n  # of it\n  labels:\n    a.b/c: d\n---\nkind: B\nspec:\n  list:\n  - name: x\n    flow: [u, v]\n  - plain\ndata:\n  text: |\n    # no comment\n\n    end\n  # last\n";

    fn at(line: usize) -> (String, String) {
        let found = Nodes::read(TEXT).and_then(|nodes| nodes.at(line));
        found.map_or_else(Default::default, |found| {
            (found.kind, path_text(&found.steps))
        })
    }

    #[test]
    fn each_line_belongs_to_a_node() {
        let paths: Vec<String> = (1..=22).map(|line| at(line).1).collect();
        assert_eq!(
            paths,
            [
                "kind",
                "apiVersion",
                "kind",
                "metadata",
                "metadata.name",
                "metadata.labels",
                "metadata.labels",
                "metadata.labels",
                "metadata.labels[a.b/c]",
                "kind",
                "kind",
                "spec",
                "spec.list",
                "spec.list[0].name",
                "spec.list[0].flow",
                "spec.list[1]",
                "data",
                "data.text",
                "data.text",
                "data.text",
                "data.text",
                "data.text",
            ]
        );
        assert_eq!(at(5).0, "A");
        assert_eq!(at(10).0, "B");
    }

    #[test]
    fn the_item_around_a_node_is_read() {
        let found = Nodes::read(TEXT).and_then(|nodes| nodes.at(15));
        let item = found.map(|found| found.item).unwrap_or_default();
        assert_eq!(item, serde_json::json!({"name": "x", "flow": ["u", "v"]}));
    }
}
