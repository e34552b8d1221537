//! What each Kubernetes version has. All of it data, under `blueprints/kubernetes/`.

mod form;
mod order;
mod resource;
mod table;
mod version;

pub use order::Rows;
pub use resource::{Resources, resources};
pub use table::{NEVER, Table, has_field, has_value, table, warm};
pub use version::{Version, as_of, versions};
