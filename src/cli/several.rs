//! An interview about several workloads: the first is said as one of a flat file, and the others come to
//! it as they come to a bundle on disk.

use std::path::Path;

use super::add::{Bundle, Refused};
use super::interview::Shop;
use super::keep::shell_word;
use super::make::Made;
use super::new;
use super::request::Request;
use super::write;
use crate::answers::{self, First, Resolved};
use crate::ask::{self, More};
use crate::text::{Language, Place};

impl<'p> Shop<'p, '_> {
    /// The same with what was said of more workloads.
    pub(super) fn with_more(
        &self,
        text: &str,
        resolved: &Resolved,
        more: &[More<'p>],
    ) -> Option<String> {
        let questions = &self.pack.questions;
        let name = resolved.value(questions, "name").to_text();
        let name = (!more.is_empty()).then_some(name)?;
        let language = self.language();
        let no_guess = &|_: &str| None;
        let first = First {
            id: answers::FIRST,
            also: &answers::lines_of_first(questions, resolved, Some(&name), no_guess, language),
            language,
        };
        let mut text = answers::convert(questions, "", text, first).ok()?;
        for one in more {
            let resolved = self.request(&one.given, one.preset).resolve(self.pack);
            let own = one.own(questions).into_iter().map(|own| own.id);
            let lines = answers::lines_said(questions, &resolved, &own.collect::<Vec<_>>());
            text = answers::append("", &text, &one.id, &lines, &[]).ok()?;
        }
        Some(text)
    }

    /// What was made with more workloads beside the first, and the text of its answers.
    pub(super) fn grown(
        &self,
        mut made: Made<'p>,
        dir: &Path,
        more: &[More<'p>],
    ) -> Result<(Made<'p>, Option<String>), Refused> {
        let mut text = None;
        for one in more {
            let flat = || new::answers_text(self.pack, &made, dir);
            let bundle = Bundle {
                pack: self.pack,
                dir,
                name: dir.join(write::ANSWERS).display().to_string(),
                text: text.unwrap_or_else(flat),
                place: Place::named(&one.id),
            };
            let own = one.own(&self.pack.questions);
            let asked = Request {
                evidence: self.request.evidence.clone(),
                ..Request::of_new(&one.id, one.preset, own)
            };
            let no_guess = self.matches.get_flag("no-guess");
            let grown = bundle.grown(&one.id, None, asked, no_guess)?;
            text = Some(grown.text);
            made = grown.made;
        }
        Ok((made, text))
    }
}

/// The decisions of all workloads but the first.
pub(super) fn others(made: &Made<'_>, language: Language) -> Vec<[String; 3]> {
    let decisions = made.solution.decisions();
    let service = made.composed.service.as_ref();
    let workloads = service.map_or(&[][..], |service| service.workloads.as_slice());
    let all = workloads.iter().zip(decisions).skip(1);
    all.map(|(workload, (_, decision))| {
        let controller = decision.controller.kind().to_owned();
        let because = ask::because(decision, language);
        [workload.name.clone(), controller, because]
    })
    .collect()
}

/// The guesses of several workloads, each as the flag that would say it.
pub(super) fn guesses_of_all(made: &Made<'_>) -> Vec<String> {
    let guesses = made.composed.service.iter();
    let guesses = guesses.flat_map(|service| &service.guesses);
    guesses
        .map(|guess| {
            let between = if guess.flag.starts_with("--set ") {
                '='
            } else {
                ' '
            };
            format!("{}{between}{}", guess.flag, shell_word(&guess.value))
        })
        .collect()
}
