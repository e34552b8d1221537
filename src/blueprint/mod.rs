//! From a pack's templates and a service to files.

mod layout;
mod render;
mod whole;

pub(crate) use render::{BASE, NAMESPACE, cluster_of};
pub use render::{Rendered, render};
