//! The lines of one rendered file, each with its reason.

use std::path::Path;

use super::context::{Context, sites, variables};
use super::locate::{Nodes, path_text};
use super::{
    Answered, Bundle, Explained, Found, README, Reason, Reasons, Source, Versioned, answer,
    markdown,
};
use crate::blueprint::Rendered;
use crate::kubernetes;
use crate::text::{Language, Prose};
use crate::yaml::Step;

/// What the annotation of an exception begins with; the rule follows.
const ACCEPTED: &str = "kwgen.io/accept.";

/// A rendered file, ready to be asked about.
pub struct Page<'p> {
    bundle: Bundle<'p>,
    reasons: &'p Reasons,
    file: &'p Rendered,
    language: Language,
    /// Its nodes; none in a Markdown file.
    nodes: Option<Nodes<'p>>,
    context: Context,
}

impl<'p> Page<'p> {
    /// Reads `file` of `bundle` for a reader of `language`.
    pub fn new(
        bundle: Bundle<'p>,
        reasons: &'p Reasons,
        file: &'p Rendered,
        language: Language,
    ) -> Self {
        let is_markdown = Path::new(&file.path)
            .extension()
            .is_some_and(|end| end == "md");
        Self {
            bundle,
            reasons,
            file,
            language,
            nodes: if is_markdown {
                None
            } else {
                Nodes::read(&file.text)
            },
            context: Context::new(bundle, &file.path, language),
        }
    }

    /// Why line `line` (from 1) is there. `None` where no reason speaks of it.
    pub fn explain(&self, line: usize) -> Option<Explained> {
        let Some(nodes) = &self.nodes else {
            return self.explain_markdown(line);
        };
        let located = nodes.at(line)?;
        let context = self.context.of(&located);
        let holds = |reason: &Reason| context.holds(reason.when.as_deref());
        let found = self.reasons.find(&located.kind, &located.steps, &holds)?;
        let mut explained = self.of_reason(found, &context);
        explained.path = path_text(&located.steps);
        if found.depth < located.steps.len() {
            let block = located.steps.get(..found.depth).unwrap_or_default();
            explained.block = Some(path_text(block));
        }
        explained.object = Some((located.kind.clone(), located.name.clone()));
        // A comment has the values of its own line and of the line that it stands above.
        for at in [line, located.line] {
            self.add_printed(at, &mut explained);
        }
        self.add_answers(found.reason, line, &mut explained);
        self.inherit(
            found,
            &located.kind,
            &located.steps,
            &context,
            &mut explained,
        );
        if let Some(Step::Key(key)) = located.steps.last()
            && let Some(rule) = key.strip_prefix(ACCEPTED)
        {
            explained.answers.extend(self.bundle.accepted(rule));
        }
        explained.leave_out_unset();
        Some(explained)
    }

    /// A reason without answers and facts of its own has those of the nearest block around that has some.
    fn inherit(
        &self,
        found: Found<'_>,
        kind: &str,
        steps: &[Step],
        context: &Context,
        explained: &mut Explained,
    ) {
        let is_silent = |reason: &Reason| reason.answers.is_empty() && reason.facts.is_empty();
        let holds = |reason: &Reason| context.holds(reason.when.as_deref());
        let mut around = Some(found);
        while let Some(found) = around.filter(|found| is_silent(found.reason)) {
            let outer = found.depth.checked_sub(1);
            let outer = outer.and_then(|depth| steps.get(..depth));
            around = outer.and_then(|outer| self.reasons.find(kind, outer, &holds));
        }
        let Some(around) = around.filter(|around| around.depth < found.depth) else {
            return;
        };
        for id in &around.reason.answers {
            self.add_answer(id, explained);
        }
        for path in &around.reason.facts {
            self.add_fact(path, explained);
        }
    }

    fn explain_markdown(&self, line: usize) -> Option<Explained> {
        let heading = markdown::heading(&self.file.text, line);
        let holds = |reason: &Reason| self.context.holds(reason.when.as_deref());
        let found = self.reasons.find_heading(README, &heading, &holds)?;
        let mut explained = self.of_reason(found, &self.context);
        explained.path = heading;
        self.add_printed(line, &mut explained);
        self.add_answers(found.reason, line, &mut explained);
        explained.leave_out_unset();
        Some(explained)
    }

    /// What a reason says by itself, with the values of this service.
    fn of_reason(&self, found: Found<'_>, context: &Context) -> Explained {
        let reason = found.reason;
        let said = |prose: &Prose| context.phrase(prose.said(self.language));
        let facts = reason.facts.iter();
        let demand = |id: &String| {
            let says = self.reasons.demand(id)?.said(self.language);
            Some((id.clone(), says.to_owned()))
        };
        let field = reason.field.as_deref();
        Explained {
            why: said(&reason.why),
            without: said(&reason.without),
            facts: facts
                .filter_map(|path| Some((path.clone(), context.fact(path)?)))
                .collect(),
            contract: reason.contract.iter().filter_map(demand).collect(),
            rules: reason.rules.clone(),
            version: field.and_then(|field| versioned(field, self.bundle.service.minor)),
            reference: reason.reference.clone(),
            reason: self.reasons.index_of(found),
            ..Explained::default()
        }
    }

    /// Adds the answers and facts whose values are printed on a line.
    fn add_printed(&self, line: usize, explained: &mut Explained) {
        for site in sites(self.file, line) {
            for variable in variables(&site.expression) {
                let ids = self.reasons.deciders(&site.template, &variable);
                for id in ids.unwrap_or_default() {
                    match id.strip_prefix("facts.") {
                        Some(path) => self.add_fact(path, explained),
                        None => self.add_answer(id, explained),
                    }
                }
            }
        }
    }

    /// Adds the answers that a reason names, and those that the line itself names.
    fn add_answers(&self, reason: &Reason, line: usize, explained: &mut Explained) {
        for id in &reason.answers {
            self.add_answer(id, explained);
        }
        if !reason.names_answers {
            return;
        }
        let lines = line.checked_sub(1);
        let text = lines.and_then(|at| self.file.text.lines().nth(at));
        for question in &self.bundle.pack.questions.questions {
            if answer::names(text.unwrap_or_default(), &question.id) {
                self.add_answer(&question.id, explained);
            }
        }
    }

    fn add_answer(&self, id: &str, explained: &mut Explained) {
        if explained.answers.iter().all(|answered| answered.id != id) {
            let answered = self.bundle.answered(id, self.language);
            explained.answers.extend(answered);
        }
    }

    fn add_fact(&self, path: &str, explained: &mut Explained) {
        if explained.facts.iter().all(|(known, _)| known != path) {
            let value = self.context.fact(path);
            explained
                .facts
                .extend(value.map(|value| (path.to_owned(), value)));
        }
    }
}

impl Explained {
    /// Leaves out answers that nobody gave, where others are behind the line.
    fn leave_out_unset(&mut self) {
        let is_set = |answered: &Answered| answered.source != Source::None;
        if self.answers.iter().any(is_set) {
            self.answers.retain(is_set);
        }
    }
}

/// From when on a field is switched on, where that is not in every version.
fn versioned(field: &str, target: u16) -> Option<Versioned> {
    let (of, name) = field.split_once('.')?;
    let has = |minor: u16| kubernetes::has_field(minor, of, name);
    let mut minors = kubernetes::versions().iter().map(|version| version.minor);
    let oldest = minors.next()?;
    if has(oldest) {
        return None;
    }
    let since = minors.find(|minor| has(*minor))?;
    Some(Versioned {
        field: field.to_owned(),
        since,
        target,
    })
}
