//! From values to cases: a few bundles that hold every pair of answers, each tried before it counts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::table::{Case, Table};
use super::{FIRST, Outcome, outcome};

/// The cases of one way through the tree.
pub(super) struct Set {
    pub(super) start: String,
    pub(super) cases: Vec<Case>,
    /// How many pairs they hold.
    pub(super) held: usize,
    /// How many pairs hold an answer that does not apply beside the other.
    pub(super) idle: usize,
    /// The pairs that kwgen refuses, by the reason.
    pub(super) refused: BTreeMap<String, Vec<String>>,
    /// Every reason that was met, also beside the one that is blamed.
    pub(super) met: BTreeSet<String>,
    /// What no case may do.
    pub(super) wrong: Vec<String>,
}

/// How much of the table a set must hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Strength {
    /// Every value; a value is the pair of itself with itself.
    Values,
    /// Every pair of values.
    Pairs,
}

/// A question and its values, the one of the start first.
struct Parameter<'t> {
    id: &'t str,
    values: Vec<&'t Value>,
}

/// A value of a parameter, both by index.
type Choice = (usize, usize);

struct Search<'t> {
    table: &'t Table,
    start: &'t BTreeMap<String, Value>,
    parameters: Vec<Parameter<'t>>,
    open: BTreeSet<(Choice, Choice)>,
    set: Set,
}

/// Covers all values, or all pairs of them, that can be given on one way through the tree.
pub(super) fn cover(table: &Table, start: &str, strength: Strength) -> Set {
    let given = &table.starts[start];
    let never = table.never.get(start);
    let parameters = parameters(table, given, |id, value| {
        let values = never.and_then(|all| all.get(id));
        values.is_some_and(|all| all.contains(value))
    });
    let mut open = BTreeSet::new();
    for (one, first) in parameters.iter().enumerate() {
        open.extend((0..first.values.len()).map(|value| ((one, value), (one, value))));
        if strength == Strength::Values {
            continue;
        }
        for (other, second) in parameters.iter().enumerate().skip(one + 1) {
            for left in 0..first.values.len() {
                open.extend((0..second.values.len()).map(|right| ((one, left), (other, right))));
            }
        }
    }
    let mut search = Search {
        table,
        start: given,
        parameters,
        open,
        set: Set {
            start: start.to_owned(),
            cases: Vec::new(),
            held: 0,
            idle: 0,
            refused: BTreeMap::new(),
            met: BTreeSet::new(),
            wrong: Vec::new(),
        },
    };
    while let Some(pair) = search.open.first().copied() {
        search.try_pair(pair);
    }
    search.set
}

/// The questions that apply on this way: those of which a value does, beside the start alone.
fn parameters<'t>(
    table: &'t Table,
    given: &'t BTreeMap<String, Value>,
    is_never: impl Fn(&str, &Value) -> bool,
) -> Vec<Parameter<'t>> {
    let mut all = Vec::new();
    for (id, values) in &table.questions {
        let of_start = given.get(id);
        if of_start.is_none() && table.of_start.contains(id) {
            continue;
        }
        let others = values
            .iter()
            .filter(|value| of_start.is_none_or(|own| *value != own && !value.is_null()));
        let others = others.filter(|value| !is_never(id, value));
        let values: Vec<&Value> = of_start.into_iter().chain(others).collect();
        let applies = values.iter().any(|value| {
            let mut answers = given.clone();
            answers.insert(id.clone(), (*value).clone());
            answers.retain(|_, value| !value.is_null());
            let case = Case { answers };
            !value.is_null() && !matches!(outcome(&case, FIRST), Outcome::Idle(_))
        });
        if applies {
            all.push(Parameter { id, values });
        }
    }
    all
}

impl Search<'_> {
    /// Builds a case around a pair, as full as it can be, and settles at least that pair.
    fn try_pair(&mut self, pair: (Choice, Choice)) {
        let mut chosen: Vec<Option<usize>> = vec![None; self.parameters.len()];
        for (parameter, value) in [pair.0, pair.1] {
            chosen[parameter] = Some(value);
        }
        self.fill(&mut chosen);
        let mut chosen: Vec<usize> = chosen.into_iter().map(Option::unwrap_or_default).collect();
        loop {
            let case = self.case(&chosen);
            let blamed = match outcome(&case, FIRST) {
                Outcome::Bundle(_) => {
                    self.keep(case, &chosen);
                    return;
                }
                Outcome::Idle(ids) => Blame { reason: None, ids },
                Outcome::Refused(reasons) => {
                    self.set.met.extend(reasons.iter().cloned());
                    let Some(blame) = self.blame(&reasons) else {
                        self.open.remove(&pair);
                        let text = case.text(FIRST);
                        self.set.wrong.push(format!("{reasons:?}\n{text}"));
                        return;
                    };
                    blame
                }
            };
            if !self.give_way(&mut chosen, pair, &blamed) {
                self.settle(pair, &blamed);
                return;
            }
        }
    }

    /// Chooses for each other question the value that holds the most open pairs with what is chosen.
    fn fill(&self, chosen: &mut [Option<usize>]) {
        for at in 0..chosen.len() {
            if chosen[at].is_some() {
                continue;
            }
            let gain = |value: usize| {
                let others = chosen.iter().enumerate();
                others
                    .filter_map(|(other, value)| Some((other, (*value)?)))
                    .chain([(at, value)])
                    .filter(|other| self.open.contains(&ordered((at, value), *other)))
                    .count()
            };
            let count = self.parameters[at].values.len();
            // Of equals the last, which is further from what is usual.
            chosen[at] = (0..count).max_by_key(|value| gain(*value));
        }
    }

    fn case(&self, chosen: &[usize]) -> Case {
        let mut answers = self.start.clone();
        for (parameter, value) in self.parameters.iter().zip(chosen) {
            answers.insert(parameter.id.to_owned(), parameter.values[*value].clone());
        }
        answers.retain(|_, value| !value.is_null());
        Case { answers }
    }

    /// The reason of the table behind a refusal; `None` where one of the messages is not in it.
    fn blame(&self, reasons: &[String]) -> Option<Blame> {
        let first = reasons.first()?;
        let is_known = |reason: &String| self.table.refusals.contains_key(reason);
        reasons.iter().all(is_known).then(|| Blame {
            reason: Some(first.clone()),
            ids: self.table.refusals[first].clone(),
        })
    }

    /// Takes one of the blamed answers back that is not of the pair; false where there is none.
    fn give_way(&self, chosen: &mut [usize], pair: (Choice, Choice), blame: &Blame) -> bool {
        for id in &blame.ids {
            let found = self.parameters.iter().position(|one| one.id == id);
            let Some(at) = found.filter(|at| *at != pair.0.0 && *at != pair.1.0) else {
                continue;
            };
            if chosen[at] != 0 {
                chosen[at] = 0;
                return true;
            }
        }
        // What it fights with may be any of the others.
        let other = (0..chosen.len())
            .rev()
            .find(|at| chosen[*at] != 0 && *at != pair.0.0 && *at != pair.1.0);
        if let Some(at) = other {
            chosen[at] = 0;
        }
        other.is_some()
    }

    fn settle(&mut self, pair: (Choice, Choice), blame: &Blame) {
        self.open.remove(&pair);
        let said = |(at, value): Choice| {
            let parameter = &self.parameters[at];
            format!("{}={}", parameter.id, parameter.values[value])
        };
        let text = format!("{} {}", said(pair.0), said(pair.1));
        match &blame.reason {
            None => self.set.idle += 1,
            Some(reason) => {
                let refused = self.set.refused.entry(reason.clone()).or_default();
                refused.push(text);
            }
        }
    }

    fn keep(&mut self, case: Case, chosen: &[usize]) {
        for (at, value) in chosen.iter().enumerate() {
            for (other, second) in chosen.iter().enumerate().skip(at) {
                let pair = ((at, *value), (other, *second));
                self.set.held += usize::from(self.open.remove(&pair));
            }
        }
        self.set.cases.push(case);
    }
}

/// Why a case is none, and the answers that may be behind it.
struct Blame {
    reason: Option<String>,
    ids: Vec<String>,
}

fn ordered(one: Choice, other: Choice) -> (Choice, Choice) {
    if one < other {
        (one, other)
    } else {
        (other, one)
    }
}
