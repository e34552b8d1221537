//! The JSON Schema of a cluster file, and its fields explained: both from the definitions.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::field::{Around, Field, Kind, fields};
use crate::text::{Language, say, tell};

/// The JSON Schema (2020-12) of a cluster file, explained in `language`.
pub fn cluster_schema(language: Language) -> Value {
    let mut schema = Map::new();
    schema.insert(
        "$schema".into(),
        "https://json-schema.org/draft/2020-12/schema".into(),
    );
    schema.insert("title".into(), "kwgen cluster".into());
    schema.extend(object(fields(), language));
    Value::Object(schema)
}

fn object(fields: &[Field], language: Language) -> Map<String, Value> {
    let required: Vec<&str> = fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.key.as_str())
        .collect();
    let properties: Map<String, Value> = fields
        .iter()
        .map(|field| (field.key.clone(), property(field, language)))
        .collect();
    let mut schema = Map::new();
    schema.insert("type".into(), "object".into());
    if !required.is_empty() {
        schema.insert("required".into(), json!(required));
    }
    schema.insert("additionalProperties".into(), false.into());
    schema.insert("properties".into(), Value::Object(properties));
    schema
}

fn property(field: &Field, language: Language) -> Value {
    let one = match field.kind {
        Kind::Bool => json!({"type": "boolean"}),
        Kind::Constant => json!({"const": field.example()}),
        Kind::Count => json!({"type": "integer", "minimum": 0}),
        Kind::Port => json!({"type": "integer", "minimum": 1, "maximum": 65535}),
        Kind::Seconds => json!({"type": ["string", "integer"]}),
        Kind::Version => json!({"type": ["string", "number"]}),
        Kind::Object => Value::Object(object(&field.fields, language)),
        Kind::Choice => {
            let words = field.choices.iter().map(|choice| choice.value.as_str());
            json!({"enum": words.collect::<Vec<_>>()})
        }
        Kind::Caller
        | Kind::Cidr
        | Kind::Gateway
        | Kind::Name
        | Kind::Subdomain
        | Kind::LabelKey
        | Kind::Size
        | Kind::Text
        | Kind::ZoneSwitch => {
            json!({"type": "string", "minLength": 1})
        }
        // YAML reads `spot: true` as a boolean; a label has its text.
        Kind::LabelValue => json!({"type": ["string", "number", "boolean", "null"]}),
    };
    let list = |one: Value| json!({"type": "array", "minItems": 1, "items": one});
    let schema = match field.around {
        Around::One => one,
        Around::List => list(one),
        Around::Map => json!({"type": "object", "additionalProperties": one}),
        Around::MapOfLists => json!({"type": "object", "additionalProperties": list(one)}),
    };
    let mut said = Map::new();
    said.insert("description".into(), description(field, language).into());
    if let Value::Object(schema) = schema {
        said.extend(schema);
    }
    Value::Object(said)
}

/// What a field is, how to learn it, and what each of its words means.
fn description(field: &Field, language: Language) -> String {
    let mut text = field.what.said(language).replace('\n', " ");
    if let Some(find) = &field.find {
        let fields = [("how", find.said(language).to_owned())];
        let _ = write!(text, "\n{}", say(language, "cluster.find", &fields).message);
    }
    for choice in &field.choices {
        let meaning = choice.what.said(language);
        if meaning != choice.value {
            let fields = [
                ("value", choice.value.clone()),
                ("what", meaning.to_owned()),
            ];
            let said = say(language, "cluster.choice", &fields).message;
            let _ = write!(text, "\n{said}");
        }
    }
    text
}

/// Every field of a cluster file on one page: its path, what it is, how to learn it, an example.
pub fn page(language: Language) -> String {
    let mut out = format!("{}\n", tell(language, "cluster.page"));
    entries(fields(), "", language, &mut out);
    out
}

fn entries(fields: &[Field], above: &str, language: Language, out: &mut String) {
    for field in fields {
        let path = format!("{above}{}", field.key);
        let mark = if field.required {
            tell(language, "cluster.required")
        } else {
            String::new()
        };
        let _ = writeln!(out, "\n  {path}{mark}");
        for line in description(field, language).lines() {
            let _ = writeln!(out, "    {line}");
        }
        let example = [("example", format!("{}: {}", field.key, field.example()))];
        let example = say(language, "cluster.example", &example).message;
        let _ = writeln!(out, "    {example}");
        let below = match field.around {
            Around::One => format!("{path}."),
            Around::List => format!("{path}[]."),
            Around::Map => format!("{path}.*."),
            Around::MapOfLists => format!("{path}.*[]."),
        };
        entries(&field.fields, &below, language, out);
    }
}
