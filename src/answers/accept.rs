//! `accept:` in `kwgen.yaml`: the owner's exceptions, each with a reason.

use crate::text::{Fault, Place};
use crate::value::{Date, closest};
use crate::yaml::{Document, Id};

use super::{AnswerFault, Reach};

/// The keys of an exception.
const KEYS: [&str; 6] = ["rule", "reason", "by", "until", "workload", "environment"];

/// One exception that the owner takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// The rule's id.
    pub rule: String,
    /// Why it is right here.
    pub reason: String,
    /// Who says so.
    pub by: Option<String>,
    /// The last day it holds; rendering never reads it.
    pub until: Option<Date>,
    /// Where it holds.
    pub reach: Reach,
    /// Where it stands.
    pub place: Option<Place>,
}

impl Acceptance {
    /// The reason as it stands on the object: `REASON (BY, until DATE)`.
    pub fn stated(&self) -> String {
        let until = self.until.map(|until| format!("until {until}"));
        let known: Vec<&str> = self
            .by
            .as_deref()
            .into_iter()
            .chain(until.as_deref())
            .collect();
        if known.is_empty() {
            return self.reason.clone();
        }
        format!("{} ({})", self.reason, known.join(", "))
    }

    /// The fault of an exception that has ended before `today`.
    pub fn expired(&self, today: Date) -> Option<Fault> {
        let until = self.until.filter(|until| *until < today)?;
        let fault = AnswerFault::AcceptExpired {
            rule: self.rule.clone(),
            until: until.to_string(),
        };
        Some(Fault::new(&fault).at(self.place.clone()))
    }
}

/// Reads the list under `accept`.
pub fn parse_acceptance(document: &Document, list: Id, faults: &mut Vec<Fault>) -> Vec<Acceptance> {
    let items = document.items(list);
    if items.is_empty() {
        let fault = AnswerFault::Accept {
            rule: String::new(),
        };
        faults.push(Fault::new(&fault).at(Some(document.place(list))));
    }
    items
        .iter()
        .filter_map(|item| one(document, *item, faults))
        .collect()
}

fn one(document: &Document, item: Id, faults: &mut Vec<Fault>) -> Option<Acceptance> {
    for (key, key_id) in document.keys(item).filter(|(key, _)| !KEYS.contains(key)) {
        let fault = AnswerFault::UnknownKey {
            key: format!("accept.{key}"),
            suggestion: closest(key, KEYS).unwrap_or_default().to_owned(),
        };
        faults.push(Fault::new(&fault).at(Some(document.place(key_id))));
    }
    let field = |name: &str| {
        document
            .get(item, name)
            .map(|id| document.text(id).to_owned())
            .filter(|text| !text.trim().is_empty())
    };
    let until = field("until").map(|text| Date::parse(&text)).transpose();
    let until = until.unwrap_or_else(|fault| {
        let place = document.get(item, "until").unwrap_or(item);
        faults.push(Fault::from(fault).at(Some(document.place(place))));
        None
    });
    let place = Some(document.place(item));
    let (Some(rule), Some(reason)) = (field("rule"), field("reason")) else {
        let fault = AnswerFault::Accept {
            rule: field("rule").unwrap_or_default(),
        };
        faults.push(Fault::new(&fault).at(place));
        return None;
    };
    Some(Acceptance {
        rule,
        reason,
        by: field("by"),
        until,
        reach: Reach {
            workload: field("workload"),
            environment: field("environment"),
        },
        place,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_said_it_and_until_when_follow_a_reason_where_they_are_known() {
        let stated = |by: Option<&str>, until: Option<&str>| {
            let one = Acceptance {
                rule: "few-replicas".to_owned(),
                reason: "one key".to_owned(),
                by: by.map(str::to_owned),
                until: until.and_then(|text| Date::parse(text).ok()),
                reach: Reach::default(),
                place: None,
            };
            one.stated()
        };
        assert_eq!(stated(None, None), "one key");
        assert_eq!(stated(Some("li.wei"), None), "one key (li.wei)");
        assert_eq!(
            stated(None, Some("2027-06-30")),
            "one key (until 2027-06-30)"
        );
        assert_eq!(
            stated(Some("li.wei"), Some("2027-06-30")),
            "one key (li.wei, until 2027-06-30)"
        );
    }
}
