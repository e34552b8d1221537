//! Texts in which git has left conflict markers.

/// One side of a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What the branch that was merged into had.
    Ours,
    /// What the branch that was merged had.
    Theirs,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Outside,
    Ours,
    Base,
    Theirs,
}

/// Whether a text holds a whole conflict: its three markers, in their order.
pub fn has_markers(text: &str) -> bool {
    let mut part = Part::Outside;
    for line in text.lines() {
        let next = turn(line, part);
        if part == Part::Theirs && next == Part::Outside {
            return true;
        }
        part = next;
    }
    false
}

/// The text of one side: every conflict resolved to it.
pub fn side(text: &str, side: Side) -> String {
    let mut out = String::with_capacity(text.len());
    let mut part = Part::Outside;
    for line in text.split_inclusive('\n') {
        let next = turn(line.trim_end_matches(['\n', '\r']), part);
        let is_kept = matches!(
            (part, side),
            (Part::Outside, _) | (Part::Ours, Side::Ours) | (Part::Theirs, Side::Theirs)
        );
        if next == part && is_kept {
            out.push_str(line);
        }
        part = next;
    }
    out
}

/// The part after `line`. In a lock a pristine line stands behind `|` or `\`, so that `=======`
/// at its beginning is always a marker; seven `|` are one only where a base may follow.
fn turn(line: &str, part: Part) -> Part {
    let is = |mark: &str| {
        line.strip_prefix(mark)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    match part {
        Part::Outside if is("<<<<<<<") => Part::Ours,
        Part::Ours if is("|||||||") => Part::Base,
        Part::Ours | Part::Base if is("=======") => Part::Theirs,
        Part::Theirs if is(">>>>>>>") => Part::Outside,
        same => same,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "a\n<<<<<<< HEAD\nb\n||||||| 1234\nc\n=======\nd\n>>>>>>> topic\ne\n======= f\n";

    #[test]
    fn each_side_is_a_text_of_its_own() {
        assert_eq!(side(TEXT, Side::Ours), "a\nb\ne\n======= f\n");
        assert_eq!(side(TEXT, Side::Theirs), "a\nd\ne\n======= f\n");
    }

    #[test]
    fn only_a_whole_conflict_counts() {
        assert!(has_markers(TEXT));
        assert!(has_markers("<<<<<<< a\r\n=======\r\n>>>>>>> b\r\n"));
        for text in [
            "",
            "a\n",
            "=======\n",
            "<<<<<<< a\nb\n",
            "|<<<<<<< a\n|=======\n|>>>>>>> b\n",
        ] {
            assert!(!has_markers(text), "{text}");
        }
    }
}
