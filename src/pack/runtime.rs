//! Variables that a runtime needs to live inside its memory limit.

use serde::Deserialize;

use crate::text::Prose;

/// One variable of a runtime.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Variable {
    /// The answer to `runtime` that it is for.
    pub runtime: String,
    /// Its name.
    pub name: String,
    /// Its value: a template over `memory`, the limit in MiB.
    pub value: String,
    /// Why.
    pub why: Prose,
}
