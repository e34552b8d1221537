//! Reports: one document in JSON, or words for people.

mod json;
mod schema;
mod summary;

pub use json::{Report, error_entry};
pub use schema::report_schema;
pub use summary::{plan_lines, summary};
