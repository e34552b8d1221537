//! What can go wrong with a bundle on disk, and what is worth saying about it.

use std::io::Error;
use std::path::Path;

use crate::faults;

faults! {
    /// What can go wrong with a bundle on disk.
    pub enum BundleFault {
        /// A path that leaves the bundle, or that some file system cannot hold.
        Path { path: String } = "bundle.path",
        /// Two paths that are one on some file systems.
        Collision { path: String, other: String } = "bundle.collision",
        /// No name of a directory, or the root of the file system.
        Directory { dir: String } = "bundle.directory",
        /// What should be a directory is something else.
        NotAFolder { path: String } = "bundle.not-a-folder",
        /// The file system refused; nothing was changed.
        Io { path: String, action: String, detail: String } = "bundle.io",
        /// The file system refused after the write had been decided.
        HalfWay { path: String, action: String, detail: String } = "bundle.half-way",
        /// Another kwgen writes here.
        Busy { dir: String, pid: String, stage: String } = "bundle.busy",
        /// A file changed between the plan and the write.
        Changed { path: String } = "bundle.changed",
        /// A directory where kwgen stages its writes holds what kwgen did not put there.
        Occupied { stage: String } = "bundle.occupied",
        /// A lock of a newer kwgen.
        NewerLock { found: String, version: String } = "bundle.newer-lock",
        /// A lock that is cut off or was edited.
        BrokenLock { detail: String } = "bundle.broken-lock",
        /// A lock with git conflict markers was read as our side of them.
        HealedLock { dir: String } = "bundle.healed-lock",
        /// What a killed run left is still there, and this command does not write.
        CutShort { dir: String } = "bundle.cut-short",
        /// What a killed run left was finished.
        Finished { dir: String } = "bundle.finished",
        /// What a killed run left was finished but for files that were edited since.
        FinishedBut { dir: String, paths: String } = "bundle.finished-but",
        /// What a killed run left was undone.
        Undone { dir: String } = "bundle.undone",
        /// A file that its owner deleted stays away.
        Deleted {} = "bundle.deleted",
        /// Hand edits go, since `--force` was given.
        Lost { how: String } = "bundle.lost",
        /// A kustomization names a file that will not be there.
        NoResource { file: String, resource: String } = "bundle.no-resource",
    }
}

impl BundleFault {
    /// An I/O fault before anything was changed.
    pub(super) fn io(path: &Path, action: &str, error: &Error) -> Self {
        Self::Io {
            path: path.display().to_string(),
            action: action.to_owned(),
            detail: error.to_string(),
        }
    }

    /// An I/O fault after the write had been decided.
    pub(super) fn half_way(path: &Path, action: &str, error: &Error) -> Self {
        Self::HalfWay {
            path: path.display().to_string(),
            action: action.to_owned(),
            detail: error.to_string(),
        }
    }
}
