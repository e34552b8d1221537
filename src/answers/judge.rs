//! One answer by itself: its canonical form, or everything that is wrong with it.

use std::collections::HashSet;

use super::{AnswerFault, Raw};
use crate::question::{Canonical, Question};
use crate::text::Fault;

/// The canonical form of an answer, or everything that is wrong with it.
pub fn canonical_of(question: &Question, raw: &Raw) -> Result<Canonical, Vec<Fault>> {
    judged(question, raw).map_err(|faults| faults.into_iter().map(|(_, fault)| fault).collect())
}

/// The canonical form of an answer, or its faults, each with the index of the part that has it.
pub(super) fn judged(question: &Question, raw: &Raw) -> Result<Canonical, Vec<(usize, Fault)>> {
    match raw {
        Raw::Text(text) if question.keywords.contains(text) => Ok(Canonical::Keyword(text.clone())),
        Raw::Text(text) if question.list && text == "none" => Ok(Canonical::List(Vec::new())),
        Raw::Text(text) if question.map && text == "none" => Ok(Canonical::Map(Vec::new())),
        Raw::Text(text) if question.list => list(question, std::slice::from_ref(text)),
        Raw::Text(text) if question.map => {
            let fault = AnswerFault::NoEquals {
                id: question.id.clone(),
                text: text.clone(),
                flag: question.flag.clone(),
            };
            Err(vec![(0, fault.into())])
        }
        Raw::Text(text) => question
            .kind
            .canonical(question, text)
            .map_err(|fault| vec![(0, fault)]),
        Raw::List(items) => match items.as_slice() {
            [one] if question.keywords.contains(one) => Ok(Canonical::Keyword(one.clone())),
            several => list(question, several),
        },
        Raw::Map(pairs) => map(question, pairs),
    }
}

fn list(question: &Question, items: &[String]) -> Result<Canonical, Vec<(usize, Fault)>> {
    let mut values: Vec<String> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    let mut faults = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let is_alone = question.keywords.contains(item) && !question.beside.contains(item);
        if items.len() > 1 && is_alone {
            let fault = AnswerFault::KeywordAmongOthers {
                id: question.id.clone(),
                word: item.clone(),
            };
            faults.push((at, fault.into()));
            continue;
        }
        match question.kind.canonical(question, item) {
            Ok(value) => {
                let text = value.to_text();
                if !question.kind.repeats() && !known.insert(text.clone()) {
                    let fault = AnswerFault::TwiceInList {
                        id: question.id.clone(),
                        text: item.clone(),
                    };
                    faults.push((at, fault.into()));
                }
                values.push(text);
            }
            Err(fault) => faults.push((at, fault)),
        }
    }
    if faults.is_empty() {
        Ok(Canonical::List(values))
    } else {
        Err(faults)
    }
}

fn map(question: &Question, pairs: &[(String, String)]) -> Result<Canonical, Vec<(usize, Fault)>> {
    let faults: Vec<(usize, Fault)> = pairs
        .iter()
        .enumerate()
        .filter_map(|(at, (key, value))| {
            Some((at, question.kind.pair_fault(question, key, value)?))
        })
        .collect();
    if faults.is_empty() {
        Ok(Canonical::Map(pairs.to_vec()))
    } else {
        Err(faults)
    }
}
