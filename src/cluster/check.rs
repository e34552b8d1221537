//! One value of a cluster file against its definition: everything that is wrong with it, and what it
//! says as JSON. Text is taken as it was typed, so that 1.30 stays 1.30.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::ClusterFault;
use super::field::{Around, Field, Kind};
use crate::text::Fault;
use crate::value::{
    Caller, Cidr, DnsLabel, DnsSubdomain, GatewayRef, LabelKey, LabelValue, Minor, Quantity,
    Seconds, ValueFault, ZoneSwitch, closest, port_number,
};
use crate::yaml::{Document, Id, Shape};

/// A walk through one file.
pub(super) struct Check<'d> {
    pub(super) document: &'d Document,
    pub(super) faults: Vec<Fault>,
}

impl Check<'_> {
    pub(super) fn fail(&mut self, fault: &ClusterFault, id: Id) {
        let place = self.document.place(id);
        self.faults.push(Fault::new(fault).at(Some(place)));
    }

    /// The object at `id`; `path` is empty at the top.
    pub(super) fn object(&mut self, fields: &[Field], id: Id, path: &str) -> Value {
        let document = self.document;
        let mut object = Map::new();
        for (key, key_id) in document.keys(id) {
            let at = join(path, key);
            let Some(field) = fields.iter().find(|field| field.key == key) else {
                let known = fields.iter().map(|field| field.key.as_str());
                let suggestion = closest(key, known).unwrap_or_default().to_owned();
                self.fail(
                    &ClusterFault::UnknownKey {
                        path: at,
                        suggestion,
                    },
                    key_id,
                );
                continue;
            };
            if let Some(value) = document.get(id, key) {
                object.extend(self.field(field, value, &at).map(|json| (key.into(), json)));
            }
        }
        for field in fields.iter().filter(|field| field.required) {
            // An unknown key that means this one is fault enough.
            let is_mistyped = || {
                document.keys(id).any(|(key, _)| {
                    fields.iter().all(|known| known.key != key)
                        && closest(key, [field.key.as_str()]).is_some()
                })
            };
            if document.get(id, &field.key).is_none() && !is_mistyped() {
                let (path, example) = (join(path, &field.key), field.example());
                self.fail(&ClusterFault::Missing { path, example }, id);
            }
        }
        Value::Object(object)
    }

    fn field(&mut self, field: &Field, id: Id, path: &str) -> Option<Value> {
        let shape = self.document.shape(id);
        if shape == Shape::Null {
            let (path, example) = (path.to_owned(), field.example());
            self.fail(&ClusterFault::Empty { path, example }, id);
            return None;
        }
        match field.around {
            Around::One => self.one(field, id, path),
            Around::List if shape == Shape::Sequence => Some(self.list(field, id, path)),
            Around::Map | Around::MapOfLists if shape == Shape::Mapping => {
                Some(self.map(field, id, path))
            }
            _ => {
                self.wrong_shape(field, field.shape(), id, path);
                None
            }
        }
    }

    fn wrong_shape(&mut self, field: &Field, expected: &str, id: Id, path: &str) {
        let fault = ClusterFault::Shape {
            path: path.to_owned(),
            expected: expected.to_owned(),
            found: self.document.shape(id).word().to_owned(),
            example: field.example(),
        };
        self.fail(&fault, id);
    }

    fn list(&mut self, field: &Field, id: Id, path: &str) -> Value {
        let document = self.document;
        let items = document.items(id);
        if items.is_empty() {
            let (path, example) = (path.to_owned(), field.example());
            self.fail(&ClusterFault::Empty { path, example }, id);
        }
        let mut known: BTreeSet<String> = BTreeSet::new();
        let mut values = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            let at = format!("{path}[{at}]");
            let same = match &field.unique {
                Some(key) => document.get(*item, key),
                None => (field.kind != Kind::Object).then_some(*item),
            };
            if let Some(same) = same
                && !known.insert(document.text(same).to_owned())
            {
                let text = document.text(same).to_owned();
                self.fail(
                    &ClusterFault::Twice {
                        path: path.to_owned(),
                        text,
                    },
                    same,
                );
            }
            values.extend(self.one(field, *item, &at));
        }
        Value::Array(values)
    }

    fn map(&mut self, field: &Field, id: Id, path: &str) -> Value {
        let document = self.document;
        let mut map = Map::new();
        for (key, key_id) in document.keys(id) {
            let at = join(path, key);
            if let Some(kind) = field.keys
                && let Err(fault) = judge(kind, key)
            {
                let place = Some(document.place(key_id));
                self.faults.push(Fault::from(fault).at(place));
            }
            let Some(value) = document.get(id, key) else {
                continue;
            };
            let json = if field.around == Around::MapOfLists {
                if document.shape(value) == Shape::Sequence {
                    Some(self.list(field, value, &at))
                } else {
                    self.wrong_shape(field, "list", value, &at);
                    None
                }
            } else {
                self.one(field, value, &at)
            };
            map.extend(json.map(|json| (key.to_owned(), json)));
        }
        Value::Object(map)
    }

    /// One value, whatever stands around it.
    fn one(&mut self, field: &Field, id: Id, path: &str) -> Option<Value> {
        let shape = self.document.shape(id);
        if field.kind == Kind::Object {
            if shape == Shape::Mapping {
                return Some(self.object(&field.fields, id, path));
            }
            self.wrong_shape(field, "map", id, path);
            return None;
        }
        if shape == Shape::Null && field.kind != Kind::LabelValue {
            let (path, example) = (path.to_owned(), field.example());
            self.fail(&ClusterFault::Empty { path, example }, id);
            return None;
        }
        if !matches!(shape, Shape::Scalar | Shape::Null) {
            self.wrong_shape(field, "text", id, path);
            return None;
        }
        let text = self.document.text(id);
        if field.keywords.iter().any(|word| word == text) {
            return Some(text.into());
        }
        match field.kind {
            Kind::Choice => {
                let words = || field.choices.iter().map(|choice| choice.value.as_str());
                if words().any(|word| word == text) {
                    return Some(text.into());
                }
                let fault = ClusterFault::NotAChoice {
                    path: path.to_owned(),
                    text: text.to_owned(),
                    allowed: words().collect::<Vec<_>>().join(", "),
                    suggestion: closest(text, words()).unwrap_or_default().to_owned(),
                };
                self.fail(&fault, id);
                None
            }
            Kind::Bool => match text {
                "true" => Some(true.into()),
                "false" => Some(false.into()),
                _ => {
                    let (path, text) = (path.to_owned(), text.to_owned());
                    self.fail(&ClusterFault::NotABool { path, text }, id);
                    None
                }
            },
            Kind::Port => {
                let port = port_number(text);
                if port.is_none() {
                    let (path, text) = (path.to_owned(), text.to_owned());
                    self.fail(&ClusterFault::Port { path, text }, id);
                }
                port.map(Value::from)
            }
            Kind::Count => {
                let count = text.parse::<u16>().ok();
                if count.is_none() {
                    let (path, text) = (path.to_owned(), text.to_owned());
                    self.fail(&ClusterFault::Count { path, text }, id);
                }
                count.map(Value::from)
            }
            kind => match judge(kind, text) {
                Ok(value) => Some(value),
                Err(fault) => {
                    let place = Some(self.document.place(id));
                    self.faults.push(Fault::from(fault).at(place));
                    None
                }
            },
        }
    }
}

/// What a text of this kind says, or why it is none.
fn judge(kind: Kind, text: &str) -> Result<Value, ValueFault> {
    let said = |text: String| Value::from(text);
    match kind {
        Kind::Caller => Caller::parse(text).map(|one| said(one.to_string())),
        Kind::Cidr => Cidr::parse(text).map(|one| said(one.to_string())),
        Kind::Gateway => GatewayRef::parse(text).map(|one| said(one.to_string())),
        Kind::LabelKey => LabelKey::parse(text).map(|one| said(one.to_string())),
        // The API takes an empty value.
        Kind::LabelValue if text.is_empty() => Ok(said(String::new())),
        Kind::LabelValue => LabelValue::parse(text).map(|one| said(one.to_string())),
        Kind::Name => DnsLabel::parse(text).map(|one| said(one.to_string())),
        Kind::Seconds => Seconds::parse(text).map(|one| Value::from(one.seconds())),
        Kind::Size => Quantity::parse_size(text).map(|one| said(one.to_string())),
        Kind::Subdomain => DnsSubdomain::parse(text).map(|one| said(one.to_string())),
        Kind::ZoneSwitch => ZoneSwitch::parse(text).map(|one| said(one.to_string())),
        Kind::Version => Minor::parse(text).map(|one| said(one.to_string())),
        Kind::Bool
        | Kind::Choice
        | Kind::Constant
        | Kind::Count
        | Kind::Object
        | Kind::Port
        | Kind::Text => Ok(said(text.to_owned())),
    }
}

fn join(path: &str, key: &str) -> String {
    match (path.is_empty(), key.contains(['.', '/'])) {
        (true, _) => key.to_owned(),
        (false, true) => format!("{path}[{key}]"),
        (false, false) => format!("{path}.{key}"),
    }
}
