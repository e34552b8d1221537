//! Objects as trees that keep the order of their keys, and what of them counts.

use serde_json::{Map, Number, Value};

use crate::yaml::{Document, Id, Scalar, Shape};

/// A map of a tree.
pub(super) type Tree = Map<String, Value>;

/// The tree of a node.
pub(super) fn of(document: &Document, id: Id) -> Value {
    match document.shape(id) {
        Shape::Null => Value::Null,
        Shape::Sequence => {
            let items = document.items(id).iter();
            Value::Array(items.map(|item| of(document, *item)).collect())
        }
        Shape::Mapping => {
            let entries = document.keys(id).filter_map(|(key, _)| {
                let value = document.get(id, key)?;
                Some((key.to_owned(), of(document, value)))
            });
            Value::Object(entries.collect())
        }
        Shape::Scalar => document
            .scalar(id)
            .map_or(Value::Null, |scalar| leaf(&scalar)),
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a whole number within 2^53 fits both ways"
)]
fn leaf(scalar: &Scalar<'_>) -> Value {
    match scalar {
        Scalar::Null => Value::Null,
        Scalar::Bool(value) => Value::Bool(*value),
        Scalar::Int(value) => Value::from(*value),
        Scalar::Uint(value) => Value::from(*value),
        // The API knows one kind of number, so 1e3 is 1000.
        Scalar::Float(value) if value.fract() == 0.0 && value.abs() < (1_i64 << 53) as f64 => {
            Value::from(*value as i64)
        }
        Scalar::Float(value) => Number::from_f64(*value).map_or(Value::Null, Value::Number),
        Scalar::Text(text) => Value::from(*text),
    }
}

/// Takes away what is as good as absent: `null` and empty lists.
pub(super) fn tidy(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for inner in map.values_mut() {
                tidy(inner);
            }
            map.retain(|_, inner| !inner.is_null() && *inner != Value::Array(Vec::new()));
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// [`tidy`] for an object: of its metadata, empty labels and annotations are as good as absent too.
pub(super) fn tidy_object(object: &mut Value) {
    tidy(object);
    if let Some(Value::Object(metadata)) = object.get_mut("metadata") {
        metadata.retain(|key, value| {
            !matches!(key.as_str(), "labels" | "annotations")
                || !value.as_object().is_some_and(Map::is_empty)
        });
    }
}

/// The text at `key`.
pub(super) fn text<'t>(map: &'t Tree, key: &str) -> Option<&'t str> {
    map.get(key).and_then(Value::as_str)
}

/// The texts that tell objects apart. The namespace is apart from them: it differs by environment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Identity {
    pub(super) api_version: String,
    pub(super) kind: String,
    pub(super) name: String,
}

impl Identity {
    /// The identity of an object; `None` where it is none.
    pub(super) fn of(object: &Tree) -> Option<Self> {
        Some(Self {
            api_version: text(object, "apiVersion")?.to_owned(),
            kind: text(object, "kind")?.to_owned(),
            name: text(object.get("metadata")?.as_object()?, "name")?.to_owned(),
        })
    }
}

/// The namespace of an object.
pub(super) fn namespace(object: &Tree) -> Option<&str> {
    text(object.get("metadata")?.as_object()?, "namespace")
}

/// The item of `items` whose `key` is `value`.
pub(super) fn item<'t>(items: &'t [Value], key: &str, value: &Value) -> Option<&'t Value> {
    items.iter().find(|item| item.get(key) == Some(value))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
mod tests {
    use super::*;
    use crate::yaml;

    #[test]
    fn a_tree_has_the_types_that_kubectl_reads() {
        let text = "a: \"80\"\nb: 80\nc: 0440\nd: 1e3\ne: yes\nf:\ng: []\nh: {}\ni: 10%\n";
        let document = yaml::read("t", text).unwrap().remove(0);
        let mut tree = of(&document, document.root());
        tidy(&mut tree);
        let expected = r#"{"a":"80","b":80,"c":288,"d":1000,"e":true,"h":{},"i":"10%"}"#;
        assert_eq!(tree.to_string(), expected);
    }
}
