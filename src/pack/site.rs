//! How a value travels through a rendered text: as a placeholder that holds
//! the value and the site (place in a template) that printed it.
//!
//! The delimiters are Unicode noncharacters; a value that contains them, or a
//! line break, is escaped, so a placeholder is always one run within one line.

use std::fmt::Write as _;
use std::sync::Arc;

use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind, Value};

const START: char = '\u{FDD0}';
const SEPARATOR: char = '\u{FDD1}';
const END: char = '\u{FDD2}';
const ESCAPE: char = '\u{FDD3}';

/// Where in a template a value was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The template's path inside its pack.
    pub template: String,
    /// Line in the template, from 1.
    pub line: u32,
    /// The expression between the braces.
    pub expression: String,
}

/// A value as it was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Printed {
    /// A string: quoted where it needs it.
    Text(String),
    /// A number or boolean: written as it is.
    Bare(String),
}

impl Printed {
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Bare(text) => text,
        }
    }
}

/// One run of a rendered line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Literal(String),
    Value(Printed, usize),
}

/// Rewrites each `{{ expression }}` of `source` so that it leaves a placeholder, adding its site to `sites`.
pub(crate) fn mark(template: &str, source: &str, sites: &mut Vec<Arc<Site>>) -> String {
    let mut marked = String::with_capacity(source.len() * 2);
    let mut rest = source;
    let mut line = 1;
    while let Some(open) = rest.find("{{") {
        let (before, tail) = rest.split_at(open);
        marked.push_str(before);
        line += count_lines(before);
        let Some(close) = tail.find("}}") else {
            rest = tail;
            break;
        };
        let inner = tail.get(2..close).unwrap_or_default();
        let expression = inner.trim_matches(['-', ' ', '\n']);
        let number = sites.len();
        sites.push(Arc::new(Site {
            template: template.to_owned(),
            line,
            expression: expression.to_owned(),
        }));
        let lead = if inner.starts_with('-') { "-" } else { "" };
        let trail = if inner.ends_with('-') { "-" } else { "" };
        let _ = write!(
            marked,
            "{{{{{lead} ({expression})|place({number}) {trail}}}}}"
        );
        line += count_lines(inner);
        rest = tail.get(close + 2..).unwrap_or_default();
    }
    marked.push_str(rest);
    marked
}

fn count_lines(text: &str) -> u32 {
    u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX)
}

/// The filter behind every printed value.
pub(crate) fn place(value: &Value, number: usize) -> Result<Value, Error> {
    let written;
    let (kind, text) = match value.kind() {
        ValueKind::Number | ValueKind::Bool => {
            written = value.to_string();
            ('b', written.as_str())
        }
        ValueKind::String => ('t', value.as_str().unwrap_or_default()),
        other => {
            return Err(Error::new(
                ErrorKind::InvalidOperation,
                format!("a template can print a text, number or boolean, not {other}"),
            ));
        }
    };
    let mut run = String::with_capacity(text.len() + 16);
    let _ = write!(run, "{START}{number}{SEPARATOR}{kind}");
    let mut rest = text;
    while let Some(at) = rest.find(['\n', START, SEPARATOR, END, ESCAPE]) {
        let (before, tail) = rest.split_at(at);
        run.push_str(before);
        let mut characters = tail.chars();
        run.push(ESCAPE);
        run.push(match characters.next() {
            Some('\n') => 'n',
            Some(START) => '0',
            Some(SEPARATOR) => '1',
            Some(END) => '2',
            _ => '3',
        });
        rest = characters.as_str();
    }
    run.push_str(rest);
    run.push(END);
    Ok(Value::from_safe_string(run))
}

/// Whether `line` holds a placeholder.
pub(crate) fn holds_value(line: &str) -> bool {
    line.contains(START)
}

/// Cuts a rendered line into its literals and values.
pub(crate) fn pieces(line: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some((before, tail)) = rest.split_once(START) {
        if !before.is_empty() {
            pieces.push(Piece::Literal(before.to_owned()));
        }
        let (run, after) = tail.split_once(END).unwrap_or((tail, ""));
        let (number, body) = run.split_once(SEPARATOR).unwrap_or(("0", run));
        let mut characters = body.chars();
        let bare = characters.next() == Some('b');
        let text = unescape(characters.as_str());
        let value = if bare {
            Printed::Bare(text)
        } else {
            Printed::Text(text)
        };
        pieces.push(Piece::Value(value, number.parse().unwrap_or_default()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest.to_owned()));
    }
    pieces
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != ESCAPE {
            plain.push(character);
            continue;
        }
        match characters.next() {
            Some('n') => plain.push('\n'),
            Some('0') => plain.push(START),
            Some('1') => plain.push(SEPARATOR),
            Some('2') => plain.push(END),
            _ => plain.push(ESCAPE),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_with_delimiters_and_line_breaks_comes_back_as_it_was() {
        let nasty = "a\n\u{FDD0}1\u{FDD1}\u{FDD2}\u{FDD3}n\r\nb";
        let run = place(&Value::from(nasty), 7)
            .map(|value| value.to_string())
            .unwrap_or_default();
        assert!(!run.contains('\n'));
        assert_eq!(
            pieces(&run),
            [Piece::Value(Printed::Text(nasty.to_owned()), 7)]
        );
    }

    #[test]
    fn a_site_knows_its_line() {
        let mut sites = Vec::new();
        let marked = mark("t", "a: {{ one }}\nb: {{- two -}}\n", &mut sites);
        assert_eq!(
            marked,
            "a: {{ (one)|place(0) }}\nb: {{- (two)|place(1) -}}\n"
        );
        assert_eq!(
            sites.iter().map(|site| site.line).collect::<Vec<_>>(),
            [1, 2]
        );
    }
}
