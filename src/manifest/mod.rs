//! Kubernetes objects: text → typed structures, strictly, each with its place.

mod object;
mod pod;
mod read;
mod select;

pub use object::{Kind, Object};
pub use pod::PodView;
pub use read::read;
pub use select::{matches, selects};
