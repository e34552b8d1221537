//! Putting a composed bundle on disk: plan, show, refuse or write. Shared by `new` and `update`.

use std::path::Path;

use super::exit::Exit;
use super::fault::CliFault;
use crate::bundle::{self, Lock, LockedFile, Mode, PackRef, Plan};
use crate::compose::Composed;
use crate::pack::Pack;
use crate::text::Fault;

/// The name of the lock.
pub(super) const LOCK: &str = "kwgen.lock";
/// The name of the answers file.
pub(super) const ANSWERS: &str = "kwgen.yaml";

/// What lies in a directory: its lock, once what a killed run left there was finished or undone.
pub(super) struct Found {
    pub(super) lock: Option<Lock>,
    pub(super) recovered: Option<Fault>,
}

/// Finishes or undoes what a killed run left, and reads the lock.
pub(super) fn look(dir: &Path) -> Result<Found, Vec<Fault>> {
    let recovered = bundle::recover(dir).map_err(|fault| vec![fault.into()])?;
    let path = dir.join(LOCK);
    let lock = match std::fs::read_to_string(&path) {
        Ok(text) => Some(Lock::parse(&path.display().to_string(), &text)?),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            let fault = CliFault::Io {
                path: path.display().to_string(),
                detail: error.to_string(),
            };
            return Err(vec![fault.into()]);
        }
    };
    Ok(Found { lock, recovered })
}

/// The lock of what was composed.
pub(super) fn lock_of(pack: &Pack, files: &[(String, String)], before: Option<&Lock>) -> Lock {
    let locked: Vec<LockedFile> = files
        .iter()
        .map(|(path, text)| LockedFile::new(path.clone(), text.clone()))
        .collect();
    let pack = PackRef {
        name: pack.name.clone(),
        version: pack.version.clone(),
        digest: pack.digest.clone(),
    };
    let same = before.is_some_and(|lock| lock.files == locked);
    let version = match before {
        Some(lock) if same => lock.version.clone(),
        _ => env!("CARGO_PKG_VERSION").to_owned(),
    };
    Lock {
        version,
        pack,
        clusters: Vec::new(),
        files: locked,
    }
}

/// The rendered files as (path, text), in path order.
pub(super) fn texts(composed: &Composed) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = composed
        .files
        .iter()
        .map(|file| (file.path.clone(), file.text.clone()))
        .collect();
    files.sort();
    files
}

/// The plan for `files` in `dir`.
pub(super) fn plan(dir: &Path, files: &[(String, String)], lock: Option<&Lock>) -> Plan {
    let disk = |path: &str| bundle::state(dir, path);
    Plan::new(files, lock, disk)
}

/// Writes the changes of a plan; `extra` is written with them (the answers file of a new bundle).
pub(super) fn write(
    dir: &Path,
    plan: &Plan,
    mode: Mode,
    lock: &Lock,
    extra: Option<(&str, &str)>,
) -> Result<(), Fault> {
    let mut changes = plan.changes(mode);
    if let Some((path, text)) = extra {
        changes.push((path.to_owned(), Some(text.to_owned())));
    }
    bundle::apply(dir, &changes, (LOCK, &lock.to_string())).map_err(Fault::from)
}

/// The faults of the conflicts of a plan.
pub(super) fn conflicts(plan: &Plan) -> Vec<Fault> {
    plan.conflicts()
        .map(|entry| {
            CliFault::Conflict {
                path: entry.path.clone(),
                reason: entry.action.word().to_owned(),
            }
            .into()
        })
        .collect()
}

/// How a failure to write ends.
pub(super) fn exit_of(fault: &Fault) -> Exit {
    if fault.id == "bundle.busy" {
        Exit::Refused
    } else {
        Exit::World
    }
}
