//! What strict decoding asks of a schema, and what it can find.

use super::fault::YamlFault;
use super::scalar::Scalar;
use super::tree::{Document, Id};
use crate::text::Fault;

/// What a type must hold, and from which version on it may hold what.
pub trait Schema {
    /// Required fields of `type_name` that are not present.
    fn missing(&self, type_name: &str, present: &dyn Fn(&str) -> bool) -> Vec<&str>;
    /// The first version of a field, where the target is older.
    fn too_new(&self, type_name: &str, field: &str) -> Option<u16>;
    /// What is wrong with a scalar that stands in a field, as an item or as a value of it too.
    fn judge(&self, type_name: &str, field: &str, scalar: &Scalar<'_>) -> Option<Refusal>;
}

/// Why a value is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// None of these words.
    Choice(String),
    /// Outside of this range.
    Range(String),
    /// Not of this form.
    Format(&'static str),
    /// A value that works from this version on.
    TooNew(u16),
}

/// No requirements beyond those of the types.
#[derive(Debug, Clone, Copy)]
pub struct NoSchema;

impl Schema for NoSchema {
    fn missing(&self, _: &str, _: &dyn Fn(&str) -> bool) -> Vec<&str> {
        Vec::new()
    }

    fn too_new(&self, _: &str, _: &str) -> Option<u16> {
        None
    }

    fn judge(&self, _: &str, _: &str, _: &Scalar<'_>) -> Option<Refusal> {
        None
    }
}

/// One thing that decoding found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "`path` and `id` say where; the rest is named after what it is"
)]
pub enum Problem {
    /// A field that the type does not have.
    Unknown {
        path: String,
        suggestion: Option<&'static str>,
        id: Id,
    },
    /// A required field that is not there.
    Missing { path: String, id: Id },
    /// A field of a newer version.
    TooNew { path: String, since: u16, id: Id },
    /// A value that is refused.
    Value {
        path: String,
        found: String,
        refusal: Refusal,
        id: Id,
    },
    /// A value of another type.
    Type {
        path: String,
        expected: String,
        found: String,
        id: Id,
    },
}

impl Problem {
    /// The problem as a fault of a data file.
    pub fn fault(&self, document: &Document) -> Fault {
        let (fault, id) = match self {
            Self::Unknown {
                path,
                suggestion,
                id,
            } => {
                let suggestion = suggestion.unwrap_or_default().to_owned();
                (
                    YamlFault::UnknownField {
                        path: path.clone(),
                        suggestion,
                    },
                    id,
                )
            }
            Self::Missing { path, id }
            | Self::TooNew { path, id, .. }
            | Self::Value { path, id, .. } => (YamlFault::MissingField { path: path.clone() }, id),
            Self::Type {
                path,
                expected,
                found,
                id,
            } => (
                YamlFault::WrongType {
                    path: path.clone(),
                    expected: expected.clone(),
                    found: found.clone(),
                },
                id,
            ),
        };
        Fault::new(&fault).at(Some(document.place(*id)))
    }
}
