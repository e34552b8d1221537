//! Reading `kwgen.yaml`.

use super::kept::guess_above;
use super::{Acceptance, AnswerFault, Given, Origin, Raw, parse_acceptance};
use crate::question::{Question, Questions};
use crate::text::Fault;
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
    /// The preset it was made from.
    pub preset: Option<String>,
}

/// Reads an answers file; every fault in it is reported.
pub fn read(questions: &Questions, name: &str, text: &str) -> Result<AnswersFile, Vec<Fault>> {
    let documents = yaml::read(name, text)?;
    let mut file = AnswersFile::default();
    let mut faults = Vec::new();
    let Some(document) = documents.first() else {
        return Err(vec![Fault::new(&AnswerFault::NotAMap {
            found: "empty".to_owned(),
        })]);
    };
    let root = document.root();
    if documents.len() > 1 || document.shape(root) != Shape::Mapping {
        let found = if documents.len() > 1 {
            "documents"
        } else {
            document.shape(root).word()
        };
        return Err(vec![
            Fault::new(&AnswerFault::NotAMap {
                found: found.to_owned(),
            })
            .at(Some(document.place(root))),
        ]);
    }
    let version = document.get(root, "apiVersion");
    let found = version
        .map(|id| document.text(id).to_owned())
        .unwrap_or_default();
    if found != API_VERSION {
        let place = document.place(version.unwrap_or(root));
        faults.push(Fault::new(&AnswerFault::Version { found }).at(Some(place)));
    }
    for (key, key_id) in document.keys(root) {
        let Some(value) = document.get(root, key) else {
            continue;
        };
        match key {
            "apiVersion" => {}
            "accept" => file.accept = parse_acceptance(document, value, &mut faults),
            "preset" => file.preset = Some(document.text(value).to_owned()),
            _ => {
                if let Some((_, question)) = questions.find(key) {
                    match raw_of(question, document, value) {
                        Ok(raw) => file.given.push(Given {
                            id: key.to_owned(),
                            raw,
                            place: Some(document.place(value)),
                            origin: guess_above(document, key_id)
                                .map_or(Origin::File, Origin::Kept),
                        }),
                        Err(fault) => faults.push(fault),
                    }
                } else {
                    let fault = if LATER.contains(&key) {
                        AnswerFault::NotYet {
                            key: key.to_owned(),
                        }
                    } else {
                        unknown(questions, key)
                    };
                    faults.push(Fault::new(&fault).at(Some(document.place(key_id))));
                }
            }
        }
    }
    if faults.is_empty() {
        Ok(file)
    } else {
        // What could be read is judged too, so that all faults are told in one run.
        faults.extend(super::resolve::kind_faults(questions, &file.given));
        faults.sort_by(|one, other| one.place.cmp(&other.place));
        Err(faults)
    }
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
