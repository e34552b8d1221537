//! Answers from the command line: `--port http:8080`, `--set memory=1Gi`.

use super::{AnswerFault, Given, Origin, Raw};
use crate::question::Questions;
use crate::text::{Fault, Place};
use crate::value::closest;
use crate::yaml;

/// The answer behind the flag of question `id`, from its values in the order given.
pub fn from_flag(questions: &Questions, id: &str, values: &[String]) -> Result<Given, Fault> {
    let (_, question) = questions.find(id).ok_or_else(|| {
        Fault::new(&AnswerFault::UnknownKey {
            key: id.to_owned(),
            suggestion: String::new(),
        })
    })?;
    let place = Place::named(&format!("--{}", question.flag));
    let raw = if question.map {
        Raw::Map(pairs(values, id, &question.flag).map_err(|fault| fault.at(Some(place.clone())))?)
    } else if question.list {
        match values {
            [one] if one == "none" || question.keywords.contains(one) => Raw::Text(one.clone()),
            several => Raw::List(several.to_vec()),
        }
    } else {
        if let [first, .., last] = values {
            let said = |value: &String| format!("--{} {value}", question.flag);
            let fault = AnswerFault::Twice {
                id: id.to_owned(),
                one: said(first),
                other: said(last),
            };
            return Err(Fault::new(&fault).at(Some(place)));
        }
        Raw::Text(values.first().cloned().unwrap_or_default())
    };
    Ok(Given {
        id: id.to_owned(),
        raw,
        place: Some(place),
        parts: Vec::new(),
        origin: Origin::Flag,
    })
}

fn pairs(values: &[String], id: &str, flag: &str) -> Result<Vec<(String, String)>, Fault> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for value in values {
        let (key, text) = value.split_once('=').ok_or_else(|| AnswerFault::NoEquals {
            id: id.to_owned(),
            text: value.clone(),
            flag: flag.to_owned(),
        })?;
        if pairs.iter().any(|(known, _)| known == key) {
            return Err(AnswerFault::TwiceInMap {
                id: id.to_owned(),
                key: key.to_owned(),
            }
            .into());
        }
        pairs.push((key.to_owned(), text.to_owned()));
    }
    Ok(pairs)
}

/// The answer behind `--set KEY=VALUE`; the value is YAML, a dotted key names an entry of a map.
pub fn from_set(questions: &Questions, text: &str) -> Result<Given, Vec<Fault>> {
    let place = Some(Place::named(&format!("--set {text}")));
    let fail = |fault: AnswerFault| vec![Fault::new(&fault).at(place.clone())];
    let (key, value) = text.split_once('=').ok_or_else(|| {
        fail(AnswerFault::BadSet {
            text: text.to_owned(),
        })
    })?;
    let (id, entry) = key
        .split_once('.')
        .map_or((key, None), |(id, entry)| (id, Some(entry)));
    let Some((_, question)) = questions.find(id) else {
        let ids = questions
            .questions
            .iter()
            .map(|question| question.id.as_str());
        let suggestion = closest(id, ids).unwrap_or_default().to_owned();
        return Err(fail(AnswerFault::UnknownKey {
            key: id.to_owned(),
            suggestion,
        }));
    };
    let raw = if let Some(entry) = entry {
        if !question.map {
            return Err(fail(AnswerFault::BadSet {
                text: text.to_owned(),
            }));
        }
        Raw::Map(vec![(entry.to_owned(), value.to_owned())])
    } else {
        let documents = yaml::read("--set", value)?;
        match documents.first() {
            Some(document) => {
                super::file::raw_of(question, document, document.root()).map_err(|fault| {
                    vec![Fault {
                        place: place.clone(),
                        ..fault
                    }]
                })?
            }
            None => Raw::Text(String::new()),
        }
    };
    Ok(Given {
        id: id.to_owned(),
        raw,
        place,
        parts: Vec::new(),
        origin: Origin::Flag,
    })
}
