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

use std::collections::BTreeSet;
use std::fmt;

use super::conflict::{Side, side};
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
        read(name, text, Reader::default())
    }

    /// Reads our side of a lock with git conflict markers. Outside of them git has merged both
    /// sides, so a pristine text may be neither side's and fit no hash; it is taken as it stands,
    /// as git has merged the file itself in the same way.
    pub fn heal(name: &str, text: &str) -> Result<Self, Vec<Fault>> {
        let lenient = || Reader {
            is_merged: true,
            ..Reader::default()
        };
        let ours = read(name, &side(text, Side::Ours), lenient());
        let theirs = read(name, &side(text, Side::Theirs), lenient());
        match theirs {
            // Their kwgen is newer: what it recorded would be lost.
            Err(faults) if faults.iter().any(|fault| fault.id == "bundle.newer-lock") => {
                Err(faults)
            }
            _ => ours,
        }
    }
}

fn read(name: &str, text: &str, mut reader: Reader) -> Result<Lock, Vec<Fault>> {
    let fail = |fault: &BundleFault, line: usize| {
        let line = u32::try_from(line).unwrap_or(0);
        vec![Fault::new(fault).at(Some(Place {
            file: name.into(),
            line,
            column: 1,
        }))]
    };
    for (at, line) in text.split('\n').enumerate() {
        // A checkout that turns line ends into CRLF; a carriage return of a text is escaped.
        let line = line.strip_suffix('\r').unwrap_or(line);
        if let Err(fault) = reader.line(line) {
            let fault = match fault {
                BundleFault::NewerLock { found, .. } => BundleFault::NewerLock {
                    found,
                    version: text
                        .lines()
                        .find_map(|line| line.strip_prefix("version: "))
                        .unwrap_or_default()
                        .to_owned(),
                },
                other => other,
            };
            return Err(fail(&fault, at + 1));
        }
        reader.heads.resize(reader.files.len(), at + 1);
    }
    reader
        .finish()
        .map_err(|(fault, line)| fail(&fault, line.unwrap_or(text.lines().count())))
}

#[derive(Default)]
struct Reader {
    /// Whether a pristine text may differ from its hash.
    is_merged: bool,
    /// The line on which each file begins.
    heads: Vec<usize>,
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
                    let is_newer = format.parse::<u32>().is_ok_and(|found| found > 1);
                    return Err(if is_newer {
                        BundleFault::NewerLock {
                            found: (*format).to_owned(),
                            version: String::new(),
                        }
                    } else {
                        broken(line)
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

    /// The lock, or what is wrong with it and on which line, where that is known.
    fn finish(mut self) -> Result<Lock, (BundleFault, Option<usize>)> {
        let broken = |detail: &str, line: Option<usize>| {
            let detail = detail.to_owned();
            (BundleFault::BrokenLock { detail }, line)
        };
        self.format.ok_or_else(|| broken("format", None))?;
        for (file, head) in self.files.iter_mut().zip(&self.heads) {
            let hash = sha256_hex(file.pristine.as_bytes());
            if hash != file.hash && !self.is_merged {
                return Err(broken(&file.path, Some(*head)));
            }
            file.hash = hash;
        }
        let mut seen = BTreeSet::new();
        let is_merged = self.is_merged;
        for (file, head) in self.files.iter().zip(&self.heads) {
            if !seen.insert(file.path.clone()) && !is_merged {
                return Err(broken(&file.path, Some(*head)));
            }
        }
        self.files.retain(|file| seen.remove(&file.path));
        Ok(Lock {
            version: self.version.ok_or_else(|| broken("version", None))?,
            pack: self.pack.ok_or_else(|| broken("pack", None))?,
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
#[allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
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

    fn fault(text: &str) -> Option<Fault> {
        let faults = Lock::parse("kwgen.lock", text).err()?;
        faults.into_iter().next()
    }

    #[test]
    fn a_newer_format_is_refused_and_says_who_wrote_it() {
        let fault = fault("format: 2\nversion: 3.1.0\n").unwrap();
        assert_eq!(fault.id, "bundle.newer-lock");
        assert!(fault.fields.contains(&("version", "3.1.0".to_owned())));
    }

    #[test]
    fn what_is_no_lock_is_broken_and_not_newer() {
        for text in [
            "",
            "format: 0\n",
            "format: x\n",
            "|a\n",
            "~\n",
            "format: 1\n<<<<<<< ours\n",
        ] {
            assert_eq!(
                fault(text).map(|fault| fault.id),
                Some("bundle.broken-lock"),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_lock_cut_off_anywhere_is_broken_or_says_less_but_nothing_else() {
        let whole = lock("a: 1\nb: 2\n");
        let text = whole.to_string();
        for at in 0..text.len() {
            if let Ok(cut) = Lock::parse("kwgen.lock", &text[..at]) {
                assert!(
                    cut.files.iter().all(|file| whole.files.contains(file)),
                    "{at}"
                );
            }
        }
    }

    #[test]
    fn the_line_of_a_broken_file_is_named() {
        let text = lock("a: 1\n").to_string().replace("|z", "|y");
        let place = fault(&text).and_then(|fault| fault.place).unwrap();
        assert_eq!(
            text.lines()
                .nth(place.line as usize - 1)
                .map(|line| &line[..7]),
            Some("file: z")
        );
    }

    #[test]
    fn a_checkout_with_other_line_ends_is_read_all_the_same() {
        let lock = lock("a: 1\nb\r\n\\\n");
        let text = lock.to_string().replace('\n', "\r\n");
        assert_eq!(Lock::parse("kwgen.lock", &text), Ok(lock));
    }

    #[test]
    fn a_file_that_stands_twice_is_broken() {
        let mut lock = lock("a: 1\n");
        lock.files.push(lock.files[0].clone());
        assert!(fault(&lock.to_string()).is_some_and(|fault| fault.id == "bundle.broken-lock"));
    }

    #[test]
    fn a_lock_in_conflict_is_read_as_our_side() {
        let text = lock("a: 1\n|\n").to_string();
        let hash = sha256_hex(b"a: 1\n|\n");
        let conflicted = text
            .replace(&hash, &format!("{hash}\n<<<<<<< HEAD\n|a: 1\n||||||| base\n|a: 0\n=======\n|a: 2\n>>>>>>> theirs"))
            .replacen("theirs\n|a: 1\n", "theirs\n", 1);
        assert!(conflicted.contains(">>>>>>> theirs\n||\n"), "{conflicted}");
        assert_eq!(Lock::heal("kwgen.lock", &conflicted), Ok(lock("a: 1\n|\n")));
    }

    #[test]
    fn a_merged_text_that_is_neither_side_gets_its_own_hash() {
        let text = lock("a: 1\n").to_string();
        let hash = sha256_hex(b"a: 1\n");
        let line = format!("file: base/a b.yaml {hash}");
        let merged = text.replace(
            &line,
            "<<<<<<< HEAD\nfile: base/a b.yaml 00\n=======\nfile: base/a b.yaml 11\n>>>>>>> theirs",
        );
        assert_eq!(Lock::heal("kwgen.lock", &merged), Ok(lock("a: 1\n")));
    }

    #[test]
    fn a_newer_format_on_their_side_is_refused() {
        let text = lock("a: 1\n").to_string().replace(
            "format: 1",
            "<<<<<<< HEAD\nformat: 1\n=======\nformat: 2\n>>>>>>> theirs",
        );
        let faults = Lock::heal("kwgen.lock", &text).unwrap_err();
        assert_eq!(faults[0].id, "bundle.newer-lock");
    }
}
