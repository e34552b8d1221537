//! Writes values into rendered text with the quoting that their place needs,
//! and records which sites made which line.

use crate::pack::{self, Piece, Printed};
use crate::yaml;

/// A finished text with its provenance.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Laid {
    /// The text.
    pub text: String,
    /// For each line that holds values: (line from 1, numbers of its sites).
    pub lines: Vec<(u32, Vec<usize>)>,
}

/// Lays out YAML. `Err` names the rendered line (from 1) whose value stands where none can be written.
pub(super) fn yaml(rendered: &str) -> Result<Laid, u32> {
    let mut laid = Laid {
        text: String::with_capacity(rendered.len()),
        lines: Vec::new(),
    };
    let mut line_number: u32 = 0;
    for (at, line) in rendered.lines().enumerate() {
        line_number += 1;
        if pack::holds_value(line) {
            let pieces = pack::pieces(line);
            laid.lines.push((line_number, sites_of(&pieces)));
            let from = laid.text.len();
            lay_line(&pieces, &mut laid.text)
                .ok_or_else(|| u32::try_from(at + 1).unwrap_or(u32::MAX))?;
            let breaks = laid
                .text
                .get(from..)
                .unwrap_or_default()
                .matches('\n')
                .count();
            line_number += u32::try_from(breaks).unwrap_or(0);
        } else {
            laid.text.push_str(line.trim_end());
        }
        laid.text.push('\n');
    }
    Ok(laid)
}

/// Lays out Markdown: a value stays what it is, on one line, and cannot begin a block of its own.
pub(super) fn markdown(rendered: &str) -> Laid {
    let mut laid = Laid {
        text: String::with_capacity(rendered.len()),
        lines: Vec::new(),
    };
    for (at, line) in rendered.lines().enumerate() {
        if pack::holds_value(line) {
            let pieces = pack::pieces(line);
            laid.lines
                .push((u32::try_from(at + 1).unwrap_or(u32::MAX), sites_of(&pieces)));
            for piece in &pieces {
                match piece {
                    Piece::Literal(text) => laid.text.push_str(text),
                    Piece::Value(value, _) => push_on_one_line(value.text(), &mut laid.text),
                }
            }
        } else {
            laid.text.push_str(line.trim_end());
        }
        laid.text.push('\n');
    }
    laid
}

fn sites_of(pieces: &[Piece]) -> Vec<usize> {
    pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Value(_, number) => Some(*number),
            Piece::Literal(_) => None,
        })
        .collect()
}

fn push_on_one_line(text: &str, out: &mut String) {
    for character in text.chars() {
        if matches!(
            character,
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\t'
        ) {
            out.push(' ');
        } else if character.is_control()
            || matches!(character, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
        {
            out.push('\u{FFFD}');
        } else {
            out.push(character);
        }
    }
}

/// A line cut at the boundaries that YAML gives meaning to, outside of values.
fn lay_line(pieces: &[Piece], out: &mut String) -> Option<()> {
    let mut rest: Vec<Piece> = pieces.to_vec();
    let mut indent = 0;
    if let Some(Piece::Literal(first)) = rest.first_mut() {
        let trimmed = first.trim_start_matches(' ');
        indent = first.len() - trimmed.len();
        out.push_str(&" ".repeat(indent));
        let mut body = trimmed;
        while let Some(after) = body.strip_prefix("- ") {
            out.push_str("- ");
            indent += 2;
            body = after;
        }
        let body = body.to_owned();
        *first = body;
    }
    rest.retain(|piece| !matches!(piece, Piece::Literal(text) if text.is_empty()));
    if matches!(rest.first(), Some(Piece::Literal(text)) if text.starts_with('#')) {
        for piece in &rest {
            match piece {
                Piece::Literal(text) => out.push_str(text),
                Piece::Value(value, _) => push_on_one_line(value.text(), out),
            }
        }
        return Some(());
    }
    if let Some((key, value)) = split_literal(&rest, ": ") {
        scalar(
            &key,
            yaml::Position {
                indent,
                flow: false,
                key: true,
            },
            out,
        )?;
        out.push_str(": ");
        return lay_value(&value, indent, out);
    }
    if let Some(Piece::Literal(last)) = rest.last()
        && let Some(stem) = last.strip_suffix(':')
    {
        let mut key = rest.clone();
        key.pop();
        if !stem.is_empty() {
            key.push(Piece::Literal(stem.to_owned()));
        }
        scalar(
            &key,
            yaml::Position {
                indent,
                flow: false,
                key: true,
            },
            out,
        )?;
        out.push(':');
        return Some(());
    }
    // A list item: its block is indented below the dash.
    lay_value(&rest, indent.saturating_sub(2), out)
}

fn lay_value(pieces: &[Piece], indent: usize, out: &mut String) -> Option<()> {
    if let Some(Piece::Literal(first)) = pieces.first() {
        if first.starts_with('[') {
            return lay_flow(pieces, indent, out);
        }
        if first.starts_with(['{', '"', '\'', '|', '>', '&', '*', '!']) {
            return None;
        }
    }
    if let [Piece::Value(Printed::Text(text), _)] = pieces
        && text.contains('\n')
        && let Some(block) = yaml::block(text, indent + 2)
    {
        out.push_str(block.trim_end_matches('\n'));
        return Some(());
    }
    scalar(
        pieces,
        yaml::Position {
            indent,
            flow: false,
            key: false,
        },
        out,
    )
}

fn lay_flow(pieces: &[Piece], indent: usize, out: &mut String) -> Option<()> {
    let mut inner = pieces.to_vec();
    if let Some(Piece::Literal(first)) = inner.first_mut() {
        *first = first.strip_prefix('[')?.to_owned();
    }
    match inner.last_mut() {
        Some(Piece::Literal(last)) => *last = last.trim_end().strip_suffix(']')?.to_owned(),
        _ => return None,
    }
    inner.retain(|piece| !matches!(piece, Piece::Literal(text) if text.is_empty()));
    out.push('[');
    let mut rest = inner;
    loop {
        let (item, after) = split_literal(&rest, ", ")
            .map_or((rest.clone(), None), |(item, after)| (item, Some(after)));
        scalar(
            &item,
            yaml::Position {
                indent,
                flow: true,
                key: false,
            },
            out,
        )?;
        match after {
            Some(next) => {
                out.push_str(", ");
                rest = next;
            }
            None => break,
        }
    }
    out.push(']');
    Some(())
}

/// Splits at the first `needle` that stands in a literal.
fn split_literal(pieces: &[Piece], needle: &str) -> Option<(Vec<Piece>, Vec<Piece>)> {
    for (at, piece) in pieces.iter().enumerate() {
        if let Piece::Literal(text) = piece
            && let Some((before, after)) = text.split_once(needle)
        {
            let mut left = pieces.get(..at)?.to_vec();
            if !before.is_empty() {
                left.push(Piece::Literal(before.to_owned()));
            }
            let mut right = Vec::new();
            if !after.is_empty() {
                right.push(Piece::Literal(after.to_owned()));
            }
            right.extend(pieces.get(at + 1..)?.iter().cloned());
            return Some((left, right));
        }
    }
    None
}

fn scalar(pieces: &[Piece], position: yaml::Position, out: &mut String) -> Option<()> {
    match pieces {
        [Piece::Value(Printed::Bare(text), _)] => out.push_str(text),
        [Piece::Literal(text)] => out.push_str(text.trim_end()),
        [] => return None,
        several => {
            let mut whole = String::new();
            for piece in several {
                match piece {
                    Piece::Literal(text) => whole.push_str(text),
                    Piece::Value(value, _) => whole.push_str(value.text()),
                }
            }
            out.push_str(&yaml::scalar(&whole, position));
        }
    }
    Some(())
}
