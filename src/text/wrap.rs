//! Breaking prose into lines of a width, in English and in Chinese: never inside a word, and
//! never so that a line begins with a closing mark.

use console::measure_text_width;

/// Marks that stay with the character before them.
const CLOSING: &str = "，。：；？！、）》」』】”’";
/// Marks that stay with the character after them.
const OPENING: &str = "（《「『【“‘";

/// The lines of `text`, each at most `width` columns wide where its words allow it. A word that is
/// wider than a line is broken, since a terminal would break it too.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(8);
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut current = String::new();
        for unit in units(line) {
            let used = measure_text_width(&current);
            let wide = measure_text_width(unit.trim_end());
            if used > 0 && used + wide > width {
                lines.push(std::mem::take(&mut current).trim_end().to_owned());
            }
            current.push_str(&unit);
            while measure_text_width(current.trim_end()) > width {
                let head = console::truncate_str(&current, width, "").into_owned();
                current = current.split_off(head.len());
                lines.push(head);
            }
        }
        lines.push(current.trim_end().to_owned());
    }
    lines
}

/// Prose on one line: the line breaks of its source are not those of a terminal.
pub fn joined(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let needs_space = out.ends_with(|last: char| last.is_ascii())
            && line.starts_with(|first: char| first.is_ascii());
        if needs_space {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

/// As [`wrap`], each line after `indent`.
pub fn wrap_with(text: &str, width: usize, indent: &str) -> String {
    let inner = width.saturating_sub(measure_text_width(indent));
    let lines = wrap(text, inner);
    let lines: Vec<String> = lines
        .into_iter()
        .map(|line| format!("{indent}{line}").trim_end().to_owned())
        .collect();
    lines.join("\n")
}

/// The pieces between which a line may be broken; a piece keeps the spaces that follow it.
fn units(line: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut glued = false;
    for character in line.chars() {
        let is_wide = measure_text_width(character.encode_utf8(&mut [0; 4])) == 2;
        let joins = match units.last() {
            None => false,
            Some(_) if glued || character == ' ' || CLOSING.contains(character) => true,
            Some(last) => {
                let before_is_wide = last
                    .chars()
                    .next_back()
                    .is_some_and(|last| measure_text_width(last.encode_utf8(&mut [0; 4])) == 2);
                !last.ends_with(' ') && !is_wide && !before_is_wide
            }
        };
        match units.last_mut() {
            Some(last) if joins => last.push(character),
            _ => units.push(character.to_string()),
        }
        glued = OPENING.contains(character);
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_broken_between_words() {
        assert_eq!(
            wrap("it runs as another user", 12),
            ["it runs as", "another user"]
        );
        assert_eq!(wrap("a\n\nb", 12), ["a", "", "b"]);
    }

    #[test]
    fn chinese_is_broken_anywhere_but_before_a_closing_mark() {
        let lines = wrap("每个副本，都要保留自己的文件（或名字）吗？", 10);
        assert!(
            lines.iter().all(|line| measure_text_width(line) <= 10),
            "{lines:?}"
        );
        assert!(
            lines
                .iter()
                .all(|line| !line.starts_with(|first| CLOSING.contains(first))),
            "{lines:?}"
        );
        assert!(
            lines
                .iter()
                .all(|line| !line.ends_with(|last| OPENING.contains(last))),
            "{lines:?}"
        );
        assert_eq!(lines.concat(), "每个副本，都要保留自己的文件（或名字）吗？");
    }

    #[test]
    fn a_word_wider_than_the_line_is_still_whole_in_the_sum() {
        let lines = wrap("registry.example.com/shop/payments", 10);
        assert_eq!(lines.concat(), "registry.example.com/shop/payments");
        assert!(lines.iter().all(|line| line.len() <= 10), "{lines:?}");
    }
}
