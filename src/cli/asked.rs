//! `FILE:LINE` on the command line: the file on disk, and the bundle that it lies in.

use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::fault::CliFault;
use crate::bundle::LOCK;
use crate::text::Fault;
use crate::why::WhyFault;

/// A line that was asked about.
pub(super) struct Asked {
    /// The file as it was given.
    pub(super) shown: String,
    /// The line, from 1.
    pub(super) number: usize,
    /// The bundle.
    pub(super) dir: PathBuf,
    /// The file's path in it.
    pub(super) path: String,
    /// The file's text on disk.
    pub(super) text: String,
}

/// Why there is no answer, and how the run ends.
pub(super) type Refused = (Vec<Fault>, Exit);

pub(super) fn refused(fault: WhyFault, exit: Exit) -> Refused {
    (vec![fault.into()], exit)
}

impl Asked {
    /// Finds the file, its bundle and its line.
    pub(super) fn read(text: &str) -> Result<Self, Refused> {
        let wrong = |fault: WhyFault| refused(fault, Exit::Request);
        let text = text.to_owned();
        let (shown, line) =
            split(&text).ok_or_else(|| wrong(WhyFault::NotALine { text: text.clone() }))?;
        let (shown, line) = (shown.to_owned(), line.to_owned());
        let file = Path::new(&shown);
        let unreadable = |error: Error| {
            let file = shown.clone();
            let detail = error.to_string();
            (
                vec![CliFault::Unreadable { file, detail }.into()],
                Exit::World,
            )
        };
        // A FIFO would hang us.
        match std::fs::metadata(file) {
            Ok(meta) if meta.is_file() => {}
            Ok(_) => {
                return Err(wrong(WhyFault::NotAFile {
                    file: shown.clone(),
                }));
            }
            Err(error) if is_absent(&error) => {
                return Err(wrong(WhyFault::NoFile {
                    file: shown.clone(),
                }));
            }
            Err(error) => return Err(unreadable(error)),
        }
        let bytes = std::fs::read(file).map_err(unreadable)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (dir, path) = bundle_of(file).map_err(unreadable)?.ok_or_else(|| {
            wrong(WhyFault::NoLock {
                file: shown.clone(),
            })
        })?;
        let lines = text.lines().count();
        let number = line
            .parse()
            .ok()
            .filter(|number| (1..=lines).contains(number));
        let Some(number) = number else {
            let file = shown.clone();
            return Err(wrong(WhyFault::OutOfRange { file, line, lines }));
        };
        Ok(Self {
            shown,
            number,
            dir,
            path,
            text,
        })
    }
}

/// `FILE:LINE`, or `FILE:LINE:COLUMN` as faults and findings say it.
fn split(text: &str) -> Option<(&str, &str)> {
    let part = |text| {
        let (file, number): (&str, &str) = str::rsplit_once(text, ':')?;
        let is_number = !number.is_empty() && number.chars().all(|one| one.is_ascii_digit());
        (is_number && !file.is_empty()).then_some((file, number))
    };
    let (file, number) = part(text)?;
    match part(file) {
        Some((shorter, line)) if !Path::new(file).exists() => Some((shorter, line)),
        _ => Some((file, number)),
    }
}

fn is_absent(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// The nearest folder above `file` that holds a lock, and the file's path below it.
fn bundle_of(file: &Path) -> Result<Option<(PathBuf, String)>, Error> {
    let parent = file
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new(".")).canonicalize()?;
    let Some(name) = file.file_name() else {
        return Ok(None);
    };
    let Some(dir) = parent.ancestors().find(|dir| dir.join(LOCK).is_file()) else {
        return Ok(None);
    };
    let path = parent.strip_prefix(dir).unwrap_or(&parent).join(name);
    let parts: Vec<String> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    // Named from here where that is possible, as the person named the file.
    let shown = file.ancestors().nth(parts.len());
    let shown = shown.map(|dir| {
        if dir.as_os_str().is_empty() {
            Path::new(".")
        } else {
            dir
        }
    });
    let dir = match shown {
        Some(shown) if shown.canonicalize().is_ok_and(|whole| whole == dir) => shown.to_owned(),
        _ => dir.to_owned(),
    };
    Ok(Some((dir, parts.join("/"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_be_followed_by_a_column() {
        assert_eq!(split("a/b.yaml:12"), Some(("a/b.yaml", "12")));
        assert_eq!(split("a/b.yaml:12:5"), Some(("a/b.yaml", "12")));
        for wrong in ["a/b.yaml", "a/b.yaml:", "a/b.yaml:x", ":12", "12", ""] {
            assert_eq!(split(wrong), None, "{wrong}");
        }
    }
}
