//! All that is seen of a service's image at once: its config or Dockerfile, and what is known of it.

use super::command::Command;
use super::known::{self, Known, Offer};
use super::{Evidence, Hints, judge, propose};
use crate::answers::{Given, Resolved};
use crate::question::Questions;
use crate::text::Fault;

/// Everything that is seen.
#[derive(Debug, Clone, Copy)]
pub struct Sight<'s> {
    /// The image config or the Dockerfile.
    pub evidence: &'s Evidence,
    /// What is known of the image, if it is known.
    pub known: Option<&'s Known<'s>>,
    /// What names tell.
    pub hints: &'s Hints,
    /// The questions.
    pub questions: &'s Questions,
    /// Where Secrets are mounted.
    pub secret_root: &'s str,
    /// Variables that the pack sets by itself, and their values as far as they are fixed.
    pub variables: &'s [(&'s str, &'s str)],
    /// The last part of the repository.
    pub image_name: &'s str,
}

impl<'s> Sight<'s> {
    /// Answers of the tree that fit the image.
    pub fn of_the_tree(&self, resolved: &Resolved) -> Vec<Given> {
        self.known
            .map(|known| known::of_the_tree(known, self.evidence, self.questions, resolved))
            .unwrap_or_default()
    }

    /// What it proposes, given the answers so far and their decision.
    pub fn proposals(&self, resolved: &Resolved) -> Vec<Given> {
        let controller = resolved.decision.as_ref().map(|one| one.controller);
        let offer = self.offer(resolved);
        let command = Command::of(self.evidence, self.questions, resolved);
        let mut given = propose::proposals(
            self.evidence,
            self.hints,
            offer.as_ref(),
            controller,
            &command,
        );
        given.extend(propose::kept_variables(self.evidence, self.variables));
        given
    }

    /// What to warn of, given the effective answers.
    pub fn warnings(&self, resolved: &Resolved) -> Vec<Fault> {
        judge::warnings(
            self.evidence,
            self.hints,
            self.offer(resolved).as_ref(),
            self.image_name,
            self.questions,
            resolved,
        )
    }

    /// Where it speaks against the answers.
    pub fn objections(&self, resolved: &Resolved) -> Vec<Fault> {
        judge::objections(
            self.evidence,
            self.hints,
            self.offer(resolved).as_ref(),
            self.image_name,
            self.questions,
            resolved,
        )
    }

    fn offer<'o>(&self, resolved: &'o Resolved) -> Option<Offer<'o>>
    where
        's: 'o,
    {
        Some(Offer {
            known: self.known?,
            evidence: self.evidence,
            questions: self.questions,
            resolved,
            volume_size: &self.hints.volume_size,
            secret_root: self.secret_root,
        })
    }
}
