//! Writing all changes or none.
//!
//! A directory that is not there is staged beside its place and renamed. An
//! existing one keeps its inode (a shell may stand in it): changed files are
//! staged under `.kwgen/`, a journal is synced, each file is renamed into place, the
//! lock last.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::fault::BundleFault;
use super::{check_path, recover};

/// The folder of a write in progress.
pub(super) const STAGE: &str = ".kwgen";
/// The file whose presence says that a stage is whole.
pub(super) const JOURNAL: &str = "journal";
/// The file that says who writes.
pub(super) const OWNER: &str = "owner";
/// What the name of a directory staged beside its place holds.
pub(super) const BESIDE: &str = ".kwgen-stage-";

/// A path with its new text, or `None` where the file goes.
pub type Change = (String, Option<String>);

/// A moment of a write, for tests that stop it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A file was staged.
    Staged,
    /// The journal was written: from here on the write is finished, not undone.
    Committed,
    /// A file was put in its place or removed.
    Placed,
}

/// Writes `changes` and then the lock (name, text) into `dir`.
pub fn apply(dir: &Path, changes: &[Change], lock: (&str, &str)) -> Result<(), BundleFault> {
    apply_watched(dir, changes, lock, &mut |_| ControlFlow::Continue(()))
}

/// As [`apply`]; `watch` may stop it after any step, as a kill would.
pub fn apply_watched(
    dir: &Path,
    changes: &[Change],
    lock: (&str, &str),
    watch: &mut dyn FnMut(Step) -> ControlFlow<()>,
) -> Result<(), BundleFault> {
    for (path, _) in changes {
        check_path(path)?;
    }
    match fs::symlink_metadata(dir) {
        Err(error) if error.kind() == ErrorKind::NotFound => fresh(dir, changes, lock, watch),
        Err(error) => Err(BundleFault::io(dir, "stat", &error)),
        Ok(_) => existing(dir, changes, lock, watch),
    }
}

fn fresh(
    dir: &Path,
    changes: &[Change],
    lock: (&str, &str),
    watch: &mut dyn FnMut(Step) -> ControlFlow<()>,
) -> Result<(), BundleFault> {
    let stage = beside(dir);
    if let Some(parent) = stage
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
    {
        fs::create_dir_all(parent).map_err(|error| BundleFault::io(parent, "mkdir", &error))?;
    }
    let staged = stage_all(&stage, changes, Some(lock), watch);
    let done = match staged {
        Ok(ControlFlow::Break(())) => return Ok(()),
        Ok(ControlFlow::Continue(())) => {
            fs::rename(&stage, dir).map_err(|error| BundleFault::io(dir, "rename", &error))
        }
        Err(fault) => Err(fault),
    };
    if done.is_err() {
        let _ = fs::remove_dir_all(&stage);
    } else {
        sync_folder(dir.parent());
    }
    done
}

fn beside(dir: &Path) -> PathBuf {
    let name = dir
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    dir.with_file_name(format!(".{name}{BESIDE}{}", std::process::id()))
}

/// Writes the new texts below `root`, synced.
fn stage_all(
    root: &Path,
    changes: &[Change],
    lock: Option<(&str, &str)>,
    watch: &mut dyn FnMut(Step) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, BundleFault> {
    fs::create_dir_all(root).map_err(|error| BundleFault::io(root, "mkdir", &error))?;
    let texts = changes
        .iter()
        .filter_map(|(path, text)| text.as_ref().map(|text| (path.as_str(), text.as_str())));
    for (path, text) in texts.chain(lock) {
        let file = root.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).map_err(|error| BundleFault::io(parent, "mkdir", &error))?;
        }
        put(&file, text)?;
        if watch(Step::Staged).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn put(path: &Path, text: &str) -> Result<(), BundleFault> {
    let fail = |error: std::io::Error| BundleFault::io(path, "write", &error);
    let mut file = File::create(path).map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(fail)?;
    file.sync_all().map_err(fail)
}

fn existing(
    dir: &Path,
    changes: &[Change],
    lock: (&str, &str),
    watch: &mut dyn FnMut(Step) -> ControlFlow<()>,
) -> Result<(), BundleFault> {
    let stage = dir.join(STAGE);
    claim(dir, &stage)?;
    let staged = stage_all(&stage.join("files"), changes, Some(lock), watch);
    match staged {
        Ok(ControlFlow::Break(())) => return Ok(()),
        Ok(ControlFlow::Continue(())) => {}
        Err(fault) => {
            let _ = fs::remove_dir_all(&stage);
            return Err(fault);
        }
    }
    let mut journal = String::new();
    for (path, text) in changes {
        journal.push_str(if text.is_some() { "put " } else { "remove " });
        journal.push_str(path);
        journal.push('\n');
    }
    journal.push_str("put ");
    journal.push_str(lock.0);
    journal.push('\n');
    // The journal is renamed into place, so that it is whole or not there.
    let draft = stage.join("journal.draft");
    if let Err(fault) = put(&draft, &journal).and_then(|()| {
        fs::rename(&draft, stage.join(JOURNAL))
            .map_err(|error| BundleFault::io(&draft, "rename", &error))
    }) {
        let _ = fs::remove_dir_all(&stage);
        return Err(fault);
    }
    sync_folder(Some(&stage));
    if watch(Step::Committed).is_break() {
        return Ok(());
    }
    recover::finish(dir, watch)
}

/// Makes the stage ours, or says who has it.
fn claim(dir: &Path, stage: &Path) -> Result<(), BundleFault> {
    fs::create_dir_all(stage).map_err(|error| BundleFault::io(stage, "mkdir", &error))?;
    let owner = stage.join(OWNER);
    match OpenOptions::new().write(true).create_new(true).open(&owner) {
        Ok(mut file) => {
            let done = file.write_all(std::process::id().to_string().as_bytes());
            done.map_err(|error| {
                let fault = BundleFault::io(&owner, "write", &error);
                let _ = fs::remove_dir_all(stage);
                fault
            })
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let pid = fs::read_to_string(&owner).unwrap_or_default();
            Err(BundleFault::Busy {
                dir: dir.display().to_string(),
                pid,
            })
        }
        Err(error) => Err(BundleFault::io(&owner, "write", &error)),
    }
}

/// Makes renames in a folder durable; where a system cannot, nothing is lost but that.
pub(super) fn sync_folder(folder: Option<&Path>) {
    let folder = folder
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    if let Ok(handle) = File::open(folder) {
        let _ = handle.sync_all();
    }
}
