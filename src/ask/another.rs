//! Another workload of the service: an interview of its own about what is not the service's, beside the
//! one that goes on once it is over.

use std::collections::VecDeque;
use std::rc::Rc;

use super::draft::Draft;
use super::interview::{Interview, Next};
use super::{Reply, TextPrompt, Tone};
use crate::answers::{FIRST, Given, Origin, Raw, Reach};
use crate::pack::Preset;
use crate::question::{Owner, Questions};
use crate::text::{Fault, Language, say, say_fault, tell};
use crate::value::DnsLabel;

/// A workload beside the first.
#[derive(Debug, Clone)]
pub struct More<'p> {
    /// Its id.
    pub id: String,
    /// All layers of its answers but the preset's, those that the service shares among them.
    pub given: Vec<Given>,
    /// Its preset.
    pub preset: Option<&'p Preset>,
}

impl More<'_> {
    /// What was said for it.
    pub fn own(&self, questions: &Questions) -> Vec<Given> {
        let is_own = |one: &&Given| {
            let of_service = questions
                .find(&one.id)
                .is_some_and(|(_, question)| question.of == Owner::Service);
            one.origin == Origin::Interview && !of_service
        };
        self.given.iter().filter(is_own).cloned().collect()
    }
}

/// The workloads of the service beside the one that an interview is about.
#[derive(Default)]
pub(super) struct Others<'p> {
    more: Vec<More<'p>>,
    /// What was said of each of them, to go back to.
    drafts: Vec<Draft<'p>>,
    /// Those of a file that are not yet gone through.
    waiting: VecDeque<More<'p>>,
    /// The first workload, in an interview about another one: its answers, its preset, and the other's id.
    first: Option<(Vec<Given>, Option<&'p Preset>, String)>,
}

impl<'p> Others<'p> {
    pub(super) fn more(&self) -> &[More<'p>] {
        &self.more
    }

    pub(super) const fn is_beside(&self) -> bool {
        self.first.is_some()
    }
}

impl<'p> Interview<'_, 'p> {
    /// Notes what is kept should the interview end now.
    pub(super) fn note(&self) {
        let preset = self.draft.preset;
        let others = &self.others;
        let mut more = others.more.clone();
        if let Some((_, _, id)) = &others.first {
            more.push(More {
                id: id.clone(),
                given: self.given.clone(),
                preset,
            });
        }
        more.extend(others.waiting.iter().cloned());
        match &others.first {
            None => self.workshop.note(&self.given, preset, &more),
            Some((given, of_first, _)) => self.workshop.note(given, *of_first, &more),
        }
    }

    /// Goes on with the workloads of a file that an earlier interview has kept.
    pub fn go_on(&mut self, more: Vec<More<'p>>) {
        self.others.waiting = more.into();
    }

    /// Asks what is open of the workloads of a file.
    pub(super) fn waiting(&mut self) -> Next {
        while let Some(next) = self.others.waiting.pop_front() {
            let fields = [("id", next.id.clone())];
            let text = say(self.language, "ask.workload-resumed", &fields).message;
            self.tell(Tone::Plain, &format!("\n{text}"));
            let shared = self.shared();
            let draft = Draft::new(self.pack, shared, None).resumed(next.given);
            if self.ask_of(next.id, draft, false) == Next::Quit {
                return Next::Quit;
            }
        }
        Next::On
    }

    /// Asks of another workload what it does not share.
    pub(super) fn another(&mut self) -> Next {
        let language = self.language;
        let more = self.others.more.iter().map(|one| one.id.clone());
        let taken: Vec<String> = more.chain([FIRST.to_owned()]).collect();
        let prompt = TextPrompt {
            message: tell(language, "ask.workload-id"),
            proposal: None,
            initial: String::new(),
            hint: tell(language, "ask.workload-id-hint"),
            check: Rc::new(move |text| judge(text.trim(), &taken, language)),
        };
        let id = match self.asker.text(&prompt) {
            Reply::Text(text) => text.trim().to_owned(),
            Reply::Back => return Next::On,
            Reply::Quit | Reply::Choice(_) => return Next::Quit,
        };
        let fields = [("id", id.clone())];
        let text = say(language, "ask.workload-shares", &fields).message;
        self.tell(Tone::Plain, &format!("\n{text}"));
        let draft = Draft::new(self.pack, self.shared(), None);
        self.ask_of(id, draft, false)
    }

    /// Goes back into the interview about the last of the other workloads; [`Next::Back`] where nothing
    /// was asked of it, so that the way back leads past it.
    pub(super) fn reopen(&mut self) -> Next {
        let (Some(last), Some(draft)) = (self.others.more.pop(), self.others.drafts.pop()) else {
            return Next::Back;
        };
        let before = (last.clone(), draft.clone());
        let draft = draft.over(self.shared());
        let next = self.ask_of(last.id, draft, true);
        if next == Next::Back {
            self.others.more.push(before.0);
            self.others.drafts.push(before.1);
        }
        next
    }

    fn ask_of(&mut self, id: String, draft: Draft<'p>, goes_back: bool) -> Next {
        let others = Others {
            more: self.others.more.clone(),
            drafts: Vec::new(),
            waiting: self.others.waiting.clone(),
            first: Some((self.given.clone(), self.draft.preset, id.clone())),
        };
        let mut beside = self.beside(draft, others);
        if goes_back {
            let resolved = beside.settle();
            let steps = beside.steps(&resolved);
            if !beside.draft.back(&steps) {
                return Next::Back;
            }
        }
        let next = beside.questions();
        let (given, draft) = (beside.given, beside.draft);
        match next {
            Next::Quit => return Next::Quit,
            // Left before its first question.
            Next::Back => {}
            Next::On => {
                let preset = draft.preset;
                self.others.more.push(More { id, given, preset });
                self.others.drafts.push(draft);
            }
        }
        Next::On
    }

    /// What was said of the service: it holds for the other workload, and is not asked again.
    fn shared(&mut self) -> Vec<Given> {
        let resolved = self.settle();
        let all = self.pack.questions.questions.iter().zip(&resolved.answers);
        let shared = all.filter_map(|(question, answer)| {
            let answer = answer.as_ref()?;
            let is_shared = question.of != Owner::Workload && answer.origin.is_typed();
            is_shared.then(|| Given {
                id: question.id.clone(),
                raw: Raw::of(&answer.value),
                place: answer.place.clone(),
                parts: Vec::new(),
                origin: Origin::Flag,
                reach: Reach::default(),
            })
        });
        shared.collect()
    }
}

fn judge(id: &str, taken: &[String], language: Language) -> Result<(), String> {
    if let Err(fault) = DnsLabel::parse(id) {
        let said = say_fault(language, &Fault::from(fault));
        let fields = [
            ("message", said.message),
            ("help", said.help.unwrap_or_default()),
        ];
        return Err(say(language, "ask.refused", &fields).message);
    }
    if taken.iter().any(|one| one == id) {
        let fields = [("taken", taken.join(", "))];
        return Err(say(language, "ask.workload-taken", &fields).message);
    }
    Ok(())
}
