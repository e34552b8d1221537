//! The terminal: the only file that knows inquire.

use std::io::Write as _;

use console::Style;
use inquire::autocompletion::Replacement;
use inquire::error::InquireError;
use inquire::ui::{Attributes, Color, RenderConfig, StyleSheet, Styled};
use inquire::validator::Validation;
use inquire::{Autocomplete, CustomUserError, Select, Text};

use super::{Asker, ChoicePrompt, Reply, TextPrompt, Tone};
use crate::text::{Language, tell, wrap};

/// Rows that a list leaves to the question and what stands around it.
const AROUND_LIST: usize = 6;

/// A person at a terminal.
#[derive(Debug)]
pub struct Terminal {
    back: String,
    has_colours: bool,
}

impl Terminal {
    /// Prepares the terminal; colours only where stderr may have them.
    pub fn new(language: Language) -> Self {
        Self {
            back: tell(language, "ask.went-back"),
            has_colours: console::colors_enabled_stderr(),
        }
    }

    /// Only the eight colours that every theme, light or dark, keeps readable.
    fn config(&self) -> RenderConfig<'_> {
        let plain = RenderConfig::empty()
            .with_answered_prompt_prefix(Styled::new(" "))
            .with_canceled_prompt_indicator(Styled::new(self.back.as_str()));
        if !self.has_colours {
            return plain;
        }
        let accent = StyleSheet::new().with_fg(Color::DarkCyan);
        let strong = accent.with_attr(Attributes::BOLD);
        let error = inquire::ui::ErrorMessageRenderConfig::empty()
            .with_prefix(Styled::new("#").with_fg(Color::DarkRed))
            .with_message(StyleSheet::new().with_fg(Color::DarkRed));
        plain
            .with_prompt_prefix(Styled::new("?").with_style_sheet(strong))
            .with_answer(accent)
            .with_default_value(accent)
            .with_error_message(error)
            .with_highlighted_option_prefix(Styled::new(">").with_style_sheet(strong))
            .with_selected_option(Some(strong))
    }

    fn rows() -> usize {
        usize::from(console::Term::stderr().size().0).max(8)
    }

    /// Broken between words, so that inquire does not break inside one. Two columns are the
    /// brackets and the prefix that it adds.
    fn fit(&self, text: &str) -> String {
        wrap(&clean(text), self.width().saturating_sub(3)).join("\n")
    }
}

/// Gives the terminal back as it was, from whatever state a prompt has left it in.
pub fn restore() {
    let _ = crossterm::terminal::disable_raw_mode();
    let _ = crossterm::execute!(
        std::io::stderr(),
        crossterm::event::DisableBracketedPaste,
        crossterm::cursor::Show
    );
}

/// Without characters that would steer the terminal: what is shown may come from a file.
fn clean(text: &str) -> String {
    text.replace('\t', "    ")
        .chars()
        .map(|character| {
            if character.is_control() && character != '\n' {
                '\u{fffd}'
            } else {
                character
            }
        })
        .collect()
}

/// Tab puts the proposal into an empty line, to be edited.
#[derive(Clone)]
struct Fill(Option<String>);

impl Autocomplete for Fill {
    fn get_suggestions(&mut self, _: &str) -> Result<Vec<String>, CustomUserError> {
        Ok(Vec::new())
    }

    fn get_completion(
        &mut self,
        input: &str,
        _: Option<String>,
    ) -> Result<Replacement, CustomUserError> {
        Ok(self.0.clone().filter(|_| input.is_empty()))
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
    fn text(&mut self, prompt: &TextPrompt<'_>) -> Reply {
        let check = prompt.check.clone();
        let width = self.width();
        let validator = move |text: &str| {
            Ok(match check(text) {
                Ok(()) => Validation::Valid,
                Err(message) => {
                    let message = wrap(&clean(&message), width.saturating_sub(4)).join("\n  ");
                    Validation::Invalid(message.into())
                }
            })
        };
        let (message, hint) = (self.fit(&prompt.message), self.fit(&prompt.hint));
        let initial = clean(&prompt.initial);
        let proposal = prompt.proposal.as_deref().map(clean);
        let mut asked = Text::new(&message)
            .with_initial_value(&initial)
            .with_validator(validator)
            .with_autocomplete(Fill(proposal.clone()))
            .with_formatter(&|answer| answer.replace('\n', " "))
            .with_render_config(self.config());
        if let Some(proposal) = &proposal {
            asked = asked.with_default(proposal);
        }
        if !hint.is_empty() {
            asked = asked.with_help_message(&hint);
        }
        reply(asked.prompt(), Reply::Text)
    }

    fn choose(&mut self, prompt: &ChoicePrompt) -> Reply {
        let width = self.width().saturating_sub(3);
        let labels: Vec<String> = prompt
            .rows
            .iter()
            .map(|row| console::truncate_str(&clean(&row.label), width, "..").into_owned())
            .collect();
        let rows = &prompt.rows;
        let formatter = |chosen: inquire::list_option::ListOption<&String>| {
            rows.get(chosen.index)
                .map(|row| clean(&row.short))
                .unwrap_or_default()
        };
        let (message, hint) = (self.fit(&prompt.message), self.fit(&prompt.hint));
        let around = AROUND_LIST + message.lines().count() + hint.lines().count();
        let page = Self::rows().saturating_sub(around).clamp(3, 14);
        let start = prompt.start.min(labels.len().saturating_sub(1));
        // Searched in the row and in its short form; what no row holds filters nothing, since an
        // empty list would be a dead end.
        let held: Vec<String> = rows
            .iter()
            .map(|row| format!("{} {}", row.label, row.short).to_lowercase())
            .collect();
        let scorer = |typed: &str, _: &String, _: &str, at: usize| {
            let typed = typed.to_lowercase();
            let is_held = held.iter().any(|row| row.contains(&typed));
            let holds = held.get(at).is_some_and(|row| row.contains(&typed));
            (!is_held || holds).then_some(0)
        };
        let mut asked = Select::new(&message, labels)
            .with_scorer(&scorer)
            .with_starting_cursor(start)
            .with_page_size(page)
            .with_formatter(&formatter)
            .with_render_config(self.config());
        asked = if hint.is_empty() {
            asked.without_help_message()
        } else {
            asked.with_help_message(&hint)
        };
        reply(asked.raw_prompt(), |chosen| Reply::Choice(chosen.index))
    }

    fn say(&mut self, tone: Tone, text: &str) {
        let style = match tone {
            Tone::Plain => Style::new(),
            Tone::Heading => Style::new().bold(),
            // Yellow is lost on a light background.
            Tone::Warning => Style::new().magenta(),
            Tone::Error => Style::new().red(),
        };
        let text = clean(text);
        let mut out = String::new();
        for (at, line) in text.split('\n').enumerate() {
            // Of a warning or an error only its first line is loud.
            let is_loud = tone == Tone::Heading || at == 0;
            if is_loud && tone != Tone::Plain && !line.is_empty() {
                out.push_str(&style.clone().for_stderr().apply_to(line).to_string());
            } else {
                out.push_str(line);
            }
            out.push('\n');
        }
        let _ = std::io::stderr().lock().write_all(out.as_bytes());
    }

    fn read(&mut self, text: &str, more: &str) -> Reply {
        let width = self.width().max(8);
        let text = clean(text);
        let mut left: Vec<&str> = text.lines().collect();
        left.reverse();
        while !left.is_empty() {
            let mut room = Self::rows().saturating_sub(3);
            let mut page = String::new();
            while let Some(line) = left.last() {
                let rows = console::measure_text_width(line).div_ceil(width).max(1);
                if rows > room && !page.is_empty() {
                    break;
                }
                room = room.saturating_sub(rows);
                page.push_str(line);
                page.push('\n');
                left.pop();
            }
            let _ = std::io::stderr().lock().write_all(page.as_bytes());
            if left.is_empty() {
                break;
            }
            let asked = Text::new(more).with_render_config(self.config()).prompt();
            match reply(asked, Reply::Text) {
                Reply::Text(_) => {}
                other => return other,
            }
        }
        Reply::Text(String::new())
    }

    fn width(&self) -> usize {
        usize::from(console::Term::stderr().size().1).max(20)
    }
}
