//! Kubernetes objects: text → typed structures, strictly, each with its place.

mod form;
mod object;
mod pod;
mod read;
mod select;
mod table;

pub use object::{Kind, Object};
pub use pod::PodView;
pub use read::read;
pub use select::{matches, selects};
pub use table::{NEVER, Table, Version, has_field, has_value, table, versions};
