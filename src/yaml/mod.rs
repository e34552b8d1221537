//! YAML as kubectl reads it: an arena of nodes, each with its place; strict
//! decoding into types; and writing scalars that every reader reads alike.
//!
//! The texts of the binary are not parsed at run time: `build.rs` records what the parser says of them
//! (`record`), and `replay` tells it the composer again.

mod compose;
mod decode;
mod event;
mod fault;
mod input;
mod problem;
mod read;
#[cfg(test)]
mod record;
mod replay;
mod scalar;
mod source;
mod tree;
mod variant;
mod write;

use serde::de::DeserializeOwned;

use crate::text::Fault;

pub use decode::{Decoded, decode};
pub use fault::YamlFault;
pub use input::Input;
pub use problem::{NoSchema, Problem, Refusal, Schema};
pub use read::read;
pub use scalar::Scalar;
pub use source::Source;
pub use tree::{Document, Id, Shape, Step, steps};
pub use write::{Position, block, scalar};

/// Reads bytes of a file: UTF-8, with or without a byte order mark.
pub fn read_bytes(name: &str, bytes: &[u8]) -> Result<Vec<Document>, Vec<Fault>> {
    match std::str::from_utf8(bytes) {
        Ok(text) => read(name, text),
        Err(error) => {
            let fault = YamlFault::NotUtf8 {
                offset: error.valid_up_to(),
            };
            Err(vec![
                Fault::new(&fault).at(Some(crate::text::Place::named(name))),
            ])
        }
    }
}

/// Loads one document into a type; a field that the type does not have is a fault.
pub fn load<'t, T: DeserializeOwned>(
    name: &str,
    text: impl Into<Input<'t>>,
) -> Result<T, Vec<Fault>> {
    load_input(name, text.into())
}

fn load_input<T: DeserializeOwned>(name: &str, input: Input<'_>) -> Result<T, Vec<Fault>> {
    let documents = read(name, input)?;
    let Some(document) = documents.first() else {
        return Err(vec![
            Fault::new(&YamlFault::Empty {}).at(Some(crate::text::Place::named(name))),
        ]);
    };
    let decoded = decode::<T>(document, document.root(), &NoSchema);
    let faults: Vec<Fault> = decoded
        .problems
        .iter()
        .map(|problem| problem.fault(document))
        .collect();
    match decoded.value {
        Some(value) if faults.is_empty() => Ok(value),
        _ => Err(faults),
    }
}
