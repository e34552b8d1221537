//! "Did you mean": the closest of several words.

/// The word closest to `word`, if one is close enough to be meant.
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let lower = word.to_lowercase();
    let limit = (word.chars().count() / 3).clamp(1, 3) + usize::from(word.chars().count() == 3);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = candidate.to_lowercase();
            let begins = lower.len() >= 3 && other.starts_with(&lower);
            // The edits are at least the difference in length, and cheap to know.
            if !begins && length(&lower).abs_diff(length(&other)) > limit {
                return None;
            }
            let edits = distance(&lower, &other);
            // A slip seldom falls on the first letter: `pot` is rather ports than spot.
            let is_off = lower.chars().next() != other.chars().next();
            let cost = 2 * edits + 3 * usize::from(is_off);
            (begins || edits <= limit).then_some((cost, candidate))
        })
        .min_by_key(|(cost, _)| *cost)
        .map(|(_, candidate)| candidate)
}

/// The most characters that are compared.
const MOST: usize = 64;

fn length(word: &str) -> usize {
    word.chars().take(MOST).count()
}

/// Edits (insert, delete, replace, swap of neighbours) between two words.
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().take(MOST).collect();
    let other: Vec<char> = other.chars().take(MOST).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut best = (cell(&row, j) + usize::from(a != b))
                .min(cell(&row, j + 1) + 1)
                .min(cell(&next, j) + 1);
            let swapped =
                i > 0 && j > 0 && one.get(i - 1) == Some(b) && other.get(j - 1) == Some(a);
            if swapped {
                best = best.min(cell(&before, j - 1) + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_finds_its_word_and_nonsense_finds_none() {
        let words = ["replicas", "ports", "memory"];
        assert_eq!(closest("replcas", words), Some("replicas"));
        assert_eq!(closest("pot", words), Some("ports"));
        assert_eq!(closest("port", words), Some("ports"));
        assert_eq!(closest("pot", ["spot", "ports"]), Some("ports"));
        assert_eq!(closest("sport", ["spot", "ports"]), Some("spot"));
        assert_eq!(closest("eplicas", words), Some("replicas"));
        assert_eq!(closest("mmeory", words), Some("memory"));
        assert_eq!(closest("zzzz", words), None);
    }
}
