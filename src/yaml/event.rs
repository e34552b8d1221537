//! What a text of YAML says, one thing after the other: all that the composer is told, whether the
//! parser reads the text now or `build.rs` had it read. This file is part of both.

use std::borrow::Cow;

use granit_parser::{Event as Parsed, ScalarStyle, Span};

/// One thing that a text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event<'t> {
    /// A text, number or boolean; `plain`: without quotes or block, so its text decides its type.
    Scalar {
        text: Cow<'t, str>,
        plain: bool,
        anchor: usize,
    },
    /// A list begins. An anchor of 0 is none.
    Sequence { anchor: usize },
    /// A map begins.
    Mapping { anchor: usize },
    /// The list or map ends.
    End,
    /// The node that has this anchor, once more.
    Alias { anchor: usize },
    /// The document ends.
    Finish,
}

impl<'t> Event<'t> {
    /// What the parser says, with the byte where it starts; what the composer need not know is left out.
    pub(crate) fn of(parsed: Parsed<'t>, span: &Span) -> Option<(Self, usize)> {
        let event = match parsed {
            Parsed::Scalar(text, style, anchor, tag) => {
                let is_text = tag
                    .as_deref()
                    .is_some_and(|tag| tag.core_suffix() == Some("str"));
                let plain = style == ScalarStyle::Plain && !is_text;
                Self::Scalar {
                    text,
                    plain,
                    anchor,
                }
            }
            Parsed::SequenceStart(_, anchor, _) => Self::Sequence { anchor },
            Parsed::MappingStart(_, anchor, _) => Self::Mapping { anchor },
            Parsed::SequenceEnd | Parsed::MappingEnd => Self::End,
            Parsed::Alias(anchor) => Self::Alias { anchor },
            Parsed::DocumentEnd => Self::Finish,
            _ => return None,
        };
        Some((event, span.start.byte_offset().unwrap_or(0)))
    }
}

/// The first byte of an event in its recorded form. 0 is a scalar that is part of the text: where from
/// the event's start, and its length.
pub(crate) mod kind {
    /// Added where a scalar is no part of the text, as its escapes or its indentation are taken out: its
    /// length and itself follow.
    pub(crate) const OWN: u8 = 1;
    /// Added where it is plain.
    pub(crate) const PLAIN: u8 = 2;
    pub(crate) const SEQUENCE: u8 = 4;
    pub(crate) const MAPPING: u8 = 5;
    pub(crate) const END: u8 = 6;
    pub(crate) const ALIAS: u8 = 7;
    pub(crate) const FINISH: u8 = 8;
    /// Added where the number of an anchor follows.
    pub(crate) const ANCHORED: u8 = 16;
}
