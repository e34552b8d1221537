//! `kwgen.lock`: what was written, from what, with the pristine text of each
//! file, as plain text made for git:
//!
//! ```text
//! # comment
//! format: 1
//! version: 0.1.0
//! pack: ack 0.1.0 <sha256>
//! cluster: <name> <sha256>
//!
//! file: base/deployment.yaml <sha256>
//! |apiVersion: apps/v1
//! |kind: Deployment
//! ```
//!
//! Each pristine line stands behind `|`. A line that ends in a carriage return is
//! written behind `\` with `\r` for it and `\\` for a backslash; a last line without a
//! line break is followed by a line `~`.

use std::fmt;

use super::hash::sha256_hex;
use super::{BundleFault, check_path};
use crate::text::{Fault, Place};

/// The format this kwgen reads and writes.
const FORMAT: &str = "1";

/// Which pack a bundle was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackRef {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The sha256 of its files.
    pub digest: String,
}

/// A file as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedFile {
    /// Its path in the bundle.
    pub path: String,
    /// The sha256 of its pristine text.
    pub hash: String,
    /// Its pristine text.
    pub pristine: String,
}

impl LockedFile {
    /// A file that was written now.
    pub fn new(path: String, pristine: String) -> Self {
        Self {
            hash: sha256_hex(pristine.as_bytes()),
            path,
            pristine,
        }
    }
}

/// A lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// The kwgen that last changed a file.
    pub version: String,
    /// The pack.
    pub pack: PackRef,
    /// Clusters by name, with the digest of their facts.
    pub clusters: Vec<(String, String)>,
    /// The files, by path.
    pub files: Vec<LockedFile>,
}

impl Lock {
    /// The file with this path.
    pub fn file(&self, path: &str) -> Option<&LockedFile> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Reads a lock.
    pub fn parse(name: &str, text: &str) -> Result<Self, Vec<Fault>> {
        let fail = |fault: &BundleFault, line: usize| {
            let line = u32::try_from(line).unwrap_or(0);
            vec![Fault::new(fault).at(Some(Place {
                file: name.into(),
                line,
                column: 1,
            }))]
        };
        if let Some(at) = text
            .lines()
            .position(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> "))
        {
            return Err(fail(&BundleFault::ConflictedLock {}, at + 1));
        }
        let mut reader = Reader::default();
        for (at, line) in text.split('\n').enumerate() {
            if let Err(fault) = reader.line(line) {
                return Err(fail(&fault, at + 1));
            }
        }
        reader
            .finish()
            .map_err(|fault| fail(&fault, text.lines().count()))
    }
}

#[derive(Default)]
struct Reader {
    format: Option<String>,
    version: Option<String>,
    pack: Option<PackRef>,
    clusters: Vec<(String, String)>,
    files: Vec<LockedFile>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), BundleFault> {
        let broken = |detail: &str| BundleFault::BrokenLock {
            detail: detail.to_owned(),
        };
        if let Some(body) = line.strip_prefix('|') {
            return self.body(body, '\n').ok_or_else(|| broken("|"));
        }
        if let Some(body) = line.strip_prefix('\\') {
            return self.body(&unescape(body), '\n').ok_or_else(|| broken("\\"));
        }
        if line == "~" {
            let file = self.files.last_mut().ok_or_else(|| broken("~"))?;
            file.pristine.pop();
            return Ok(());
        }
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let (key, value) = line.split_once(": ").ok_or_else(|| broken(line))?;
        let words: Vec<&str> = value.split(' ').collect();
        match (key, words.as_slice()) {
            ("format", [format]) => {
                if *format != FORMAT {
                    return Err(BundleFault::NewerLock {
                        found: (*format).to_owned(),
                    });
                }
                self.format = Some((*format).to_owned());
            }
            ("version", [version]) => self.version = Some((*version).to_owned()),
            ("pack", [name, version, digest]) => {
                self.pack = Some(PackRef {
                    name: (*name).to_owned(),
                    version: (*version).to_owned(),
                    digest: (*digest).to_owned(),
                });
            }
            ("cluster", [name, digest]) => self
                .clusters
                .push(((*name).to_owned(), (*digest).to_owned())),
            ("file", [path @ .., hash]) if !path.is_empty() => {
                let path = path.join(" ");
                check_path(&path)?;
                self.files.push(LockedFile {
                    path,
                    hash: (*hash).to_owned(),
                    pristine: String::new(),
                });
            }
            _ => return Err(broken(line)),
        }
        Ok(())
    }

    fn body(&mut self, text: &str, end: char) -> Option<()> {
        let file = self.files.last_mut()?;
        file.pristine.push_str(text);
        file.pristine.push(end);
        Some(())
    }

    fn finish(self) -> Result<Lock, BundleFault> {
        let broken = |detail: &str| BundleFault::BrokenLock {
            detail: detail.to_owned(),
        };
        self.format.ok_or_else(|| broken("format"))?;
        for file in &self.files {
            if sha256_hex(file.pristine.as_bytes()) != file.hash {
                return Err(broken(&file.path));
            }
        }
        Ok(Lock {
            version: self.version.ok_or_else(|| broken("version"))?,
            pack: self.pack.ok_or_else(|| broken("pack"))?,
            clusters: self.clusters,
            files: self.files,
        })
    }
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('r') => plain.push('\r'),
                Some(other) => plain.push(other),
                None => {}
            },
            other => plain.push(other),
        }
    }
    plain
}

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "# kwgen.lock: what kwgen wrote here, the base of every update. Commit it; do not edit it."
        )?;
        writeln!(f, "format: {FORMAT}")?;
        writeln!(f, "version: {}", self.version)?;
        writeln!(
            f,
            "pack: {} {} {}",
            self.pack.name, self.pack.version, self.pack.digest
        )?;
        for (name, digest) in &self.clusters {
            writeln!(f, "cluster: {name} {digest}")?;
        }
        for file in &self.files {
            writeln!(f, "\nfile: {} {}", file.path, file.hash)?;
            let body = file.pristine.strip_suffix('\n').unwrap_or(&file.pristine);
            if file.pristine.is_empty() {
                continue;
            }
            for line in body.split('\n') {
                if line.contains('\r') {
                    writeln!(f, "\\{}", line.replace('\\', "\\\\").replace('\r', "\\r"))?;
                } else {
                    writeln!(f, "|{line}")?;
                }
            }
            if !file.pristine.ends_with('\n') {
                writeln!(f, "~")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(text: &str) -> Lock {
        Lock {
            version: "0.1.0".into(),
            pack: PackRef {
                name: "ack".into(),
                version: "0.1.0".into(),
                digest: "d".into(),
            },
            clusters: Vec::new(),
            files: vec![
                LockedFile::new("base/a b.yaml".into(), text.into()),
                LockedFile::new("z".into(), "z\n".into()),
            ],
        }
    }

    proptest::proptest! {
        #[test]
        fn a_lock_is_read_as_it_was_written(text in "[\\PC\r\n|~\\\\]*") {
            let lock = lock(&text);
            proptest::prop_assert_eq!(Lock::parse("kwgen.lock", &lock.to_string()), Ok(lock));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".*") {
            let _ = Lock::parse("kwgen.lock", &text);
        }
    }

    #[test]
    fn a_changed_pristine_text_is_noticed() {
        let text = lock("a: 1\n").to_string().replace("|a: 1", "|a: 2");
        assert!(
            Lock::parse("kwgen.lock", &text)
                .is_err_and(|faults| faults[0].id == "bundle.broken-lock")
        );
    }

    #[test]
    fn a_newer_format_and_conflict_markers_are_told_apart() {
        let id = |text: &str| {
            Lock::parse("kwgen.lock", text)
                .err()
                .map(|faults| faults[0].id)
        };
        assert_eq!(id("format: 2\n"), Some("bundle.newer-lock"));
        assert_eq!(
            id("format: 1\n<<<<<<< ours\n"),
            Some("bundle.conflicted-lock")
        );
        assert_eq!(id(""), Some("bundle.broken-lock"));
    }
}
