//! Kubernetes objects: text → typed structures, strictly, each with its place.

mod object;
mod pod;
mod read;
mod table;

pub use object::{Kind, Object};
pub use pod::PodView;
pub use read::read;
pub use table::{Table, Version, table, versions};
