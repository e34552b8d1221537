//! The lines of one rendered file, each with its reason.

use std::sync::Arc;

use serde_json::Value;

use super::answer::{add, names};
use super::context::{Context, sites, variables};
use super::locate::{Located, Nodes, path_text};
use super::object::Others;
use super::patch::Patch;
use super::scope::Scope;
use super::{
    Answered, Base, Bundle, Explained, Found, OVERLAY, README, Reason, Reasons, Source, Versioned,
    markdown,
};
use crate::blueprint::{KUSTOMIZATION, OVERLAYS, Rendered};
use crate::kubernetes;
use crate::pack::Site;
use crate::text::{Language, Prose};
use crate::yaml::Step;

/// What the annotation of an exception begins with; the rule follows.
const ACCEPTED: &str = "kwgen.io/accept.";
/// What the name of a fact begins with among the deciders of a variable.
const FACTS: &str = "facts.";
/// Where a kustomization names its patches, and the key of a patch's file.
const PATCHES: &str = "patches";
const PATCH_PATH: &str = "path";

/// A rendered file, ready to be asked about.
pub struct Page<'p> {
    bundle: &'p Bundle<'p>,
    reasons: &'p Reasons,
    file: &'p Rendered,
    language: Language,
    scope: Scope<'p>,
    /// Its nodes; none in a Markdown file.
    nodes: Option<Nodes<'p>>,
    context: Context,
    /// What it is where it is a patch.
    patch: Option<Patch<'p>>,
    /// Its objects in the environments, where it is of the base.
    others: Vec<Others<'p>>,
}

impl<'p> Page<'p> {
    /// Reads `file` of `bundle` for a reader of `language`.
    pub fn new(
        bundle: &'p Bundle<'p>,
        reasons: &'p Reasons,
        file: &'p Rendered,
        language: Language,
    ) -> Self {
        let scope = Scope::of(bundle, file);
        let mut page = Self::of(bundle, reasons, file, scope, language);
        page.patch = Patch::read(bundle, reasons, file, language);
        if let Some(nodes) = &page.nodes {
            page.others = Others::read(bundle, file, nodes);
        }
        page
    }

    /// A file that is no patch.
    pub(super) fn of(
        bundle: &'p Bundle<'p>,
        reasons: &'p Reasons,
        file: &'p Rendered,
        scope: Scope<'p>,
        language: Language,
    ) -> Self {
        Self {
            nodes: if file.is_markdown() {
                None
            } else {
                Nodes::read(&file.text)
            },
            context: Context::new(bundle, &scope, language),
            bundle,
            reasons,
            file,
            language,
            scope,
            patch: None,
            others: Vec::new(),
        }
    }

    pub(super) const fn scope(&self) -> &Scope<'p> {
        &self.scope
    }

    /// Why line `line` (from 1) is there. `None` where no reason speaks of it.
    pub fn explain(&self, line: usize) -> Option<Explained> {
        let mut explained = match (&self.nodes, &self.patch) {
            (None, _) => self.explain_markdown(line)?,
            (Some(nodes), None) => {
                let located = nodes.at(line)?;
                let mut explained = self.explain_node(&located, line)?;
                explained.elsewhere = Others::elsewhere(&self.others, &located);
                if self.file.path.starts_with(OVERLAYS) && !self.is_overlay() {
                    explained.base = Some(Base::Whole);
                }
                explained
            }
            (Some(nodes), Some(patch)) => patch.explain(&nodes.at(line)?)?,
        };
        explained.environment = self.scope.group.name.map(str::to_owned);
        explained.leave_out_unset();
        Some(explained)
    }

    /// The expressions behind a line.
    pub(super) fn sites(&self, line: usize) -> &[Arc<Site>] {
        let (Some(nodes), Some(patch)) = (&self.nodes, &self.patch) else {
            return sites(self.file, line);
        };
        let located = nodes.at(line).filter(|located| located.line == line);
        let wanted = located.and_then(|located| patch.wanted_line(&located));
        wanted.map_or(&[], |(file, line)| sites(file, line))
    }

    /// The answers whose values are printed on a line.
    pub(super) fn deciders(&self, line: usize) -> Vec<Answered> {
        if let (true, Some(nodes)) = (self.is_overlay(), &self.nodes) {
            // Its values come from no template: its reasons name the answers.
            let located = nodes.at(line).filter(|located| located.line == line);
            let found =
                located.and_then(|located| self.explain_as(OVERLAY, &located, &located.steps));
            return found
                .filter(|found| found.block.is_none())
                .map(|found| found.answers)
                .unwrap_or_default();
        }
        let ids = self.printed(line);
        if ids.is_empty() && !self.sites(line).is_empty() && self.nodes.is_some() {
            // A variable of many uses: the reason of the line knows the answer.
            let found = self.explain(line).filter(|found| found.block.is_none());
            return found.map(|found| found.answers).unwrap_or_default();
        }
        let scope = self.scope_of(line);
        let answers = ids.into_iter().filter(|id| !id.starts_with(FACTS));
        answers
            .flat_map(|id| self.bundle.answered(&scope, id, self.language))
            .collect()
    }

    /// What a line is of: in a README the workloads that its heading or itself names.
    fn scope_of(&self, line: usize) -> Scope<'p> {
        if self.nodes.is_some() {
            return self.scope.clone();
        }
        let text = line.checked_sub(1);
        let text = text.and_then(|at| self.file.text.lines().nth(at));
        let scope = self
            .scope
            .named_on(&markdown::heading(&self.file.text, line));
        scope.named_on(text.unwrap_or_default())
    }

    /// The same for another part of what it is of.
    fn in_scope(&self, scope: Scope<'p>) -> Self {
        Self {
            context: Context::new(self.bundle, &scope, self.language),
            scope,
            nodes: None,
            patch: None,
            others: Vec::new(),
            ..*self
        }
    }

    /// Why a node is there; `line` is the line that was asked about.
    pub(super) fn explain_node(&self, located: &Located, line: usize) -> Option<Explained> {
        let kind = if self.is_overlay() {
            OVERLAY
        } else {
            &located.kind
        };
        let mut explained = self.explain_as(kind, located, &located.steps)?;
        // A comment has the values of its own line and of the line that it stands above.
        for at in [line, located.line] {
            self.add_printed(at, &mut explained);
        }
        if let Some(Step::Key(key)) = located.steps.last()
            && let Some(rule) = key.strip_prefix(ACCEPTED)
        {
            explained
                .answers
                .extend(self.bundle.accepted(&self.scope, rule));
        }
        if self.is_overlay() && located.steps.first() == Some(&Step::Key(PATCHES.to_owned())) {
            self.add_differing(&located.item, &mut explained);
        }
        Some(explained)
    }

    /// What the reason of `steps` in objects of `kind` says of a node.
    pub(super) fn explain_as(
        &self,
        kind: &str,
        located: &Located,
        steps: &[Step],
    ) -> Option<Explained> {
        let context = self.context.of(located);
        let holds = |reason: &Reason| context.holds(reason.when.as_deref());
        let found = self.reasons.find(kind, steps, &holds)?;
        let mut explained = self.of_reason(found, &context);
        explained.path = path_text(&located.steps);
        if found.depth < steps.len() {
            let block = steps.get(..found.depth).unwrap_or_default();
            explained.block = Some(path_text(block));
        }
        explained.object = Some((located.kind.clone(), located.name.clone()));
        self.add_answers(found.reason, located.line, &mut explained);
        self.inherit(found, kind, steps, &context, &mut explained);
        Some(explained)
    }

    /// Whether it is what kustomize reads of an overlay.
    fn is_overlay(&self) -> bool {
        self.file.path.starts_with(OVERLAYS) && self.file.path.ends_with(KUSTOMIZATION)
    }

    /// Adds what the environment says otherwise than all share, for the object of the patch `item`.
    fn add_differing(&self, item: &Value, explained: &mut Explained) {
        let folder = self
            .file
            .path
            .strip_suffix(KUSTOMIZATION)
            .unwrap_or_default();
        let patch = item.get(PATCH_PATH).and_then(Value::as_str);
        let file = patch.and_then(|patch| {
            let mut all = self.bundle.files.iter();
            all.find(|file| file.path.strip_prefix(folder) == Some(patch))
        });
        let scope = file.map_or_else(|| self.scope.clone(), |file| Scope::of(self.bundle, file));
        for one in self.bundle.differing(&scope, self.language) {
            add(&mut explained.answers, one);
        }
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
        let scope = self.scope_of(line);
        let narrow = (scope.workloads != self.scope.workloads).then(|| self.in_scope(scope));
        let page = narrow.as_ref().unwrap_or(self);
        let holds = |reason: &Reason| page.context.holds(reason.when.as_deref());
        let found = self.reasons.find_heading(README, &heading, &holds)?;
        let mut explained = self.of_reason(found, &page.context);
        explained.path = heading;
        page.add_printed(line, &mut explained);
        page.add_answers(found.reason, line, &mut explained);
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
            version: field.and_then(|field| versioned(field, self.scope.group.service.minor)),
            reference: reason.reference.clone(),
            reason: self.reasons.index_of(found),
            ..Explained::default()
        }
    }

    /// The answers and facts whose values are printed on a line.
    fn printed(&self, line: usize) -> Vec<&'p str> {
        let mut ids = Vec::new();
        for site in self.sites(line) {
            for variable in variables(&site.expression) {
                let own = self.reasons.deciders(&site.template, &variable);
                ids.extend(own.unwrap_or_default().iter().map(String::as_str));
            }
        }
        ids
    }

    /// Adds the answers and facts whose values are printed on a line.
    fn add_printed(&self, line: usize, explained: &mut Explained) {
        for id in self.printed(line) {
            match id.strip_prefix(FACTS) {
                Some(path) => self.add_fact(path, explained),
                None => self.add_answer(id, explained),
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
            if names(text.unwrap_or_default(), &question.id) {
                self.add_answer(&question.id, explained);
            }
        }
    }

    fn add_answer(&self, id: &str, explained: &mut Explained) {
        if explained.answers.iter().all(|answered| answered.id != id) {
            let answered = self.bundle.answered(&self.scope, id, self.language);
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
