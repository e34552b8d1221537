//! Bytes → events: reads what `record` wrote when the binary was built.

use std::borrow::Cow;

use super::event::{Event, kind};

/// The events of a text that were recorded.
pub(super) struct Replay {
    text: &'static str,
    bytes: &'static [u8],
    at: usize,
}

impl Replay {
    pub(super) const fn new(text: &'static str, bytes: &'static [u8]) -> Self {
        Self { text, bytes, at: 0 }
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<usize> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let group = self.byte()?;
            number |= usize::from(group & 0x7F) << shift;
            if group & 0x80 == 0 {
                return Some(number);
            }
            shift += 7;
        }
    }

    fn start(&mut self) -> Option<usize> {
        let distance = self.number()?;
        self.at = if distance & 1 == 0 {
            self.at + (distance >> 1)
        } else {
            self.at.checked_sub(distance >> 1)?
        };
        Some(self.at)
    }

    fn scalar(&mut self, is_own: bool) -> Option<&'static str> {
        if is_own {
            let length = self.number()?;
            let (text, rest) = self.bytes.split_at_checked(length)?;
            self.bytes = rest;
            return std::str::from_utf8(text).ok();
        }
        let start = self.at + self.number()?;
        let end = start + self.number()?;
        self.text.get(start..end)
    }
}

impl Iterator for Replay {
    /// An event and the byte where it starts; of an end, where the last event did.
    type Item = (Event<'static>, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.byte()?;
        let is_anchored = first & kind::ANCHORED != 0;
        let kind = first & !kind::ANCHORED;
        if kind == kind::END {
            return Some((Event::End, self.at));
        }
        if kind == kind::FINISH {
            return Some((Event::Finish, self.at));
        }
        let start = self.start()?;
        let anchor = if is_anchored { self.number()? } else { 0 };
        let event = match kind {
            kind::SEQUENCE => Event::Sequence { anchor },
            kind::MAPPING => Event::Mapping { anchor },
            kind::ALIAS => Event::Alias { anchor },
            _ => Event::Scalar {
                text: Cow::Borrowed(self.scalar(kind & kind::OWN != 0)?),
                plain: kind & kind::PLAIN != 0,
                anchor,
            },
        };
        Some((event, start))
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::record;
    use super::super::{Document, Id, Input, Shape, read};
    use crate::embedded;
    use crate::text::Fault;

    /// Every node below one: its path, shape, place and whether its text decides its type.
    fn lines(document: &Document, id: Id, path: &str, all: &mut Vec<String>) {
        let (shape, place) = (document.shape(id), document.place(id));
        let (text, scalar) = (document.text(id), document.scalar(id));
        all.push(format!("{path} {place} {shape:?} {text:?} {scalar:?}"));
        for (at, item) in document.items(id).iter().enumerate() {
            lines(document, *item, &format!("{path}[{at}]"), all);
        }
        if shape == Shape::Mapping {
            for (key, key_id) in document.keys(id) {
                all.push(format!("{path} {key:?} at {}", document.place(key_id)));
                if let Some(value) = document.get(id, key) {
                    lines(document, value, &format!("{path}.{key}"), all);
                }
            }
        }
    }

    fn all<'t>(text: impl Into<Input<'t>>) -> Result<Vec<String>, Vec<Fault>> {
        let mut all = Vec::new();
        for document in read("t.yaml", text)? {
            all.push("---".to_owned());
            lines(&document, document.root(), "", &mut all);
        }
        Ok(all)
    }

    #[test]
    fn a_recorded_file_is_what_the_parser_makes_of_its_text() {
        let mut nodes = 0;
        let mut recorded = 0;
        for (path, input) in embedded::data_under("") {
            if !matches!(input, Input::Recorded(..)) {
                continue;
            }
            recorded += 1;
            let parsed = all(input.text());
            nodes += parsed.as_ref().map_or(0, Vec::len);
            assert_eq!(all(input), parsed, "{path}");
        }
        assert!(recorded > 80 && nodes > 10_000, "{recorded} {nodes}");
    }

    #[test]
    fn whatever_yaml_can_say_is_recorded() {
        for text in [
            "",
            "# nothing\n",
            "a: &x {b: 1}\nc: {<<: *x, d: 2}\ne: [*x, *x]\n",
            "a: 'it''s'\nb: \"tab\\there\"\nc: 中文 # 注\nd: !!str 1\ne: \"1\"\nf: ~\ng:\nh: ''\n",
            "a: |\n  one\n  two\nb: >-\n  folded\n  text\nc: plain\n  on two lines\n",
            "a: 1\n---\nb: &y 2\n---\n- *z\n",
            "---\na: 1\n...\n---\n- x\n- - y\n  - {}\n  - []\n",
            "? a\n: b\n? &k key\n: *k\n",
            "a: 1\na: 2\n",
            "[x]: 1\n",
        ] {
            let Ok(bytes) = record(text) else {
                assert!(read("t.yaml", text).is_err(), "{text}");
                continue;
            };
            let text: &'static str = Box::leak(text.to_owned().into_boxed_str());
            let replayed = all(Input::Recorded(text, Box::leak(bytes.into_boxed_slice())));
            assert_eq!(replayed, all(text), "{text}");
        }
    }
}
