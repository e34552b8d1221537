//! Asking a person: the interview, behind a trait, so that tests can answer.

mod interview;
mod terminal;

use std::rc::Rc;

pub use interview::{Outcome, Resolver, interview, walk_tree};
pub use terminal::Terminal;

/// Judges what was typed; `Err` is shown, and the input is kept.
pub type Check = Rc<dyn Fn(&str) -> Result<(), String>>;

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
pub struct TextPrompt {
    /// The question.
    pub message: String,
    /// What stands in the line already.
    pub initial: String,
    /// One line below it.
    pub hint: String,
    /// Judges the answer.
    pub check: Check,
}

/// Someone who answers.
pub trait Asker {
    /// Asks for a text.
    fn text(&mut self, prompt: &TextPrompt) -> Reply;
    /// Asks for one of several options; `start` is marked.
    fn choose(&mut self, message: &str, options: &[String], start: usize, hint: &str) -> Reply;
    /// Says something.
    fn say(&mut self, text: &str);
}
