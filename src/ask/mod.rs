//! Asking a person: the interview, behind a trait, so that tests can answer.
//!
//! The interview touches nothing but its [`Asker`] (who answers) and its [`Workshop`] (what the
//! answers come to); it holds no file and no terminal of its own.
//!
//! # How the interview goes
//!
//! `ask` is a state machine between two traits: `Asker` (a person: `terminal.rs`, the only file that
//! knows inquire; a script in the tests) and `Workshop` (what answers come to: resolution, judging one
//! answer by itself, objections of evidence, the review before a write). It keeps a `Draft`: what was
//! given, what was said, the trail of steps. The next step is always *the first of the list that is not
//! on the trail*; going back takes one off the trail, an answer that no longer applies (its `when`, or
//! the tree's path) stays in the draft and does not count. The list is data: `interview:` of the
//! preset, or of `pack.yaml` where there is none; `readFirst` names the files to read first. Another
//! workload of the service is an interview of its own beside the first (`ask::another`), over what was
//! said of the service; at the end it comes to the first as `kwgen new --add` would add it. What is
//! kept after Ctrl-C is an answers file with what was said and nothing that was guessed.

mod another;
mod draft;
mod interview;
mod order;
mod preset;
mod prose;
mod question;
mod review;
mod terminal;
mod typed;
mod walk;

use std::rc::Rc;

use crate::answers::{Given, Resolved};
use crate::output::Review;
use crate::pack::Preset;
use crate::text::Fault;

pub use another::More;
pub use interview::{Interview, Outcome, because};
pub use terminal::{Terminal, restore};
pub use walk::walk_tree;

/// Judges what was typed; `Err` is shown, and the input is kept.
pub type Check<'c> = Rc<dyn Fn(&str) -> Result<(), String> + 'c>;

/// What a person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Typed a text.
    Text(String),
    /// Chose an option, counted from 0.
    Choice(usize),
    /// Wants the question before.
    Back,
    /// Wants to stop.
    Quit,
}

/// A question for a text.
#[derive(Clone)]
pub struct TextPrompt<'c> {
    /// The question.
    pub message: String,
    /// What an empty line stands for.
    pub proposal: Option<String>,
    /// What stands in the line already.
    pub initial: String,
    /// What stands below it; may have several lines.
    pub hint: String,
    /// Judges the answer.
    pub check: Check<'c>,
}

/// A question with a list of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoicePrompt {
    /// The question.
    pub message: String,
    /// The rows.
    pub rows: Vec<Row>,
    /// The row that is marked at first.
    pub start: usize,
    /// What stands below it; may have several lines.
    pub hint: String,
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The row as it stands in the list.
    pub label: String,
    /// What stands behind the question once the row was chosen.
    pub short: String,
}

impl Row {
    /// A row that is said in the same words in the list and behind the question.
    pub fn new(label: impl Into<String>) -> Self {
        let label = label.into();
        Self {
            short: label.clone(),
            label,
        }
    }
}

/// How a text is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// The title of a section.
    Heading,
    /// Something to read.
    Plain,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

/// Someone who answers.
pub trait Asker {
    /// Asks for a text.
    fn text(&mut self, prompt: &TextPrompt<'_>) -> Reply;
    /// Asks for one of several rows.
    fn choose(&mut self, prompt: &ChoicePrompt) -> Reply;
    /// Says something.
    fn say(&mut self, tone: Tone, text: &str);
    /// Shows a text that may be longer than the screen; `more` is asked between two pages.
    fn read(&mut self, text: &str, more: &str) -> Reply;
    /// How many columns there are.
    fn width(&self) -> usize;
}

/// What the answers come to. The preset's own layer is added by the workshop.
pub trait Workshop<'p> {
    /// The effective answers.
    fn resolve(&self, given: &[Given], preset: Option<&'p Preset>) -> Resolved;
    /// What is wrong with the answer to `id` by itself, beyond its form.
    fn judge(&self, given: &[Given], preset: Option<&'p Preset>, id: &str) -> Vec<Fault>;
    /// Where the evidence speaks against the answers.
    fn objections(&self, resolved: &Resolved) -> Vec<Fault>;
    /// Notes what is kept should the interview end now; `more` are the workloads beside the first.
    fn note(&self, given: &[Given], preset: Option<&'p Preset>, more: &[More<'p>]);
    /// Everything that would be written, and what would become of each file.
    fn review(&self, given: &[Given], preset: Option<&'p Preset>, more: &[More<'p>]) -> Review;
}
