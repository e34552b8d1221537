//! An answer as it stands behind a line: its value, whose it is and where it comes from.

use super::scope::{Group, Scope};
use super::{Bundle, answers_file};
use crate::answers::{Answer, Origin, is_same_prose};
use crate::question::{Canonical, Owner, Question};
use crate::text::{Language, Place};

/// The key of the owner's exceptions in `kwgen.yaml`, and their flag.
const ACCEPT: &str = "accept";

/// Where an answer comes from, for the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Its owner wrote it into `kwgen.yaml`.
    File,
    /// It may be wrong for this service: nobody has confirmed it.
    Guess,
    /// The preset.
    Preset,
    /// The file of its cluster.
    Cluster,
    /// The question's own default.
    Default,
    /// Nobody gave one, and none is needed.
    None,
}

impl Source {
    /// The word for it in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Guess => "guess",
            Self::Preset => "preset",
            Self::Cluster => "cluster",
            Self::Default => "default",
            Self::None => "none",
        }
    }
}

/// An answer behind a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The question.
    pub id: String,
    /// Its key in `kwgen.yaml`, where it stands there: `environments.prod.replicas`.
    pub key: Option<String>,
    /// Whose it is, where not all parts that the line is of have the same: `api`, `prod`, `prod/api`.
    pub of: Vec<String>,
    /// Its flag, without dashes.
    pub flag: String,
    /// The value.
    pub value: String,
    /// Where it comes from.
    pub source: Source,
    /// The preset, where it comes from one.
    pub preset: Option<String>,
    /// The cluster, where it comes from the file of one.
    pub cluster: Option<String>,
    /// Where it stands.
    pub place: Option<Place>,
    /// Why it may be wrong, where it is a guess.
    pub doubt: Option<String>,
}

impl Bundle<'_> {
    /// The answers to question `id` of the parts that a line is of, equal ones once; none where there is
    /// no such question.
    pub(super) fn answered(
        &self,
        scope: &Scope<'_>,
        id: &str,
        language: Language,
    ) -> Vec<Answered> {
        let Some((_, question)) = self.pack.questions.find(id) else {
            return Vec::new();
        };
        if scope.is_across && !self.environments.is_empty() {
            let groups: Vec<&Group<'_>> = self.environments.iter().collect();
            return self.in_groups(&groups, &scope.workloads, question, language);
        }
        let mut all = self.in_groups(&[scope.group], &scope.workloads, question, language);
        for one in &mut all {
            self.trace_to_environment(one, question, language);
        }
        all
    }

    /// The answers of some workloads in some groups, equal ones once.
    pub(super) fn in_groups(
        &self,
        groups: &[&Group<'_>],
        workloads: &[usize],
        question: &Question,
        language: Language,
    ) -> Vec<Answered> {
        let mut all: Vec<(Answered, Vec<(usize, usize)>)> = Vec::new();
        // Whatever is the service's is the same in all of its workloads.
        let is_of_all = question.of == Owner::Service;
        let workloads: Vec<usize> = workloads
            .iter()
            .copied()
            .take(if is_of_all { 1 } else { usize::MAX })
            .collect();
        for (at, group) in groups.iter().enumerate() {
            for workload in &workloads {
                let Some((_, resolved)) = group.workloads.get(*workload) else {
                    continue;
                };
                let answer = resolved.answer(&self.pack.questions, &question.id);
                let one = self.said(question, answer, language);
                match all.iter_mut().find(|(known, _)| known.is_same(&one)) {
                    Some((_, parts)) => parts.push((at, *workload)),
                    None => all.push((one, vec![(at, *workload)])),
                }
            }
        }
        let label = |(mut one, parts): (Answered, Vec<(usize, usize)>)| {
            one.of = labels(groups, &workloads, &parts);
            one
        };
        all.into_iter().map(label).collect()
    }

    /// What only the environments say stands in the base as one of them has it.
    fn trace_to_environment(&self, one: &mut Answered, question: &Question, language: Language) {
        if one.source != Source::File || one.place.is_some() {
            return;
        }
        let all = self.environments.iter().flat_map(|group| {
            let workloads = group.workloads.iter();
            workloads.map(move |(_, resolved)| (group.name, *resolved))
        });
        for (name, resolved) in all {
            let answer = resolved.answer(&self.pack.questions, &question.id);
            let said = self.said(question, answer, language);
            if said.value == one.value {
                *one = said;
                one.of.extend(name.map(str::to_owned));
                return;
            }
        }
    }

    fn said(&self, question: &Question, answer: Option<&Answer>, language: Language) -> Answered {
        let mut answered = Answered {
            id: question.id.clone(),
            key: None,
            of: Vec::new(),
            flag: question.flag.clone(),
            value: answer
                .map_or(Canonical::None, |answer| answer.value.clone())
                .to_text(),
            source: Source::None,
            preset: None,
            cluster: None,
            place: None,
            doubt: None,
        };
        let Some(answer) = answer else {
            return answered;
        };
        answered.place.clone_from(&answer.place);
        answered.source = match &answer.origin {
            _ if answer.is_guess => Source::Guess,
            Origin::Preset(id) => {
                answered.preset = Some(id.clone());
                Source::Preset
            }
            Origin::Cluster(name) => {
                answered.cluster = Some(name.clone());
                Source::Cluster
            }
            Origin::Default => Source::Default,
            _ => Source::File,
        };
        if matches!(answered.source, Source::File | Source::Guess)
            && let Some(place) = &answered.place
        {
            let nodes = self.answers.nodes.as_ref();
            answered.key = nodes.and_then(|nodes| answers_file::key_at(nodes, place, &question.id));
        }
        if answer.is_guess {
            answered.doubt = match &answer.origin {
                Origin::Kept(said) => Some(self.doubt(question, said, language)),
                _ => answer
                    .guess(question)
                    .map(|prose| prose.said(language).to_owned()),
            };
        }
        answered
    }

    /// The owner's own exception to a rule, as an answer.
    pub(super) fn accepted(&self, scope: &Scope<'_>, rule: &str) -> Option<Answered> {
        let holds = |one: &&crate::answers::Acceptance| {
            let mut parts = scope.workloads.iter().map(|at| scope.group.part(*at));
            one.rule == rule && parts.any(|part| one.reach.covers(part))
        };
        let accepted = self.accept.iter().find(holds)?;
        Some(Answered {
            id: ACCEPT.to_owned(),
            key: None,
            of: Vec::new(),
            flag: ACCEPT.to_owned(),
            value: format!("{rule}={}", accepted.stated()),
            source: Source::File,
            preset: None,
            cluster: None,
            place: accepted.place.clone(),
            doubt: None,
        })
    }

    /// The answers that a part has otherwise than what all share.
    pub(super) fn differing(&self, scope: &Scope<'_>, language: Language) -> Vec<Answered> {
        let mut all = Vec::new();
        let questions = &self.pack.questions;
        for at in &scope.workloads {
            let (Some((_, own)), Some((_, shared))) = (
                scope.group.workloads.get(*at),
                self.shared.workloads.get(*at),
            ) else {
                continue;
            };
            for question in &questions.questions {
                let answer = own.answer(questions, &question.id);
                let before = shared.answer(questions, &question.id);
                if answer.map(|one| &one.value) != before.map(|one| &one.value) {
                    add(&mut all, self.said(question, answer, language));
                }
            }
        }
        all
    }

    /// Why a guess that `kwgen.yaml` keeps may be wrong, in the reader's language where the pack said
    /// it; what its owner wrote there, or what was seen, as it stands.
    fn doubt(&self, question: &Question, said: &str, language: Language) -> String {
        let preset = self
            .preset
            .and_then(|preset| preset.guesses.get(&question.id));
        preset
            .into_iter()
            .chain(question.guess.iter().map(|reason| &reason.prose))
            .find(|prose| is_same_prose(&prose.en, said) || is_same_prose(&prose.zh, said))
            .map_or(said, |prose| prose.said(language))
            .to_owned()
    }
}

impl Answered {
    /// The same answer from the same place, whosever it is.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.id == other.id
            && self.value == other.value
            && self.source == other.source
            && self.place == other.place
            && self.cluster == other.cluster
    }
}

/// Adds an answer that is not there yet.
pub(super) fn add(all: &mut Vec<Answered>, one: Answered) {
    if !all.iter().any(|known| known.is_same(&one)) {
        all.push(one);
    }
}

/// The parts in words: a workload that is among them in every group, an environment that is with all of
/// its workloads, else the pair. None where all of them are.
fn labels(groups: &[&Group<'_>], workloads: &[usize], parts: &[(usize, usize)]) -> Vec<String> {
    let has = |group: usize, workload: usize| parts.contains(&(group, workload));
    let in_all = |workload: &usize| (0..groups.len()).all(|group| has(group, *workload));
    if workloads.iter().all(in_all) {
        return Vec::new();
    }
    let id = |workload: usize| {
        let found = groups
            .first()
            .and_then(|group| group.workloads.get(workload));
        found.and_then(|(id, _)| *id).unwrap_or_default()
    };
    let everywhere = workloads.iter().copied().filter(in_all);
    let mut labels: Vec<String> = everywhere.map(|workload| id(workload).to_owned()).collect();
    for (at, group) in groups.iter().enumerate() {
        let Some(environment) = group.name else {
            continue;
        };
        if workloads.iter().all(|workload| has(at, *workload)) {
            labels.push(environment.to_owned());
            continue;
        }
        let own = workloads
            .iter()
            .copied()
            .filter(|workload| has(at, *workload) && !in_all(workload));
        labels.extend(own.map(|workload| format!("{environment}/{}", id(workload))));
    }
    labels
}

/// Whether a line names the question `id`: in backticks, or as `id: value` inside a value.
pub(super) fn names(line: &str, id: &str) -> bool {
    let said = format!("{id}: ");
    line.contains(&format!("`{id}`"))
        || [": ", ": '", ": \""]
            .iter()
            .any(|lead| line.contains(&format!("{lead}{said}")))
}
