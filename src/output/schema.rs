//! The JSON Schema of the report.

use serde_json::{Value, json};

/// The JSON Schema (2020-12) of what `-o json` prints.
pub fn report_schema() -> Value {
    let mut properties = bundle_properties();
    let head = json!({
        "format": {"const": "kwgen.io/report/v1"},
        "verb": {"type": "string"},
        "answers": {"type": "array"},
        "topics": {"type": "array", "items": {
            "type": "object",
            "required": ["kind", "id", "title"],
            "properties": {
                "kind": {"enum": ["question", "key", "preset", "controller", "image", "rule"]},
                "id": {"type": "string"},
                "title": {"type": "string"}
            }
        }},
        "text": {"type": "string"},
        "line": super::why::line_schema(),
        "bundles": {
            "description": "update: one report for each PATH. All errors and warnings stand at the top too, and where there is one PATH the whole of its report.",
            "type": "array",
            "items": {
                "type": "object",
                "required": ["dir", "ok", "warnings", "errors"],
                "properties": properties,
                "additionalProperties": false
            }
        }
    });
    if let (Value::Object(all), Value::Object(head)) = (&mut properties, head) {
        all.extend(head);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kwgen report",
        "type": "object",
        "required": ["format", "verb", "ok", "warnings", "errors"],
        "properties": properties,
        "additionalProperties": false
    })
}

/// What may be said of one bundle.
fn bundle_properties() -> Value {
    json!({
        "ok": {"type": "boolean"},
        "dir": {"type": "string"},
        "files": {"type": "array", "items": file()},
        "objects": {"type": "array", "items": {
            "type": "object",
            "required": ["apiVersion", "kind", "namespace", "name", "file"],
            "properties": {
                "apiVersion": {"type": "string"},
                "kind": {"type": "string"},
                "namespace": {"type": ["string", "null"]},
                "name": {"type": "string"},
                "file": {"type": "string"},
                "environment": {
                    "description": "the environment that has it, where there are several",
                    "type": "string"
                }
            }
        }},
        "decision": decision(),
        "workloads": {
            "description": "each workload with its decision, where the answers name workloads",
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "decision"],
                "properties": {"id": {"type": "string"}, "decision": decision()}
            }
        },
        "guesses": {"type": "array", "items": {
            "type": "object",
            "required": ["id", "value", "why", "flag"],
            "properties": {
                "id": {"type": "string"}, "value": {"type": "string"},
                "why": {"type": "string"}, "flag": {"type": "string"},
                "workloads": {"type": "array", "items": {"type": "string"}}
            }
        }},
        "versions": {"type": "object"},
        "warnings": {"type": "array", "items": fault()},
        "errors": {"type": "array", "items": fault()}
    })
}

fn decision() -> Value {
    json!({
        "type": "object",
        "required": ["controller", "chosen", "forced", "path", "rejected"],
        "properties": {
            "controller": {"type": "string"},
            "chosen": {"type": "string"},
            "forced": {"type": "boolean"},
            "path": {"type": "array"},
            "rejected": {"type": "array"}
        }
    })
}

fn file() -> Value {
    json!({
        "type": "object",
        "required": ["path", "action", "sha256"],
        "properties": {
            "path": {"type": "string"},
            "action": {"enum": [
                "create", "same", "update", "overwrite", "remove", "keep",
                "edited", "deleted", "foreign", "not-a-file"
            ]},
            "sha256": {
                "description": "of what lies there once the plan is carried out; null: nothing does",
                "type": ["string", "null"]
            },
            "ownerDiff": {
                "description": "in a conflict: from what kwgen wrote to what its owner made of it; null: kwgen did not write it",
                "type": ["string", "null"]
            },
            "kwgenDiff": {
                "description": "in a conflict: from what kwgen wrote to what it would write",
                "type": "string"
            },
            "diff": {
                "description": "with --diff: from what is on disk to what kwgen would write",
                "type": "string"
            }
        },
        "additionalProperties": false
    })
}

fn fault() -> Value {
    json!({
        "type": "object",
        "required": ["id", "file", "line", "column", "message", "help"],
        "properties": {
            "id": {"type": "string"},
            "file": {"type": ["string", "null"]},
            "line": {"type": ["integer", "null"]},
            "column": {"type": ["integer", "null"]},
            "message": {"type": "string"},
            "help": {"type": ["string", "null"]}
        },
        "additionalProperties": false
    })
}
