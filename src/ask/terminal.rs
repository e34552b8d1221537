//! The terminal: the only file that knows inquire.

use inquire::error::InquireError;
use inquire::ui::{Color, RenderConfig, StyleSheet, Styled};
use inquire::validator::Validation;
use inquire::{Confirm, Select, Text};

use super::{Asker, Reply, TextPrompt};
use crate::text::{Language, tell};

/// A person at a terminal.
#[derive(Debug)]
pub struct Terminal {
    language: Language,
}

impl Terminal {
    /// Prepares the terminal; colours only where stderr may have them.
    pub fn new(language: Language) -> Self {
        let colours = console::colors_enabled_stderr();
        let config = if colours {
            RenderConfig::default_colored()
                .with_prompt_prefix(Styled::new("?").with_fg(Color::LightGreen))
                .with_help_message(StyleSheet::new().with_fg(Color::DarkGrey))
        } else {
            RenderConfig::empty()
        };
        inquire::set_global_render_config(config);
        Self { language }
    }

    /// Whether the person wants it written.
    pub fn confirms_write(&self) -> bool {
        Confirm::new(&tell(self.language, "ask.write"))
            .with_default(true)
            .prompt()
            .unwrap_or(false)
    }
}

fn reply<T>(result: Result<T, InquireError>, then: impl FnOnce(T) -> Reply) -> Reply {
    match result {
        Ok(value) => then(value),
        Err(InquireError::OperationCanceled) => Reply::Back,
        Err(_) => Reply::Quit,
    }
}

impl Asker for Terminal {
    fn text(&mut self, prompt: &TextPrompt) -> Reply {
        let check = prompt.check.clone();
        let validator = move |text: &str| {
            Ok(match check(text) {
                Ok(()) => Validation::Valid,
                Err(message) => Validation::Invalid(message.into()),
            })
        };
        let asked = Text::new(&prompt.message)
            .with_initial_value(&prompt.initial)
            .with_help_message(&prompt.hint)
            .with_validator(validator)
            .prompt();
        reply(asked, Reply::Text)
    }

    fn choose(&mut self, message: &str, options: &[String], start: usize, hint: &str) -> Reply {
        let asked = Select::new(message, options.to_vec())
            .with_starting_cursor(start.min(options.len().saturating_sub(1)))
            .with_help_message(hint)
            .with_page_size(10)
            .raw_prompt();
        reply(asked, |chosen| Reply::Choice(chosen.index))
    }

    fn say(&mut self, text: &str) {
        use std::io::Write as _;
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }
}
