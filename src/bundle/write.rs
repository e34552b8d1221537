//! Writing all changes or none.

use std::fs;
use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::disk::state;
use super::fault::BundleFault;
use super::locate::{Target, locate};
use super::stage::{Stage, Step, Stop, Watch};
use super::sync::sync_all;
use super::{check_paths, journal};

/// One file of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path in the bundle.
    pub path: String,
    /// The sha256 of what is there now; `None` where nothing is.
    pub old: Option<String>,
    /// Its new text; `None` where it goes.
    pub new: Option<String>,
}

/// Makes `changes` in `dir`, in their order: the lock stands last.
pub fn apply(dir: &Path, changes: &[Change]) -> Result<(), BundleFault> {
    apply_watched(dir, changes, &mut |_| ControlFlow::Continue(()))
}

/// As [`apply`]; `watch` may stop it after any step, as a kill would.
pub fn apply_watched(
    dir: &Path,
    changes: &[Change],
    watch: &mut dyn FnMut(Step) -> ControlFlow<()>,
) -> Result<(), BundleFault> {
    check_paths(changes.iter().map(|change| change.path.as_str()))?;
    let mut watch = Watch(watch);
    let done = match locate(dir)? {
        Target::Existing { stage } => existing(dir, &stage, changes, &mut watch),
        Target::Fresh { top, rest, stage } => fresh(dir, &top, &rest, &stage, changes, &mut watch),
    };
    match done {
        Err(Stop::Fault(fault)) => Err(fault),
        Ok(()) | Err(Stop::Killed) => Ok(()),
    }
}

fn fresh(
    dir: &Path,
    top: &Path,
    rest: &Path,
    root: &Path,
    changes: &[Change],
    watch: &mut Watch<'_>,
) -> Result<(), Stop> {
    if let Some(change) = changes.iter().find(|change| change.old.is_some()) {
        return Err(changed(&change.path).into());
    }
    let stage = Stage::claim(dir, root)?;
    let staged = watch
        .step(Step::Claimed)
        .and_then(|()| stage.fill(texts(changes, rest), None, watch))
        .and_then(|()| {
            // A rename onto an empty directory would replace it; onto any other it fails.
            let done = match fs::symlink_metadata(top) {
                Ok(_) => Err(ErrorKind::AlreadyExists.into()),
                Err(_) => fs::rename(stage.files(), top),
            };
            done.map_err(|error| match error.kind() {
                ErrorKind::AlreadyExists | ErrorKind::DirectoryNotEmpty => {
                    changed(&top.display().to_string()).into()
                }
                _ => BundleFault::io(top, "rename", &error).into(),
            })
        });
    let stage = undo_unless(staged, stage, watch)?;
    let parent = top.parent().unwrap_or(top).to_owned();
    sync_all(&[], &[parent]).map_err(|error| BundleFault::half_way(top, "sync", &error))?;
    watch.step(Step::Committed)?;
    stage.remove(watch)
}

fn existing(
    dir: &Path,
    root: &Path,
    changes: &[Change],
    watch: &mut Watch<'_>,
) -> Result<(), Stop> {
    let stage = Stage::claim(dir, root)?;
    let staged = watch
        .step(Step::Claimed)
        .and_then(|()| {
            stage.fill(
                texts(changes, Path::new("")),
                Some(&journal::text(changes)),
                watch,
            )
        })
        .and_then(|()| unchanged(dir, changes).map_err(Stop::from))
        .and_then(|()| stage.commit().map_err(Stop::from));
    let stage = undo_unless(staged, stage, watch)?;
    watch.step(Step::Committed)?;
    let edited = journal::carry_out(dir, &stage, watch)?;
    stage.remove(watch)?;
    if edited.is_empty() {
        return Ok(());
    }
    let fault = BundleFault::FinishedBut {
        dir: dir.display().to_string(),
        paths: edited.join(", "),
    };
    Err(fault.into())
}

/// The stage of a write that went well so far; that of a failed one is taken away, that of a
/// killed one stays.
fn undo_unless(
    staged: Result<(), Stop>,
    stage: Stage,
    watch: &mut Watch<'_>,
) -> Result<Stage, Stop> {
    match staged {
        Ok(()) => Ok(stage),
        Err(Stop::Killed) => Err(Stop::Killed),
        Err(Stop::Fault(fault)) => {
            // What cannot be taken away now is undone by the next command.
            let _ = stage.remove(watch);
            Err(fault.into())
        }
    }
}

fn texts<'c>(
    changes: &'c [Change],
    below: &'c Path,
) -> impl Iterator<Item = (PathBuf, &'c str)> + 'c {
    changes
        .iter()
        .filter_map(|change| Some((below.join(&change.path), change.new.as_deref()?)))
}

/// Refuses where a file is not as the plan saw it: someone else writes here.
fn unchanged(dir: &Path, changes: &[Change]) -> Result<(), BundleFault> {
    let is_other = |change: &&Change| !state(dir, &change.path).is(change.old.as_deref());
    match changes.iter().find(is_other) {
        Some(change) => Err(changed(&change.path)),
        None => Ok(()),
    }
}

fn changed(path: &str) -> BundleFault {
    BundleFault::Changed {
        path: path.to_owned(),
    }
}
