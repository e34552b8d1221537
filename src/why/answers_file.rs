//! Why a line of `kwgen.yaml` is there: the question that it answers, for which part of the service, and
//! the lines that it decides.

use super::context::Context;
use super::locate::{Nodes, path_text};
use super::scope::{Group, Scope};
use super::{ANSWERS, Answered, Bundle, Explained, Page, Reasons, Source};
use crate::answers::Reach;
use crate::question::{Change, Question, plain_default};
use crate::text::{Language, Place, phrase, say, tell};
use crate::yaml::Step;

/// The keys of `kwgen.yaml` below which answers are for a part of the service.
const WORKLOADS: &str = "workloads";
const ENVIRONMENTS: &str = "environments";

/// A line that an answer decides.
#[derive(Debug, Clone)]
pub(super) struct Decided {
    id: String,
    /// The answer's key in `kwgen.yaml`.
    key: String,
    file: String,
    line: usize,
}

/// Where an answer stands in `kwgen.yaml`.
struct Asked<'q> {
    question: &'q Question,
    /// `environments.prod.memory`
    key: String,
    reach: Reach,
}

/// The key of question `id` that the node at `place` is or belongs to.
pub(super) fn key_at(nodes: &Nodes<'_>, place: &Place, id: &str) -> Option<String> {
    let steps = nodes.steps_at(place)?;
    let (_, depth) = reach_of(&steps);
    let is_its = matches!(steps.get(depth), Some(Step::Key(key)) if key == id);
    is_its.then(|| path_text(steps.get(..=depth).unwrap_or_default()))
}

/// The part of the service that a node of `kwgen.yaml` is about, and how many steps say so.
fn reach_of(steps: &[Step]) -> (Reach, usize) {
    let named = |at: usize, folder: &str| match (steps.get(at), steps.get(at + 1)) {
        (Some(Step::Key(key)), Some(Step::Key(id))) if key == folder => Some(id.clone()),
        _ => None,
    };
    let environment = named(0, ENVIRONMENTS);
    let depth = if environment.is_some() { 2 } else { 0 };
    let workload = named(depth, WORKLOADS);
    let depth = if workload.is_some() { depth + 2 } else { depth };
    let reach = Reach {
        workload,
        environment,
    };
    (reach, depth)
}

impl Bundle<'_> {
    /// Why line `line` (from 1) of `kwgen.yaml` is there.
    pub fn explain_answers(
        &self,
        reasons: &Reasons,
        line: usize,
        language: Language,
    ) -> Option<Explained> {
        let located = self.answers.nodes.as_ref()?.at(line)?;
        let (reach, depth) = reach_of(&located.steps);
        let question = match located.steps.get(depth) {
            Some(Step::Key(key)) => self.pack.questions.find(key),
            _ => None,
        };
        let environment = reach.environment.clone();
        let mut explained = if let Some((_, question)) = question {
            let asked = Asked {
                question,
                key: path_text(located.steps.get(..=depth).unwrap_or_default()),
                reach,
            };
            self.of_question(reasons, &asked, language)
        } else {
            let found = reasons.find(ANSWERS, &located.steps, &|_| true)?;
            let scope = self.whole();
            let context = Context::new(self, &scope, language).of(&located);
            Explained {
                why: context.phrase(found.reason.why.said(language)),
                without: context.phrase(found.reason.without.said(language)),
                reason: reasons.index_of(found),
                answers: self.written_on(line, language),
                ..Explained::default()
            }
        };
        explained.environment = environment;
        explained.path = path_text(&located.steps);
        Some(explained)
    }

    /// All of what the environments share.
    fn whole(&self) -> Scope<'_> {
        Scope {
            group: &self.shared,
            workloads: (0..self.shared.workloads.len()).collect(),
            is_across: false,
        }
    }

    fn of_question(&self, reasons: &Reasons, asked: &Asked<'_>, language: Language) -> Explained {
        let question = asked.question;
        let mut answers = self.of_reach(question, &asked.reach, language);
        let is_own = |one: &Answered| one.key.as_ref() == Some(&asked.key);
        answers.sort_by_key(|one| !is_own(one));
        let counts = answers.iter().any(is_own);
        let without = if counts || question.map {
            self.without(asked, language)
        } else {
            tell(language, "why.without-overridden")
        };
        let change = match question.change {
            Change::Free => "explain.change-free",
            Change::Restarts => "explain.change-restarts",
            Change::Never => "explain.change-never",
        };
        let fields = [("without", without), ("change", tell(language, change))];
        let part = |id: &Option<String>| id.clone().unwrap_or_default();
        let asks = [
            ("ask", question.ask.said(language).trim_end().to_owned()),
            ("help", phrase(question.help.said(language), &[])),
            ("environment", part(&asked.reach.environment)),
            ("workload", part(&asked.reach.workload)),
        ];
        Explained {
            why: say(language, "why.answer", &asks).message,
            without: say(language, "why.answer-without", &fields).message,
            answers,
            reference: question.reference.clone(),
            makes: self.lines_of(reasons, asked),
            ..Explained::default()
        }
    }

    /// What holds instead of an answer: what a larger part of the service says, or the default.
    fn without(&self, asked: &Asked<'_>, language: Language) -> String {
        let instead = self.weaker(asked);
        if !instead.is_empty() {
            let fields = [("instead", instead.join(", "))];
            return say(language, "why.without-part", &fields).message;
        }
        let question = asked.question;
        let default = match (&question.default_said, &question.default) {
            (Some(said), _) => Some(said.said(language).to_owned()),
            (None, Some(expression)) => plain_default(expression),
            (None, None) => None,
        };
        match default {
            Some(default) => say(language, "why.without-answer", &[("default", default)]).message,
            None if question.required.is_some() => tell(language, "why.without-required"),
            None => tell(language, "why.without-optional"),
        }
    }

    /// The keys of the answers in `kwgen.yaml` that count where `asked` is not: what the environment says
    /// for all of its workloads, else what a workload says in all environments, else what all share.
    fn weaker(&self, asked: &Asked<'_>) -> Vec<String> {
        let id = asked.question.id.as_str();
        let written = |keys: &[&str]| {
            let nodes = self.answers.nodes.as_ref()?;
            let steps: Vec<Step> = keys
                .iter()
                .map(|key| Step::Key((*key).to_owned()))
                .collect();
            nodes.has(&steps).then(|| path_text(&steps))
        };
        let Reach {
            workload,
            environment,
        } = &asked.reach;
        let own = workload.as_deref();
        match (environment, own) {
            (None, None) => Vec::new(),
            (None, Some(_)) => written(&[id]).into_iter().collect(),
            (Some(environment), Some(own)) => written(&[ENVIRONMENTS, environment, id])
                .or_else(|| written(&[WORKLOADS, own, id]))
                .or_else(|| written(&[id]))
                .into_iter()
                .collect(),
            (Some(_), None) => {
                let ids = self.shared.workloads.iter().filter_map(|(id, _)| *id);
                let of_workloads = ids.filter_map(|workload| written(&[WORKLOADS, workload, id]));
                written(&[id]).into_iter().chain(of_workloads).collect()
            }
        }
    }

    /// The answers to a question of all parts that `reach` covers, each with the parts that have it.
    fn of_reach(&self, question: &Question, reach: &Reach, language: Language) -> Vec<Answered> {
        let environment = reach.environment.as_deref();
        let own = self.environments.iter();
        let mut groups: Vec<&Group<'_>> = own
            .filter(|group| environment.is_none() || group.name == environment)
            .collect();
        if groups.is_empty() {
            groups.push(&self.shared);
        }
        let workloads = workloads_of(&self.shared, reach.workload.as_ref());
        let mut all = self.in_groups(&groups, &workloads, question, language);
        all.retain(|one| one.source != Source::None);
        all
    }

    /// The answers that are written on one line of `kwgen.yaml`, behind a key of another kind.
    fn written_on(&self, line: usize, language: Language) -> Vec<Answered> {
        let mut all = Vec::new();
        for question in &self.pack.questions.questions {
            let own = self.of_reach(question, &Reach::default(), language);
            let here = own.into_iter().filter(|one| {
                let place = one.place.as_ref().filter(|_| one.key.is_some());
                place.is_some_and(|place| place.line as usize == line)
            });
            all.extend(here);
        }
        all
    }

    /// The lines of all files that print what the answer decides.
    fn lines_of(&self, reasons: &Reasons, asked: &Asked<'_>) -> Vec<(String, usize)> {
        let decided = self.answers.decided.get_or_init(|| self.decided(reasons));
        let own = decided
            .iter()
            .filter(|one| one.id == asked.question.id && one.key == asked.key);
        own.map(|one| (one.file.clone(), one.line)).collect()
    }

    /// Every line that prints what an answer in `kwgen.yaml` decides.
    fn decided(&self, reasons: &Reasons) -> Vec<Decided> {
        let mut all = Vec::new();
        for file in self.files {
            let page = Page::new(self, reasons, file, Language::default());
            for line in 1..=file.text.lines().count() {
                let mut keys: Vec<(String, String)> = Vec::new();
                for one in page.deciders(line) {
                    let key = one.key.map(|key| (one.id, key));
                    keys.extend(key.filter(|key| !keys.contains(key)));
                }
                all.extend(keys.into_iter().map(|(id, key)| Decided {
                    id,
                    key,
                    file: file.path.clone(),
                    line,
                }));
            }
        }
        all
    }
}

/// The workload of a group with this key, or all of them.
fn workloads_of(group: &Group<'_>, id: Option<&String>) -> Vec<usize> {
    let all = group.workloads.iter().enumerate();
    let of = all.filter(|(_, (one, _))| id.is_none_or(|id| *one == Some(id.as_str())));
    of.map(|(at, _)| at).collect()
}
