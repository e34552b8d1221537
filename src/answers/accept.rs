//! `accept:` in `kwgen.yaml`: the owner's exceptions, each with a reason.

use crate::text::{Fault, Place};
use crate::yaml::{Document, Id};

use super::AnswerFault;

/// One exception that the owner takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// The rule's id.
    pub rule: String,
    /// Why it is right here.
    pub reason: String,
    /// Who says so.
    pub by: Option<String>,
    /// The day it ends (`YYYY-MM-DD`); rendering never reads it.
    pub until: Option<String>,
    /// Where it stands.
    pub place: Option<Place>,
}

/// Reads the list under `accept`.
pub fn parse_acceptance(document: &Document, list: Id, faults: &mut Vec<Fault>) -> Vec<Acceptance> {
    let mut all = Vec::new();
    for &item in document.items(list) {
        let field = |name: &str| {
            document
                .get(item, name)
                .map(|id| document.text(id).to_owned())
        };
        let place = Some(document.place(item));
        for (key, key_id) in document.keys(item) {
            if !["rule", "reason", "by", "until", "environment", "workload"].contains(&key) {
                faults.push(
                    Fault::new(&AnswerFault::UnknownKey {
                        key: format!("accept.{key}"),
                        suggestion: String::new(),
                    })
                    .at(Some(document.place(key_id))),
                );
            }
            if ["environment", "workload"].contains(&key) {
                faults.push(
                    Fault::new(&AnswerFault::NotYet {
                        key: format!("accept.{key}"),
                    })
                    .at(Some(document.place(key_id))),
                );
            }
        }
        match (field("rule"), field("reason")) {
            (Some(rule), Some(reason)) if !rule.is_empty() && !reason.trim().is_empty() => {
                all.push(Acceptance {
                    rule,
                    reason,
                    by: field("by"),
                    until: field("until"),
                    place,
                });
            }
            (rule, _) => {
                faults.push(
                    Fault::new(&AnswerFault::Accept {
                        rule: rule.unwrap_or_default(),
                    })
                    .at(place),
                );
            }
        }
    }
    if document.items(list).is_empty() {
        faults.push(
            Fault::new(&AnswerFault::Accept {
                rule: String::new(),
            })
            .at(Some(document.place(list))),
        );
    }
    all
}
