//! Writing a `kwgen.yaml` of several workloads or environments: at each place what was given there, and
//! the guesses that were taken.

use std::fmt::Write as _;

use super::cut::indented;
use super::judge::judged;
use super::layer::{layers_of, merged};
use super::write::{entries, exceptions, head, is_written, value_scalar};
use super::{Acceptance, Answer, Given, Origin, Outline, Reach, Resolved};
use crate::question::{Owner, Question, Questions};
use crate::text::{Language, say};

/// What is written from.
#[derive(Debug, Clone, Copy)]
pub struct Groups<'g> {
    /// The questions.
    pub questions: &'g Questions,
    /// All layers.
    pub given: &'g [Given],
    /// The workloads and environments.
    pub outline: &'g Outline,
    /// The effective answers of each workload, in the order of the outline; one where it names none.
    pub shared: &'g [&'g Resolved],
    /// The exceptions.
    pub accept: &'g [Acceptance],
    /// The preset of a file of one workload.
    pub preset: Option<&'g str>,
    /// The language of the comments.
    pub language: Language,
}

/// The text of a new `kwgen.yaml`. `why` says why an answer of a workload may be wrong.
pub fn write_groups(
    groups: Groups<'_>,
    why: &dyn Fn(Option<&str>, &str) -> Option<String>,
) -> String {
    let mut out = String::new();
    head(groups.preset, groups.language, &mut out);
    let root = Reach::default();
    let is_one = groups.outline.workloads.is_empty();
    out.push_str(&block(groups, &root, why));
    if !is_one {
        let title = say(groups.language, "answers.file-workloads", &[]).message;
        let _ = write!(out, "\n# {title}\nworkloads:\n");
        for one in &groups.outline.workloads {
            let reach = Reach {
                workload: Some(one.id.clone()),
                environment: None,
            };
            let mut whole = String::new();
            nest(&one.id, &block(groups, &reach, why), &mut whole);
            out.push_str(&indented(&whole, 2));
        }
    }
    if !groups.outline.environments.is_empty() {
        let title = say(groups.language, "answers.file-environments", &[]).message;
        let _ = write!(out, "\n# {title}\nenvironments:\n");
    }
    for environment in &groups.outline.environments {
        let mut reach = Reach {
            workload: None,
            environment: Some(environment.id.clone()),
        };
        let mut own = block(groups, &reach, why);
        let mut below = String::new();
        for one in &groups.outline.workloads {
            reach.workload = Some(one.id.clone());
            let answers = block(groups, &reach, why);
            if !answers.is_empty() {
                nest(&one.id, &answers, &mut below);
            }
        }
        if !below.is_empty() {
            nest("workloads", &below, &mut own);
        }
        let mut whole = String::new();
        nest(&environment.id, &own, &mut whole);
        out.push_str(&indented(&whole, 2));
    }
    exceptions(groups.accept, &mut out);
    out
}

/// A key with the answers below it.
fn nest(id: &str, answers: &str, out: &mut String) {
    let key = value_scalar(id);
    if answers.is_empty() {
        let _ = writeln!(out, "{key}: {{}}");
    } else {
        let _ = write!(out, "{key}:\n{}", indented(answers, 2));
    }
}

/// The answers of one place.
fn block(
    groups: Groups<'_>,
    reach: &Reach,
    why: &dyn Fn(Option<&str>, &str) -> Option<String>,
) -> String {
    let mut out = String::new();
    let titles = (*reach == Reach::default()).then_some(groups.questions);
    let questions = groups.questions.questions.iter().enumerate();
    let own = questions.filter_map(|(at, question)| {
        let answer =
            said(groups, question, reach).or_else(|| taken(groups, at, question, reach))?;
        let why = answer.is_guess.then(|| {
            let in_general = || Some(answer.guess(question)?.said(groups.language).to_owned());
            match &answer.origin {
                Origin::Kept(said) => said.clone(),
                _ => why(reach.workload.as_deref(), &question.id)
                    .or_else(in_general)
                    .unwrap_or_default(),
            }
        });
        Some((question, answer.value, why))
    });
    entries(own, titles, groups.language, &mut out);
    out
}

/// What was given at this very place.
pub(super) fn said(groups: Groups<'_>, question: &Question, reach: &Reach) -> Option<Answer> {
    let here = groups
        .given
        .iter()
        .filter(|one| one.reach == *reach && one.origin.is_typed());
    let (raw, top, _) = merged(question, &layers_of(&question.id, here))?;
    Some(Answer {
        value: judged(question, &raw).ok()?,
        origin: top.origin.clone(),
        place: top.place.clone(),
        is_guess: matches!(top.origin, Origin::Kept(_)),
        reason: 0,
    })
}

/// What was taken without being given, where it is to be written: at the top what is the same in all
/// workloads that it applies to and may stand there, else in each of them.
fn taken(groups: Groups<'_>, at: usize, question: &Question, reach: &Reach) -> Option<Answer> {
    if reach.environment.is_some() {
        return None;
    }
    let answers = || {
        let each = groups.shared.iter();
        each.filter_map(|one| one.answers.get(at)?.as_ref())
            .filter(|answer| !answer.origin.is_typed() && is_written(answer, &question.id))
    };
    let first = answers().next()?;
    let is_alone = groups.outline.workloads.is_empty();
    let is_common = is_alone
        || (question.of != Owner::Workload
            && !groups.given.iter().any(|one| {
                one.id == question.id && one.origin.is_typed() && one.reach.environment.is_none()
            })
            && answers()
                .all(|answer| answer.value == first.value && answer.reason == first.reason));
    let Some(workload) = &reach.workload else {
        return is_common.then(|| first.clone());
    };
    if is_common {
        return None;
    }
    let number = groups
        .outline
        .workloads
        .iter()
        .position(|one| one.id == *workload)?;
    let own = groups.shared.get(number)?.answers.get(at)?.as_ref()?;
    (!own.origin.is_typed() && is_written(own, &question.id)).then(|| own.clone())
}
