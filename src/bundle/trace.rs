//! Which line of one text is which line of another: what is still kwgen's in a file that was edited.

use diffy::{DiffOptions, Line};

/// Where a line of a later text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Traced {
    /// It is this line (from 1) of the earlier text.
    Same(usize),
    /// It stands where these lines (from 1) of the earlier text stood.
    Changed(Vec<usize>),
    /// Nothing stood there.
    Added,
}

/// For each line of `later` where it comes from in `earlier`. Line ends do not count, as a checkout
/// may turn them.
pub fn trace(earlier: &str, later: &str) -> Vec<Traced> {
    let (earlier, later) = (earlier.replace("\r\n", "\n"), later.replace("\r\n", "\n"));
    let count = later.lines().count();
    if earlier == later {
        return (1..=count).map(Traced::Same).collect();
    }
    let mut options = DiffOptions::new();
    options.set_context_len(usize::MAX / 4);
    let patch = options.create_patch(&earlier, &later);
    let mut traced = Vec::with_capacity(count);
    let mut at = 0;
    // A run of changes: the lines that went, and how many came in their place.
    let (mut gone, mut come) = (Vec::new(), 0);
    for line in patch.hunks().iter().flat_map(diffy::Hunk::lines) {
        match line {
            Line::Delete(_) => {
                at += 1;
                gone.push(at);
            }
            Line::Insert(_) => come += 1,
            Line::Context(_) => {
                settle(&mut gone, &mut come, &mut traced);
                at += 1;
                traced.push(Traced::Same(at));
            }
        }
    }
    settle(&mut gone, &mut come, &mut traced);
    traced
}

fn settle(gone: &mut Vec<usize>, come: &mut usize, traced: &mut Vec<Traced>) {
    for _ in 0..std::mem::take(come) {
        traced.push(if gone.is_empty() {
            Traced::Added
        } else {
            Traced::Changed(gone.clone())
        });
    }
    gone.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_again_below_an_edit() {
        assert_eq!(
            trace("a\nb\nc\n", "a\r\nnew\r\nb\r\nC\r\n"),
            [
                Traced::Same(1),
                Traced::Added,
                Traced::Same(2),
                Traced::Changed(vec![3])
            ]
        );
    }

    #[test]
    fn texts_without_a_common_line_and_equal_texts_are_traced_too() {
        assert_eq!(trace("a\n", "b\n"), [Traced::Changed(vec![1])]);
        assert_eq!(trace("", "b\n"), [Traced::Added]);
        assert_eq!(
            trace("a\nb\n", "a\nb\n"),
            [Traced::Same(1), Traced::Same(2)]
        );
    }
}
