//! What `explain -o json` knows of each topic, for forms and documentation.

use serde_json::{Value, json};

use crate::decide::Controller;
use crate::pack::Pack;
use crate::question::{Change, Question, plain_default};
use crate::rule::{self, Severity, Stage};
use crate::text::{Language, tell};

/// Every topic: questions, other keys of an answers file, presets, controllers, known images, rules.
pub(super) fn all(pack: &Pack, language: Language) -> Value {
    let questions = pack.questions.questions.iter();
    let keys = pack
        .keys()
        .map(|(id, title)| json!({"kind": "key", "id": id, "title": title.said(language)}));
    let presets = pack.presets().iter().map(|preset| {
        json!({
            "kind": "preset", "id": preset.id, "title": preset.title.said(language),
            "what": preset.what.said(language), "whenNot": preset.when_not.said(language),
            "needs": preset.needs.iter().map(|need| need.id.as_str()).collect::<Vec<_>>(),
            "answers": preset.answers,
        })
    });
    let controllers = Controller::ALL.iter().filter_map(|one| {
        let leaf = pack.tree.leaf(*one)?;
        Some(json!({
            "kind": "controller", "id": one.kind(), "title": leaf.compare.fits.said(language),
        }))
    });
    let images = pack.known_images().filter_map(|id| {
        let known = pack.known_image_by_id(id)?;
        Some(json!({
            "kind": "image", "id": id, "title": known.title.said(language), "sources": known.sources,
        }))
    });
    questions
        .map(|one| question(pack, one, language))
        .chain(keys)
        .chain(presets)
        .chain(controllers)
        .chain(images)
        .chain(rule::metas().map(|meta| {
            json!({
                "kind": "rule", "id": meta.id, "title": tell(language, &format!("rule.{}.why", meta.id)),
                "severity": severity(meta.severity), "acceptable": meta.stage == Stage::Hardening,
            })
        }))
        .collect()
}

/// The topics with this id, or of this flag.
pub(super) fn one(pack: &Pack, language: Language, id: &str) -> Value {
    let is_it = |topic: &Value| {
        let field = |name: &str| topic.get(name).and_then(Value::as_str).unwrap_or_default();
        field("id").eq_ignore_ascii_case(id) || field("flag") == format!("--{id}")
    };
    match all(pack, language) {
        Value::Array(topics) => topics.into_iter().filter(is_it).collect(),
        other => other,
    }
}

fn question(pack: &Pack, one: &Question, language: Language) -> Value {
    let section = pack.questions.sections.get(one.section);
    let default = match (&one.default_said, &one.default) {
        (Some(said), _) => Some(said.said(language).to_owned()),
        (None, Some(expression)) => plain_default(expression),
        (None, None) => None,
    };
    let values: Vec<&str> = one
        .choices
        .iter()
        .map(|choice| choice.value.as_str())
        .chain(one.keywords.iter().map(String::as_str))
        .collect();
    json!({
        "kind": "question", "id": one.id, "flag": format!("--{}", one.flag),
        "title": one.ask.said(language), "what": one.help.said(language),
        "section": section.map(|section| section.title.said(language)),
        "type": one.kind.word(), "list": one.list, "map": one.map, "values": values,
        "default": default, "guess": one.guess().map(|guess| guess.said(language)),
        "change": match one.change {
            Change::Free => "free",
            Change::Restarts => "restarts",
            Change::Never => "never",
        },
        "example": one.example, "reference": one.reference,
    })
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}
