//! One more workload in a `kwgen.yaml` that names several: its lines, and the file with them.

use std::fmt::Write as _;
use std::ops::Range;

use super::convert::{at_the_top, below, not_editable, of_workload, only};
use super::cut::{cut, indented, line_end, line_start, with_edits};
use super::file::WORKLOADS;
use super::group::{Groups, said};
use super::write::{comment, entries, exceptions, is_written, value_scalar};
use super::{Acceptance, Answer, Origin, Resolved};
use crate::question::{Owner, Question, Questions};
use crate::text::{Fault, Language, say};
use crate::yaml::{Document, Id};

/// The lines of a new workload: what was given for it, what its preset answers, and the guesses.
pub fn lines_of(groups: Groups<'_>, id: &str, why: &dyn Fn(&str) -> Option<String>) -> String {
    let reach = of_workload(id);
    let mut all = groups.outline.workloads.iter();
    let number = all.position(|one| one.id == id);
    let own = number.and_then(|number| groups.shared.get(number));
    let questions = groups.questions.questions.iter().enumerate();
    let answers = questions.filter_map(|(at, question)| {
        let answer = said(groups, question, &reach).or_else(|| {
            let taken = own?.answers.get(at)?.as_ref()?;
            let is_own = question.of != Owner::Service && !taken.origin.is_typed();
            let is_kept = is_written(taken, &question.id) || is_of_preset(taken);
            (is_own && is_kept).then(|| taken.clone())
        })?;
        let guess = answer
            .is_guess
            .then(|| why(&question.id).unwrap_or_default());
        Some((question, answer.value, guess))
    });
    let mut out = String::new();
    entries(answers, None, groups.language, &mut out);
    out
}

/// The lines that the workload of a flat file needs besides those of its file: the name that its objects
/// have, and what its preset answers.
pub fn lines_of_first(
    questions: &Questions,
    resolved: &Resolved,
    name: Option<&str>,
    why: &dyn Fn(&str) -> Option<String>,
    language: Language,
) -> String {
    let mut out = String::new();
    if let Some(name) = name {
        comment(
            &say(language, "answers.file-object-name", &[]).message,
            &mut out,
        );
        let _ = writeln!(out, "objectName: {}", value_scalar(name));
    }
    out.push_str(&lines_where(
        questions,
        resolved,
        &|_, one| is_of_preset(one),
        why,
        language,
    ));
    out
}

/// The lines of what was said for one workload in an interview, and of what its preset answers.
pub fn lines_said(questions: &Questions, resolved: &Resolved, said: &[String]) -> String {
    let is_kept =
        |question: &Question, answer: &Answer| is_of_preset(answer) || said.contains(&question.id);
    lines_where(questions, resolved, &is_kept, &|_| None, Language::En)
}

fn lines_where(
    questions: &Questions,
    resolved: &Resolved,
    is_kept: &dyn Fn(&Question, &Answer) -> bool,
    why: &dyn Fn(&str) -> Option<String>,
    language: Language,
) -> String {
    let all = questions.questions.iter().zip(&resolved.answers);
    let answers = all.filter_map(|(question, answer)| {
        let answer = answer.as_ref().filter(|one| is_kept(question, one))?;
        let guess = answer
            .is_guess
            .then(|| why(&question.id).unwrap_or_default());
        // Without a reason it is no guess that a person would know of.
        let guess = guess.filter(|why| !why.is_empty());
        Some((question, answer.value.clone(), guess))
    });
    let mut out = String::new();
    entries(answers, None, language, &mut out);
    out
}

const fn is_of_preset(answer: &Answer) -> bool {
    matches!(answer.origin, Origin::Preset(_))
}

/// The text of a file with one more workload and its exceptions.
pub fn append(
    name: &str,
    text: &str,
    id: &str,
    lines: &str,
    accept: &[Acceptance],
) -> Result<String, Fault> {
    let document = only(name, text)?;
    let root = document.root();
    let top = at_the_top(&document)?;
    let end = line_end(text);
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let group = document.get(root, WORKLOADS).unwrap_or(root);
    let found = top.entry(WORKLOADS).and_then(|entry| {
        let own = cut(&document, group, below(&document, entry))?;
        Some((own.indent, entry.body.end))
    });
    let Some((indent, at)) = found else {
        return Err(not_editable(&document, WORKLOADS, group));
    };
    let key = value_scalar(id);
    let own = if lines.is_empty() {
        format!("{key}: {{}}\n")
    } else {
        format!("{key}:\n{}", indented(lines, 2))
    };
    edits.push(insertion(text, at, &indented(&own, indent), end));
    if !accept.is_empty() {
        let mut whole = String::new();
        exceptions(accept, &mut whole);
        edits.push(match document.get(root, "accept") {
            None => insertion(text, top.tail.start, &whole, end),
            Some(list) => {
                let dash = dash(&document, list);
                let body = top.entry("accept").map(|entry| entry.body.end);
                let (Some(indent), Some(at)) = (dash, body) else {
                    return Err(not_editable(&document, "accept", list));
                };
                let items = whole.trim_start().strip_prefix("accept:\n");
                insertion(text, at, &indented(items.unwrap_or_default(), indent), end)
            }
        });
    }
    Ok(with_edits(text, edits))
}

/// New lines at the start of a line, or at the end of the text.
fn insertion(text: &str, at: usize, new: &str, end: &str) -> (Range<usize>, String) {
    let is_open = text.get(..at).is_some_and(|above| !above.ends_with('\n'));
    let gap = if is_open { end } else { "" };
    (at..at, format!("{gap}{}", new.replace('\n', end)))
}

/// The spaces before the dashes of a block list.
fn dash(document: &Document, list: Id) -> Option<usize> {
    let text = document.source().text();
    let start = document.start(*document.items(list).first()?);
    let line = text.get(line_start(text, start)..start)?;
    let rest = line.trim_start_matches(' ');
    rest.starts_with('-').then(|| line.len() - rest.len())
}
