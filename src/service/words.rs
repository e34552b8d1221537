//! The decision and the guesses, in the language of what is written.

use super::build::Builder;
use super::{DecisionStep, DecisionText, Guess};
use crate::answers::{Origin, is_same_prose};
use crate::question::{Owner, Question};
use crate::text::say;

impl Builder<'_> {
    pub(super) fn guesses(&self) -> Vec<Guess> {
        let questions = &self.material.pack.questions;
        self.material
            .resolved
            .guesses(questions)
            .map(|(question, answer)| {
                let from_preset = self
                    .material
                    .preset
                    .and_then(|preset| preset.guesses.get(&question.id))
                    .map(|prose| self.say(prose));
                let why = match &answer.origin {
                    Origin::Preset(_) => from_preset,
                    Origin::Kept(said) => Some(self.kept(question, said)),
                    Origin::Image(id) => {
                        let fields = [("id", id.clone())];
                        Some(say(self.material.language, "answers.guess-image", &fields).message)
                    }
                    Origin::Evidence(seen) => {
                        let fields = [("seen", seen.clone())];
                        Some(say(self.material.language, "answers.guess-seen", &fields).message)
                    }
                    _ => None,
                };
                Guess {
                    workloads: self.workload_of(question).into_iter().collect(),
                    id: question.id.clone(),
                    value: answer.value.to_text(),
                    why: why
                        .or_else(|| answer.guess(question).map(|prose| self.say(prose)))
                        .unwrap_or_default(),
                    flag: self.flag_of(question),
                }
            })
            .collect()
    }

    /// Whose a guess is: nobody's in particular where it is the service's or that of the only workload.
    fn workload_of(&self, question: &Question) -> Option<String> {
        let id = self.material.workload?;
        (question.of != Owner::Service).then(|| id.to_owned())
    }

    /// How to say it on a command line.
    fn flag_of(&self, question: &Question) -> String {
        match (self.material.workload, question.of) {
            (Some(id), Owner::Workload) => format!("--set workloads.{id}.{}", question.id),
            _ => format!("--{}", question.flag),
        }
    }

    /// Why a guess that `kwgen.yaml` keeps may be wrong: what the pack says in the language of today,
    /// and what was seen as it was written.
    fn kept(&self, question: &Question, said: &str) -> String {
        let preset = self.material.preset;
        let known = preset.and_then(|preset| preset.guesses.get(&question.id));
        known
            .into_iter()
            .chain(question.guess.iter().map(|reason| &reason.prose))
            .find(|prose| is_same_prose(&prose.en, said) || is_same_prose(&prose.zh, said))
            .map_or_else(|| said.to_owned(), |prose| self.say(prose))
    }

    pub(super) fn decision_text(&self) -> DecisionText {
        let leaf = self.material.pack.tree.leaf(self.decision.controller);
        DecisionText {
            path: self
                .decision
                .path
                .iter()
                .map(|step| DecisionStep {
                    id: step.node.clone(),
                    question: self.say(&step.why),
                    answer: step.yes,
                    because: self.say(&step.because),
                })
                .collect(),
            reasons: leaf
                .iter()
                .flat_map(|leaf| &leaf.reasons)
                .map(|prose| self.say(prose))
                .collect(),
            consider: leaf
                .iter()
                .flat_map(|leaf| &leaf.consider)
                .map(|prose| self.say(prose))
                .collect(),
            forced: self.decision.is_forced(),
            objection: self
                .decision
                .is_forced()
                .then(|| self.decision.chosen.kind().to_owned()),
        }
    }
}
