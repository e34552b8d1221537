//! What the lines of `kwgen.lock` are: the record of what was written.

/// A line of a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockLine {
    /// The word that its reason goes by.
    pub word: String,
    /// The file and the line (from 1) whose pristine text it is, where it is one.
    pub pristine: Option<(String, usize)>,
}

/// What line `line` (from 1) of a lock is. A blank line belongs to what follows it.
pub fn lock_line(text: &str, line: usize) -> LockLine {
    let lines: Vec<&str> = text.lines().collect();
    let body = |number: usize| number.checked_sub(1).and_then(|at| lines.get(at)).copied();
    let mut at = line;
    while body(at).is_some_and(|body| body.trim().is_empty()) && at < lines.len() {
        at += 1;
    }
    let here = body(at).unwrap_or_default();
    let is_pristine = here.starts_with(['|', '\\', '~']);
    let word = if is_pristine {
        "pristine"
    } else if here.starts_with('#') {
        "comment"
    } else {
        here.split_once(':').map_or("", |(word, _)| word)
    };
    LockLine {
        word: word.to_owned(),
        pristine: is_pristine.then(|| pristine_of(&lines, at)).flatten(),
    }
}

/// The file above a pristine line, and which line of it this is.
fn pristine_of(lines: &[&str], line: usize) -> Option<(String, usize)> {
    let above = lines.get(..line)?;
    let head = above.iter().rposition(|body| body.starts_with("file: "))?;
    let path = above.get(head)?.strip_prefix("file: ")?;
    let path = path.rsplit_once(' ').map_or(path, |(path, _)| path);
    Some((path.to_owned(), line.checked_sub(head + 1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pristine_line_knows_its_file_and_line() {
        let text = "# c\nformat: 1\n\nfile: base/a b.yaml 0123\n|one\n|two\n";
        assert_eq!(lock_line(text, 1).word, "comment");
        assert_eq!(lock_line(text, 2).word, "format");
        assert_eq!(lock_line(text, 3).word, "file");
        assert_eq!(
            lock_line(text, 6),
            LockLine {
                word: "pristine".to_owned(),
                pristine: Some(("base/a b.yaml".to_owned(), 2)),
            }
        );
    }
}
