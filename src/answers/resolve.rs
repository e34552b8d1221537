//! From layers of answers to one effective answer for each question, with the
//! tree's decision on the way. Pure and total: every fault is collected.

use minijinja::Value;

use super::judge::{canonical_of, judged};
use super::layer::{layers_of, merged, says_nothing, twice};
use super::rival::{self, Verdict};
use super::{Answer, AnswerFault, Expressions, Given, Origin, Scope};
use crate::decide::{Controller, Decision, Tree};
use crate::question::{Canonical, Question, Questions};
use crate::text::Fault;

/// The section after which the tree can be walked.
const TREE_SECTION: &str = "tree";

/// The outcome of a resolution.
#[derive(Debug, Clone, Default)]
pub struct Resolved {
    /// For each question (by index) its effective answer, where it applies and has one.
    pub answers: Vec<Option<Answer>>,
    /// Whether each question applies.
    pub applies: Vec<bool>,
    /// The questions that have no answer and need one.
    pub missing: Vec<usize>,
    /// The controller, once the tree's questions are answered.
    pub decision: Option<Decision>,
    /// Everything that is wrong with what was given.
    pub faults: Vec<Fault>,
    /// The questions whose answers are wrong; their defaults stand in for them.
    pub broken: Vec<String>,
    /// What was said for several workloads and does not apply to this one: a fault where it applies to none.
    pub set_aside: Vec<Fault>,
}

impl Resolved {
    /// The effective answer to question `id`.
    pub fn answer(&self, questions: &Questions, id: &str) -> Option<&Answer> {
        let (at, _) = questions.find(id)?;
        self.answers.get(at)?.as_ref()
    }

    /// The value of question `id`; `Canonical::None` where there is none.
    pub fn value(&self, questions: &Questions, id: &str) -> Canonical {
        self.answer(questions, id)
            .map_or(Canonical::None, |answer| answer.value.clone())
    }

    /// Whether the answer to the question at this index is what the image tells.
    pub fn is_of_image(&self, at: usize) -> bool {
        let answer = self.answers.get(at).and_then(Option::as_ref);
        answer.is_some_and(|answer| matches!(answer.origin, Origin::Evidence(_) | Origin::Image(_)))
    }

    /// The questions whose answers are guesses, and those answers.
    pub fn guesses<'r>(
        &'r self,
        questions: &'r Questions,
    ) -> impl Iterator<Item = (&'r Question, &'r Answer)> {
        let pairs = questions.questions.iter().zip(&self.answers);
        pairs
            .filter_map(|(question, answer)| Some((question, answer.as_ref()?)))
            .filter(|(_, answer)| answer.is_guess)
    }
}

/// What a resolution reads besides the answers.
#[derive(Debug, Clone, Copy)]
pub struct Knowledge<'k> {
    /// The questions.
    pub questions: &'k Questions,
    /// Their expressions.
    pub expressions: &'k Expressions,
    /// The tree.
    pub tree: &'k Tree,
    /// The workload is one of several.
    pub is_one_of_many: bool,
}

/// Resolves the layers (any order: the origin ranks them). `guesses` names answers of the preset that may be wrong.
pub fn resolve(
    knowledge: Knowledge<'_>,
    given: &[Given],
    preset: Option<&str>,
    guesses: &[&str],
) -> Resolved {
    let questions = knowledge.questions;
    let scope = Scope::new(questions);
    scope.set(
        "presetId",
        preset.map_or_else(|| Value::from(()), Value::from),
    );
    scope.set("imageName", Value::from(""));
    scope.set("minor", Value::from(0));
    let mut resolved = Resolved::default();
    let tree_section = questions.section(TREE_SECTION).unwrap_or(usize::MAX);
    for (at, question) in questions.questions.iter().enumerate() {
        if question.section > tree_section && resolved.decision.is_none() {
            decide(knowledge, &scope, &mut resolved);
        }
        let answer = one(
            knowledge,
            at,
            question,
            given,
            guesses,
            &scope,
            &mut resolved,
        );
        if let Some(answer) = &answer {
            scope.answer(&question.id, &answer.value);
            note_derived(&question.id, &answer.value, &scope);
        }
        resolved.answers.push(answer);
    }
    if resolved.decision.is_none() {
        decide(knowledge, &scope, &mut resolved);
    }
    for (at, question) in questions.questions.iter().enumerate() {
        let Some(Some(answer)) = resolved.answers.get_mut(at) else {
            continue;
        };
        match knowledge.expressions.reason_of(at, question, &scope) {
            Ok(reason) => answer.reason = reason,
            Err(fault) => resolved.faults.push(fault),
        }
    }
    // An expression over an answer that was refused fails too; that says nothing new.
    let is_expression = |fault: &Fault| fault.id == AnswerFault::EXPRESSION;
    if !resolved.faults.iter().all(is_expression) {
        resolved.faults.retain(|fault| !is_expression(fault));
    }
    resolved
}

/// Names that later expressions may use besides the answers.
fn note_derived(id: &str, value: &Canonical, scope: &Scope) {
    match (id, value) {
        ("image", Canonical::Text(text)) => {
            if let Ok(image) = crate::value::Image::parse(text) {
                scope.set("imageName", Value::from(image.name()));
            }
        }
        ("kubernetesVersion", Canonical::Text(text)) => {
            if let Ok(minor) = crate::value::Minor::parse(text) {
                scope.set("minor", Value::from(minor.number()));
            }
        }
        _ => {}
    }
}

fn decide(knowledge: Knowledge<'_>, scope: &Scope, resolved: &mut Resolved) {
    let value = |id: &str| resolved.value(knowledge.questions, id);
    let schedule = value("schedule");
    let mut contradiction = None;
    if let (Canonical::Text(text), Some(batch)) =
        (&schedule, resolved.answer(knowledge.questions, "batch"))
        && batch.value == Canonical::Bool(false)
        && batch.origin != Origin::Default
        && !matches!(batch.origin, Origin::Preset(_) | Origin::Image(_))
    {
        let fault = AnswerFault::ScheduleNotBatch {
            schedule: text.clone(),
        };
        contradiction = Some(Fault::new(&fault).at(batch.place.clone()));
    }
    // The walk goes on with what is there, so that the sections below are judged too.
    let forced = match value("controller") {
        Canonical::Text(text) => Controller::parse(&text),
        _ => None,
    };
    // A schedule implies a batch: it would be noise to ask for both.
    let yes = |id: &str| match value(id) {
        Canonical::Bool(answer) => answer || (id == "batch" && schedule != Canonical::None),
        Canonical::None => id == "batch" && schedule != Canonical::None,
        _ => true,
    };
    resolved.decision = knowledge.tree.walk(yes, forced);
    resolved.faults.extend(contradiction);
    if let Some(decision) = &resolved.decision {
        let controller = decision.controller;
        scope.set("controller", Value::from(controller.kind()));
        scope.set("longRunning", Value::from(controller.runs_for_ever()));
        scope.set("runsToEnd", Value::from(!controller.runs_for_ever()));
    }
}

fn one(
    knowledge: Knowledge<'_>,
    at: usize,
    question: &Question,
    given: &[Given],
    guesses: &[&str],
    scope: &Scope,
    resolved: &mut Resolved,
) -> Option<Answer> {
    let mut layers = layers_of(&question.id, given);
    resolved.faults.extend(twice(question, &layers));
    match rival::judged(
        knowledge.questions,
        question,
        &layers,
        given,
        &resolved.applies,
    ) {
        Verdict::Counts => {}
        Verdict::GivesWay => layers.clear(),
        Verdict::Contradicts(fault) => {
            layers.clear();
            resolved.faults.push(fault);
        }
    }
    let applies = knowledge
        .expressions
        .applies(at, question, scope)
        .unwrap_or_else(|fault| {
            resolved.faults.push(fault);
            true
        });
    resolved.applies.push(applies);
    if !applies {
        refuse_typed(knowledge, question, &layers, given, scope, resolved);
        return None;
    }
    if let Some((raw, top, parts)) = merged(question, &layers) {
        let value = match judged(question, &raw) {
            Ok(value) => value,
            Err(faults) => {
                let placed = faults.into_iter().map(|(part, fault)| {
                    let place = parts.get(part).or(top.place.as_ref());
                    fault.at(place.cloned())
                });
                resolved.faults.extend(placed);
                resolved.broken.push(question.id.clone());
                // Later expressions go on with the default, so that their own faults are told too.
                return default_answer(knowledge, at, question, scope).unwrap_or(None);
            }
        };
        let is_guess = match &top.origin {
            Origin::Preset(_) => guesses.contains(&question.id.as_str()),
            Origin::Evidence(_) | Origin::Kept(_) | Origin::Image(_) => true,
            _ => false,
        };
        return Some(Answer {
            value,
            origin: top.origin.clone(),
            place: top.place.clone(),
            is_guess,
            reason: 0,
        });
    }
    match default_answer(knowledge, at, question, scope) {
        Ok(Some(answer)) => return Some(answer),
        Ok(None) => {}
        Err(faults) => resolved.faults.extend(faults),
    }
    match knowledge.expressions.is_required(at, question, scope) {
        Ok(true) => resolved.missing.push(at),
        Ok(false) => {}
        Err(fault) => resolved.faults.push(fault),
    }
    None
}

/// What was typed for a question that does not apply is refused, unless that hangs on an answer which
/// is itself wrong, or an environment switches off what all of them share.
fn refuse_typed(
    knowledge: Knowledge<'_>,
    question: &Question,
    layers: &[&Given],
    given: &[Given],
    scope: &Scope,
    resolved: &mut Resolved,
) {
    let tree = |id: &str| {
        let section = knowledge.questions.section(TREE_SECTION);
        let found = knowledge.questions.find(id);
        found.is_some_and(|(_, one)| Some(one.section) == section)
    };
    let when = question.when.as_deref().unwrap_or_default();
    let names: Vec<&str> = when
        .split(|one: char| !one.is_ascii_alphanumeric())
        .collect();
    let is_open = resolved.broken.iter().any(|id| {
        let of_tree = ["controller", "longRunning", "runsToEnd"];
        names.contains(&id.as_str())
            || (tree(id) && of_tree.iter().any(|name| names.contains(name)))
    });
    let is_of_environment = |id: &&str| {
        let layers = layers_of(id, given);
        let top = layers.first();
        top.is_some_and(|top| top.reach.environment.is_some())
    };
    let is_switched_off = names.iter().any(is_of_environment);
    for one in layers
        .iter()
        .filter(|one| one.origin.is_typed() && !says_nothing(&one.raw))
        .filter(|one| !is_switched_off || one.reach.environment.is_some())
    {
        if !is_open {
            let fault = Fault::new(&not_applicable(question, scope)).at(one.place.clone());
            if knowledge.is_one_of_many && one.reach.workload.is_none() {
                resolved.set_aside.push(fault);
            } else {
                resolved.faults.push(fault);
            }
            continue;
        }
        if let Err(faults) = judged(question, &one.raw) {
            let placed = faults.into_iter().map(|(part, fault)| {
                let place = one.parts.get(part).or(one.place.as_ref());
                fault.at(place.cloned())
            });
            resolved.faults.extend(placed);
        }
        // What hangs on it in turn hangs on the same wrong answer.
        if !resolved.broken.contains(&question.id) {
            resolved.broken.push(question.id.clone());
        }
    }
}

/// The default of a question as an answer.
fn default_answer(
    knowledge: Knowledge<'_>,
    at: usize,
    question: &Question,
    scope: &Scope,
) -> Result<Option<Answer>, Vec<Fault>> {
    let raw = knowledge
        .expressions
        .default_of(at, question, scope)
        .map_err(|fault| vec![fault])?;
    let Some(raw) = raw else { return Ok(None) };
    Ok(Some(Answer {
        value: canonical_of(question, &raw)?,
        origin: Origin::Default,
        place: None,
        is_guess: !question.guess.is_empty(),
        reason: 0,
    }))
}

fn not_applicable(question: &Question, scope: &Scope) -> AnswerFault {
    let fields = [("controller", scope.text("controller"))];
    let said = |text: &str| crate::text::phrase(text, &fields);
    let (why_en, why_zh) = question
        .unless
        .as_ref()
        .map(|prose| (said(&prose.en), said(&prose.zh)))
        .unwrap_or_default();
    AnswerFault::NotApplicable {
        id: question.id.clone(),
        why_en,
        why_zh,
    }
}
