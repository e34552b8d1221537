//! What stands around an answer: the question, its rows, its refusals, its origin.

use super::Row;
use crate::answers::{Answer, Origin, Raw, canonical_of};
use crate::question::{Kind, Question};
use crate::text::{Fault, Language, say, say_fault, tell};

pub(super) fn message(question: &Question, language: Language) -> String {
    question.ask.said(language).replace('\n', " ")
}

pub(super) fn needed(question: &Question, has_need: bool, language: Language) -> String {
    let takes_none = question.required.is_none()
        && !has_need
        && canonical_of(question, &Raw::Text("none".to_owned())).is_ok();
    let id = if takes_none {
        "ask.needed-none"
    } else {
        "ask.needed"
    };
    say(language, id, &[("example", question.example.clone())]).message
}

pub(super) fn fault_text(fault: &Fault, language: Language) -> String {
    let said = say_fault(language, fault);
    match said.help.filter(|help| !help.is_empty()) {
        Some(help) => {
            say(
                language,
                "ask.refused",
                &[("message", said.message), ("help", help)],
            )
            .message
        }
        None => said.message,
    }
}

pub(super) fn choices(question: &Question, language: Language) -> (Vec<String>, Vec<Row>) {
    if question.kind == Kind::Bool {
        let values = vec!["true".to_owned(), "false".to_owned()];
        let rows = ["ask.yes", "ask.no"].map(|id| Row::new(tell(language, id)));
        return (values, rows.to_vec());
    }
    let widths = question.choices.iter().map(|one| one.value.len());
    let width = widths.max().unwrap_or(0);
    question
        .choices
        .iter()
        .map(|one| {
            let said = match language {
                Language::En => &one.en,
                Language::Zh => &one.zh,
            };
            let row = Row {
                label: format!("{:width$}  {said}", one.value),
                short: one.value.clone(),
            };
            (one.value.clone(), row)
        })
        .unzip()
}

/// Where a value comes from, in words a developer understands.
pub(super) fn origin_text(answer: &Answer, language: Language) -> String {
    let field = |name: &'static str, value: &str| [(name, value.to_owned())];
    let place = answer.place.as_ref().map(ToString::to_string);
    match &answer.origin {
        Origin::Evidence(at) => say(language, "ask.origin-evidence", &field("at", at)).message,
        Origin::Image(id) => say(language, "ask.origin-image", &field("id", id)).message,
        Origin::Preset(id) => say(language, "ask.origin-preset", &field("id", id)).message,
        Origin::Cluster(name) => say(language, "ask.origin-cluster", &field("name", name)).message,
        Origin::Default => tell(language, "ask.origin-default"),
        Origin::Interview => tell(language, "ask.origin-interview"),
        Origin::Flag | Origin::File | Origin::Kept(_) => {
            let at = place.unwrap_or_default();
            say(language, "ask.origin-given", &field("at", &at)).message
        }
    }
}
