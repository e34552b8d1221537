//! Reports: one document in JSON, or words for people.

mod json;
mod review;
mod schema;
mod summary;
mod why;

pub use json::{Report, error_entry};
pub use review::{Mark, Review, ReviewFile, Target, review_blocks};
pub use schema::report_schema;
pub use summary::{both_diffs, plan_lines, summary};
pub use why::{Line, Maker};
