//! What people read: faults, the catalogue that phrases them in English and
//! Chinese, and the choice of the language.

mod catalogue;
mod fault;
mod language;
mod outline;
mod wrap;

pub use catalogue::{Message, Said, messages, phrase, say, say_fault, tell};
pub use fault::{Fault, Phrased, Place, add_new};
pub use language::{Language, Prose};
pub use outline::outline;
pub use wrap::{joined, wrap, wrap_with};
