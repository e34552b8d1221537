//! From a pack's templates and a service to files.

mod layout;
mod render;

pub use render::{Rendered, render};
