//! Layers of answers to one question: which is stronger, and whether one says anything.

use super::{Given, Origin, Raw};

/// The place of a layer; 0 is the strongest.
pub(super) const fn rank(origin: &Origin) -> u8 {
    match origin {
        Origin::Interview => 0,
        Origin::Flag => 1,
        Origin::File | Origin::Kept(_) => 2,
        Origin::Evidence(_) => 3,
        Origin::Image(_) => 4,
        Origin::Preset(_) => 5,
        Origin::Default => 6,
    }
}

/// The layers of one question, the strongest first.
pub(super) fn layers_of<'g>(id: &str, given: &'g [Given]) -> Vec<&'g Given> {
    let mut layers: Vec<&Given> = given.iter().filter(|one| one.id == id).collect();
    layers.sort_by_key(|one| rank(&one.origin));
    layers
}

/// Whether an answer only empties what lies below.
pub(super) fn says_nothing(raw: &Raw) -> bool {
    match raw {
        Raw::Text(text) => matches!(text.as_str(), "none" | "false"),
        Raw::List(items) => items.is_empty(),
        Raw::Map(pairs) => pairs.is_empty(),
    }
}
