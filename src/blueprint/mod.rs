//! From a pack's templates and a service to files.

mod layout;
mod part;
mod render;
mod whole;

pub(crate) use part::part_of;
pub(crate) use render::{BASE, KUSTOMIZATION, OUTSIDE, OVERLAYS, cluster_of};
pub use render::{Rendered, render};
