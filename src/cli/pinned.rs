//! The guesses that `kwgen.yaml` will hold for all environments. They count in each of them, or the
//! bundle would not be what its own answers make of it.

use super::request::prose_language;
use super::solve::Solved;
use crate::answers::{Given, Origin, Raw, Reach};
use crate::pack::Pack;
use crate::question::Owner;
use crate::service::Guess;

/// As they are read from the file: below what an environment says itself. `reasons` say why each may be
/// wrong, where the service could be made.
pub(super) fn pinned_guesses(pack: &Pack, plain: &[Solved], reasons: &[Guess]) -> Vec<Given> {
    let mut pinned = Vec::new();
    for one in plain {
        let language = prose_language(pack, &one.resolved);
        for (question, answer) in one.resolved.guesses(&pack.questions) {
            if answer.origin.is_typed() {
                continue;
            }
            let own = |guess: &&Guess| {
                let is_its = |id: &String| Some(id) == one.workload.as_ref();
                guess.id == question.id
                    && (guess.workloads.is_empty() || guess.workloads.iter().any(is_its))
            };
            let why = match reasons.iter().find(own) {
                Some(guess) => guess.why.clone(),
                None => answer
                    .guess(question)
                    .map(|prose| prose.said(language).to_owned())
                    .unwrap_or_default(),
            };
            pinned.push(Given {
                id: question.id.clone(),
                raw: Raw::of(&answer.value),
                place: None,
                parts: Vec::new(),
                origin: Origin::Kept(why),
                reach: Reach {
                    workload: one
                        .workload
                        .clone()
                        .filter(|_| question.of != Owner::Service),
                    environment: None,
                },
            });
        }
    }
    pinned
}
