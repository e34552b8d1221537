//! Answers that fight: a table of them, each with its message, and every question that may not apply.

use std::collections::{BTreeMap, BTreeSet};

use kwgen::pack::Pack;
use kwgen::yaml;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::support::{Ran, folder, in_threads, kwgen, repository};

const IMAGE: &str = "registry.example.com/shop/payments:1.4.2@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945";

type Answers = Map<String, Value>;

#[derive(Deserialize)]
struct Fight {
    start: String,
    answers: Answers,
    #[serde(default)]
    refused: Option<String>,
    #[serde(default)]
    warned: Option<String>,
    names: Vec<String>,
}

#[derive(Deserialize)]
struct Covering {
    starts: BTreeMap<String, Answers>,
    refusals: BTreeMap<String, Vec<String>>,
}

fn text(path: &str) -> String {
    std::fs::read_to_string(repository(path)).expect("a table")
}

fn covering() -> Covering {
    // Only two of its keys matter here.
    let whole = text("tests/covering/values.yaml");
    let whole: Value = yaml::load("values.yaml", &whole).expect("the values");
    serde_json::from_value(whole).expect("the starts")
}

/// A run over a start with more answers, in one language.
fn run(start: &Answers, answers: &Answers, language: &str) -> Ran {
    let dir = folder();
    let mut all = start.clone();
    all.extend(answers.clone());
    all.insert("apiVersion".into(), "kwgen/v1".into());
    all.insert("name".into(), "payments".into());
    all.insert("image".into(), IMAGE.into());
    kwgen(dir.path())
        .args(["new", "--non-interactive", "--dry-run", "-o", "json"])
        .args(["--answers", "-"])
        .env("KWGEN_LANG", language)
        .stdin(Value::Object(all).to_string().as_str())
        .run()
}

/// (id, message and help) of all that a report holds under `key`.
fn said(ran: &Ran, key: &str) -> Vec<(String, String)> {
    let report = ran.report();
    let all = report[key].as_array().cloned().unwrap_or_default();
    let word = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let texts = all.iter().map(|one| {
        let text = format!("{} {}", word(one, "message"), word(one, "help"));
        (word(one, "id"), text)
    });
    texts.collect()
}

#[test]
fn answers_that_fight_are_refused_or_warned_of_by_a_message_that_names_both() {
    let table = text("tests/contradictions/table.yaml");
    let table: Vec<Fight> = yaml::load("table.yaml", &table).expect("the table");
    let covering = covering();
    let count = table.len();
    let wrong = in_threads(table, |fight| {
        let start = &covering.starts[&fight.start];
        let (id, key, exit) = match (&fight.refused, &fight.warned) {
            (Some(id), None) => (id, "errors", 2),
            (None, Some(id)) => (id, "warnings", 0),
            _ => panic!("refused or warned: {}", fight.names.join(", ")),
        };
        let mut wrong = Vec::new();
        for language in ["en", "zh-CN"] {
            let ran = run(start, &fight.answers, language);
            let all = said(&ran, key);
            let at = format!("{} {:?} ({language})", fight.start, fight.answers);
            let Some((_, text)) = all.iter().find(|(said, _)| said == id) else {
                wrong.push(format!("{at}: no {id}, but {all:?} {}", ran.stderr));
                continue;
            };
            if ran.code != exit {
                wrong.push(format!("{at}: exit {}", ran.code));
            }
            if key == "errors" && all.len() > 1 {
                wrong.push(format!("{at}: more than one error: {all:?}"));
            }
            for name in fight.names.iter().filter(|name| !text.contains(*name)) {
                wrong.push(format!("{at}: {name} is not named in: {text}"));
            }
        }
        wrong
    });
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 30, "{count}");
}

#[test]
fn what_the_covering_set_refuses_stands_in_the_table() {
    let table = text("tests/contradictions/table.yaml");
    let covering = covering();
    let missing: Vec<&String> = covering
        .refusals
        .keys()
        .filter(|id| !table.contains(&format!("refused: {id},")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn an_answer_that_does_not_apply_is_refused_with_its_own_reason() {
    let pack = Pack::built_in().expect("the pack");
    let starts = covering().starts;
    let of_choice = ["stateful", "perNode", "batch", "schedule", "controller"];
    let questions = &pack.questions.questions;
    let mut refused: BTreeSet<String> = BTreeSet::new();
    let mut wrong = Vec::new();
    for (name, start) in &starts {
        // All that a start leaves open, answered by the examples: those that do not apply are all
        // named in one run.
        let examples = questions.iter().filter(|question| {
            question.unless.is_some()
                && !start.contains_key(&question.id)
                && !of_choice.contains(&question.id.as_str())
        });
        let mut answers: Answers = examples
            // What only empties what lies below stands in nobody's way.
            .map(|question| match question.example.as_str() {
                "false" => (question.id.clone(), Value::from(true)),
                example => (question.id.clone(), Value::from(example)),
            })
            .collect();
        // Whole manifests: what belongs to kustomize does not apply.
        answers.insert("layout".to_owned(), Value::from("rendered"));
        let ran = run(start, &answers, "en");
        for (id, text) in said(&ran, "errors") {
            if id != "answers.not-applicable" {
                continue;
            }
            let about = questions.iter().find(|question| {
                text.starts_with(&format!("{} ", question.id)) && question.unless.is_some()
            });
            match about {
                Some(question) => {
                    refused.insert(question.id.clone());
                    if !text.contains("does not apply: ") {
                        wrong.push(format!("{name}: {text}"));
                    }
                }
                None => wrong.push(format!("{name}: of no question: {text}")),
            }
        }
    }
    for question in questions.iter().filter(|one| one.unless.is_some()) {
        if !refused.contains(&question.id) && !of_choice.contains(&question.id.as_str()) {
            wrong.push(format!("{} is refused nowhere", question.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
