//! Layers of answers to one question: which is stronger, what they come to, and whether two of them
//! stand in each other's way.

use std::collections::HashSet;

use super::{AnswerFault, Given, Origin, Part, Raw};
use crate::question::Question;
use crate::text::{Fault, Place};

/// The place of a layer; 0 is the strongest.
const fn rank(origin: &Origin) -> u8 {
    match origin {
        Origin::Interview => 0,
        Origin::Flag => 1,
        Origin::File | Origin::Kept(_) => 2,
        Origin::Evidence(_) => 3,
        Origin::Image(_) => 4,
        Origin::Preset(_) => 5,
        Origin::Cluster(_) => 6,
        Origin::Default => 7,
    }
}

/// The strength of an answer among those to its question: by where it comes from, then the narrower
/// reach; less is stronger.
pub(super) const fn strength(given: &Given) -> (u8, u8) {
    (rank(&given.origin), given.reach.rank())
}

/// The strongest answer to question `id` that counts for `part`.
pub fn strongest<'g>(id: &str, given: &'g [Given], part: Part<'_>) -> Option<&'g Given> {
    let own = given
        .iter()
        .filter(|one| one.id == id && one.reach.covers(part));
    own.min_by_key(|one| strength(one))
}

/// The layers of one question, the strongest first.
pub(super) fn layers_of<'g>(
    id: &str,
    given: impl IntoIterator<Item = &'g Given>,
) -> Vec<&'g Given> {
    let own = given.into_iter().filter(|one| one.id == id);
    let mut layers: Vec<&Given> = own.collect();
    layers.sort_by_key(|one| strength(one));
    layers
}

/// The flag and `--set` are one layer, and neither wins over the other.
pub(super) fn twice(question: &Question, layers: &[&Given]) -> Option<Fault> {
    let flags = layers.iter().filter(|one| one.origin == Origin::Flag);
    let flags: Vec<&&Given> = flags.collect();
    let (first, second) = flags.iter().enumerate().find_map(|(at, one)| {
        let mut rest = flags.iter().skip(at + 1);
        rest.find(|other| other.reach == one.reach)
            .map(|other| (**one, **other))
    })?;
    let fault = match (&first.raw, &second.raw) {
        (Raw::Map(one), Raw::Map(other)) if question.map => {
            let (key, _) = one
                .iter()
                .find(|(key, _)| other.iter().any(|(known, _)| known == key))?;
            AnswerFault::TwiceInMap {
                id: question.id.clone(),
                key: key.clone(),
            }
        }
        _ => {
            let name = |given: &Given| given.place.as_ref().map(ToString::to_string);
            AnswerFault::Twice {
                id: question.id.clone(),
                one: name(first).unwrap_or_default(),
                other: name(second).unwrap_or_default(),
            }
        }
    };
    Some(Fault::new(&fault).at(second.place.clone()))
}

/// Whether an answer only empties what lies below.
pub(super) fn says_nothing(raw: &Raw) -> bool {
    match raw {
        Raw::Text(text) => matches!(text.as_str(), "none" | "false"),
        Raw::List(items) => items.is_empty(),
        Raw::Map(pairs) => pairs.is_empty(),
    }
}

/// The merged raw answer, the strongest layer that gave it, and where each part of it stands: a map
/// merges by key, anything else is replaced.
pub(super) fn merged<'g>(
    question: &Question,
    layers: &[&'g Given],
) -> Option<(Raw, &'g Given, Vec<Place>)> {
    let top = *layers.first()?;
    if !question.map {
        return Some((top.raw.clone(), top, top.parts.clone()));
    }
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut known: HashSet<&str> = HashSet::new();
    let mut parts = Vec::new();
    for layer in layers {
        match &layer.raw {
            Raw::Map(more) => {
                for (at, (key, value)) in more.iter().enumerate() {
                    if known.insert(key) {
                        pairs.push((key.clone(), value.clone()));
                        let place = layer.parts.get(at).or(layer.place.as_ref());
                        parts.extend(place.cloned());
                    }
                }
            }
            // `none` empties what lies below.
            Raw::Text(text) if text == "none" => break,
            other => return Some((other.clone(), layer, Vec::new())),
        }
    }
    Some((Raw::Map(pairs), top, parts))
}
