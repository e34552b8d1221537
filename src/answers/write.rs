//! Writing `kwgen.yaml`: only what was given and the guesses that were taken,
//! each with a comment, in the order of the questions.

use std::fmt::Write as _;

use super::{Acceptance, Answer, Origin, Resolved};
use crate::question::{Canonical, Kind, Question, Questions};
use crate::text::{Language, say};
use crate::yaml::{self, Position};

/// The width that comments are wrapped at.
const WIDTH: usize = 96;

/// The text of a new `kwgen.yaml`.
pub fn write(
    questions: &Questions,
    resolved: &Resolved,
    preset: Option<&str>,
    accept: &[Acceptance],
    why: &dyn Fn(&str) -> Option<String>,
    language: Language,
) -> String {
    let mut out = String::new();
    comment(&say(language, "answers.file-head", &[]).message, &mut out);
    out.push_str("apiVersion: kwgen/v1\n");
    if let Some(preset) = preset {
        let _ = writeln!(out, "preset: {}", value_scalar(preset));
    }
    let mut section = usize::MAX;
    for (question, answer) in questions.questions.iter().zip(&resolved.answers) {
        let Some(answer) = answer
            .as_ref()
            .filter(|answer| is_written(answer, &question.id))
        else {
            continue;
        };
        if section != question.section {
            section = question.section;
            if let Some(found) = questions.sections.get(section) {
                let _ = write!(out, "\n# {}\n", found.title.said(language));
            }
        }
        if answer.is_guess {
            let reason = why(&question.id).unwrap_or_default();
            let fields = [("why", reason)];
            comment(
                &say(language, "answers.file-guess", &fields).message,
                &mut out,
            );
        }
        entry(question, answer, &mut out);
    }
    if !accept.is_empty() {
        out.push_str("\naccept:\n");
        for one in accept {
            let _ = writeln!(out, "- rule: {}", value_scalar(&one.rule));
            let _ = writeln!(out, "  reason: {}", value_scalar(&one.reason));
            if let Some(by) = &one.by {
                let _ = writeln!(out, "  by: {}", value_scalar(by));
            }
            if let Some(until) = one.until {
                let _ = writeln!(out, "  until: {until}");
            }
        }
    }
    out
}

/// Live keys: what a person said, what evidence showed, and guesses. The language of the prose is
/// written when it is not the default, since the files beside depend on it.
fn is_written(answer: &Answer, id: &str) -> bool {
    match answer.origin {
        Origin::Interview
        | Origin::Flag
        | Origin::File
        | Origin::Kept(_)
        | Origin::Evidence(_)
        | Origin::Image(_) => true,
        Origin::Preset(_) | Origin::Default => answer.is_guess || id == "kubernetesVersion",
        // The bundle follows its cluster.
        Origin::Cluster(_) => false,
    }
}

fn comment(text: &str, out: &mut String) {
    for line in text.lines() {
        let mut width = 0;
        out.push('#');
        for word in line.split(' ') {
            let length = console::measure_text_width(word);
            if width > 0 && width + length + 1 > WIDTH {
                out.push_str("\n#");
                width = 0;
            }
            out.push(' ');
            out.push_str(word);
            width += length + 1;
        }
        out.push('\n');
    }
}

fn value_scalar(text: &str) -> String {
    yaml::scalar(
        text,
        Position {
            indent: 0,
            flow: false,
            key: false,
        },
    )
}

fn entry(question: &Question, answer: &Answer, out: &mut String) {
    let id = &question.id;
    match &answer.value {
        Canonical::None => {}
        Canonical::Bool(flag) => {
            let _ = writeln!(out, "{id}: {flag}");
        }
        Canonical::Number(number) => {
            let _ = writeln!(out, "{id}: {number}");
        }
        Canonical::Text(text) | Canonical::Keyword(text) => {
            let _ = writeln!(out, "{id}: {}", scalar_of(question.kind, text));
        }
        Canonical::List(items) if items.is_empty() => {
            let _ = writeln!(out, "{id}: none");
        }
        Canonical::List(items) => {
            let _ = writeln!(out, "{id}:");
            for item in items {
                let _ = writeln!(out, "- {}", value_scalar(item));
            }
        }
        Canonical::Map(pairs) if pairs.is_empty() => {
            let _ = writeln!(out, "{id}: none");
        }
        Canonical::Map(pairs) => {
            let _ = writeln!(out, "{id}:");
            for (key, value) in pairs {
                let key = yaml::scalar(
                    key,
                    Position {
                        indent: 2,
                        flow: false,
                        key: true,
                    },
                );
                match yaml::block(value, 4).filter(|_| value.contains('\n')) {
                    Some(block) => {
                        let _ = writeln!(out, "  {key}: {}", block.trim_end_matches('\n'));
                    }
                    None => {
                        let _ = writeln!(out, "  {key}: {}", value_scalar(value));
                    }
                }
            }
        }
    }
}

/// Numbers that are typed without quotes stay so (`cpu: 1`): every kind reads the source text. A version
/// is quoted, since other readers would make 1.3 of 1.30.
fn scalar_of(kind: Kind, text: &str) -> String {
    let is_plain_number = text
        .chars()
        .all(|character| character.is_ascii_digit() || character == '.')
        && text.starts_with(|character: char| character.is_ascii_digit());
    match kind {
        Kind::Cpu | Kind::User if is_plain_number => text.to_owned(),
        _ => value_scalar(text),
    }
}
