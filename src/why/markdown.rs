//! From a line of a Markdown text to the heading that it stands below.

/// The nearest heading at or above line `line` (from 1), without its marks; empty above the first
/// section. The title of the text is no section, and neither is a comment in a block of code.
pub(super) fn heading(text: &str, line: usize) -> String {
    let mut heading = "";
    let mut in_code = false;
    for body in text.lines().take(line) {
        if body.starts_with("```") {
            in_code = !in_code;
        } else if !in_code && let Some(title) = body.strip_prefix("## ") {
            heading = title;
        }
    }
    heading.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stands_below_its_heading() {
        let text = "# Title\n\n## One\ntext\n```sh\n## no heading\n```\n## Two\n";
        let found: Vec<String> = (1..=8).map(|line| heading(text, line)).collect();
        assert_eq!(found, ["", "", "One", "One", "One", "One", "One", "Two"]);
    }
}
