//! The interview: which question comes next, going back, the summary.

use std::rc::Rc;

use super::{Asker, Check, Reply, TextPrompt};
use crate::answers::{Given, Origin, Raw, Resolved, canonical_of};
use crate::pack::{Pack, Preset};
use crate::question::{Canonical, Kind, Question};
use crate::text::{Language, say, say_fault, tell};
use crate::value::words;

/// Questions that are asked without a preset: identity, the tree, and what decides the first start.
const WITHOUT_PRESET: [&str; 11] = [
    "name",
    "image",
    "stateful",
    "perNode",
    "batch",
    "schedule",
    "ports",
    "readiness",
    "callers",
    "dependencies",
    "storage",
];

/// How an interview ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Write it.
    Write {
        /// The preset that was chosen.
        preset: Option<String>,
    },
    /// Stop; the answers so far are kept.
    Cancelled {
        /// The preset that was chosen.
        preset: Option<String>,
    },
}

/// Resolves the answers so far: gives them back with the preset's added.
pub type Resolver<'r, 'p> =
    dyn FnMut(Vec<Given>, Option<&'p Preset>) -> (Vec<Given>, Resolved) + 'r;

struct Interview<'i, 'p> {
    asker: &'i mut dyn Asker,
    pack: &'p Pack,
    language: Language,
    given: &'i mut Vec<Given>,
    preset: Option<&'p Preset>,
}

enum Next {
    On,
    Back,
    Quit,
}

/// Holds the interview; answers are added to `given`.
pub fn interview<'p>(
    asker: &mut dyn Asker,
    pack: &'p Pack,
    language: Language,
    given: &mut Vec<Given>,
    resolver: &mut Resolver<'_, 'p>,
) -> Outcome {
    let preset = given.iter().find_map(|one| match &one.origin {
        Origin::Preset(id) => pack.preset(id),
        _ => None,
    });
    let stated: Vec<String> = given
        .iter()
        .filter(|one| is_stated(one))
        .map(|one| one.id.clone())
        .collect();
    let mut this = Interview {
        asker,
        pack,
        language,
        given,
        preset,
    };
    let cancelled = |this: &Interview<'_, '_>| Outcome::Cancelled {
        preset: this.preset.map(|one| one.id.clone()),
    };
    if this.preset.is_none() && stated.len() < 3 {
        match this.choose_preset() {
            Next::On => {}
            Next::Back | Next::Quit => return cancelled(&this),
        }
    }
    // The language of the interview is the default of what is written.
    if language == Language::Zh && !stated.iter().any(|id| id == "proseLang") {
        this.put("proseLang", Raw::Text(language.tag().to_owned()));
    }
    if this.questions(resolver, &stated).is_none() {
        return cancelled(&this);
    }
    if this.summary(resolver, &stated) {
        Outcome::Write {
            preset: this.preset.map(|one| one.id.clone()),
        }
    } else {
        cancelled(&this)
    }
}

/// Asks only the questions of the tree; `false` when the person stops.
pub fn walk_tree(
    asker: &mut dyn Asker,
    pack: &Pack,
    language: Language,
    given: &mut Vec<Given>,
) -> bool {
    let mut this = Interview {
        asker,
        pack,
        language,
        given,
        preset: None,
    };
    let mut node = pack.tree.node(&pack.tree.start);
    while let Some(at) = node {
        let options = [tell(language, "decide.yes"), tell(language, "decide.no")];
        let reply = this.asker.choose(
            at.why.said(language),
            &options,
            1,
            &tell(language, "ask.hint-choose"),
        );
        let Reply::Choice(chosen) = reply else {
            return false;
        };
        let is_yes = chosen == 0;
        let is_bool = pack
            .questions
            .find(&at.answer)
            .is_some_and(|(_, question)| question.kind == Kind::Bool);
        if is_bool {
            this.put(&at.answer, Raw::Text(is_yes.to_string()));
        } else if is_yes {
            let example = pack
                .questions
                .find(&at.answer)
                .map(|(_, question)| question.example.clone());
            this.put(&at.answer, Raw::Text(example.unwrap_or_default()));
        }
        let edge = if is_yes {
            at.yes.as_ref()
        } else {
            at.no.as_ref()
        };
        node = edge
            .and_then(|edge| edge.node.as_deref())
            .and_then(|next| pack.tree.node(next));
    }
    true
}

fn is_stated(given: &Given) -> bool {
    matches!(given.origin, Origin::Flag | Origin::File)
}

impl<'p> Interview<'_, 'p> {
    fn put(&mut self, id: &str, raw: Raw) {
        self.given
            .retain(|one| one.id != id || one.origin != Origin::Interview);
        self.given.push(Given {
            id: id.to_owned(),
            raw,
            place: None,
            parts: Vec::new(),
            origin: Origin::Interview,
        });
    }

    fn choose_preset(&mut self) -> Next {
        let presets = self.pack.presets();
        let language = self.language;
        let width = presets
            .iter()
            .map(|preset| console::measure_text_width(preset.title.said(language)))
            .max();
        let mut options: Vec<String> = presets
            .iter()
            .map(|preset| {
                let title = preset.title.said(language);
                let title =
                    console::pad_str(title, width.unwrap_or(0), console::Alignment::Left, None);
                let line = format!(
                    "{title}  {}",
                    preset
                        .what
                        .said(language)
                        .lines()
                        .next()
                        .unwrap_or_default()
                );
                console::truncate_str(&line, 76, "..").into_owned()
            })
            .collect();
        options.push(tell(language, "ask.no-preset"));
        loop {
            match self.asker.choose(
                &tell(language, "ask.preset"),
                &options,
                0,
                &tell(language, "ask.hint-choose"),
            ) {
                Reply::Choice(chosen) => {
                    self.preset = presets.get(chosen);
                    return Next::On;
                }
                Reply::Back => {
                    if self.leaves() {
                        return Next::Quit;
                    }
                }
                _ => return Next::Quit,
            }
        }
    }

    fn leaves(&mut self) -> bool {
        let options = [
            tell(self.language, "ask.stay"),
            tell(self.language, "ask.leave"),
        ];
        !matches!(
            self.asker
                .choose(&tell(self.language, "ask.leave-question"), &options, 0, ""),
            Reply::Choice(0)
        )
    }

    /// The ids still to be asked, in the order of the interview.
    fn list(&self, stated: &[String]) -> Vec<&'p str> {
        let fixed: Vec<&'p str> = match self.preset {
            Some(preset) => preset.interview.iter().map(String::as_str).collect(),
            None => WITHOUT_PRESET.to_vec(),
        };
        fixed
            .into_iter()
            .filter(|id| !stated.iter().any(|known| known == id))
            .collect()
    }

    fn questions(&mut self, resolver: &mut Resolver<'_, 'p>, stated: &[String]) -> Option<()> {
        let mut trail: Vec<usize> = Vec::new();
        let mut at = 0;
        let mut announced = false;
        loop {
            let ids = self.list(stated);
            let (_, resolved) = resolver(self.given.clone(), self.preset);
            if !announced && self.tree_is_answered(&ids, at) {
                announced = true;
                self.announce(&resolved);
            }
            let Some(id) = ids.get(at).copied() else {
                return Some(());
            };
            let step = if id == "size" {
                self.ask_size()
            } else {
                let found = self.pack.questions.find(id);
                match found {
                    Some((index, question))
                        if resolved.applies.get(index).copied().unwrap_or(true) =>
                    {
                        self.ask(question, index, &resolved, ids.len(), at)
                    }
                    _ => {
                        at += 1;
                        continue;
                    }
                }
            };
            match step {
                Next::On => {
                    trail.push(at);
                    at += 1;
                }
                Next::Back => match trail.pop() {
                    Some(before) => at = before,
                    None => {
                        if self.leaves() {
                            return None;
                        }
                    }
                },
                Next::Quit => return None,
            }
        }
    }

    fn tree_is_answered(&self, ids: &[&str], at: usize) -> bool {
        let rest = ids.get(at..).unwrap_or_default();
        !self.pack.tree.questions().any(|id| rest.contains(&id))
    }

    fn announce(&mut self, resolved: &Resolved) {
        let Some(decision) = &resolved.decision else {
            return;
        };
        let because = decision
            .path
            .last()
            .map(|step| step.because.said(self.language).to_owned());
        let fields = [
            ("controller", decision.controller.kind().to_owned()),
            ("because", because.unwrap_or_default()),
        ];
        let text = say(self.language, "ask.announce", &fields).message;
        self.asker.say(&format!("{text}\n"));
    }

    fn ask_size(&mut self) -> Next {
        let Some(preset) = self.preset.filter(|preset| !preset.sizes.is_empty()) else {
            return Next::On;
        };
        let language = self.language;
        let options: Vec<String> = preset
            .sizes
            .iter()
            .map(|size| {
                let answers: Vec<String> = size
                    .answers
                    .iter()
                    .map(|(id, value)| format!("{id} {}", value.to_string().trim_matches('"')))
                    .collect();
                format!("{}  ({})", size.title.said(language), answers.join(", "))
            })
            .collect();
        match self.asker.choose(
            &tell(language, "ask.size"),
            &options,
            0,
            &tell(language, "ask.hint-choose"),
        ) {
            Reply::Choice(chosen) => {
                if let Some(size) = preset.sizes.get(chosen) {
                    for (id, value) in &size.answers {
                        self.put(
                            id,
                            Raw::Text(value.to_string().trim_matches('"').to_owned()),
                        );
                    }
                }
                Next::On
            }
            Reply::Back => Next::Back,
            _ => Next::Quit,
        }
    }

    fn ask(
        &mut self,
        question: &Question,
        index: usize,
        resolved: &Resolved,
        count: usize,
        at: usize,
    ) -> Next {
        let language = self.language;
        let section = self.pack.questions.sections.get(question.section);
        let title = section
            .map(|section| section.title.said(language))
            .unwrap_or_default();
        let message = format!(
            "{}/{count} {title}: {}",
            at + 1,
            question.ask.said(language).replace('\n', " ")
        );
        let current = resolved.answers.get(index).and_then(Option::as_ref);
        if question.kind == Kind::Bool || !question.choices.is_empty() {
            return self.ask_choice(question, &message, current.map(|answer| &answer.value));
        }
        let mut initial = current
            .map(|answer| typed(&answer.value))
            .unwrap_or_default();
        let origin = current
            .map(|answer| origin_text(&answer.origin, language))
            .unwrap_or_default();
        loop {
            let hint = if origin.is_empty() || initial.is_empty() {
                say(
                    language,
                    "ask.hint-example",
                    &[("example", question.example.clone())],
                )
                .message
            } else {
                say(language, "ask.hint-origin", &[("origin", origin.clone())]).message
            };
            let check = check_of(question.clone(), language);
            match self.asker.text(&TextPrompt {
                message: message.clone(),
                initial: initial.clone(),
                hint,
                check,
            }) {
                Reply::Text(text) if text.trim() == "?" => {
                    self.help(question);
                    initial = current
                        .map(|answer| typed(&answer.value))
                        .unwrap_or_default();
                }
                Reply::Text(text) => {
                    if text.trim().is_empty() {
                        self.given
                            .retain(|one| one.id != question.id || one.origin != Origin::Interview);
                    } else if current.is_none_or(|answer| typed(&answer.value) != text.trim()) {
                        self.put(&question.id, raw_of(question, text.trim()));
                    }
                    return Next::On;
                }
                Reply::Back => return Next::Back,
                _ => return Next::Quit,
            }
        }
    }

    fn help(&mut self, question: &Question) {
        let mut text = format!("\n{}\n", question.help.said(self.language));
        if let Some(guess) = &question.guess {
            text.push_str(guess.said(self.language));
            text.push('\n');
        }
        self.asker.say(&format!("{text}\n"));
    }

    fn ask_choice(
        &mut self,
        question: &Question,
        message: &str,
        current: Option<&Canonical>,
    ) -> Next {
        let language = self.language;
        let is_bool = question.kind == Kind::Bool;
        let values: Vec<String> = if is_bool {
            vec!["true".to_owned(), "false".to_owned()]
        } else {
            question
                .choices
                .iter()
                .map(|choice| choice.value.clone())
                .collect()
        };
        let mut options: Vec<String> = if is_bool {
            vec![tell(language, "decide.yes"), tell(language, "decide.no")]
        } else {
            let said = |en: &str, zh: &str| {
                if language == Language::Zh {
                    zh.to_owned()
                } else {
                    en.to_owned()
                }
            };
            question
                .choices
                .iter()
                .map(|one| format!("{}  {}", one.value, said(&one.en, &one.zh)))
                .collect()
        };
        options.push(tell(language, "ask.help-row"));
        let text = current.map(Canonical::to_text).unwrap_or_default();
        let start = values.iter().position(|value| *value == text).unwrap_or(0);
        loop {
            match self
                .asker
                .choose(message, &options, start, &tell(language, "ask.hint-choose"))
            {
                Reply::Choice(chosen) => match values.get(chosen) {
                    Some(value) => {
                        if *value != text {
                            self.put(&question.id, Raw::Text(value.clone()));
                        }
                        return Next::On;
                    }
                    None => self.help(question),
                },
                Reply::Back => return Next::Back,
                _ => return Next::Quit,
            }
        }
    }

    /// Shows what was answered; `true` when it is to be written.
    fn summary(&mut self, resolver: &mut Resolver<'_, 'p>, stated: &[String]) -> bool {
        let language = self.language;
        loop {
            let (_, resolved) = resolver(self.given.clone(), self.preset);
            self.recite(&resolved);
            let options = [
                "ask.do-write",
                "ask.do-change",
                "ask.do-more",
                "ask.do-quit",
            ]
            .map(|id| tell(language, id));
            let reply = self
                .asker
                .choose(&tell(language, "ask.what-now"), &options, 0, "");
            let done = match reply {
                Reply::Choice(0) => return true,
                Reply::Choice(1) => self.change(&resolved, false),
                Reply::Choice(2) => self.change(&resolved, true),
                Reply::Back => self
                    .questions(resolver, stated)
                    .map_or(Next::Quit, |()| Next::On),
                _ => Next::Quit,
            };
            if matches!(done, Next::Quit) {
                return false;
            }
        }
    }

    fn recite(&mut self, resolved: &Resolved) {
        let language = self.language;
        let mut text = format!("\n{}\n", tell(language, "ask.summary"));
        let pairs = self.pack.questions.questions.iter().zip(&resolved.answers);
        for (question, answer) in
            pairs.filter_map(|(question, answer)| Some((question, answer.as_ref()?)))
        {
            let is_default =
                matches!(answer.origin, Origin::Default | Origin::Preset(_)) && !answer.is_guess;
            if is_default {
                continue;
            }
            let mark = if answer.is_guess {
                tell(language, "answers.guess-mark")
            } else {
                String::new()
            };
            let id =
                console::pad_str(&question.id, 18, console::Alignment::Left, None).into_owned();
            let line = format!("  {id} {}{mark}", answer.value.to_text().replace('\n', " "));
            text.push_str(&console::truncate_str(&line, 78, ".."));
            text.push('\n');
        }
        if let Some(decision) = &resolved.decision {
            text.push_str("  → ");
            text.push_str(decision.controller.kind());
            text.push('\n');
        }
        self.asker.say(&text);
    }

    /// Changes one answer: of those that have one, or of all.
    fn change(&mut self, resolved: &Resolved, all: bool) -> Next {
        let language = self.language;
        let questions: Vec<(usize, &Question)> = self
            .pack
            .questions
            .questions
            .iter()
            .enumerate()
            .filter(|(at, _)| resolved.applies.get(*at).copied().unwrap_or(false))
            .filter(|(at, _)| all || resolved.answers.get(*at).is_some_and(Option::is_some))
            .collect();
        let options: Vec<String> = questions
            .iter()
            .map(|(at, question)| {
                let value = resolved
                    .answers
                    .get(*at)
                    .and_then(Option::as_ref)
                    .map(|one| one.value.to_text());
                let id =
                    console::pad_str(&question.id, 18, console::Alignment::Left, None).into_owned();
                console::truncate_str(&format!("{id} {}", value.unwrap_or_default()), 72, "..")
                    .into_owned()
            })
            .collect();
        match self.asker.choose(
            &tell(language, "ask.which"),
            &options,
            0,
            &tell(language, "ask.hint-choose"),
        ) {
            Reply::Choice(chosen) => match questions.get(chosen) {
                Some((at, question)) => match self.ask(question, *at, resolved, 1, 0) {
                    Next::Quit => Next::Quit,
                    _ => Next::On,
                },
                None => Next::On,
            },
            Reply::Back => Next::On,
            _ => Next::Quit,
        }
    }
}

fn origin_text(origin: &Origin, language: Language) -> String {
    match origin {
        Origin::Evidence(seen) => seen.clone(),
        Origin::Image(id) => say(language, "ask.origin-image", &[("id", id.clone())]).message,
        Origin::Preset(id) => say(language, "ask.origin-preset", &[("id", id.clone())]).message,
        Origin::Default => tell(language, "ask.origin-default"),
        Origin::Interview | Origin::Flag | Origin::File => String::new(),
    }
}

/// How a value is typed on one line.
fn typed(value: &Canonical) -> String {
    match value {
        Canonical::List(items) if !items.is_empty() => items.join(" "),
        Canonical::None => String::new(),
        other => other.to_text(),
    }
}

fn raw_of(question: &Question, text: &str) -> Raw {
    if question.keywords.iter().any(|word| word == text) || text == "none" {
        return Raw::Text(text.to_owned());
    }
    if question.list || question.map {
        let items = words(text).unwrap_or_else(|_| vec![text.to_owned()]);
        let items: Vec<String> = items
            .iter()
            .map(|item| item.trim_end_matches(',').to_owned())
            .filter(|item| !item.is_empty())
            .collect();
        if question.map {
            let pairs = items.iter().filter_map(|item| item.split_once('='));
            return Raw::Map(
                pairs
                    .map(|(key, value)| (key.to_owned(), value.to_owned()))
                    .collect(),
            );
        }
        return Raw::List(items);
    }
    Raw::Text(text.to_owned())
}

fn check_of(question: Question, language: Language) -> Check {
    let is_needed = question.required.is_some() && question.default.is_none();
    Rc::new(move |text: &str| {
        let text = text.trim();
        if text == "?" {
            return Ok(());
        }
        if text.is_empty() {
            return if is_needed {
                Err(tell(language, "ask.needed"))
            } else {
                Ok(())
            };
        }
        canonical_of(&question, &raw_of(&question, text))
            .map(|_| ())
            .map_err(|faults| {
                faults
                    .first()
                    .map(|fault| say_fault(language, fault))
                    .map_or_else(String::new, |said| {
                        let help = said.help.map(|help| format!(" {help}")).unwrap_or_default();
                        format!("{}{help}", said.message).replace('\n', " ")
                    })
            })
    })
}
