//! The mark of a guess in `kwgen.yaml`: the comment above its key. It stays a guess until its owner
//! removes the comment, so that a bundle says the same after each `update`.

use crate::text::{Language, say};
use crate::yaml::{Document, Id};

/// Why the answer at `key` is a guess, if the comment above it says that it is one.
pub(super) fn guess_above(document: &Document, key: Id) -> Option<String> {
    let said: Vec<&str> = document
        .lines_above(key)
        .map_while(|line| line.trim_start().strip_prefix('#'))
        .map(str::trim)
        .collect();
    if said.is_empty() {
        return None;
    }
    let said: Vec<&str> = said.into_iter().rev().collect();
    let said = said.join(" ");
    [Language::En, Language::Zh]
        .into_iter()
        .find_map(|language| {
            let mark = say(language, "answers.file-guess", &[("why", String::new())]).message;
            said.split_once(mark.trim_end())
                .map(|(_, why)| why.trim().to_owned())
        })
}

/// Whether two texts say the same but for the width they are wrapped at.
pub(crate) fn is_same_prose(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}
