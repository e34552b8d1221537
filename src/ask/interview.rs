//! The interview: the next step, going back, and what is said on the way.

use super::another::Others;
use super::draft::{Draft, Step};
use super::order;
use super::{Asker, ChoicePrompt, Reply, Row, Tone, Workshop};
use crate::answers::{Given, Raw, Resolved};
use crate::decide::{Controller, Decision};
use crate::pack::{Pack, Preset};
use crate::text::{Fault, Language, say, say_fault, tell, wrap_with};

/// How an interview ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Write what was shown last.
    Write,
    /// Stop.
    Cancelled,
}

/// What comes after a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    On,
    Back,
    Quit,
}

/// An interview: who answers, and what was said so far.
pub struct Interview<'i, 'p> {
    pub(super) asker: &'i mut dyn Asker,
    pub(super) workshop: &'i dyn Workshop<'p>,
    pub(super) pack: &'p Pack,
    pub(super) language: Language,
    pub(super) draft: Draft<'p>,
    /// The layers that count, of the last resolution.
    pub(super) given: Vec<Given>,
    asks_preset: bool,
    section: Option<usize>,
    announced: Option<Controller>,
    objected: Vec<Fault>,
    pub(super) others: Others<'p>,
}

impl<'i, 'p> Interview<'i, 'p> {
    /// Prepares an interview that begins with what was given: flags, a file, evidence.
    pub fn new(
        asker: &'i mut dyn Asker,
        workshop: &'i dyn Workshop<'p>,
        pack: &'p Pack,
        language: Language,
        given: Vec<Given>,
        preset: Option<&'p Preset>,
    ) -> Self {
        let mut draft = Draft::new(pack, given, preset);
        let tree_is_stated = pack
            .tree
            .questions()
            .chain(["controller"])
            .any(|id| draft.is_stated(id));
        // A file without a preset says that there is none.
        let asks_preset = preset.is_none() && !tree_is_stated && draft.of_file().next().is_none();
        // The language of the interview is the default of what is written.
        if language != Language::En && !draft.is_stated("proseLang") {
            draft.put("proseLang", Raw::Text(language.tag().to_owned()));
        }
        Self {
            asks_preset,
            ..Self::silent(asker, workshop, pack, language, draft)
        }
    }

    /// An interview in which nothing was said yet.
    fn silent(
        asker: &'i mut dyn Asker,
        workshop: &'i dyn Workshop<'p>,
        pack: &'p Pack,
        language: Language,
        draft: Draft<'p>,
    ) -> Self {
        Self {
            asker,
            workshop,
            pack,
            language,
            draft,
            given: Vec::new(),
            asks_preset: false,
            section: None,
            announced: None,
            objected: Vec::new(),
            others: Others::default(),
        }
    }

    /// An interview about another workload of the same service.
    pub(super) fn beside(&mut self, draft: Draft<'p>, others: Others<'p>) -> Interview<'_, 'p> {
        // What an earlier interview kept has the answers of its preset.
        let asks_preset = !draft.has_tree();
        Interview {
            asks_preset,
            others,
            ..Interview::silent(
                &mut *self.asker,
                self.workshop,
                self.pack,
                self.language,
                draft,
            )
        }
    }

    /// Holds the interview.
    pub fn hold(&mut self) -> Outcome {
        let intro = tell(self.language, "ask.intro");
        self.tell(Tone::Plain, &intro);
        self.resume();
        loop {
            match self.questions() {
                Next::Quit => return Outcome::Cancelled,
                Next::On | Next::Back => {}
            }
            match self.end() {
                Next::On => return Outcome::Write,
                Next::Quit => return Outcome::Cancelled,
                Next::Back => {
                    let resolved = self.settle();
                    let steps = self.steps(&resolved);
                    self.section = None;
                    if !self.draft.back(&steps) && self.leaves() {
                        return Outcome::Cancelled;
                    }
                }
            }
        }
    }

    /// Says what is not asked any more, since a file has answered it.
    fn resume(&mut self) {
        let mut place = None;
        let mut ids: Vec<String> = Vec::new();
        for given in self.draft.of_file() {
            place = place.or(given.place.as_ref());
            ids.push(given.id.clone());
        }
        if let Some(place) = place {
            let fields = [("file", place.file.to_string()), ("ids", ids.join(", "))];
            let text = say(self.language, "ask.resumed", &fields).message;
            self.tell(Tone::Plain, &text);
        }
    }

    /// The answers that count now.
    pub fn resolved(&mut self) -> Resolved {
        self.settle()
    }

    /// Asks what is still open, until nothing is.
    pub(super) fn questions(&mut self) -> Next {
        loop {
            let resolved = self.settle();
            let steps = self.steps(&resolved);
            self.news(&resolved, &steps);
            let open = steps.iter().find(|step| !self.draft.is_answered(**step));
            let Some(&step) = open else {
                return Next::On;
            };
            self.heading(&steps, step);
            let next = match step {
                Step::Preset => self.ask_preset(),
                Step::Size => self.ask_size(),
                Step::Question(at) => self.ask(at, &resolved),
            };
            match next {
                Next::On => self.draft.answered(step),
                Next::Quit => return Next::Quit,
                Next::Back => {
                    if !self.draft.back(&steps) {
                        if self.others.is_beside() {
                            return Next::Back;
                        }
                        if self.leaves() {
                            return Next::Quit;
                        }
                    }
                }
            }
        }
    }

    /// Resolves the answers that count.
    pub(super) fn settle(&mut self) -> Resolved {
        let mut given = self.draft.layers();
        // Each round takes at least one answer away.
        loop {
            let resolved = self.workshop.resolve(&given, self.draft.preset);
            let idle = self.draft.idle(&given, &resolved);
            if idle.is_empty() {
                self.given = given;
                self.note();
                return resolved;
            }
            given.retain(|one| {
                one.origin != crate::answers::Origin::Interview || !idle.contains(&one.id)
            });
        }
    }

    pub(super) fn steps(&self, resolved: &Resolved) -> Vec<Step> {
        order::steps(self.pack, &self.draft, resolved, self.asks_preset)
    }

    /// The title of the section, where another one begins.
    fn heading(&mut self, steps: &[Step], step: Step) {
        let own = order::section(self.pack, step);
        if own == self.section {
            return;
        }
        self.section = own;
        let title = own
            .and_then(|at| self.pack.questions.sections.get(at))
            .map(|section| section.title.said(self.language));
        if let (Some(title), Some((at, of))) = (title, order::progress(self.pack, steps, step)) {
            self.asker
                .say(Tone::Heading, &format!("\n{at}/{of} {title}"));
        }
    }

    /// Says the tree's choice and the evidence against it, as soon as they are known, once.
    fn news(&mut self, resolved: &Resolved, steps: &[Step]) {
        let Some(decision) = &resolved.decision else {
            return;
        };
        if !order::tree_is_walked(self.pack, &self.draft, steps) {
            return;
        }
        if self.announced != Some(decision.controller) {
            self.announced = Some(decision.controller);
            let fields = [
                ("controller", decision.controller.kind().to_owned()),
                ("because", because(decision, self.language)),
            ];
            let text = say(self.language, "ask.announce", &fields).message;
            self.tell(Tone::Plain, &format!("\n{text}"));
        }
        let objections = self.workshop.objections(resolved);
        for fault in &objections {
            if !self.objected.contains(fault) {
                self.warn(fault);
            }
        }
        self.objected = objections;
    }

    fn warn(&mut self, fault: &Fault) {
        let said = say_fault(self.language, fault);
        let fields = [
            ("message", said.message),
            ("help", said.help.unwrap_or_default()),
        ];
        let text = say(self.language, "ask.objection", &fields).message;
        self.tell(Tone::Warning, &text);
    }

    /// Says something, broken into the lines of the terminal.
    pub(super) fn tell(&mut self, tone: Tone, text: &str) {
        let text = wrap_with(text, self.asker.width(), "");
        self.asker.say(tone, &text);
    }

    /// Asks whether to leave; going back once more means to.
    fn leaves(&mut self) -> bool {
        let prompt = ChoicePrompt {
            message: tell(self.language, "ask.leave-question"),
            rows: ["ask.stay", "ask.leave"]
                .map(|id| Row::new(tell(self.language, id)))
                .to_vec(),
            start: 0,
            hint: String::new(),
        };
        !matches!(self.asker.choose(&prompt), Reply::Choice(0))
    }
}

/// Why it is this controller: the tree's reason, or its objection where it was overruled.
pub fn because(decision: &Decision, language: Language) -> String {
    if decision.is_forced() {
        let fields = [("chosen", decision.chosen.kind().to_owned())];
        return say(language, "ask.forced", &fields).message;
    }
    let last = decision.path.last();
    last.map_or_else(String::new, |step| step.because.said(language).to_owned())
}
