//! One question as a prompt, and what was typed as an answer.

use std::rc::Rc;

use super::interview::{Interview, Next};
use super::prose::{choices, fault_text, message, needed, origin_text};
use super::typed::{has_open_quote, line_of, raw_of};
use super::{Check, ChoicePrompt, Reply, Row, TextPrompt, Tone};
use crate::answers::{Answer, Given, Origin, Raw, Reach, Resolved, canonical_of};
use crate::pack::Need;
use crate::question::{Canonical, Change, Kind, Question};
use crate::text::{Place, joined, say, tell, wrap_with};

impl<'i, 'p> Interview<'i, 'p> {
    /// Asks one question; its answer, if any, is the draft's.
    pub(super) fn ask(&mut self, at: usize, resolved: &Resolved) -> Next {
        let Some(question) = self.pack.questions.questions.get(at) else {
            return Next::On;
        };
        let current = resolved.answers.get(at).and_then(Option::as_ref);
        if question.kind == Kind::Bool || !question.choices.is_empty() {
            self.ask_choice(question, current)
        } else {
            self.ask_text(question, current)
        }
    }

    fn ask_text(&mut self, question: &Question, current: Option<&Answer>) -> Next {
        let language = self.language;
        let line = current.map_or_else(String::new, |answer| line_of(question, &answer.value));
        let is_needed = self.is_needed(question);
        // What was said before is there to be edited, what is proposed to be taken or replaced.
        let was_said = current.is_some_and(|answer| answer.origin.is_typed());
        let (proposal, initial) = if was_said || line.is_empty() {
            (None, line.clone())
        } else {
            (Some(line.clone()), String::new())
        };
        loop {
            let prompt = TextPrompt {
                message: message(question, language),
                proposal: proposal.clone(),
                initial: initial.clone(),
                hint: self.text_hint(question, current, is_needed),
                check: self.check(question, is_needed, &initial),
            };
            match self.asker.text(&prompt) {
                Reply::Text(text) if asks_for_help(&text, &initial) => self.help(question),
                Reply::Text(text) => {
                    let text = if text.trim().is_empty() {
                        proposal.unwrap_or_default()
                    } else {
                        text
                    };
                    self.take(question, current, &line, &text);
                    return Next::On;
                }
                Reply::Back => return Next::Back,
                Reply::Quit | Reply::Choice(_) => return Next::Quit,
            }
        }
    }

    /// Records what was typed. What stood there and was confirmed is an answer like any other.
    fn take(&mut self, question: &Question, current: Option<&Answer>, line: &str, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            if question.list || question.map {
                self.draft.put(&question.id, Raw::Text("none".to_owned()));
            } else {
                self.draft.drop_said(&question.id);
            }
            return;
        }
        let unchanged = current.filter(|_| text == line.trim());
        let raw = match unchanged.map(|answer| &answer.value) {
            // A value that holds what a line cannot (a line break) stays as it is.
            Some(Canonical::Map(pairs)) if !pairs.is_empty() => Raw::Map(pairs.clone()),
            Some(Canonical::List(items)) if !items.is_empty() => Raw::List(items.clone()),
            _ => raw_of(question, text),
        };
        self.draft.put(&question.id, raw);
    }

    /// Whether nothing is no answer here.
    fn is_needed(&self, question: &Question) -> bool {
        question.required.is_some() || question.default.is_some() || self.need(question).is_some()
    }

    /// What the preset says that it needs the answer for.
    fn need(&self, question: &Question) -> Option<&'p Need> {
        let needs = self.draft.preset.into_iter().flat_map(|one| &one.needs);
        needs.into_iter().find(|need| need.id == question.id)
    }

    fn text_hint(&self, question: &Question, current: Option<&Answer>, is_needed: bool) -> String {
        let language = self.language;
        let need = self
            .need(question)
            .map_or_else(String::new, |need| need.why.said(language).to_owned());
        let Some(answer) = current else {
            let id = if is_needed {
                "ask.hint-example"
            } else {
                "ask.hint-optional"
            };
            let fields = [("example", question.example.clone()), ("why", need)];
            return say(language, id, &fields).message;
        };
        let fields = [
            ("origin", origin_text(answer, language)),
            ("why", self.why(question, answer)),
        ];
        say(language, "ask.hint-origin", &fields).message
    }

    /// Why a guess may be wrong; what the image tells is doubted by no words about another value.
    fn why(&self, question: &Question, answer: &Answer) -> String {
        let is_told = matches!(answer.origin, Origin::Evidence(_) | Origin::Image(_));
        if !answer.is_guess || is_told {
            return String::new();
        }
        if let Some(need) = self.need(question) {
            return need.why.said(self.language).to_owned();
        }
        self.draft
            .preset
            .filter(|_| matches!(answer.origin, Origin::Preset(_)))
            .and_then(|preset| preset.guesses.get(&question.id))
            .or(answer.guess(question))
            .map(|prose| prose.said(self.language).to_owned())
            .unwrap_or_default()
    }

    /// Judges a line: its form, and what can be said of the answer by itself.
    fn check<'c>(&self, question: &'c Question, is_needed: bool, initial: &str) -> Check<'c>
    where
        'i: 'c,
        'p: 'c,
    {
        let language = self.language;
        let (workshop, preset, given) = (self.workshop, self.draft.preset, self.given.clone());
        let initial = initial.to_owned();
        let has_need = self.need(question).is_some();
        Rc::new(move |text: &str| {
            let text = text.trim();
            if asks_for_help(text, &initial) {
                return Ok(());
            }
            if text.is_empty() {
                return if is_needed {
                    Err(needed(question, has_need, language))
                } else {
                    Ok(())
                };
            }
            if has_open_quote(question, text) {
                return Err(tell(language, "ask.open-quote"));
            }
            let raw = raw_of(question, text);
            let mut faults = canonical_of(question, &raw).err().unwrap_or_default();
            if faults.is_empty() {
                let candidate = with_candidate(&given, question, raw);
                faults = workshop.judge(&candidate, preset, &question.id);
            }
            faults
                .first()
                .map_or(Ok(()), |fault| Err(fault_text(fault, language)))
        })
    }

    fn ask_choice(&mut self, question: &Question, current: Option<&Answer>) -> Next {
        let language = self.language;
        let (values, mut rows) = choices(question, language);
        rows.push(Row::new(tell(language, "ask.help-row")));
        let text = current.map(|answer| answer.value.to_text());
        let start = values.iter().position(|value| Some(value) == text.as_ref());
        let hint = match current {
            Some(answer) => {
                let fields = [
                    (
                        "value",
                        start
                            .and_then(|at| rows.get(at))
                            .map(|row| row.short.clone())
                            .unwrap_or_default(),
                    ),
                    ("origin", origin_text(answer, language)),
                    ("why", self.why(question, answer)),
                ];
                say(language, "ask.hint-choice", &fields).message
            }
            None => tell(language, "ask.hint-list"),
        };
        let prompt = ChoicePrompt {
            message: message(question, language),
            rows,
            start: start.unwrap_or(0),
            hint,
        };
        loop {
            match self.asker.choose(&prompt) {
                Reply::Choice(chosen) => match values.get(chosen) {
                    Some(value) => {
                        self.draft.put(&question.id, Raw::Text(value.clone()));
                        return Next::On;
                    }
                    None => self.help(question),
                },
                Reply::Back => return Next::Back,
                Reply::Quit | Reply::Text(_) => return Next::Quit,
            }
        }
    }

    /// The whole of what is known about a question.
    pub(super) fn help(&mut self, question: &Question) {
        let language = self.language;
        let width = self.asker.width();
        let mut text = String::from("\n");
        let mut add = |prose: &str| {
            text.push_str(&wrap_with(prose, width, "  "));
            text.push('\n');
        };
        add(&joined(question.help.said(language)));
        if let Some(guess) = question.guess() {
            add(guess.said(language));
        }
        let need = self.need(question);
        if let Some(need) = need {
            let fields = [("why", need.why.said(language).to_owned())];
            add(&say(language, "ask.help-need", &fields).message);
        }
        // A list shows every value that there is.
        let is_list = question.kind == Kind::Bool || !question.choices.is_empty();
        if !question.example.is_empty() && !is_list {
            let fields = [("example", question.example.clone())];
            add(&say(language, "ask.help-example", &fields).message);
        }
        if question.change == Change::Never {
            add(&tell(language, "ask.help-never"));
        }
        if let Some(reference) = &question.reference {
            add(reference);
        }
        self.asker.say(Tone::Plain, &text);
    }
}

/// The layers with another answer to `question`, placed so that its faults can be told apart.
fn with_candidate(given: &[Given], question: &Question, raw: Raw) -> Vec<Given> {
    let mut candidate: Vec<Given> = given
        .iter()
        .filter(|one| one.id != question.id || one.origin != Origin::Interview)
        .cloned()
        .collect();
    candidate.push(Given {
        id: question.id.clone(),
        raw,
        place: Some(Place::named(&question.id)),
        parts: Vec::new(),
        origin: Origin::Interview,
        reach: Reach::default(),
    });
    candidate
}

/// A question mark, by itself or behind what stood in the line.
fn asks_for_help(text: &str, initial: &str) -> bool {
    let rest = text.trim().strip_prefix(initial).unwrap_or(text);
    matches!(text.trim(), "?" | "？") || matches!(rest.trim(), "?" | "？")
}
