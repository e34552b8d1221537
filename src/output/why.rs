//! The explanation of a line, in words and in JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::text::{Language, say, tell, wrap_with};
use crate::why::{Answered, Base, Explained, Source};

/// Where nobody says how wide the reader's terminal is.
const WIDTH: usize = 80;
/// The most lines that an answer is said to make; the others are counted.
const MOST_LINES: usize = 8;

/// Who made a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Maker {
    /// kwgen.
    Kwgen,
    /// The bundle's owner, in place of a line of kwgen's.
    Edited {
        /// The line of kwgen's.
        wrote: String,
    },
    /// The bundle's owner.
    Added,
}

/// A line of a bundle with what is known of it.
#[derive(Debug, Clone)]
pub struct Line {
    /// The file, as it was asked for.
    pub file: String,
    /// The file's path in its bundle.
    pub path: String,
    /// The line, from 1.
    pub number: usize,
    /// What it says.
    pub text: String,
    /// Who made it.
    pub maker: Maker,
    /// Why; of an edited line, why kwgen's was there.
    pub explained: Option<Explained>,
    /// The file and line whose pristine text it is (in the lock).
    pub pristine: Option<(String, usize)>,
}

impl Line {
    /// For people.
    pub fn words(&self, language: Language) -> String {
        let mut out = format!("{}:{}\n", self.file, self.number);
        if !self.text.trim().is_empty() {
            let _ = writeln!(out, "  {}", self.text.trim());
        }
        match &self.maker {
            Maker::Kwgen => {}
            Maker::Edited { wrote } => {
                let explained = if self.explained.is_some() { "yes" } else { "" };
                let fields = [
                    ("wrote", wrote.trim().to_owned()),
                    ("explained", explained.to_owned()),
                ];
                let said = say(language, "why.edited", &fields).message;
                section("why.owner", &said, language, &mut out);
            }
            Maker::Added => {
                let said = tell(language, "why.added");
                section("why.owner", &said, language, &mut out);
            }
        }
        if let Some((file, line)) = &self.pristine {
            let fields = [("file", file.clone()), ("line", line.to_string())];
            let said = say(language, "why.pristine-of", &fields).message;
            section("why.pristine", &said, language, &mut out);
        }
        if let Some(explained) = &self.explained {
            explained_words(explained, language, &mut out);
        }
        out
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let (maker, wrote) = match &self.maker {
            Maker::Kwgen => ("kwgen", None),
            Maker::Edited { wrote } => ("owner", Some(wrote)),
            Maker::Added => ("owner", None),
        };
        let none = Explained::default();
        let explained = self.explained.as_ref();
        let known = explained.unwrap_or(&none);
        let place = |pair: &(String, usize)| json!({"file": pair.0, "line": pair.1});
        json!({
            "file": self.file, "path": self.path, "number": self.number, "text": self.text,
            "maker": maker, "wrote": wrote,
            "object": known.object.as_ref().map(|(kind, name)| json!({"kind": kind, "name": name})),
            "environment": known.environment,
            "node": explained.map(|known| &known.path), "block": known.block,
            "why": explained.map(|known| &known.why), "without": explained.map(|known| &known.without),
            "answers": known.answers.iter().map(answer_json).collect::<Vec<_>>(),
            "base": known.base.as_ref().map(|base| {
                let (id, file, line, text) = base_parts(base);
                let says = id.rsplit_once('-').map(|(_, says)| says);
                json!({"says": says, "file": file, "line": line, "text": text})
            }),
            "elsewhere": known.elsewhere.iter().map(|one| json!({"environment": one.environment, "text": one.text})).collect::<Vec<_>>(),
            "facts": known.facts.iter().map(|(id, value)| json!({"id": id, "value": value})).collect::<Vec<_>>(),
            "contract": known.contract.iter().map(|(id, says)| json!({"id": id, "says": says})).collect::<Vec<_>>(),
            "rules": known.rules,
            "kubernetes": known.version.as_ref().map(|version| json!({
                "field": version.field,
                "since": format!("1.{}", version.since),
                "target": format!("1.{}", version.target),
            })),
            "makes": known.makes.iter().map(place).collect::<Vec<_>>(),
            "pristine": self.pristine.as_ref().map(place),
            "reference": known.reference,
        })
    }
}

fn section(id: &str, text: &str, language: Language, out: &mut String) {
    if !text.trim().is_empty() {
        let text = wrap_with(text.trim_end(), WIDTH, "  ");
        let _ = writeln!(out, "\n{}\n{text}", tell(language, id));
    }
}

fn explained_words(explained: &Explained, language: Language, out: &mut String) {
    let mut place = explained.path.clone();
    if let Some((kind, name)) = &explained.object
        && !kind.is_empty()
    {
        let lead = if name.is_empty() {
            kind.clone()
        } else {
            format!("{kind} {name}")
        };
        place = format!("{lead}: {place}");
    }
    if !place.is_empty() {
        let _ = writeln!(out, "  {place}");
    }
    if let Some(environment) = &explained.environment {
        let fields = [("environment", environment.clone())];
        let said = say(language, "why.environment", &fields).message;
        let _ = writeln!(out, "  {said}");
    }
    if let Some(block) = &explained.block {
        let fields = [("block", block.clone())];
        let said = say(language, "why.block", &fields).message;
        let _ = writeln!(out, "  {said}");
    }
    section("why.why", &explained.why, language, out);
    section("why.without", &explained.without, language, out);
    section(
        "why.elsewhere",
        &elsewhere_words(explained, language),
        language,
        out,
    );
    section("why.base", &base_words(explained, language), language, out);
    let answers: Vec<String> = explained
        .answers
        .iter()
        .map(|answered| answer_words(answered, language))
        .collect();
    section("why.answers", &answers.join("\n"), language, out);
    let facts = explained.facts.iter();
    let facts: Vec<String> = facts.map(|(id, value)| format!("{id}: {value}")).collect();
    section("why.facts", &facts.join("\n"), language, out);
    if let Some(version) = &explained.version {
        let fields = [
            ("field", version.field.clone()),
            ("since", format!("1.{}", version.since)),
            ("target", format!("1.{}", version.target)),
            (
                "has",
                if version.target >= version.since {
                    "yes"
                } else {
                    ""
                }
                .to_owned(),
            ),
        ];
        let said = say(language, "why.version", &fields).message;
        section("why.kubernetes", &said, language, out);
    }
    let contract = explained.contract.iter();
    let mut contract: Vec<String> = contract.map(|(id, says)| format!("{id}: {says}")).collect();
    if !explained.rules.is_empty() {
        let fields = [("rules", explained.rules.join(", "))];
        contract.push(say(language, "why.rules", &fields).message);
    }
    section("why.contract", &contract.join("\n"), language, out);
    section(
        "why.makes",
        &makes_words(explained, language),
        language,
        out,
    );
    section(
        "explain.reference",
        explained.reference.as_deref().unwrap_or_default(),
        language,
        out,
    );
}

/// What the base says: its message, and where.
fn base_parts(base: &Base) -> (&'static str, Option<&str>, Option<usize>, Option<&str>) {
    match base {
        Base::Says { file, line, text } => ("why.base-says", Some(file), Some(*line), Some(text)),
        Base::Differs { file, line } => ("why.base-differs", Some(file), Some(*line), None),
        Base::List { file, line } => ("why.base-list", Some(file), Some(*line), None),
        Base::Same { file, line } => ("why.base-same", Some(file), Some(*line), None),
        Base::Unlisted { file, line } => ("why.base-unlisted", Some(file), Some(*line), None),
        Base::Whole => ("why.base-whole", None, None, None),
        Base::Lacks { file } => ("why.base-lacks", Some(file), None, None),
        Base::Gone { file, line, text } => ("why.base-gone", Some(file), Some(*line), Some(text)),
    }
}

fn base_words(explained: &Explained, language: Language) -> String {
    let Some(base) = &explained.base else {
        return String::new();
    };
    let (id, file, line, text) = base_parts(base);
    let line = line.map(|line| line.to_string());
    let fields = [
        ("file", file.unwrap_or_default().to_owned()),
        ("line", line.unwrap_or_default()),
        ("text", text.unwrap_or_default().to_owned()),
        (
            "environment",
            explained.environment.clone().unwrap_or_default(),
        ),
    ];
    say(language, id, &fields).message
}

fn elsewhere_words(explained: &Explained, language: Language) -> String {
    let lines = explained.elsewhere.iter().map(|one| {
        let fields = [
            ("environment", one.environment.clone()),
            ("text", one.text.clone().unwrap_or_default()),
        ];
        say(language, "why.in-environment", &fields).message
    });
    lines.collect::<Vec<String>>().join("\n")
}

fn makes_words(explained: &Explained, language: Language) -> String {
    let shown = explained.makes.iter().take(MOST_LINES);
    let mut lines: Vec<String> = shown.map(|(file, line)| format!("{file}:{line}")).collect();
    let rest = explained.makes.len().saturating_sub(MOST_LINES);
    if rest > 0 {
        lines.push(say(language, "why.more-lines", &[("count", rest.to_string())]).message);
    }
    lines.join("\n")
}

fn answer_words(answered: &Answered, language: Language) -> String {
    let place = answered.place.as_ref();
    let fields = [
        (
            "name",
            answered.key.clone().unwrap_or_else(|| answered.id.clone()),
        ),
        ("of", unsaid(answered).join(", ")),
        ("value", answered.value.replace('\n', " ")),
        ("flag", answered.flag.clone()),
        ("place", place.map(ToString::to_string).unwrap_or_default()),
        ("preset", answered.preset.clone().unwrap_or_default()),
        ("cluster", answered.cluster.clone().unwrap_or_default()),
        ("doubt", answered.doubt.clone().unwrap_or_default()),
    ];
    let id = match answered.source {
        Source::File => "why.from-file",
        Source::Guess => "why.from-guess",
        Source::Preset => "why.from-preset",
        Source::Cluster => "why.from-cluster",
        Source::Default => "why.from-default",
        Source::None => "why.from-none",
    };
    say(language, id, &fields).message
}

/// Whose an answer is, as far as its key does not say it.
fn unsaid(answered: &Answered) -> Vec<&str> {
    let keys: Vec<&str> = answered.key.iter().flat_map(|key| key.split('.')).collect();
    let of = answered.of.iter().map(String::as_str);
    let is_said = |of: &&str| of.split('/').all(|part| keys.contains(&part));
    of.filter(|one| !is_said(one)).collect()
}

fn answer_json(answered: &Answered) -> Value {
    let place = answered.place.as_ref();
    json!({
        "id": answered.id, "key": answered.key, "of": answered.of, "value": answered.value, "origin": answered.source.word(),
        "preset": answered.preset, "cluster": answered.cluster, "flag": format!("--{}", answered.flag),
        "file": place.map(|place| place.file.as_ref()),
        "line": place.map(|place| place.line).filter(|line| *line > 0),
        "doubt": answered.doubt,
    })
}

/// The JSON Schema of [`Line::json`].
pub(super) fn line_schema() -> Value {
    let text = || json!({"type": "string"});
    let maybe = || json!({"type": ["string", "null"]});
    let object = |required: &[&str], properties: Value| json!({"type": "object", "required": required, "properties": properties, "additionalProperties": false});
    let list = |items: Value| json!({"type": "array", "items": items});
    let pair = |one: &str, other: &str| {
        let properties = json!({one: {"type": "string"}, other: {"type": "string"}});
        object(&[one, other], properties)
    };
    let place = json!({"file": {"type": "string"}, "line": {"type": "integer"}});
    let place = || object(&["file", "line"], place.clone());
    let answer = json!({
        "id": text(), "value": text(),
        "key": {"description": "in kwgen.yaml: null, or environments.prod.replicas", "type": ["string", "null"]},
        "of": {"description": "whose it is, where not all parts that the line is of have the same: api, prod, prod/api", "type": "array", "items": {"type": "string"}},
        "preset": maybe(), "cluster": maybe(), "flag": text(), "file": maybe(),
        "origin": {"enum": ["file", "guess", "preset", "cluster", "default", "none"]},
        "line": {"type": ["integer", "null"]},
        "doubt": {"description": "why a guess may be wrong", "type": ["string", "null"]}
    });
    let mut schema = object(
        &[
            "file", "path", "number", "text", "maker", "why", "without", "answers",
        ],
        json!({
            "file": text(),
            "path": {"description": "in the bundle", "type": "string"},
            "number": {"type": "integer"},
            "text": text(),
            "maker": {"enum": ["kwgen", "owner"]},
            "wrote": {"description": "what kwgen wrote where its owner edited the line", "type": ["string", "null"]},
            "object": {"description": "null, or its kind and name", "type": ["object", "null"]},
            "environment": maybe(),
            "node": {"description": "the path of the line's node; in a README the heading above", "type": ["string", "null"]},
            "block": {"description": "the path of the block whose reason the line has; null: its own", "type": ["string", "null"]},
            "why": maybe(),
            "without": maybe(),
            "answers": list(object(&["id", "value", "origin", "flag"], answer)),
            "base": {"description": "of a patch's line: null, or what the base says there (`says`: says, differs, list, same, unlisted, lacks, whole, gone) and where", "type": ["object", "null"]},
            "elsewhere": list(object(&["environment", "text"], json!({"environment": text(), "text": {"description": "of a line of the base: the line that the environment has there; null: it has none", "type": ["string", "null"]}}))),
            "facts": list(pair("id", "value")),
            "contract": list(pair("id", "says")),
            "rules": list(text()),
            "kubernetes": {"description": "null, or a field with the first version that has it on (`since`) and the bundle's (`target`)", "type": ["object", "null"]},
            "makes": list(place()),
            "pristine": {"description": "in kwgen.lock: null, or the file and line that it records", "type": ["object", "null"]},
            "reference": maybe(),
        }),
    );
    if let Value::Object(fields) = &mut schema {
        fields.insert(
            "description".into(),
            "why: the line, who made it, and why".into(),
        );
    }
    schema
}
