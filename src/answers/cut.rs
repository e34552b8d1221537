//! A text of YAML cut into the entries of one of its maps, each with the comments above it, so that they
//! can be moved and stay to the letter what their owner wrote.

use std::ops::Range;

use crate::yaml::{Document, Id};

/// One entry of a block map.
pub(super) struct Entry<'d> {
    /// Its key.
    pub(super) key: &'d str,
    /// The empty lines and comments above it.
    pub(super) lead: Range<usize>,
    /// Its key and value, whole lines.
    pub(super) body: Range<usize>,
}

/// A block map, cut.
pub(super) struct Cut<'d> {
    /// What stands above its first entry and does not touch it.
    pub(super) head: Range<usize>,
    /// Its entries in order.
    pub(super) entries: Vec<Entry<'d>>,
    /// What stands below its last entry.
    pub(super) tail: Range<usize>,
    /// The spaces before its keys.
    pub(super) indent: usize,
}

impl Cut<'_> {
    /// The entry with this key.
    pub(super) fn entry(&self, key: &str) -> Option<&Entry<'_>> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}

/// Cuts a map that stands within `region`, which begins and ends with a line; none where its keys do not
/// each begin a line.
pub(super) fn cut(document: &Document, map: Id, region: Range<usize>) -> Option<Cut<'_>> {
    let text = document.source().text();
    let mut keys: Vec<(&str, usize)> = Vec::new();
    let mut indent = None;
    for (key, id) in document.keys(map) {
        let start = document.start(id);
        let line = line_start(text, start);
        let is_in_order = keys.last().is_none_or(|(_, above)| *above < line);
        let width = start - line;
        let is_alone = text.get(line..start)?.bytes().all(|byte| byte == b' ');
        if !is_in_order || !is_alone || line < region.start || start >= region.end {
            return None;
        }
        if *indent.get_or_insert(width) != width {
            return None;
        }
        keys.push((key, line));
    }
    let (indent, first) = (indent?, keys.first()?.1);
    let above = text.get(region.start..first)?;
    let head = region.start..first - touching(above, indent);
    let mut entries = Vec::with_capacity(keys.len());
    let mut done = head.end;
    for (at, (key, line)) in keys.iter().enumerate() {
        let next = keys.get(at + 1).map_or(region.end, |(_, line)| *line);
        let end = line + content(text.get(*line..next)?, indent);
        entries.push(Entry {
            key,
            lead: done..*line,
            body: *line..end,
        });
        done = end;
    }
    Some(Cut {
        head,
        entries,
        tail: done..region.end,
        indent,
    })
}

/// Where the line of a byte starts.
pub(super) fn line_start(text: &str, byte: usize) -> usize {
    let before = text.get(..byte).unwrap_or_default();
    before.rfind('\n').map_or(0, |at| at + 1)
}

/// The bytes of the comments at the end of `above` that nothing parts from what follows.
fn touching(above: &str, indent: usize) -> usize {
    let lines = above.split_inclusive('\n').rev();
    let own = lines.take_while(|line| is_outside(line, indent) && !line.trim().is_empty());
    own.filter(|line| line.trim_start().starts_with('#'))
        .map(str::len)
        .sum()
}

/// The bytes of the lines of an entry, without the empty lines, comments and marks below it.
fn content(lines: &str, indent: usize) -> usize {
    let mut end = 0;
    let mut at = 0;
    for (number, line) in lines.split_inclusive('\n').enumerate() {
        at += line.len();
        if number == 0 || !is_outside(line, indent) {
            end = at;
        }
    }
    end
}

/// Whether a line is empty, or a comment or mark of a document that belongs to no value so far in.
fn is_outside(line: &str, indent: usize) -> bool {
    let rest = line.trim();
    let width = line.len() - line.trim_start().len();
    rest.is_empty()
        || (rest.starts_with('#') && width <= indent)
        || (width == 0 && (rest == "---" || rest == "..."))
}

/// A text with other texts in the place of parts of it.
pub(super) fn with_edits(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len() * 2);
    let mut done = 0;
    for (range, new) in edits {
        // What two places of a file share, by an alias, is edited once.
        if range.start < done {
            continue;
        }
        out.push_str(text.get(done..range.start).unwrap_or_default());
        out.push_str(&new);
        done = range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Every line that is not empty, moved right.
pub(super) fn indented(text: &str, width: usize) -> String {
    let pad = " ".repeat(width);
    let mut out = String::with_capacity(text.len() * 2);
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            out.push_str(&pad);
        }
        out.push_str(line);
    }
    out
}

/// The line end of a text.
pub(super) fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}
