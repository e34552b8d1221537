//! Putting a composed bundle on disk: look, plan, refuse or write. Shared by `new` and `update`.

use std::path::Path;

use super::custom;
use super::exit::Exit;
use super::fault::CliFault;
use super::tool::Tool;
use crate::bundle::{
    self, Action, BundleFault, Entry, LOCK, Lock, LockedFile, Mode, OnDisk, PackRef, Plan,
};
use crate::compose::Composed;
use crate::pack::Pack;
use crate::text::{Fault, Place};

/// The name of the answers file. It is not in the lock: it is its owner's, written at creation
/// and with `--force` only, and never merged.
pub(super) const ANSWERS: &str = "kwgen.yaml";

/// What lies in a directory.
pub(super) struct Found {
    /// Its lock.
    pub(super) lock: Option<Lock>,
    /// The lock as it lies there.
    lock_bytes: Option<Vec<u8>>,
    /// Whether the lock had git conflict markers, and so is written again.
    is_healed: bool,
    /// What was finished, undone or healed.
    pub(super) said: Vec<Fault>,
}

/// Finishes or undoes what a killed run left, and reads the lock. A command that writes nothing
/// (`writes` is false) refuses instead.
pub(super) fn look(dir: &Path, writes: bool) -> Result<Found, Vec<Fault>> {
    let fail = |fault: BundleFault| vec![Fault::from(fault)];
    let mut said = Vec::new();
    if writes {
        said = bundle::recover(dir).map_err(fail)?;
    } else if let Some(left) = bundle::cut_short(dir).map_err(fail)? {
        return Err(fail(left));
    }
    let mut found = Found {
        lock: None,
        lock_bytes: None,
        is_healed: false,
        said,
    };
    let path = dir.join(LOCK);
    let name = path.display().to_string();
    let bytes = match bundle::state(dir, LOCK) {
        OnDisk::Absent => return Ok(found),
        OnDisk::File(bytes) => bytes,
        OnDisk::Other => return Err(vec![in_the_way(&path, Action::NotAFile.word())]),
    };
    let text = String::from_utf8_lossy(&bytes);
    found.is_healed = bundle::has_markers(&text);
    found.lock = Some(if found.is_healed {
        let dir = dir.display().to_string();
        found.said.push(BundleFault::HealedLock { dir }.into());
        Lock::heal(&name, &text)?
    } else {
        Lock::parse(&name, &text)?
    });
    found.lock_bytes = Some(bytes);
    Ok(found)
}

/// The rendered files as (path, text), in path order.
fn texts(dir: &Path, composed: &Composed) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = composed
        .files
        .iter()
        .filter(|file| custom::is_ours(dir, file))
        .map(|file| (file.path.clone(), file.text.clone()))
        .collect();
    files.sort();
    files
}

/// The plan for what was composed in `dir`, the lock included; `answers` is the text of a new
/// answers file.
pub(super) fn plan(
    dir: &Path,
    pack: &Pack,
    composed: &Composed,
    answers: Option<String>,
    found: &Found,
    mode: Mode,
) -> Plan {
    let disk = |path: &str| bundle::state(dir, path);
    let mut files = texts(dir, composed);
    files.extend(answers.map(|answers| (ANSWERS.to_owned(), answers)));
    let plan = Plan::new(&files, found.lock.as_ref(), mode, disk);
    match lock_of(pack, composed, found, &plan) {
        Some(lock) => plan.with_lock(LOCK, found.lock_bytes.as_deref(), &lock.to_string()),
        None => plan,
    }
}

/// The lock once the plan is carried out; `None` where it stays to the byte, as it does when no
/// file that kwgen renders has changed, whatever kwgen and pack are at work now.
fn lock_of(pack: &Pack, composed: &Composed, found: &Found, plan: &Plan) -> Option<Lock> {
    let is_owners = |path: &str| {
        let mut once = composed.files.iter().filter(|file| file.is_once);
        path == ANSWERS || once.any(|file| file.path == path)
    };
    let rendered = plan.files().iter().filter(|entry| !is_owners(&entry.path));
    let files: Vec<LockedFile> = rendered
        .filter_map(|entry| {
            // What is kept by hand keeps its base, so that a later merge still knows what its
            // owner changed; what kwgen never wrote stays out.
            let text = match entry.action {
                _ if entry.new.is_none() => None,
                Action::Keep => entry.base.as_ref(),
                _ => entry.new.as_ref(),
            };
            text.map(|text| LockedFile::new(entry.path.clone(), text.clone()))
        })
        .collect();
    let is_same = found.lock.as_ref().is_some_and(|lock| lock.files == files);
    if is_same && !found.is_healed {
        return None;
    }
    Some(Lock {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        pack: PackRef {
            name: pack.name.clone(),
            version: pack.version.clone(),
            digest: pack.digest.clone(),
        },
        clusters: composed.clusters.clone(),
        files,
    })
}

/// Carries out a plan.
pub(super) fn write(dir: &Path, plan: &Plan) -> Result<(), Vec<Fault>> {
    bundle::apply(dir, &plan.changes()).map_err(|fault| vec![fault.into()])
}

/// The faults of the conflicts of a plan.
pub(super) fn conflicts(dir: &Path, plan: &Plan, found: &Found) -> Vec<Fault> {
    plan.conflicts()
        .map(|entry| {
            let reason = match entry.action {
                Action::Foreign if entry.path == ANSWERS => "answers",
                Action::Foreign if found.lock.is_none() && dir.join(ANSWERS).exists() => "no-lock",
                action => action.word(),
            };
            in_the_way(&dir.join(&entry.path), reason)
        })
        .collect()
}

fn in_the_way(path: &Path, reason: &str) -> Fault {
    let reason = reason.to_owned();
    Fault::from(CliFault::Conflict { reason }).at(Some(Place::named(&path.display().to_string())))
}

/// What a plan takes from its owner, and what it leaves deleted.
pub(super) fn losses(dir: &Path, plan: &Plan) -> Vec<Fault> {
    let is_deleted = |entry: &Entry| entry.action == Action::Keep && entry.old.is_none();
    plan.files()
        .iter()
        .filter_map(|entry| {
            let fault = match entry.action {
                action if entry.is_loss => BundleFault::Lost {
                    how: action.word().to_owned(),
                },
                _ if is_deleted(entry) => BundleFault::Deleted {},
                _ => return None,
            };
            let path = dir.join(&entry.path).display().to_string();
            Some(Fault::from(fault).at(Some(Place::named(&path))))
        })
        .collect()
}

/// How a failure to read or write a bundle ends.
pub(super) fn exit_of(faults: &[Fault]) -> Exit {
    let exits = faults.iter().map(|fault| match fault.id {
        "bundle.io" | "bundle.half-way" | "cli.io" => Exit::World,
        "bundle.directory" | "bundle.path" | "bundle.collision" => Exit::Request,
        _ => Exit::Refused,
    });
    exits.max_by_key(|exit| exit.code()).unwrap_or(Exit::World)
}

/// Ends a run with its product on stdout; a product that could not be delivered is a failure.
pub(super) fn deliver(tool: &Tool, text: &str, exit: Exit) -> Exit {
    match Tool::print(text) {
        Ok(()) => exit,
        Err(error) => {
            let fault = CliFault::Io {
                path: "<stdout>".to_owned(),
                detail: error.to_string(),
            };
            tool.say_faults(&[fault.into()], super::tool::Tone::Error);
            Exit::World
        }
    }
}
