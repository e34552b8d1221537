//! Answers from the command line: `--port http:8080`, `--set memory=1Gi`.

use super::{AnswerFault, Given, Named, Origin, Outline, Raw, Reach};
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
        reach: Reach::default(),
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
    let (reach, key) = reach_of(key);
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
        reach,
    })
}

/// The part of the service that a dotted key starts with: `workloads.api.replicas`,
/// `environments.prod.image`, `environments.prod.workloads.api.replicas`.
fn reach_of(key: &str) -> (Reach, &str) {
    let take = |group: &str, key: &str| -> Option<(String, usize)> {
        let rest = key.strip_prefix(group)?.strip_prefix('.')?;
        let (id, after) = rest.split_once('.')?;
        Some((id.to_owned(), key.len() - after.len()))
    };
    let mut reach = Reach::default();
    let mut rest = key;
    if let Some((environment, end)) = take("environments", rest) {
        reach.environment = Some(environment);
        rest = rest.get(end..).unwrap_or_default();
    }
    if let Some((workload, end)) = take("workloads", rest) {
        reach.workload = Some(workload);
        rest = rest.get(end..).unwrap_or_default();
    }
    (reach, rest)
}

/// What is wrong with the reach of an answer from the command line, seen beside the file's outline.
pub fn unreachable(questions: &Questions, outline: &Outline, given: &Given) -> Option<Fault> {
    let ids = |known: &[Named]| {
        let ids: Vec<&str> = known.iter().map(|one| one.id.as_str()).collect();
        ids.join(", ")
    };
    let lacks = |known: &[Named], id: &str| known.iter().all(|one| one.id != id);
    let (workloads, environments) = (&outline.workloads, &outline.environments);
    let fault = match &given.reach {
        Reach {
            environment: Some(environment),
            ..
        } if lacks(environments, environment) => AnswerFault::NoEnvironment {
            environment: environment.clone(),
            known: ids(environments),
            suggestion: Outline::suggestion(environments, environment),
        },
        Reach {
            workload: Some(workload),
            ..
        } if lacks(workloads, workload) => AnswerFault::NoWorkload {
            workload: workload.clone(),
            known: ids(workloads),
            suggestion: Outline::suggestion(workloads, workload),
        },
        reach => {
            let (_, question) = questions.find(&given.id)?;
            super::file::misplaced(question, reach, outline)?
        }
    };
    Some(Fault::new(&fault).at(given.place.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dotted_key_names_the_part_of_the_service_it_is_for() {
        let all = |environment: Option<&str>, workload: Option<&str>| Reach {
            workload: workload.map(str::to_owned),
            environment: environment.map(str::to_owned),
        };
        for (key, reach, rest) in [
            ("memory", all(None, None), "memory"),
            ("env.LOG_LEVEL", all(None, None), "env.LOG_LEVEL"),
            ("workloads.api.memory", all(None, Some("api")), "memory"),
            ("environments.prod.image", all(Some("prod"), None), "image"),
            (
                "environments.prod.workloads.api.env.A",
                all(Some("prod"), Some("api")),
                "env.A",
            ),
            ("workloads.api", all(None, None), "workloads.api"),
        ] {
            assert_eq!(reach_of(key), (reach, rest), "{key}");
        }
    }
}
