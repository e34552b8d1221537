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
    head(preset, language, &mut out);
    let own = questions.questions.iter().zip(&resolved.answers);
    let own = own.filter_map(|(question, answer)| {
        let answer = answer.as_ref()?;
        let why = answer
            .is_guess
            .then(|| why(&question.id).unwrap_or_default());
        is_written(answer, &question.id).then(|| (question, answer.value.clone(), why))
    });
    entries(own, Some(questions), language, &mut out);
    exceptions(accept, &mut out);
    out
}

/// The answers of one place, each (question, value, why it is a guess), below the titles of their
/// sections where `titles` has them.
pub(super) fn entries<'q>(
    answers: impl Iterator<Item = (&'q Question, Canonical, Option<String>)>,
    titles: Option<&Questions>,
    language: Language,
    out: &mut String,
) {
    let mut section = usize::MAX;
    for (question, value, why) in answers {
        if let Some(questions) = titles.filter(|_| section != question.section) {
            section = question.section;
            if let Some(found) = questions.sections.get(section) {
                let _ = write!(out, "\n# {}\n", found.title.said(language));
            }
        }
        if let Some(why) = why {
            let fields = [("why", why)];
            comment(&say(language, "answers.file-guess", &fields).message, out);
        }
        live(question, &value, out);
    }
}

/// The lines above all answers.
pub(super) fn head(preset: Option<&str>, language: Language, out: &mut String) {
    comment(&say(language, "answers.file-head", &[]).message, out);
    out.push_str("apiVersion: kwgen/v1\n");
    if let Some(preset) = preset {
        let _ = writeln!(out, "preset: {}", value_scalar(preset));
    }
}

/// The exceptions, at the end.
pub(super) fn exceptions(accept: &[Acceptance], out: &mut String) {
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
            for (key, id) in [
                ("workload", &one.reach.workload),
                ("environment", &one.reach.environment),
            ] {
                if let Some(id) = id {
                    let _ = writeln!(out, "  {key}: {}", value_scalar(id));
                }
            }
        }
    }
}

/// Live keys: what a person said, what evidence showed, and guesses. The language of the prose is
/// written when it is not the default, since the files beside depend on it.
pub(super) fn is_written(answer: &Answer, id: &str) -> bool {
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

pub(super) fn comment(text: &str, out: &mut String) {
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

pub(super) fn value_scalar(text: &str) -> String {
    yaml::scalar(
        text,
        Position {
            indent: 0,
            flow: false,
            key: false,
        },
    )
}

/// One answer as a key with its value.
fn live(question: &Question, value: &Canonical, out: &mut String) {
    let id = &question.id;
    match value {
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
