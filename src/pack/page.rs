//! Pages: what `explain` tells of a question beside what the question itself says, and of the keys of
//! `kwgen.yaml` that are no questions. One file each, `pages/ID.yaml`, read when it is asked for.

use serde::Deserialize;

use crate::text::Prose;

/// What there is to tell of a question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// What it is about.
    pub title: Prose,
    /// What there is to say, a paragraph on each line.
    pub text: Prose,
    /// How it is written, as it stands in a file.
    #[serde(default)]
    pub example: Option<String>,
    /// Things that are said elsewhere, each with what is wrong with it.
    #[serde(default)]
    pub points: Vec<Point>,
    /// Where it is from.
    #[serde(default)]
    pub source: Option<String>,
}

/// One thing that is said elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// What is said, as it stands there.
    pub said: String,
    /// What is wrong with it, or right.
    pub wrong: Prose,
    /// The right form.
    #[serde(default)]
    pub right: Option<String>,
    /// Where that is from.
    #[serde(default)]
    pub source: Option<String>,
}
