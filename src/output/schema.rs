//! The JSON Schema of the report.

use serde_json::{Value, json};

/// The JSON Schema (2020-12) of what `-o json` prints.
pub fn report_schema() -> Value {
    let fault = json!({
        "type": "object",
        "required": ["id", "file", "line", "column", "message", "help"],
        "properties": {
            "id": {"type": "string"},
            "file": {"type": ["string", "null"]},
            "line": {"type": ["integer", "null"]},
            "column": {"type": ["integer", "null"]},
            "message": {"type": "string"},
            "help": {"type": ["string", "null"]}
        }
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kwgen report",
        "type": "object",
        "required": ["format", "verb", "ok", "warnings", "errors"],
        "properties": {
            "format": {"const": "kwgen.io/report/v1"},
            "verb": {"type": "string"},
            "ok": {"type": "boolean"},
            "dir": {"type": "string"},
            "files": {"type": "array", "items": {
                "type": "object",
                "required": ["path", "action", "sha256"],
                "properties": {
                    "path": {"type": "string"},
                    "action": {"enum": ["create", "same", "update", "remove", "keep", "edited", "foreign", "not-a-file"]},
                    "sha256": {"type": ["string", "null"]}
                }
            }},
            "objects": {"type": "array", "items": {
                "type": "object",
                "required": ["apiVersion", "kind", "namespace", "name", "file"],
                "properties": {
                    "apiVersion": {"type": "string"},
                    "kind": {"type": "string"},
                    "namespace": {"type": ["string", "null"]},
                    "name": {"type": "string"},
                    "file": {"type": "string"}
                }
            }},
            "decision": {
                "type": "object",
                "required": ["controller", "chosen", "forced", "path", "rejected"],
                "properties": {
                    "controller": {"type": "string"},
                    "chosen": {"type": "string"},
                    "forced": {"type": "boolean"},
                    "path": {"type": "array"},
                    "rejected": {"type": "array"}
                }
            },
            "guesses": {"type": "array", "items": {
                "type": "object",
                "required": ["id", "value", "why", "flag"],
                "properties": {
                    "id": {"type": "string"}, "value": {"type": "string"},
                    "why": {"type": "string"}, "flag": {"type": "string"}
                }
            }},
            "answers": {"type": "array"},
            "topics": {"type": "array", "items": {
                "type": "object",
                "required": ["kind", "id", "title"],
                "properties": {
                    "kind": {"enum": ["question", "preset", "controller", "image", "rule"]},
                    "id": {"type": "string"},
                    "title": {"type": "string"}
                }
            }},
            "text": {"type": "string"},
            "versions": {"type": "object"},
            "warnings": {"type": "array", "items": fault.clone()},
            "errors": {"type": "array", "items": fault}
        }
    })
}
