//! Where a bundle goes, and where its write is staged.
//!
//! A directory that is there is never replaced, though it be empty: it may be a mount, and a
//! shell may stand in it. Only one that is not there is staged beside its place and renamed,
//! together with whatever of its parents is not there either.

use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::fault::BundleFault;
use super::hash::short_hash;

/// The folder in which a write into an existing directory is staged.
const INSIDE: &str = ".kwgen";

/// Where a bundle goes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Into a directory that is there.
    Existing {
        /// Where it is staged.
        stage: PathBuf,
    },
    /// Into one that is not.
    Fresh {
        /// The topmost directory that is not there: the one that is renamed.
        top: PathBuf,
        /// From there to the bundle; empty where the bundle is the topmost.
        rest: PathBuf,
        /// Where it is staged.
        stage: PathBuf,
    },
}

/// Finds out where `dir` is.
pub(super) fn locate(dir: &Path) -> Result<Target, BundleFault> {
    let unfit = || BundleFault::Directory {
        dir: dir.display().to_string(),
    };
    let whole = std::path::absolute(dir).map_err(|_| unfit())?;
    if whole.parent().is_none() {
        return Err(unfit());
    }
    let mut at = PathBuf::new();
    let mut parts = whole.components();
    while let Some(part) = parts.next() {
        at.push(part);
        match (fs::metadata(&at), fs::symlink_metadata(&at)) {
            (Ok(meta), _) if meta.is_dir() => {}
            (Err(_), Err(_)) => {
                let rest = parts.as_path().to_owned();
                let only_names = |part| matches!(part, Component::Normal(_));
                let name = at.file_name().ok_or_else(unfit)?;
                if !rest.components().all(only_names) {
                    return Err(unfit());
                }
                let stage = at.with_file_name(beside(name));
                return Ok(Target::Fresh {
                    top: at,
                    rest,
                    stage,
                });
            }
            _ => {
                // As it was given, where that is the whole of it.
                let shown = if at == whole { dir } else { &at };
                return Err(BundleFault::NotAFolder {
                    path: shown.display().to_string(),
                });
            }
        }
    }
    Ok(Target::Existing {
        stage: dir.join(INSIDE),
    })
}

/// Every place beside `dir` where a killed write may have left its stage: beside the directory
/// itself, and beside any of its parents, which may have been made with it.
pub(super) fn besides(dir: &Path, target: &Target) -> Vec<PathBuf> {
    let whole = match target {
        Target::Existing { .. } => fs::canonicalize(dir).unwrap_or_else(|_| dir.to_owned()),
        Target::Fresh { top, .. } => top.clone(),
    };
    whole
        .ancestors()
        .filter_map(|at| Some(at.with_file_name(beside(at.file_name()?))))
        .collect()
}

/// The name of the stage of a directory called `name`; a name that leaves no room for more is hashed.
fn beside(name: &OsStr) -> String {
    match name.to_str() {
        Some(name) if name.len() <= 240 => format!(".{name}{INSIDE}"),
        _ => format!("{INSIDE}-{}", short_hash(name.as_encoded_bytes())),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
mod tests {
    use super::*;

    #[test]
    fn only_a_directory_that_is_not_there_is_fresh() {
        let base = tempfile::tempdir().unwrap();
        let stage = base.path().join(INSIDE);
        assert_eq!(locate(base.path()).unwrap(), Target::Existing { stage });
        let deep = locate(&base.path().join("a/b/payments/")).unwrap();
        let expected = Target::Fresh {
            top: base.path().join("a"),
            rest: "b/payments".into(),
            stage: base.path().join(".a.kwgen"),
        };
        assert_eq!(deep, expected);
    }

    #[test]
    fn what_cannot_be_a_directory_is_refused() {
        let base = tempfile::tempdir().unwrap();
        let file = base.path().join("file");
        fs::write(&file, "").unwrap();
        let is_unfit = |dir: &Path| matches!(locate(dir), Err(BundleFault::Directory { .. }));
        assert!(is_unfit(Path::new("")));
        assert!(is_unfit(Path::new("/")));
        assert!(is_unfit(&base.path().join("missing/../payments")));
        for dir in [file.clone(), file.join("below")] {
            assert!(matches!(locate(&dir), Err(BundleFault::NotAFolder { .. })));
        }
    }

    #[test]
    fn a_name_that_leaves_no_room_still_has_a_stage() {
        assert!(beside(OsStr::new(&"x".repeat(255))).len() < 255);
        assert_eq!(beside(OsStr::new("支付 1")), ".支付 1.kwgen");
    }
}
