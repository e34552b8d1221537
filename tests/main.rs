//! Integration tests: kwgen as its users run it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on should stop"
)]

mod support;

mod command_line;
mod completions;
mod overlay;
mod readme;
