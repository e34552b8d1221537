//! Integration tests: kwgen as its users run it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on should stop"
)]

mod support;

mod add;
mod apply_order;
mod autoscale;
mod cluster;
mod command_line;
mod completions;
mod contradictions;
mod covering;
#[cfg(unix)]
mod disk;
mod environments;
mod errors;
mod first_start;
mod fuzz_targets;
mod golden;
mod house;
mod idle_lines;
mod interview;
mod overlay;
mod placement;
mod policy;
mod readme;
mod spot;
mod start_deadline;
mod strings;
#[cfg(unix)]
mod update;
mod validation;
mod values;
mod why;
