//! A flat `kwgen.yaml` becomes one of several workloads: the answers of its workload move below a key,
//! what is the service's stays, and every comment goes with what it stands above.

use std::ops::Range;

use super::cut::{Cut, Entry, cut, indented, line_end, line_start, with_edits};
use super::file::{ENVIRONMENTS, WORKLOADS};
use super::write::value_scalar;
use super::{AnswerFault, Reach};
use crate::question::{Owner, Questions};
use crate::text::{Fault, Language, say};
use crate::yaml::{self, Document, Id, Shape};

/// The id that the workload of a flat file gets where nobody says one.
pub const FIRST: &str = "main";

/// What the workload of a flat file becomes.
#[derive(Debug, Clone, Copy)]
pub struct First<'f> {
    /// The id that it gets.
    pub id: &'f str,
    /// Lines of answers that it has and that the flat file does not say.
    pub also: &'f str,
    /// The language of comments.
    pub language: Language,
}

/// The text of a flat file with its workload under `workloads:`.
pub fn convert(
    questions: &Questions,
    name: &str,
    text: &str,
    first: First<'_>,
) -> Result<String, Fault> {
    let document = only(name, text)?;
    let edits = Edits {
        questions,
        document: &document,
        id: first.id,
        all: Vec::new(),
    };
    let scoped = edits.all()?;
    let document = only(name, &scoped)?;
    regroup(questions, &document, first)
}

/// The one document of a file that was read before.
pub(super) fn only(name: &str, text: &str) -> Result<Document, Fault> {
    let not_one = || Fault::new(&AnswerFault::NotEditable { key: String::new() });
    match yaml::read(name, text) {
        Ok(documents) => documents.into_iter().next().ok_or_else(not_one),
        Err(faults) => Err(faults.into_iter().next().unwrap_or_else(not_one)),
    }
}

/// The entries at the top of a file.
pub(super) fn at_the_top(document: &Document) -> Result<Cut<'_>, Fault> {
    let whole = 0..document.source().text().len();
    cut(document, document.root(), whole).ok_or_else(|| not_editable(document, "", document.root()))
}

pub(super) fn not_editable(document: &Document, key: &str, at: Id) -> Fault {
    let key = key.to_owned();
    Fault::new(&AnswerFault::NotEditable { key }).at(Some(document.place(at)))
}

/// The region of the lines of an entry that stand below its key.
pub(super) fn below(document: &Document, entry: &Entry<'_>) -> Range<usize> {
    let text = document.source().text();
    let lines = text.get(entry.body.clone()).unwrap_or_default();
    let first = lines.find('\n').map_or(lines.len(), |at| at + 1);
    entry.body.start + first..entry.body.end
}

/// The edits that scope what stands in groups: answers of the workload in an environment, and exceptions.
struct Edits<'e> {
    questions: &'e Questions,
    document: &'e Document,
    id: &'e str,
    all: Vec<(Range<usize>, String)>,
}

impl Edits<'_> {
    fn all(mut self) -> Result<String, Fault> {
        let document = self.document;
        let top = at_the_top(document)?;
        if let (Some(entry), Some(environments)) = (
            top.entry(ENVIRONMENTS),
            document.get(document.root(), ENVIRONMENTS),
        ) {
            let region = below(document, entry);
            let found = cut(document, environments, region);
            for (name, _) in document.keys(environments) {
                let Some(answers) = document.get(environments, name) else {
                    continue;
                };
                let body = found.as_ref().and_then(|cut| cut.entry(name));
                if !self.environment(answers, body) {
                    return Err(not_editable(document, ENVIRONMENTS, answers));
                }
            }
        }
        if let Some(accept) = document.get(document.root(), "accept") {
            for &item in document.items(accept) {
                self.exception(item);
            }
        }
        Ok(with_edits(document.source().text(), self.all))
    }

    /// Moves the answers of the workload in one environment, where it has some and that can be done.
    fn environment(&mut self, answers: Id, body: Option<&Entry<'_>>) -> bool {
        let document = self.document;
        let text = document.source().text();
        let keys: Vec<(&str, usize)> = document
            .keys(answers)
            .map(|(key, id)| (key, document.start(id)))
            .collect();
        if !keys.iter().any(|(key, _)| self.is_moved(key)) {
            return true;
        }
        let Some(body) = body else { return false };
        if text
            .get(document.start(answers)..)
            .is_some_and(|text| text.starts_with('{'))
        {
            return self.flow(document.start(answers), &keys, body);
        }
        let Some(own) = cut(document, answers, below(document, body)) else {
            return false;
        };
        let (mut stay, mut moved) = (String::new(), String::new());
        for entry in &own.entries {
            let target = if self.is_moved(entry.key) {
                &mut moved
            } else {
                &mut stay
            };
            target.push_str(
                text.get(entry.lead.start..entry.body.end)
                    .unwrap_or_default(),
            );
            end_line(target, line_end(text));
        }
        let (pad, end) = (" ".repeat(own.indent), line_end(text));
        let id = value_scalar(self.id);
        let group = format!("{pad}{WORKLOADS}:{end}{pad}  {id}:{end}");
        let new = format!("{stay}{group}{}", indented(&moved, 4));
        self.all.push((own.head.end..own.tail.start, new));
        true
    }

    /// The same for an environment in braces.
    fn flow(&mut self, open: usize, keys: &[(&str, usize)], body: &Entry<'_>) -> bool {
        let text = self.document.source().text();
        let whole = text.get(open..body.body.end).unwrap_or_default();
        let Some(close) = whole.rfind('}').map(|at| open + at) else {
            return false;
        };
        // A comment between the lines of braces would be lost.
        let lines = text.get(open..close).unwrap_or_default();
        if lines.contains('\n') && lines.contains('#') {
            return false;
        }
        let (mut stay, mut moved) = (Vec::new(), Vec::new());
        for (at, (key, start)) in keys.iter().enumerate() {
            let end = keys.get(at + 1).map_or(close, |(_, next)| *next);
            let Some(piece) = text.get(*start..end) else {
                return false;
            };
            let piece = piece.trim_end();
            let piece = piece.strip_suffix(',').unwrap_or(piece).trim_end();
            if self.is_moved(key) {
                moved.push(piece);
            } else {
                stay.push(piece);
            }
        }
        let group = format!(
            "{WORKLOADS}: {{{}: {{{}}}}}",
            value_scalar(self.id),
            moved.join(", ")
        );
        stay.push(&group);
        self.all
            .push((open..close + 1, format!("{{{}}}", stay.join(", "))));
        true
    }

    /// An exception was taken for the workload that there was.
    fn exception(&mut self, item: Id) {
        let document = self.document;
        let text = document.source().text();
        let Some((_, first)) = document.keys(item).next() else {
            return;
        };
        if document.shape(item) != Shape::Mapping || document.get(item, "workload").is_some() {
            return;
        }
        let at = document.start(first);
        let is_flow = text
            .get(document.start(item)..)
            .is_some_and(|text| text.starts_with('{'));
        let rest = if is_flow {
            ", ".to_owned()
        } else {
            let width = text
                .get(line_start(text, at)..at)
                .unwrap_or_default()
                .chars()
                .count();
            format!("{}{}", line_end(text), " ".repeat(width))
        };
        let new = format!("workload: {}{rest}", value_scalar(self.id));
        self.all.push((at..at, new));
    }

    fn is_moved(&self, key: &str) -> bool {
        is_moved(self.questions, key)
    }
}

/// Whether the answer under a key is the workload's own.
fn is_moved(questions: &Questions, key: &str) -> bool {
    let found = questions.find(key);
    found.is_some_and(|(_, question)| question.of == Owner::Workload)
}

/// The file with the answers of its workload below `workloads:`.
fn regroup(questions: &Questions, document: &Document, first: First<'_>) -> Result<String, Fault> {
    let text = document.source().text();
    let slice = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    let end = line_end(text);
    let top = at_the_top(document)?;
    let (mut stay, mut moved, mut groups) = (slice(&top.head).to_owned(), String::new(), None);
    let mut title = Title::default();
    for entry in &top.entries {
        let is_moved = is_moved(questions, entry.key);
        if matches!(entry.key, ENVIRONMENTS | "accept") {
            groups.get_or_insert_with(String::new);
        }
        let target = if is_moved {
            &mut moved
        } else {
            groups.as_mut().unwrap_or(&mut stay)
        };
        let lead = title.above(questions, entry.key, slice(&entry.lead), is_moved, target);
        target.push_str(lead);
        // A preset describes a service of one workload: what it answers is among the answers now.
        if entry.key != "preset" {
            target.push_str(slice(&entry.body));
            end_line(target, end);
        }
    }
    let own = format!("{}{moved}", first.also.replace('\n', end));
    let own = own.trim_start_matches(['\n', '\r']);
    let said = say(first.language, "answers.file-workloads", &[]).message;
    let id = value_scalar(first.id);
    let below = if own.is_empty() {
        format!(" {{}}{end}")
    } else {
        format!("{end}{}", indented(own, 4))
    };
    Ok(format!(
        "{stay}{end}# {said}{end}{WORKLOADS}:{end}  {id}:{below}{}{}",
        groups.unwrap_or_default(),
        slice(&top.tail)
    ))
}

/// Ends the last line of a file that does not.
fn end_line(text: &mut String, end: &str) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(end);
    }
}

/// The title of a section that kwgen wrote above the first of its answers: it goes where they go.
#[derive(Default)]
struct Title<'t> {
    section: Option<usize>,
    text: &'t str,
    /// Whether it stands above what stays, and above what moves.
    is_said: [bool; 2],
}

impl<'t> Title<'t> {
    /// Writes the title where it has to stand above an answer; the rest of its comments.
    fn above(
        &mut self,
        questions: &Questions,
        key: &str,
        lead: &'t str,
        is_moved: bool,
        out: &mut String,
    ) -> &'t str {
        let Some((_, question)) = questions.find(key) else {
            return lead;
        };
        let mut rest = lead;
        if let Some(section) = questions.sections.get(question.section) {
            let is_title = |line: &str| {
                let said = line.trim().strip_prefix("# ");
                said.is_some_and(|said| said == section.title.en || said == section.title.zh)
            };
            let mut at = 0;
            for line in lead.split_inclusive('\n') {
                at += line.len();
                if is_title(line) {
                    let (title, below) = lead.split_at(at);
                    rest = below;
                    *self = Self {
                        section: Some(question.section),
                        text: title,
                        is_said: [false; 2],
                    };
                    break;
                }
            }
        }
        if self.section == Some(question.section)
            && let Some(said) = self.is_said.get_mut(usize::from(is_moved))
            && !std::mem::replace(said, true)
        {
            out.push_str(self.text);
        }
        rest
    }
}

/// The part of a service that the answers of a workload reach.
pub fn of_workload(id: &str) -> Reach {
    Reach {
        workload: Some(id.to_owned()),
        environment: None,
    }
}
