//! Kubernetes objects: text → typed structures, strictly, each with its place.

mod object;
mod pod;
mod read;
mod route;
mod select;

pub use object::{Kind, Object};
pub use pod::PodView;
pub use read::read;
pub use route::{HttpRoute, HttpRouteBackend, HttpRouteSpec};
pub use select::{matches, selects};
