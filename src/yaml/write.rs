//! Writing scalars so that kubectl (YAML 1.1), `PyYAML` and YAML 1.2 readers
//! all read exactly the text that was meant.

use super::scalar::is_ambiguous;

/// Where a scalar stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Column of the block it stands in.
    pub indent: usize,
    /// Inside `[]` or `{}`.
    pub flow: bool,
    /// Before a colon.
    pub key: bool,
}

/// A text as a scalar on one line: plain where that is safe, else in double quotes.
pub fn scalar(text: &str, position: Position) -> String {
    if is_plain(text, position) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

fn is_plain(text: &str, position: Position) -> bool {
    let mut characters = text.chars();
    let Some(first) = characters.next() else {
        return false;
    };
    let Some(last) = text.chars().next_back() else {
        return false;
    };
    if text.len() > 1024 || first == ' ' || last == ' ' || last == ':' || is_ambiguous(text) {
        return false;
    }
    if matches!(first, '-' | '?' | ':') {
        // `-x` is a text, `- x` and `-` are not.
        match characters.clone().next() {
            Some(next) if next != ' ' && !(position.flow && ",[]{}".contains(next)) => {}
            _ => return false,
        }
    }
    if "!&*#|>@`%\"'[]{},=<~.".contains(first)
        && !(text.starts_with("./") || text.starts_with("../"))
    {
        return false;
    }
    if text.contains(": ")
        || text.contains(" #")
        || text.starts_with("---")
        || text.starts_with("...")
    {
        return false;
    }
    if position.flow && text.contains([',', '[', ']', '{', '}', ':', '?']) {
        return false;
    }
    if position.key && text.contains(['{', '}', '[', ']', ',', ':', '?']) {
        return false;
    }
    text.chars().all(is_printable)
}

/// Characters that need no escape for any reader, in any place but the first.
fn is_printable(character: char) -> bool {
    match character {
        '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' | '\u{2028}' | '\u{2029}' => false,
        // PyYAML refuses what lies outside its printable set.
        ' '..='~'
        | '\u{A0}'..='\u{D7FF}'
        | '\u{E000}'..='\u{FFFD}'
        | '\u{10000}'..='\u{10FFFF}' => true,
        _ => false,
    }
}

fn quoted(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other if is_printable(other) => out.push(other),
            other => {
                let code = u32::from(other);
                let _ = if code <= 0xFF {
                    write!(out, "\\x{code:02X}")
                } else if code <= 0xFFFF {
                    write!(out, "\\u{code:04X}")
                } else {
                    write!(out, "\\U{code:08X}")
                };
            }
        }
    }
    out.push('"');
    out
}

/// A text of several lines as a block scalar, its lines at column `indent`; `None` where a block
/// cannot hold it. The first line (`|`, `|-`, `|+`) stands behind the key.
pub fn block(text: &str, indent: usize) -> Option<String> {
    if !text.contains('\n') || text.trim().is_empty() {
        return None;
    }
    if !text
        .chars()
        .all(|character| matches!(character, '\n' | '\t') || is_printable(character))
    {
        return None;
    }
    let body = text.trim_end_matches('\n');
    let breaks = text.len() - body.len();
    // A body of blanks only, or one that begins with an empty or indented line, needs an explicit indent.
    let first = body.lines().next().unwrap_or_default();
    if body.is_empty()
        || first.is_empty()
        || breaks > 1
        || body.lines().any(|line| line.ends_with([' ', '\t']))
    {
        return None;
    }
    // libyaml takes a tab for indentation, unless it is told the width.
    let indicator = if first.starts_with([' ', '\t']) {
        "2"
    } else {
        ""
    };
    let chomp = if breaks == 0 { "-" } else { "" };
    let lead = " ".repeat(indent);
    let mut out = format!("|{indicator}{chomp}\n");
    for line in body.split('\n') {
        if !line.is_empty() {
            out.push_str(&lead);
            out.push_str(line);
        }
        out.push('\n');
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUE: Position = Position {
        indent: 0,
        flow: false,
        key: false,
    };

    #[test]
    fn what_any_reader_takes_for_something_else_is_quoted_and_plain_words_are_not() {
        for text in [
            "http",
            "--verbose",
            "-jar",
            "1.4.2",
            "a:b",
            "it's 100%",
            "./run",
            "你好",
        ] {
            assert_eq!(scalar(text, VALUE), text);
        }
        // PyYAML reads these as moments and as numbers of base 60.
        for text in [
            "2026-01-01 10:00:00",
            "2026-01-01t10:00:00Z",
            "12:30",
            "1_000",
            "y",
            "=",
            "<<",
            "- a",
        ] {
            assert_eq!(scalar(text, VALUE), format!("\"{text}\""));
        }
    }

    #[test]
    fn tabs_stay_in_a_block_and_a_first_one_gets_its_width_said() {
        assert_eq!(block("a:\n\tb\n", 2).as_deref(), Some("|\n  a:\n  \tb\n"));
        assert_eq!(block("\tb\nc", 2).as_deref(), Some("|2-\n  \tb\n  c\n"));
        assert_eq!(block("a\t\nb", 2), None);
    }
}
