//! Two questions that ask for the same in different ways: of two layers the stronger answer counts, in
//! one layer they contradict each other.

use std::cmp::Ordering;

use super::layer::{layers_of, says_nothing, strength};
use super::{AnswerFault, Given, Raw};
use crate::question::{Question, Questions};
use crate::text::Fault;

/// What becomes of the answers to a question that has a rival.
pub(super) enum Verdict {
    /// They count.
    Counts,
    /// The rival's answer is stronger.
    GivesWay,
    /// Both are of one layer.
    Contradicts(Fault),
}

/// Judges the layers of a question, the strongest first, against those of its rival. `applies` says of
/// each question above whether it does.
pub(super) fn judged(
    questions: &Questions,
    question: &Question,
    layers: &[&Given],
    given: &[Given],
    applies: &[bool],
) -> Verdict {
    let Some(rival) = questions.rival(&question.id) else {
        return Verdict::Counts;
    };
    // A rival that does not apply is refused by itself, and excludes nothing.
    let at = questions.find(rival).map(|(at, _)| at);
    if at.and_then(|at| applies.get(at)) == Some(&false) {
        return Verdict::Counts;
    }
    let rivals = layers_of(rival, given);
    let (Some(own), Some(other)) = (said(layers), said(&rivals)) else {
        return Verdict::Counts;
    };
    match strength(own).cmp(&strength(other)) {
        Ordering::Less => Verdict::Counts,
        Ordering::Greater => Verdict::GivesWay,
        // Said once, at the lower of the two questions.
        Ordering::Equal if question.excludes.is_none() => Verdict::Counts,
        Ordering::Equal => {
            let fault = AnswerFault::Excludes {
                id: own.id.clone(),
                value: text(&own.raw),
                other: other.id.clone(),
                other_value: text(&other.raw),
            };
            Verdict::Contradicts(Fault::new(&fault).at(own.place.clone()))
        }
    }
}

/// The strongest answer, if it says anything.
fn said<'g>(layers: &[&'g Given]) -> Option<&'g Given> {
    layers
        .first()
        .copied()
        .filter(|top| !says_nothing(&top.raw))
}

fn text(raw: &Raw) -> String {
    match raw {
        Raw::Text(text) => text.clone(),
        Raw::List(items) => items.join(", "),
        Raw::Map(pairs) => pairs
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect::<Vec<_>>()
            .join(", "),
    }
}
