//! JSON Schema, as far as the report uses it. A keyword that is not known here is a fault, so that
//! no check is skipped in silence.

use serde_json::Value;

/// Where and why `value` is not as `schema` says.
pub(crate) fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, value, "", &mut found);
    found
}

fn check(schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let rules = schema.as_object().expect("a schema is an object");
    let mut fail = |why: String| found.push(format!("{at}: {why}"));
    for (keyword, rule) in rules {
        match keyword.as_str() {
            "$schema" | "title" | "description" | "properties" | "items" => {}
            "const" | "enum" => {
                let is_one = match rule {
                    Value::Array(all) if keyword == "enum" => all.contains(value),
                    one => one == value,
                };
                if !is_one {
                    fail(format!("{value} is not {rule}"));
                }
            }
            "type" => {
                let is_one = match rule {
                    Value::Array(all) => all.iter().any(|one| is_of(one, value)),
                    one => is_of(one, value),
                };
                if !is_one {
                    fail(format!("{value} is no {rule}"));
                }
            }
            "required" => {
                for key in rule.as_array().expect("a list of keys") {
                    if value.get(key.as_str().expect("a key")).is_none() {
                        fail(format!("{key} is missing"));
                    }
                }
            }
            "additionalProperties" => {
                assert_eq!(rule, false);
                for key in value.as_object().into_iter().flatten().map(|one| one.0) {
                    if rules["properties"].get(key).is_none() {
                        fail(format!("{key} is not expected"));
                    }
                }
            }
            other => fail(format!("the test knows no keyword {other}")),
        }
    }
    if let (Some(properties), Some(fields)) = (rules.get("properties"), value.as_object()) {
        for (key, value) in fields {
            if let Some(schema) = properties.get(key) {
                check(schema, value, &format!("{at}/{key}"), found);
            }
        }
    }
    if let (Some(schema), Some(items)) = (rules.get("items"), value.as_array()) {
        for (index, item) in items.iter().enumerate() {
            check(schema, item, &format!("{at}/{index}"), found);
        }
    }
}

fn is_of(kind: &Value, value: &Value) -> bool {
    match kind.as_str().expect("a type") {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the test knows no type {other}"),
    }
}
