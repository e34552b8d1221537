//! What can go wrong with a bundle on disk.

use crate::faults;

faults! {
    /// What can go wrong with a bundle on disk.
    pub enum BundleFault {
        /// A path that leaves the bundle, or that no file system takes.
        Path { path: String } = "bundle.path",
        /// The file system refused.
        Io { path: String, action: String, detail: String } = "bundle.io",
        /// Another kwgen writes here.
        Busy { dir: String, pid: String } = "bundle.busy",
        /// A lock of a newer kwgen.
        NewerLock { found: String } = "bundle.newer-lock",
        /// A lock with git conflict markers.
        ConflictedLock {} = "bundle.conflicted-lock",
        /// A lock that is cut off or was edited.
        BrokenLock { detail: String } = "bundle.broken-lock",
        /// What a killed run left was finished.
        Finished { dir: String } = "bundle.finished",
        /// What a killed run left was undone.
        Undone { dir: String } = "bundle.undone",
    }
}

impl BundleFault {
    /// An I/O fault.
    pub(super) fn io(path: &std::path::Path, action: &str, error: &std::io::Error) -> Self {
        Self::Io {
            path: path.display().to_string(),
            action: action.to_owned(),
            detail: error.to_string(),
        }
    }
}
