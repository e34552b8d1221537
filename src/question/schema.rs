//! The JSON Schema of `kwgen.yaml`, made from the questions.

use serde_json::{Map, Value, json};

use super::{Kind, Owner, Question, Questions};
use crate::text::{Language, say};

/// The form of a range for autoscaling, for editors; what it may hold is judged as it is parsed.
const AUTOSCALE: &str = r"^[0-9]+\.\.[0-9]+@ *[0-9]+%(cpu|memory)?( *, *[0-9]+%(cpu|memory)?)? *$";

/// The JSON Schema (2020-12) of an answers file.
pub fn answers_schema(questions: &Questions) -> Value {
    let mut properties = Map::new();
    properties.insert(
        "apiVersion".into(),
        json!({"const": "kwgen/v1", "description": "The form of this file."}),
    );
    properties.insert(
        "preset".into(),
        json!({"type": "string", "description": "The preset it was made from."}),
    );
    for question in &questions.questions {
        properties.insert(question.id.clone(), property(question));
    }
    properties.insert(
        "accept".into(),
        json!({
            "type": "array",
            "description": "Exceptions, each with its reason.",
            "items": {
                "type": "object",
                "required": ["rule", "reason"],
                "additionalProperties": false,
                "properties": {
                    "rule": {"type": "string"},
                    "reason": {"type": "string", "minLength": 1},
                    "by": {"type": "string"},
                    "until": {"type": "string", "format": "date"},
                    "workload": {"type": "string"},
                    "environment": {"type": "string"}
                }
            }
        }),
    );
    let own = |question: &&Question| question.of != Owner::Service;
    let workloads = group(
        "Several workloads of this service: a name and, below it, its answers.",
        &references(questions.questions.iter().filter(own)),
    );
    let mut anywhere = references(questions.questions.iter());
    anywhere.insert(
        "workloads".into(),
        json!({"$ref": "#/properties/workloads"}),
    );
    let environments = group(
        "Where an environment differs: a name and, below it, its answers.",
        &anywhere,
    );
    properties.insert("workloads".into(), workloads);
    properties.insert("environments".into(), environments);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kwgen answers",
        "type": "object",
        "required": ["apiVersion", "name"],
        "anyOf": [
            {"required": ["image"]}, {"required": ["workloads"]}, {"required": ["environments"]}
        ],
        "additionalProperties": false,
        "properties": properties
    })
}

/// Names with answers below each.
fn group(description: &str, answers: &Map<String, Value>) -> Value {
    json!({
        "type": "object",
        "description": description,
        "minProperties": 1,
        "propertyNames": {"pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "maxLength": 63},
        "additionalProperties": {
            "type": ["object", "null"],
            "additionalProperties": false,
            "properties": answers
        }
    })
}

/// The questions as they are answered at the top.
fn references<'q>(questions: impl Iterator<Item = &'q Question>) -> Map<String, Value> {
    let reference = |id: &str| json!({"$ref": format!("#/properties/{id}")});
    questions
        .map(|question| (question.id.clone(), reference(&question.id)))
        .collect()
}

fn property(question: &Question) -> Value {
    let item = match question.kind {
        Kind::Autoscale => json!({"type": "string", "pattern": AUTOSCALE}),
        Kind::Bool => json!({"type": "boolean"}),
        Kind::Integer => json!({"type": "integer", "minimum": question.minimum.unwrap_or(0)}),
        Kind::PortNumber => json!({"type": "integer", "minimum": 1024, "maximum": 65535}),
        Kind::Seconds => json!({"type": ["integer", "string"]}),
        Kind::Choice => {
            json!({"enum": question.choices.iter().map(|choice| &choice.value).collect::<Vec<_>>()})
        }
        Kind::Port | Kind::Cpu | Kind::User | Kind::Version => {
            json!({"type": ["string", "number"]})
        }
        _ => json!({"type": "string"}),
    };
    let mut forms = Vec::new();
    if question.map {
        forms.push(json!({"type": "object", "additionalProperties": {"type": ["string", "number", "boolean", "null"]}}));
        forms.push(json!({"const": "none"}));
    } else if question.list {
        let scalar = json!({"type": ["string", "number", "boolean"]});
        forms.push(json!({"type": "array", "items": if question.kind == Kind::Word { scalar } else { item.clone() }}));
        forms.push(item);
        forms.push(json!({"const": "none"}));
    } else {
        forms.push(item);
    }
    forms.extend(
        question
            .keywords
            .iter()
            .filter(|word| !(question.list && *word == "none"))
            .map(|word| json!({"const": word})),
    );
    let mut schema = match forms.as_slice() {
        [Value::Object(only)] => only.clone(),
        several => Map::from_iter([("anyOf".to_owned(), json!(several))]),
    };
    schema.insert("title".into(), question.ask.said(Language::En).into());
    schema.insert(
        "description".into(),
        question.help.said(Language::En).into(),
    );
    if !question.example.is_empty() {
        schema.insert("examples".into(), json!([question.example]));
    }
    Value::Object(schema)
}

/// The help of a question's flag, on one line.
pub fn flag_help(question: &Question, language: Language) -> String {
    let ask = question.ask.said(language).replace('\n', " ");
    if question.example.is_empty() {
        ask
    } else {
        let fields = [("example", question.example.clone())];
        format!("{ask} {}", say(language, "cli.example", &fields).message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Pack;

    #[test]
    fn a_workload_takes_what_is_not_the_services_and_an_environment_takes_all() {
        let pack = Pack::built_in();
        for questions in pack.iter().map(|pack| &pack.questions) {
            let schema = answers_schema(questions);
            let takes = |group: &str, id: &str| {
                let answers = &schema["properties"][group]["additionalProperties"];
                answers["properties"].get(id).is_some()
            };
            for question in &questions.questions {
                let is_own = question.of != Owner::Service;
                assert_eq!(takes("workloads", &question.id), is_own, "{}", question.id);
                assert!(takes("environments", &question.id), "{}", question.id);
            }
            assert!(takes("environments", "workloads"));
        }
        assert!(pack.is_ok(), "{pack:?}");
    }
}
