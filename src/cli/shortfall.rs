//! What is wrong with a request, what it lacks, and what it would only guess.

use super::request::Request;
use crate::answers::{Acceptance, AnswerFault, Given, Resolved};
use crate::pack::Pack;
use crate::question::{Owner, Question};
use crate::rule::{self, Stage};
use crate::service::tree_faults;
use crate::text::Fault;
use crate::value::closest;

impl Request<'_> {
    /// Every fault of the request and of its resolution, what is missing included.
    pub(super) fn all_faults(
        &self,
        pack: &Pack,
        resolved: &Resolved,
        workload: Option<&str>,
    ) -> Vec<Fault> {
        let mut faults = self.faults.clone();
        faults.extend(resolved.faults.iter().cloned());
        faults.extend(self.accept.iter().filter_map(unacceptable));
        let broken = self.broken_answers(resolved);
        // Without the answers of the tree it is not known what else is needed.
        let tree = pack.questions.section("tree").unwrap_or(usize::MAX);
        let is_tree_broken = !tree_faults(&pack.questions, resolved).is_empty()
            || broken.iter().any(|id| {
                let found = pack.questions.find(id);
                found.is_some_and(|(_, question)| question.section == tree)
            });
        for &at in &resolved.missing {
            let Some(question) = pack.questions.questions.get(at) else {
                continue;
            };
            let is_open = is_tree_broken && question.section > tree;
            if !broken.contains(&question.id) && !self.is_lost && !is_open {
                faults.push(self.missing(question, workload));
            }
        }
        faults
    }

    /// The questions whose answers are wrong: a broken answer is not also a missing one.
    fn broken_answers(&self, resolved: &Resolved) -> Vec<String> {
        let mut broken = self.broken.clone();
        broken.extend(resolved.broken.iter().cloned());
        let faults = self.faults.iter().chain(&resolved.faults);
        broken.extend(
            faults
                .flat_map(|fault| &fault.fields)
                .filter(|(name, _)| *name == "id")
                .map(|(_, id)| id.clone()),
        );
        broken
    }

    /// The questions whose answers are wrong or missing.
    pub(super) fn wrong_or_missing(&self, pack: &Pack, resolved: &Resolved) -> Vec<String> {
        let mut broken = self.broken_answers(resolved);
        let missing = resolved.missing.iter();
        let missing = missing.filter_map(|at| pack.questions.questions.get(*at));
        broken.extend(missing.map(|question| question.id.clone()));
        broken
    }

    /// Whether nothing is known of an answer, so that it is not also missing.
    fn is_unknown(&self, id: &str) -> bool {
        self.is_lost || self.broken.iter().any(|broken| broken == id)
    }

    fn missing(&self, question: &Question, workload: Option<&str>) -> Fault {
        let need = self.preset_of(workload).and_then(|preset| {
            preset
                .needs
                .iter()
                .find(|need| need.id == question.id)
                .map(|need| (preset, need))
        });
        if let Some((preset, need)) = need {
            return AnswerFault::MissingForPreset {
                id: question.id.clone(),
                flag: question.flag.clone(),
                preset: preset.id.clone(),
                example: question.example.clone(),
                why_en: need.why.en.trim_end().to_owned(),
                why_zh: need.why.zh.trim_end().to_owned(),
            }
            .into();
        }
        let mut allowed: Vec<&str> = question
            .choices
            .iter()
            .map(|choice| choice.value.as_str())
            .collect();
        allowed.extend(question.keywords.iter().map(String::as_str));
        AnswerFault::Missing {
            id: question.id.clone(),
            flag: question.flag.clone(),
            kind: question.kind.word(),
            example: question.example.clone(),
            ask_en: question.ask.en.trim_end().to_owned(),
            ask_zh: question.ask.zh.trim_end().to_owned(),
            allowed: allowed.join(", "),
            workload: workload
                .filter(|_| question.of != Owner::Service && !self.is_added(workload))
                .unwrap_or_default()
                .to_owned(),
        }
        .into()
    }

    /// Needs of the preset that neither a person nor, where it may, the image answered, and that no
    /// question requires by itself.
    pub(super) fn unmet_needs(
        &self,
        pack: &Pack,
        resolved: &Resolved,
        workload: Option<&str>,
    ) -> Vec<Fault> {
        let Some(preset) = self.preset_of(workload) else {
            return Vec::new();
        };
        preset
            .needs
            .iter()
            .filter_map(|need| Some((need, pack.questions.find(&need.id)?)))
            .filter(|(need, (at, question))| {
                let is_its = |one: &Given| {
                    let other = one.reach.workload.as_deref();
                    other.is_none_or(|other| Some(other) == workload)
                };
                let mut given = self.given.iter();
                let stated = given.any(|one| one.id == question.id && is_its(one));
                let told = need.image_tells && resolved.is_of_image(*at);
                !stated && !told && !self.is_unknown(&question.id) && !resolved.missing.contains(at)
            })
            .map(|(_, (_, question))| self.missing(question, workload))
            .collect()
    }

    /// Guesses that are refused with `--no-guess`.
    pub(super) fn refused_guesses(
        &self,
        pack: &Pack,
        resolved: &Resolved,
        workload: Option<&str>,
    ) -> Vec<Fault> {
        resolved
            .guesses(&pack.questions)
            .map(|(question, answer)| {
                let why = self
                    .preset_of(workload)
                    .and_then(|preset| preset.guesses.get(&question.id))
                    .or(answer.guess(question))
                    .cloned()
                    .unwrap_or_default();
                AnswerFault::GuessRefused {
                    id: question.id.clone(),
                    value: answer.value.to_text(),
                    flag: question.flag.clone(),
                    why_en: why.en.trim_end().to_owned(),
                    why_zh: why.zh.trim_end().to_owned(),
                }
                .into()
            })
            .collect()
    }
}

/// What is wrong with an exception: no such rule, or one that nobody is excepted from.
fn unacceptable(one: &Acceptance) -> Option<Fault> {
    let rule = one.rule.clone();
    let fault = match rule::metas().find(|meta| meta.id == rule) {
        Some(meta) if meta.stage == Stage::Hardening => return None,
        Some(_) => AnswerFault::AcceptNever { rule },
        None => {
            let ids = rule::metas().filter(|meta| meta.stage == Stage::Hardening);
            let suggestion = closest(&rule, ids.map(|meta| meta.id)).unwrap_or_default();
            AnswerFault::AcceptUnknown {
                suggestion: suggestion.to_owned(),
                rule,
            }
        }
    };
    Some(Fault::new(&fault).at(one.place.clone()))
}
