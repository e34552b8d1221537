//! Reading `kwgen.yaml`.

use super::kept::guess_above;
use super::{Acceptance, AnswerFault, Given, Origin, Raw, parse_acceptance};
use crate::question::{Question, Questions};
use crate::text::{Fault, Place};
use crate::value::closest;
use crate::yaml::{self, Document, Id, Shape};

/// The value of `apiVersion`.
pub(super) const API_VERSION: &str = "kwgen/v1";

/// Keys of the form in `design` that this release does not read yet.
const LATER: [&str; 3] = ["workloads", "environments", "custom"];

/// What an answers file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnswersFile {
    /// Its answers.
    pub given: Vec<Given>,
    /// Its exceptions.
    pub accept: Vec<Acceptance>,
    /// The preset it was made from, with its place.
    pub preset: Option<(String, Place)>,
    /// Questions that it answers in a form that cannot be read, or under a mistyped key.
    pub broken: Vec<String>,
    /// Nothing is known of what it answers.
    pub is_lost: bool,
}

/// Reads an answers file: what could be read of it, and everything that is wrong with it.
pub fn read(questions: &Questions, name: &str, text: &str) -> (AnswersFile, Vec<Fault>) {
    let mut file = AnswersFile::default();
    let lost = |faults: Vec<Fault>| {
        let file = AnswersFile {
            is_lost: true,
            ..AnswersFile::default()
        };
        (file, faults)
    };
    let documents = match yaml::read(name, text) {
        Ok(documents) => documents,
        Err(faults) => return lost(faults),
    };
    let shapeless = |found: &str, place: Place| {
        let found = found.to_owned();
        vec![Fault::new(&AnswerFault::NotAMap { found }).at(Some(place))]
    };
    let document = match documents.as_slice() {
        [] => return lost(shapeless("empty", Place::named(name))),
        [one] if one.shape(one.root()) == Shape::Mapping => one,
        [one] => {
            let found = one.shape(one.root()).word();
            return lost(shapeless(found, one.place(one.root())));
        }
        [_, second, ..] => {
            return lost(shapeless("documents", second.place(second.root())));
        }
    };
    let mut faults = Vec::new();
    let root = document.root();
    faults.extend(version_fault(document));
    for (key, key_id) in document.keys(root) {
        let Some(value) = document.get(root, key) else {
            continue;
        };
        match key {
            "apiVersion" => {}
            "accept" => file.accept = parse_acceptance(document, value, &mut faults),
            "preset" => {
                file.preset = Some((document.text(value).to_owned(), document.place(value)));
            }
            _ => faults.extend(file.take(questions, document, key_id, value)),
        }
    }
    (file, faults)
}

impl AnswersFile {
    /// Takes one answer, or says what is wrong with it.
    fn take(
        &mut self,
        questions: &Questions,
        document: &Document,
        key_id: Id,
        value: Id,
    ) -> Option<Fault> {
        let key = document.text(key_id);
        if let Some((_, question)) = questions.find(key) {
            match raw_of(question, document, value) {
                Ok(raw) => self.given.push(Given {
                    id: key.to_owned(),
                    raw,
                    place: Some(document.place(value)),
                    parts: parts_of(document, value),
                    origin: guess_above(document, key_id).map_or(Origin::File, Origin::Kept),
                }),
                Err(fault) => {
                    self.broken.push(key.to_owned());
                    return Some(fault);
                }
            }
            return None;
        }
        let fault = if LATER.contains(&key) {
            // The answers may stand below it.
            self.is_lost = true;
            AnswerFault::NotYet {
                key: key.to_owned(),
            }
        } else {
            let unknown = unknown(questions, key);
            if let AnswerFault::UnknownKey { suggestion, .. } = &unknown {
                self.broken.push(suggestion.clone());
            }
            unknown
        };
        Some(Fault::new(&fault).at(Some(document.place(key_id))))
    }
}

fn version_fault(document: &Document) -> Option<Fault> {
    let root = document.root();
    let version = document.get(root, "apiVersion");
    let found = version
        .map(|id| document.text(id).to_owned())
        .unwrap_or_default();
    if found == API_VERSION {
        return None;
    }
    let place = document.place(version.unwrap_or(root));
    Some(Fault::new(&AnswerFault::Version { found }).at(Some(place)))
}

fn unknown(questions: &Questions, key: &str) -> AnswerFault {
    let ids = questions
        .questions
        .iter()
        .map(|question| question.id.as_str());
    let known = ids.chain(["apiVersion", "accept", "preset"]);
    AnswerFault::UnknownKey {
        key: key.to_owned(),
        suggestion: closest(key, known).unwrap_or_default().to_owned(),
    }
}

/// Where the items of a list, or the keys of a map, stand.
fn parts_of(document: &Document, id: Id) -> Vec<Place> {
    let items = document.items(id).iter().copied();
    let keys = document.keys(id).map(|(_, key)| key);
    items.chain(keys).map(|at| document.place(at)).collect()
}

/// The raw answer at a node, if it has the shape the question takes.
pub(super) fn raw_of(question: &Question, document: &Document, id: Id) -> Result<Raw, Fault> {
    let place = Some(document.place(id));
    let shape = document.shape(id);
    let wrong = || {
        let expected = if question.map {
            "map"
        } else if question.list {
            "list"
        } else {
            "text"
        };
        Fault::new(&AnswerFault::Shape {
            id: question.id.clone(),
            expected: expected.to_owned(),
            found: shape.word().to_owned(),
            example: question.example.clone(),
        })
        .at(place.clone())
    };
    let empty = || {
        Fault::new(&AnswerFault::Empty {
            id: question.id.clone(),
        })
        .at(place.clone())
    };
    match shape {
        Shape::Null => Err(empty()),
        Shape::Scalar => Ok(Raw::Text(document.text(id).to_owned())),
        Shape::Sequence if question.list => {
            let mut items = Vec::new();
            for &item in document.items(id) {
                match document.shape(item) {
                    Shape::Scalar => items.push(document.text(item).to_owned()),
                    Shape::Null => {
                        return Err(Fault::new(&AnswerFault::Empty {
                            id: question.id.clone(),
                        })
                        .at(Some(document.place(item))));
                    }
                    _ => return Err(wrong()),
                }
            }
            Ok(Raw::List(items))
        }
        Shape::Mapping if question.map => {
            let mut pairs = Vec::new();
            for (key, _) in document.keys(id) {
                let Some(value) = document.get(id, key) else {
                    continue;
                };
                match document.shape(value) {
                    Shape::Scalar => pairs.push((key.to_owned(), document.text(value).to_owned())),
                    Shape::Null => pairs.push((key.to_owned(), String::new())),
                    _ => return Err(wrong()),
                }
            }
            Ok(Raw::Map(pairs))
        }
        Shape::Sequence | Shape::Mapping => Err(wrong()),
    }
}
