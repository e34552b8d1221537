//! The journal of a write into an existing directory: what goes where, and what must lie there
//! for it to go. One line for each file: `put OLD PATH` or `remove OLD PATH`, OLD being the
//! sha256 of the file that is replaced, or `-` where there is none.

use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::disk::state;
use super::fault::BundleFault;
use super::stage::{Stage, Step, Stop, Watch};
use super::sync::sync_all;
use super::{check_path, write::Change};

/// The text of the journal for `changes`.
pub(super) fn text(changes: &[Change]) -> String {
    let mut journal = String::new();
    for change in changes {
        let verb = if change.new.is_some() {
            "put"
        } else {
            "remove"
        };
        let old = change.old.as_deref().unwrap_or("-");
        let _ = writeln!(journal, "{verb} {old} {}", change.path);
    }
    journal
}

/// Carries out the journal of `stage` in `dir` and returns the files that were edited since it
/// was written, and so were left alone. What was done before is skipped.
pub(super) fn carry_out(
    dir: &Path,
    stage: &Stage,
    watch: &mut Watch<'_>,
) -> Result<Vec<String>, Stop> {
    let path = stage.journal();
    let journal =
        fs::read_to_string(&path).map_err(|error| BundleFault::half_way(&path, "read", &error))?;
    let mut edited = Vec::new();
    let mut folders: Vec<PathBuf> = Vec::new();
    for line in journal.lines() {
        let mut words = line.splitn(3, ' ');
        let (Some(verb), Some(old), Some(name)) = (words.next(), words.next(), words.next()) else {
            continue;
        };
        check_path(name)?;
        let old = Some(old).filter(|old| *old != "-");
        let target = dir.join(name);
        let is_done = match verb {
            "put" => put(dir, &stage.files().join(name), name, old)?,
            _ => remove(dir, name, old)?,
        };
        if !is_done {
            edited.push(name.to_owned());
        }
        if let Some(folder) = target.parent()
            && folders.iter().all(|known| known != folder)
        {
            folders.push(folder.to_owned());
        }
        watch.step(Step::Placed)?;
    }
    // The renames are durable before the journal that could repeat them is gone.
    sync_all(&[], &folders).map_err(|error| BundleFault::half_way(dir, "sync", &error))?;
    Ok(edited)
}

/// Puts a staged file in its place; false where something else lies there than was planned for.
fn put(dir: &Path, staged: &Path, name: &str, old: Option<&str>) -> Result<bool, BundleFault> {
    if !staged.exists() {
        return Ok(true);
    }
    if !state(dir, name).is(old) {
        return Ok(false);
    }
    let target = dir.join(name);
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent)
            .map_err(|error| BundleFault::half_way(parent, "mkdir", &error))?;
    }
    fs::rename(staged, &target)
        .map_err(|error| BundleFault::half_way(&target, "rename", &error))?;
    Ok(true)
}

/// Removes a file, and the folders that it leaves empty.
fn remove(dir: &Path, name: &str, old: Option<&str>) -> Result<bool, BundleFault> {
    let target = dir.join(name);
    let found = state(dir, name);
    if !found.is(None) {
        if !found.is(old) {
            return Ok(false);
        }
        match fs::remove_file(&target) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(BundleFault::half_way(&target, "remove", &error));
            }
            _ => {}
        }
    }
    let mut folder = target.parent();
    while let Some(at) = folder.filter(|at| *at != dir) {
        match fs::remove_dir(at) {
            Err(error) if error.kind() != ErrorKind::NotFound => break,
            _ => folder = at.parent(),
        }
    }
    Ok(true)
}
