//! The end of an interview: what would be written, and what to do about it.

use console::{Alignment, pad_str, truncate_str};

use super::draft::Step;
use super::interview::{Interview, Next};
use super::prose::origin_text;
use super::{ChoicePrompt, Reply, Row, Tone};
use crate::answers::Resolved;
use crate::output::{Mark, Review, Target, review_blocks};
use crate::text::{say, tell};

/// The widest id, and the width that a value has in a list.
const ID_WIDTH: usize = 18;
const VALUE_WIDTH: usize = 28;
/// The width of a question in the list of more questions.
const ASK_WIDTH: usize = 54;

/// What can be done at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Write,
    Look,
    Change,
    More,
    Another,
    Stop,
}

impl Interview<'_, '_> {
    /// Shows what would be written until it is, or the person stops or goes back.
    pub(super) fn end(&mut self) -> Next {
        loop {
            if self.questions() == Next::Quit || self.waiting() == Next::Quit {
                return Next::Quit;
            }
            let more = self.others.more();
            let review = self.workshop.review(&self.given, self.draft.preset, more);
            self.show(&review);
            let done = match self.what_now(&review) {
                Ok(Deed::Write) => return Next::On,
                Ok(Deed::Look) => self.look(&review),
                Ok(Deed::Change) => self.change(),
                Ok(Deed::More) => self.more(),
                Ok(Deed::Another) => self.another(),
                Err(Next::Back) if !self.others.more().is_empty() => match self.reopen() {
                    Next::Back => return Next::Back,
                    next => next,
                },
                Ok(Deed::Stop) => return Next::Quit,
                Err(next) => return next,
            };
            if done == Next::Quit {
                return Next::Quit;
            }
        }
    }

    fn show(&mut self, review: &Review) {
        let width = self.asker.width();
        self.asker.say(Tone::Plain, "");
        for (mark, text) in review_blocks(review, self.language, width) {
            let tone = match mark {
                Mark::Title => Tone::Heading,
                Mark::Text => Tone::Plain,
                Mark::Warning => Tone::Warning,
                Mark::Error => Tone::Error,
            };
            self.asker.say(tone, &text);
        }
    }

    fn what_now(&mut self, review: &Review) -> Result<Deed, Next> {
        let language = self.language;
        let write = match review.target {
            Target::Folder(_) => "ask.do-write",
            Target::DryRun(_) => "ask.do-dry-run",
            Target::Stdout => "ask.do-print",
        };
        let mut deeds = vec![
            (Deed::Look, "ask.do-look"),
            (Deed::Change, "ask.do-change"),
            (Deed::More, "ask.do-more"),
            (Deed::Stop, "ask.do-stop"),
        ];
        if review.can_be_written() {
            deeds.insert(0, (Deed::Write, write));
            deeds.insert(4, (Deed::Another, "ask.do-another"));
        }
        let (start, message) = if review.can_be_written() {
            (0, "ask.what-now")
        } else {
            (1, "ask.what-now-blocked")
        };
        let prompt = ChoicePrompt {
            message: tell(language, message),
            rows: deeds
                .iter()
                .map(|(_, id)| Row::new(tell(language, id)))
                .collect(),
            start,
            hint: String::new(),
        };
        match self.asker.choose(&prompt) {
            Reply::Choice(chosen) => deeds.get(chosen).map(|(deed, _)| *deed).ok_or(Next::Quit),
            Reply::Back => Err(Next::Back),
            Reply::Quit | Reply::Text(_) => Err(Next::Quit),
        }
    }

    /// Shows one file after the other, until the person goes back.
    fn look(&mut self, review: &Review) -> Next {
        let language = self.language;
        let notes = review.notes(language);
        let mut texts: Vec<(Row, &str)> = Vec::new();
        if !notes.is_empty() {
            texts.push((Row::new(tell(language, "ask.look-notes")), &notes));
        }
        for file in &review.files {
            let first = if review.is_first(&file.path) {
                "*"
            } else {
                " "
            };
            let row = Row {
                label: format!("{first} {}  {}", file.path, file.word(language)),
                short: file.path.clone(),
            };
            texts.push((row, &file.text));
        }
        let mut start = 0;
        loop {
            let prompt = ChoicePrompt {
                message: tell(language, "ask.which-file"),
                rows: texts.iter().map(|(row, _)| row.clone()).collect(),
                start,
                hint: tell(language, "ask.hint-back"),
            };
            match self.asker.choose(&prompt) {
                Reply::Choice(chosen) => {
                    let text = texts.get(chosen).map_or("", |(_, text)| *text);
                    self.asker.say(Tone::Plain, "");
                    if self.asker.read(text, &tell(language, "ask.next-page")) == Reply::Quit {
                        return Next::Quit;
                    }
                    self.asker.say(Tone::Plain, "");
                    start = (chosen + 1).min(texts.len().saturating_sub(1));
                }
                Reply::Back => return Next::On,
                Reply::Quit | Reply::Text(_) => return Next::Quit,
            }
        }
    }

    /// Changes answers: the preset, and whatever has a value.
    fn change(&mut self) -> Next {
        let resolved = self.settle();
        let language = self.language;
        let mut rows: Vec<(Step, Row)> = Vec::new();
        if self.draft.preset.is_some() || self.steps(&resolved).contains(&Step::Preset) {
            let id = self.draft.preset.map(|preset| preset.title.said(language));
            let none = tell(language, "ask.preset-none");
            rows.push((
                Step::Preset,
                change_row(&tell(language, "ask.preset-row"), id.unwrap_or(&none), ""),
            ));
        }
        let pairs = self.pack.questions.questions.iter().zip(&resolved.answers);
        for (at, (question, answer)) in pairs.enumerate() {
            let Some(answer) = answer else { continue };
            let value = answer.value.to_text().replace('\n', " ");
            let origin = origin_text(answer, language);
            rows.push((
                Step::Question(at),
                change_row(&question.id, &value, &origin),
            ));
        }
        self.pick("ask.which-answer", &rows, &resolved)
    }

    /// Asks questions that the interview had left out.
    fn more(&mut self) -> Next {
        let resolved = self.settle();
        let rows: Vec<(Step, Row)> = self
            .pack
            .questions
            .questions
            .iter()
            .enumerate()
            .filter(|(at, question)| {
                resolved.applies.get(*at).copied().unwrap_or(false)
                    && !self.draft.is_answered(Step::Question(*at))
                    && !self.draft.is_stated(&question.id)
            })
            .map(|(at, question)| {
                let ask = question.ask.said(self.language);
                let ask = truncate_str(ask, ASK_WIDTH, "..");
                let ask = pad_str(&ask, ASK_WIDTH, Alignment::Left, None);
                let value = resolved.answers.get(at).and_then(Option::as_ref);
                let value = value.map_or_else(String::new, |one| one.value.to_text());
                let row = Row {
                    label: format!("{ask} {}", value.replace('\n', " ")),
                    short: question.id.clone(),
                };
                (Step::Question(at), row)
            })
            .collect();
        self.pick("ask.which-question", &rows, &resolved)
    }

    /// Lets the person pick one of `rows`, and asks it.
    fn pick(&mut self, message: &str, rows: &[(Step, Row)], resolved: &Resolved) -> Next {
        let prompt = ChoicePrompt {
            message: tell(self.language, message),
            rows: rows.iter().map(|(_, row)| row.clone()).collect(),
            start: 0,
            hint: tell(self.language, "ask.hint-filter"),
        };
        let step = match self.asker.choose(&prompt) {
            Reply::Choice(chosen) => rows.get(chosen).map(|(step, _)| *step),
            Reply::Back => return Next::On,
            Reply::Quit | Reply::Text(_) => return Next::Quit,
        };
        let next = match step {
            Some(Step::Preset) => self.ask_preset(),
            Some(Step::Question(at)) => {
                self.title_of(at);
                self.ask(at, resolved)
            }
            Some(Step::Size) | None => Next::On,
        };
        if let (Next::On, Some(step)) = (next, step) {
            self.draft.answered(step);
        }
        next
    }

    /// The section of a question, without a count: it is asked out of turn.
    fn title_of(&mut self, at: usize) {
        let question = self.pack.questions.questions.get(at);
        let section = question.and_then(|one| self.pack.questions.sections.get(one.section));
        if let Some(section) = section {
            let fields = [("title", section.title.said(self.language).to_owned())];
            let text = say(self.language, "ask.section", &fields).message;
            self.asker.say(Tone::Heading, &format!("\n{text}"));
        }
    }
}

fn change_row(id: &str, value: &str, origin: &str) -> Row {
    let name = pad_str(id, ID_WIDTH, Alignment::Left, None).into_owned();
    let value = truncate_str(value, VALUE_WIDTH, "..").into_owned();
    let value = pad_str(&value, VALUE_WIDTH, Alignment::Left, None).into_owned();
    Row {
        label: format!("{name} {value} {origin}").trim_end().to_owned(),
        short: id.to_owned(),
    }
}
