//! Reading `kwgen.yaml`.

use super::kept::guess_above;
use super::{Acceptance, AnswerFault, Given, Named, Origin, Outline, Raw, Reach, parse_acceptance};
use crate::question::{Owner, Question, Questions};
use crate::text::{Fault, Place};
use crate::value::{DnsLabel, closest};
use crate::yaml::{self, Document, Id, Shape};

/// The value of `apiVersion`.
pub(super) const API_VERSION: &str = "kwgen/v1";

/// The keys of the groups.
pub(super) const WORKLOADS: &str = "workloads";
pub(super) const ENVIRONMENTS: &str = "environments";

/// What an answers file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnswersFile {
    /// Its answers.
    pub given: Vec<Given>,
    /// The workloads and environments that it names.
    pub outline: Outline,
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
    let mut reader = Reader {
        questions,
        document,
        file: AnswersFile::default(),
        faults: Vec::new(),
    };
    reader.whole();
    (reader.file, reader.faults)
}

struct Reader<'r> {
    questions: &'r Questions,
    document: &'r Document,
    file: AnswersFile,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn whole(&mut self) {
        let document = self.document;
        let root = document.root();
        self.faults.extend(version_fault(document));
        let workloads = document.get(root, WORKLOADS);
        let environments = document.get(root, ENVIRONMENTS);
        self.file.outline.workloads = self.group(WORKLOADS, workloads);
        self.file.outline.environments = self.group(ENVIRONMENTS, environments);
        for (key, key_id) in document.keys(root) {
            let Some(value) = document.get(root, key) else {
                continue;
            };
            match key {
                "apiVersion" => {}
                "accept" => self.file.accept = parse_acceptance(document, value, &mut self.faults),
                "preset" => {
                    let id = document.text(value).to_owned();
                    self.file.preset = Some((id, document.place(value)));
                }
                WORKLOADS => self.workloads(value, None),
                ENVIRONMENTS => self.environments(value),
                _ => self.take(key_id, value, &Reach::default()),
            }
        }
    }

    /// The keys of a group with their places.
    fn group(&mut self, key: &str, id: Option<Id>) -> Vec<Named> {
        let Some(id) = id else { return Vec::new() };
        let document = self.document;
        let shape = document.shape(id);
        if shape != Shape::Mapping || document.keys(id).next().is_none() {
            // Nothing is known of the answers below it.
            self.file.is_lost = true;
            let fault = AnswerFault::Group {
                key: key.to_owned(),
                found: shape.word().to_owned(),
            };
            self.fail(&fault, id);
            return Vec::new();
        }
        let mut named = Vec::new();
        for (text, key_id) in document.keys(id) {
            let place = document.place(key_id);
            match DnsLabel::parse(text) {
                Ok(_) => named.push(Named {
                    id: text.to_owned(),
                    place,
                }),
                Err(fault) => {
                    self.file.is_lost = true;
                    self.faults.push(Fault::from(fault).at(Some(place)));
                }
            }
        }
        named
    }

    fn environments(&mut self, group: Id) {
        let document = self.document;
        for (environment, _) in document.keys(group) {
            let Some(answers) = document.get(group, environment) else {
                continue;
            };
            if !self.is_map(ENVIRONMENTS, environment, answers) {
                continue;
            }
            let reach = Reach {
                workload: None,
                environment: Some(environment.to_owned()),
            };
            for (key, key_id) in document.keys(answers) {
                let Some(value) = document.get(answers, key) else {
                    continue;
                };
                if key == WORKLOADS {
                    self.workloads(value, Some(environment));
                } else {
                    self.take(key_id, value, &reach);
                }
            }
        }
    }

    fn workloads(&mut self, group: Id, environment: Option<&str>) {
        let document = self.document;
        if environment.is_some() && document.shape(group) != Shape::Mapping {
            let fault = AnswerFault::Group {
                key: WORKLOADS.to_owned(),
                found: document.shape(group).word().to_owned(),
            };
            self.fail(&fault, group);
            return;
        }
        for (workload, workload_id) in document.keys(group) {
            let known = &self.file.outline.workloads;
            if environment.is_some() && known.iter().all(|one| one.id != workload) {
                let ids: Vec<&str> = known.iter().map(|one| one.id.as_str()).collect();
                let fault = AnswerFault::NoWorkload {
                    workload: workload.to_owned(),
                    known: ids.join(", "),
                    suggestion: Outline::suggestion(known, workload),
                };
                self.fail(&fault, workload_id);
                continue;
            }
            let Some(answers) = document.get(group, workload) else {
                continue;
            };
            if !self.is_map(WORKLOADS, workload, answers) {
                continue;
            }
            let reach = Reach {
                workload: Some(workload.to_owned()),
                environment: environment.map(str::to_owned),
            };
            for (key, key_id) in document.keys(answers) {
                if let Some(value) = document.get(answers, key) {
                    self.take(key_id, value, &reach);
                }
            }
        }
    }

    /// Whether the answers of a workload or environment are a map; nothing at all is one without keys.
    fn is_map(&mut self, group: &str, id: &str, answers: Id) -> bool {
        let shape = self.document.shape(answers);
        if !matches!(shape, Shape::Mapping | Shape::Null) {
            let fault = AnswerFault::Group {
                key: format!("{group}.{id}"),
                found: shape.word().to_owned(),
            };
            self.fail(&fault, answers);
        }
        shape == Shape::Mapping
    }

    fn fail(&mut self, fault: &AnswerFault, at: Id) {
        let place = self.document.place(at);
        self.faults.push(Fault::new(fault).at(Some(place)));
    }

    /// Takes one answer, or says what is wrong with it.
    fn take(&mut self, key_id: Id, value: Id, reach: &Reach) {
        let document = self.document;
        let key = document.text(key_id);
        let Some((_, question)) = self.questions.find(key) else {
            let unknown = unknown(self.questions, key);
            if let AnswerFault::UnknownKey { suggestion, .. } = &unknown {
                self.file.broken.push(suggestion.clone());
            }
            self.fail(&unknown, key_id);
            return;
        };
        if let Some(fault) = misplaced(question, reach, &self.file.outline) {
            self.file.broken.push(key.to_owned());
            self.fail(&fault, key_id);
            return;
        }
        match raw_of(question, document, value) {
            Ok(raw) => self.file.given.push(Given {
                id: key.to_owned(),
                raw,
                place: Some(document.place(value)),
                parts: parts_of(document, value),
                origin: guess_above(document, key_id).map_or(Origin::File, Origin::Kept),
                reach: reach.clone(),
            }),
            Err(fault) => {
                self.file.broken.push(key.to_owned());
                self.faults.push(fault);
            }
        }
    }
}

/// What is wrong with an answer at this place of a file: one of the service for a single workload, or
/// one of a workload for all of several.
pub(super) fn misplaced(
    question: &Question,
    reach: &Reach,
    outline: &Outline,
) -> Option<AnswerFault> {
    let id = question.id.clone();
    match (&reach.workload, question.of) {
        (Some(workload), Owner::Service) => Some(AnswerFault::OfService {
            id,
            workload: workload.clone(),
        }),
        (None, Owner::Workload) if !outline.workloads.is_empty() => {
            let ids = outline.workloads.iter().map(|one| one.id.as_str());
            Some(AnswerFault::OfWorkload {
                id,
                workloads: ids.collect::<Vec<_>>().join(", "),
                environment: reach.environment.clone().unwrap_or_default(),
            })
        }
        _ => None,
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
    let known = ids.chain(["apiVersion", "accept", "preset", WORKLOADS, ENVIRONMENTS]);
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
