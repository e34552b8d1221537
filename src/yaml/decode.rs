//! Strict decoding: one concrete serde `Deserializer` over the arena. A struct
//! tells it its fields, so it sees what is unknown, missing or too new.

use std::cell::RefCell;
use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};

use super::problem::{Problem, Schema};
use super::scalar::Scalar;
use super::tree::{Body, Document, Id, Shape};
use super::variant::Word;
use crate::value::closest;

/// A decoded value with everything that was wrong on the way.
#[derive(Debug)]
pub struct Decoded<T> {
    /// The value; absent after a wrong type.
    pub value: Option<T>,
    /// What was found.
    pub problems: Vec<Problem>,
}

/// Decodes the node `id`.
pub fn decode<T: DeserializeOwned>(document: &Document, id: Id, schema: &dyn Schema) -> Decoded<T> {
    let run = Run {
        document,
        schema,
        problems: RefCell::new(Vec::new()),
        path: RefCell::new(Vec::new()),
    };
    let value = T::deserialize(Decoder { run: &run, id });
    let path = run.path();
    let mut problems = run.problems.into_inner();
    let value = match value {
        Ok(value) => Some(value),
        Err(error) => {
            if !problems
                .iter()
                .any(|problem| matches!(problem, Problem::Type { .. }))
            {
                let at = document.find(&super::steps(&path)).0;
                let found = document.shape(at).word().to_owned();
                problems.push(Problem::Type {
                    path,
                    expected: error.0,
                    found,
                    id: at,
                });
            }
            None
        }
    };
    Decoded { value, problems }
}

struct Run<'d> {
    document: &'d Document,
    schema: &'d dyn Schema,
    problems: RefCell<Vec<Problem>>,
    path: RefCell<Vec<Part>>,
}

enum Part {
    /// The node of a key.
    Key(Id),
    Index(usize),
}

impl Run<'_> {
    fn path(&self) -> String {
        use fmt::Write as _;
        let mut path = String::new();
        for part in &*self.path.borrow() {
            match part {
                Part::Key(id) => {
                    let key = self.document.text(*id);
                    if key.contains(['.', '/']) {
                        let _ = write!(path, "[{key}]");
                    } else {
                        if !path.is_empty() {
                            path.push('.');
                        }
                        path.push_str(key);
                    }
                }
                Part::Index(index) => {
                    let _ = write!(path, "[{index}]");
                }
            }
        }
        path
    }

    fn path_with(&self, key: &str) -> String {
        let path = self.path();
        if path.is_empty() {
            key.to_owned()
        } else {
            format!("{path}.{key}")
        }
    }

    fn note(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }
}

#[derive(Debug)]
pub(super) struct Error(pub(super) String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }

    fn invalid_type(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self(expected.to_string())
    }
}

#[derive(Clone, Copy)]
struct Decoder<'r, 'd> {
    run: &'r Run<'d>,
    id: Id,
}

impl<'r, 'd> Decoder<'r, 'd> {
    fn wrong(&self, expected: &str) -> Error {
        let document = self.run.document;
        let found = match document.scalar(self.id) {
            Some(scalar) => scalar.word(),
            None => document.shape(self.id).word(),
        };
        self.run.note(Problem::Type {
            path: self.run.path(),
            expected: expected.to_owned(),
            found: found.to_owned(),
            id: self.id,
        });
        Error(expected.to_owned())
    }

    fn number<'de, V: Visitor<'de>>(self, visitor: V, expected: &str) -> Result<V::Value, Error> {
        match self.run.document.scalar(self.id) {
            Some(Scalar::Int(number)) => visitor.visit_i64(number),
            Some(Scalar::Uint(number)) => visitor.visit_u64(number),
            // kubectl turns YAML to JSON first, which writes 1e3 as 1000.
            #[allow(
                clippy::cast_possible_truncation,
                reason = "the guard holds it inside 2^53"
            )]
            Some(Scalar::Float(number))
                if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 =>
            {
                visitor.visit_i64(number as i64)
            }
            _ => Err(self.wrong(expected)),
        }
        .map_err(|error| self.explained(error, expected))
    }

    fn explained(self, error: Error, expected: &str) -> Error {
        let told = self
            .run
            .problems
            .borrow()
            .iter()
            .any(|one| matches!(one, Problem::Type { id, .. } if *id == self.id));
        if told { error } else { self.wrong(expected) }
    }

    /// Has the schema judge what stands in a field: a scalar, or each one of a list or map.
    fn judge(self, name: &str, field: &str, id: Id) {
        let document = self.run.document;
        let path = || self.run.path_with(field);
        match document.body(id) {
            Some(Body::Sequence(items)) => {
                for (at, item) in items.iter().enumerate() {
                    self.judge_scalar(name, field, *item, || format!("{}[{at}]", path()));
                }
            }
            Some(Body::Mapping(entries)) => {
                for entry in entries {
                    let key = document.text(entry.key);
                    self.judge_scalar(name, field, entry.value, || format!("{}[{key}]", path()));
                }
            }
            _ => self.judge_scalar(name, field, id, path),
        }
    }

    fn judge_scalar(self, name: &str, field: &str, id: Id, path: impl Fn() -> String) {
        let document = self.run.document;
        let refusal = document
            .scalar(id)
            .and_then(|scalar| self.run.schema.judge(name, field, &scalar));
        if let Some(refusal) = refusal {
            self.run.note(Problem::Value {
                path: path(),
                found: document.text(id).to_owned(),
                refusal,
                id,
            });
        }
    }

    fn map(self, fields: Option<&'static [&'static str]>) -> MapReader<'r, 'd> {
        MapReader {
            run: self.run,
            id: self.id,
            at: 0,
            fields,
            value: None,
        }
    }
}

macro_rules! numbers {
    ($($name:ident)*) => {$(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.number(visitor, "integer")
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Decoder<'_, '_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.run.document.body(self.id) {
            Some(Body::Sequence(_)) => self.deserialize_seq(visitor),
            Some(Body::Mapping(_)) => self.deserialize_map(visitor),
            _ => match self.run.document.scalar(self.id) {
                Some(Scalar::Bool(flag)) => visitor.visit_bool(flag),
                Some(Scalar::Int(number)) => visitor.visit_i64(number),
                Some(Scalar::Uint(number)) => visitor.visit_u64(number),
                Some(Scalar::Float(number)) => visitor.visit_f64(number),
                Some(Scalar::Text(text)) => visitor.visit_str(text),
                Some(Scalar::Null) | None => visitor.visit_unit(),
            },
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.run.document.scalar(self.id) {
            Some(Scalar::Float(number)) => visitor.visit_f64(number),
            Some(Scalar::Int(number)) => visitor.visit_i64(number),
            _ => Err(self.wrong("number")),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.run.document.scalar(self.id) {
            Some(Scalar::Bool(flag)) => visitor.visit_bool(flag),
            _ => Err(self.wrong("boolean")),
        }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.run.document.scalar(self.id) {
            Some(Scalar::Text(text)) => visitor
                .visit_str(text)
                .map_err(|error| self.explained(error, "string")),
            _ => Err(self.wrong("string")),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.run.document.shape(self.id) == Shape::Null {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        // The API server takes `cpu: 2` for a quantity; k8s-openapi asks for a string.
        if name == "Quantity"
            && let Some(Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_)) =
                self.run.document.scalar(self.id)
        {
            let text: StrDeserializer<'_, Error> =
                self.run.document.text(self.id).into_deserializer();
            return visitor.visit_newtype_struct(text);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.run.document.shape(self.id) == Shape::Sequence {
            visitor.visit_seq(ListReader {
                run: self.run,
                id: self.id,
                at: 0,
            })
        } else {
            Err(self.wrong("list"))
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.run.document.shape(self.id) == Shape::Mapping {
            visitor.visit_map(self.map(None))
        } else {
            Err(self.wrong("map"))
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let document = self.run.document;
        if document.shape(self.id) != Shape::Mapping {
            return Err(self.wrong("map"));
        }
        for entry in document.entries(self.id) {
            let (key, key_id) = (document.text(entry.key), entry.key);
            if !fields.contains(&key) {
                let suggestion = closest(key, fields.iter().copied());
                self.run.note(Problem::Unknown {
                    path: self.run.path_with(key),
                    suggestion,
                    id: key_id,
                });
            } else if let Some(since) = self.run.schema.too_new(name, key) {
                self.run.note(Problem::TooNew {
                    path: self.run.path_with(key),
                    since,
                    id: key_id,
                });
            } else {
                self.judge(name, key, entry.value);
            }
        }
        let present = |field: &str| {
            document
                .get(self.id, field)
                .is_some_and(|id| document.shape(id) != Shape::Null)
        };
        for field in self.run.schema.missing(name, &present) {
            self.run.note(Problem::Missing {
                path: self.run.path_with(field),
                id: self.id,
            });
        }
        visitor.visit_map(self.map(Some(fields))).map_err(|error| {
            if self
                .run
                .problems
                .borrow()
                .iter()
                .any(|one| matches!(one, Problem::Type { .. }))
            {
                error
            } else {
                let message = error.0.clone();
                self.wrong(&message)
            }
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.run.document.scalar(self.id) {
            Some(Scalar::Text(text)) if variants.contains(&text) => visitor.visit_enum(Word(text)),
            _ => Err(self.wrong(&variants.join(" | "))),
        }
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.run.document.text(self.id))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

struct ListReader<'r, 'd> {
    run: &'r Run<'d>,
    id: Id,
    at: usize,
}

impl<'de> SeqAccess<'de> for ListReader<'_, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(&id) = self.run.document.items(self.id).get(self.at) else {
            return Ok(None);
        };
        self.run.path.borrow_mut().push(Part::Index(self.at));
        self.at += 1;
        let value = seed.deserialize(Decoder { run: self.run, id })?;
        self.run.path.borrow_mut().pop();
        Ok(Some(value))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(
            self.run
                .document
                .items(self.id)
                .len()
                .saturating_sub(self.at),
        )
    }
}

struct MapReader<'r, 'd> {
    run: &'r Run<'d>,
    id: Id,
    at: usize,
    fields: Option<&'static [&'static str]>,
    value: Option<(Id, Id)>,
}

impl<'de> MapAccess<'de> for MapReader<'_, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        while let Some(entry) = self.run.document.entries(self.id).get(self.at) {
            self.at += 1;
            let key = self.run.document.text(entry.key);
            // Unknown fields were noted already; null is absence.
            let skips = self.fields.is_some_and(|fields| {
                !fields.contains(&key) || self.run.document.shape(entry.value) == Shape::Null
            });
            if skips {
                continue;
            }
            self.value = Some((entry.key, entry.value));
            let key: StrDeserializer<'_, Error> = key.into_deserializer();
            return seed.deserialize(key).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let (key, value) = self.value.take().ok_or_else(|| Error("value".to_owned()))?;
        self.run.path.borrow_mut().push(Part::Key(key));
        let decoded = seed.deserialize(Decoder {
            run: self.run,
            id: value,
        })?;
        self.run.path.borrow_mut().pop();
        Ok(decoded)
    }
}
