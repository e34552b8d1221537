//! Trees as YAML in the form of the pack's templates: two spaces, dashes at
//! their key's column, plain scalars where every reader agrees on them.

use serde_json::Value;

use super::difference::DIRECTIVE;
use super::tree::Tree;
use crate::yaml::{self, Position};

/// Fields that people read as octal.
const OCTAL: [&str; 2] = ["defaultMode", "mode"];

/// A document. `whole_list` is the comment on the first list that is given whole.
pub(super) fn document(tree: &Tree, whole_list: Option<&str>) -> String {
    let mut writer = Writer {
        out: String::new(),
        whole_list,
    };
    writer.map(tree, 0, 0);
    writer.out
}

struct Writer<'w> {
    out: String,
    whole_list: Option<&'w str>,
}

impl Writer<'_> {
    /// The entries at column `indent`; the first stands at `lead`, behind a dash or at its column.
    fn map(&mut self, map: &Tree, indent: usize, lead: usize) {
        let mut pad = lead;
        for (key, value) in map {
            self.pad(pad);
            pad = indent;
            let position = Position {
                indent,
                flow: false,
                key: true,
            };
            self.out.push_str(&yaml::scalar(key, position));
            self.out.push(':');
            match value {
                Value::Object(inner) if !inner.is_empty() => {
                    self.out.push('\n');
                    self.map(inner, indent + 2, indent + 2);
                }
                Value::Array(items) if !items.is_empty() => {
                    self.out.push('\n');
                    self.list(items, indent);
                }
                Value::Number(number) if OCTAL.contains(&key.as_str()) => {
                    let octal = number.as_u64().map(|mode| format!(" 0{mode:o}\n"));
                    self.out
                        .push_str(&octal.unwrap_or_else(|| format!(" {number}\n")));
                }
                other => {
                    self.out.push(' ');
                    self.leaf(other, indent);
                }
            }
        }
    }

    fn list(&mut self, items: &[Value], indent: usize) {
        for item in items {
            if item.get(DIRECTIVE).and_then(Value::as_str) == Some("replace")
                && let Some(comment) = self.whole_list.take()
            {
                self.pad(indent);
                self.out.push_str("# ");
                self.out.push_str(comment);
                self.out.push('\n');
            }
            self.pad(indent);
            self.out.push_str("- ");
            match item {
                Value::Object(map) if !map.is_empty() => self.map(map, indent + 2, 0),
                Value::Array(inner) if !inner.is_empty() => {
                    // JSON is YAML; Kubernetes has no list of lists outside of free-form fields.
                    self.out.push_str(&item.to_string());
                    self.out.push('\n');
                }
                other => self.leaf(other, indent),
            }
        }
    }

    fn leaf(&mut self, value: &Value, indent: usize) {
        match value {
            Value::String(text) => {
                if let Some(block) = yaml::block(text, indent + 2) {
                    self.out.push_str(&block);
                    return;
                }
                let position = Position {
                    indent,
                    flow: false,
                    key: false,
                };
                self.out.push_str(&yaml::scalar(text, position));
            }
            // Numbers, booleans, null and what is empty look the same in JSON.
            other => self.out.push_str(&other.to_string()),
        }
        self.out.push('\n');
    }

    fn pad(&mut self, columns: usize) {
        self.out.push_str(&" ".repeat(columns));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
mod tests {
    use super::*;
    use crate::overlay::tree;
    use serde_json::json;

    #[test]
    fn a_document_is_read_back_as_it_was() {
        let value = json!({
            "metadata": {"annotations": {"a.b/c": "true", "n": "1e3", "": "", "x: y": "- a"}},
            "list": ["80", 80, "no", "0755", {"a": [{"b": null, "c": {}, "d": []}], "e": "x\ny\n"}, "a\nb", " a\nb", "a\n\n", "\n"],
            "modes": {"defaultMode": 288, "mode": 420},
            "multi": "first: 1\n  second # no comment\n\nthird\n",
            "number": 1.5, "big": 18_446_744_073_709_551_615_u64, "flag": false, "中文": "值：一",
            "nested": [[1, "a"], []],
        });
        let text = document(value.as_object().unwrap(), None);
        let read = yaml::read("t", &text).unwrap().remove(0);
        assert_eq!(tree::of(&read, read.root()), value, "{text}");
    }

    #[test]
    fn a_document_looks_like_the_templates() {
        let value = json!({"spec": {"replicas": null, "containers": [
            {"name": "api", "ports": [{"$patch": "replace"}, {"name": "http", "port": "8080"}], "args": ["a"]}]},
            "volumes": [{"secret": {"defaultMode": 288}}, {"emptyDir": {}}]});
        let text = document(value.as_object().unwrap(), Some("Whole."));
        let expected = "spec:\n  replicas: null\n  containers:\n  - name: api\n    ports:\n    # Whole.\n    - $patch: replace\n    - name: http\n      port: \"8080\"\n    args:\n    - a\nvolumes:\n- secret:\n    defaultMode: 0440\n- emptyDir: {}\n";
        assert_eq!(text, expected);
    }
}
