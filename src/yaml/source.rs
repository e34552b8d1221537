//! A text with its name and its lines.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use crate::text::Place;

/// A text that was read.
#[derive(Debug, Clone)]
pub struct Source(Arc<Content>);

#[derive(Debug)]
struct Content {
    name: Arc<str>,
    text: Cow<'static, str>,
    /// Where its lines are: a text in which nothing is wrong is seldom asked.
    index: OnceLock<Index>,
}

#[derive(Debug)]
struct Index {
    lines: Box<[usize]>,
    /// How many characters begin before each [`STRIDE`] bytes, so that a place in a long line is found
    /// without counting the line.
    marks: Box<[usize]>,
}

/// Bytes between two marks.
const STRIDE: usize = 1024;

/// How many characters begin in some bytes of UTF-8.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

impl Index {
    fn new(text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
        let chunks = text.as_bytes().chunks(STRIDE);
        let marks = chunks.scan(0, |sum, chunk| {
            *sum += beginnings(chunk);
            Some(*sum)
        });
        Self {
            lines: starts.collect(),
            marks: std::iter::once(0).chain(marks).collect(),
        }
    }
}

impl Source {
    /// Keeps a text.
    pub fn new(name: &str, text: Cow<'static, str>) -> Self {
        Self(Arc::new(Content {
            name: name.into(),
            text,
            index: OnceLock::new(),
        }))
    }

    fn index(&self) -> &Index {
        self.0.index.get_or_init(|| Index::new(&self.0.text))
    }

    /// How many characters begin before a byte.
    fn characters(&self, byte: usize) -> usize {
        let mark = byte / STRIDE;
        let rest = self.text().as_bytes().get(mark * STRIDE..byte);
        self.index().marks.get(mark).copied().unwrap_or(0) + rest.map_or(0, beginnings)
    }

    /// The byte at a line (from 1) and a column (from 0).
    pub(super) fn byte_at(&self, line: usize, column: usize) -> usize {
        let start = self
            .index()
            .lines
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(self.text().len());
        let rest = self.text().get(start..).unwrap_or_default();
        let mut characters = rest.char_indices();
        start
            + characters
                .nth(column)
                .map_or(rest.len().min(column), |(at, _)| at)
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The part of the text at a range of bytes.
    pub fn slice(&self, start: usize, end: usize) -> &str {
        self.text().get(start..end).unwrap_or_default()
    }

    /// The lines above the one of a byte, the nearest first.
    pub(super) fn lines_above(&self, byte: usize) -> impl Iterator<Item = &str> {
        let line = self.index().lines.partition_point(|start| *start <= byte);
        let starts = self
            .index()
            .lines
            .get(..line)
            .unwrap_or_default()
            .windows(2)
            .rev();
        starts.map(|bounds| match bounds {
            [start, end] => self.slice(*start, *end).trim_end_matches(['\n', '\r']),
            _ => "",
        })
    }

    /// The place of a byte.
    pub fn place(&self, byte: usize) -> Place {
        let line = self.index().lines.partition_point(|start| *start <= byte);
        let start = line
            .checked_sub(1)
            .and_then(|at| self.index().lines.get(at))
            .copied()
            .unwrap_or(0);
        let column = self.characters(byte).saturating_sub(self.characters(start)) + 1;
        Place {
            file: self.0.name.clone(),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_long_line_is_counted_in_characters() {
        let text = format!("a: 1\nb: {}x\n", "中".repeat(5000));
        let source = Source::new("t", text.clone().into());
        let at = text.find('x').unwrap_or_default();
        let place = source.place(at);
        assert_eq!((place.line, place.column), (2, 5004));
        assert_eq!(source.byte_at(2, 5003), at);
        assert_eq!(source.place(5).column, 1);
    }
}
