//! Finishing or undoing what a killed run left.

use std::fs;
use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::path::Path;

use super::check_path;
use super::fault::BundleFault;
use super::write::{BESIDE, JOURNAL, OWNER, STAGE, Step, sync_folder};
use crate::text::Fault;

/// Finishes a write whose journal is whole, undoes any other, and says which.
pub fn recover(dir: &Path) -> Result<Option<Fault>, BundleFault> {
    sweep_beside(dir);
    let stage = dir.join(STAGE);
    if !stage.is_dir() {
        return Ok(None);
    }
    if let Some(pid) = living_owner(&stage) {
        return Err(BundleFault::Busy {
            dir: dir.display().to_string(),
            pid,
        });
    }
    let shown = dir.display().to_string();
    if stage.join(JOURNAL).is_file() {
        finish(dir, &mut |_| ControlFlow::Continue(()))?;
        return Ok(Some(BundleFault::Finished { dir: shown }.into()));
    }
    fs::remove_dir_all(&stage).map_err(|error| BundleFault::io(&stage, "remove", &error))?;
    Ok(Some(BundleFault::Undone { dir: shown }.into()))
}

/// Carries out the journal of `dir`. What was done before is not there any more, and skipped.
pub(super) fn finish(
    dir: &Path,
    watch: &mut dyn FnMut(Step) -> ControlFlow<()>,
) -> Result<(), BundleFault> {
    let stage = dir.join(STAGE);
    let path = stage.join(JOURNAL);
    let journal =
        fs::read_to_string(&path).map_err(|error| BundleFault::io(&path, "read", &error))?;
    for line in journal.lines() {
        let Some((verb, name)) = line.split_once(' ') else {
            continue;
        };
        check_path(name)?;
        let target = dir.join(name);
        let done = match verb {
            "put" => {
                let staged = stage.join("files").join(name);
                if let Some(parent) = target.parent() {
                    fs::create_dir_all(parent)
                        .map_err(|error| BundleFault::io(parent, "mkdir", &error))?;
                }
                fs::rename(&staged, &target)
            }
            _ => remove(dir, &target),
        };
        match done {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(BundleFault::io(&target, "rename", &error));
            }
            _ => sync_folder(target.parent()),
        }
        if watch(Step::Placed).is_break() {
            return Ok(());
        }
    }
    fs::remove_dir_all(&stage).map_err(|error| BundleFault::io(&stage, "remove", &error))
}

/// Removes a file, and the folders that it leaves empty.
fn remove(dir: &Path, target: &Path) -> std::io::Result<()> {
    fs::remove_file(target)?;
    let mut folder = target.parent();
    while let Some(at) = folder.filter(|at| *at != dir) {
        if fs::remove_dir(at).is_err() {
            break;
        }
        folder = at.parent();
    }
    Ok(())
}

/// The process that has the stage, if it lives.
fn living_owner(stage: &Path) -> Option<String> {
    let pid = fs::read_to_string(stage.join(OWNER)).ok()?;
    let is_self = pid == std::process::id().to_string();
    (!is_self && is_alive(&pid)).then_some(pid)
}

fn is_alive(pid: &str) -> bool {
    let proc = Path::new("/proc");
    // Without /proc nobody can be asked; a stage is then ours after the owner's file has been read once.
    !pid.is_empty()
        && pid.chars().all(|one| one.is_ascii_digit())
        && proc.is_dir()
        && proc.join(pid).is_dir()
}

/// Removes directories that killed runs staged beside `dir`.
fn sweep_beside(dir: &Path) {
    let Some(name) = dir.file_name() else { return };
    let prefix = format!(".{}{BESIDE}", name.to_string_lossy());
    let parent = dir
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let Ok(entries) = fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        let found = entry.file_name().to_string_lossy().into_owned();
        if let Some(pid) = found.strip_prefix(&prefix)
            && !is_alive(pid)
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
