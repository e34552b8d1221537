//! Events → bytes, which `replay` turns back: `build.rs` writes the events of the data files so that no
//! run has to parse them.
//!
//! An event is its kind; the byte where it starts, as the distance from the last one's (zigzag), unless
//! it is an end; and what its kind needs. Numbers are in groups of seven bits, the lowest first.

use granit_parser::{Parser, ScanError};

use super::event::{Event, kind};

/// The events of a text, recorded.
pub(crate) fn record(text: &str) -> Result<Vec<u8>, ScanError> {
    let mut bytes = Vec::with_capacity(text.len() / 4);
    let mut last = 0;
    for next in Parser::new_from_str(text) {
        let (parsed, span) = next?;
        let Some((event, start)) = Event::of(parsed, &span) else {
            continue;
        };
        let (kind, anchor) = match &event {
            Event::Scalar { plain, anchor, .. } => (if *plain { kind::PLAIN } else { 0 }, *anchor),
            Event::Sequence { anchor } => (kind::SEQUENCE, *anchor),
            Event::Mapping { anchor } => (kind::MAPPING, *anchor),
            Event::Alias { anchor } => (kind::ALIAS, *anchor),
            Event::End => (kind::END, 0),
            Event::Finish => (kind::FINISH, 0),
        };
        let part = match &event {
            Event::Scalar { text: scalar, .. } => {
                let rest = text.get(start..).unwrap_or_default();
                Some((scalar, rest.find(&**scalar)))
            }
            _ => None,
        };
        let is_own = matches!(part, Some((_, None)));
        let anchored = if anchor > 0 { kind::ANCHORED } else { 0 };
        bytes.push(kind | anchored | if is_own { kind::OWN } else { 0 });
        if matches!(event, Event::End | Event::Finish) {
            continue;
        }
        distance(&mut bytes, last, start);
        last = start;
        if anchor > 0 {
            number(&mut bytes, anchor);
        }
        if let Some((scalar, at)) = part {
            if let Some(at) = at {
                number(&mut bytes, at);
            }
            number(&mut bytes, scalar.len());
            if at.is_none() {
                bytes.extend(scalar.as_bytes());
            }
        }
    }
    Ok(bytes)
}

fn distance(bytes: &mut Vec<u8>, from: usize, to: usize) {
    if to >= from {
        number(bytes, (to - from) << 1);
    } else {
        number(bytes, ((from - to) << 1) | 1);
    }
}

fn number(bytes: &mut Vec<u8>, mut number: usize) {
    loop {
        let [group, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            bytes.push(group & 0x7F);
            return;
        }
        bytes.push(group | 0x80);
    }
}
