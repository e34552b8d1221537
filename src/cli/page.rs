//! The page of a question in `explain`: its parts, and point by point what is wrong elsewhere.

use std::fmt::Write as _;

use crate::pack::{Page, Part};
use crate::text::{Language, say, tell, wrap_with};

/// The width that prose is broken to.
const WIDTH: usize = 100;

pub(super) fn parts(page: &Page, language: Language) -> String {
    let mut out = String::new();
    for part in &page.parts {
        let _ = writeln!(out, "\n{}", part.title.said(language));
        let text = part.text.said(language);
        let _ = writeln!(out, "{}", wrap_with(text.trim_end(), WIDTH, "  "));
        for line in part.example.iter().flat_map(|text| text.lines()) {
            let _ = writeln!(out, "    {line}");
        }
        points(part, language, &mut out);
        if let Some(source) = &part.source {
            let _ = writeln!(out, "  {}", from(source, language));
        }
    }
    out
}

fn points(part: &Part, language: Language, out: &mut String) {
    for (at, point) in part.points.iter().enumerate() {
        let number = format!("{}.", at + 1);
        for (line, text) in point.said.trim_end().lines().enumerate() {
            let lead = if line == 0 { number.as_str() } else { "" };
            let start = if line == 0 { "\n" } else { "" };
            let _ = writeln!(out, "{start}  {lead:<3} {text}");
        }
        let wrong = point.wrong.said(language);
        let _ = writeln!(out, "{}", wrap_with(wrong.trim_end(), WIDTH, "      "));
        if let Some(right) = &point.right {
            let _ = writeln!(out, "      {}", tell(language, "explain.right"));
            for text in right.trim_end().lines() {
                let _ = writeln!(out, "        {text}");
            }
        }
        if let Some(source) = &point.source {
            let _ = writeln!(out, "      {}", from(source, language));
        }
    }
}

fn from(source: &str, language: Language) -> String {
    say(language, "explain.source", &[("source", source.to_owned())]).message
}
