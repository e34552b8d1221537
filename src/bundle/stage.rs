//! The folder of a write in progress: who has it, what is staged in it, and taking it away.
//!
//! ```text
//! .kwgen/            or, beside a directory that is not there yet, .NAME.kwgen/
//! ├── owner          locked by the process that writes; the system lets go when that is killed
//! ├── files/         the new files
//! └── journal        present = the write is decided, and is finished rather than undone
//! ```
//! The lock of the operating system says who lives, and no process id: those are used again, and
//! differ between containers.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::fault::BundleFault;
use super::sync::sync_all;

const OWNER: &str = "owner";
const FILES: &str = "files";
const JOURNAL: &str = "journal";
const DRAFT: &str = "journal.draft";
/// How often a claim is tried again before another process counts as one that writes: a look at
/// who has the stage holds it for an instant.
const TRIES: u32 = 8;

/// A moment of a write, for tests that stop it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The stage is ours.
    Claimed,
    /// A file was staged.
    Staged,
    /// The journal was written, or a fresh directory renamed: from here on the write is finished.
    Committed,
    /// A file was put in its place or removed.
    Placed,
    /// A part of the stage was taken away.
    Swept,
}

/// Why a write ends early.
pub(super) enum Stop {
    /// A test stopped it, as a kill would.
    Killed,
    /// Something went wrong.
    Fault(BundleFault),
}

impl From<BundleFault> for Stop {
    fn from(fault: BundleFault) -> Self {
        Self::Fault(fault)
    }
}

/// Who watches the steps of a write.
pub(super) struct Watch<'w>(pub(super) &'w mut dyn FnMut(Step) -> ControlFlow<()>);

impl Watch<'_> {
    pub(super) fn step(&mut self, step: Step) -> Result<(), Stop> {
        match (self.0)(step) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Stop::Killed),
        }
    }
}

/// A stage that is ours.
pub(super) struct Stage {
    root: PathBuf,
    owner: File,
}

impl Stage {
    /// Makes the stage of `dir` at `root`, or says who has it.
    pub(super) fn claim(dir: &Path, root: &Path) -> Result<Self, BundleFault> {
        for tried in 0..TRIES {
            match fs::create_dir(root) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                    return Err(BundleFault::io(root, "mkdir", &error));
                }
                _ => {}
            }
            let last = tried + 1 == TRIES;
            match Self::take(dir, root, true) {
                // A run was killed here since we looked; the next command settles that.
                Ok(Some(stage)) if stage.is_begun() => {
                    return Err(BundleFault::Changed {
                        path: dir.display().to_string(),
                    });
                }
                Ok(Some(mut stage)) => match stage.sign() {
                    Ok(()) => return Ok(stage),
                    Err(fault) => {
                        let _ = stage.remove(&mut Watch(&mut |_| ControlFlow::Continue(())));
                        return Err(fault);
                    }
                },
                Err(fault @ BundleFault::Busy { .. }) if last => return Err(fault),
                Ok(None) | Err(BundleFault::Busy { .. }) => {
                    std::thread::sleep(Duration::from_millis(1));
                }
                Err(fault) => return Err(fault),
            }
        }
        Err(busy(dir, root))
    }

    /// Takes what a killed run left at `root`: `None` where there is nothing.
    pub(super) fn take_over(dir: &Path, root: &Path) -> Result<Option<Self>, BundleFault> {
        if fs::symlink_metadata(root).is_err() {
            return Ok(None);
        }
        for _ in 1..TRIES {
            match Self::take(dir, root, true) {
                Err(BundleFault::Busy { .. }) => std::thread::sleep(Duration::from_millis(1)),
                done => return done,
            }
        }
        Self::take(dir, root, true)
    }

    /// Whether a run was cut short at `root`; nothing is changed.
    pub(super) fn is_left(dir: &Path, root: &Path) -> Result<bool, BundleFault> {
        if fs::symlink_metadata(root).is_err() {
            return Ok(false);
        }
        let held = Self::take(dir, root, false)?;
        drop(held);
        let parts = [FILES, JOURNAL, DRAFT];
        Ok(parts.iter().any(|name| root.join(name).exists()))
    }

    /// Locks the owner's file; `None` where the stage went away meanwhile.
    fn take(dir: &Path, root: &Path, create: bool) -> Result<Option<Self>, BundleFault> {
        if !is_ours(root)? {
            return Err(BundleFault::Occupied {
                stage: root.display().to_string(),
            });
        }
        let path = root.join(OWNER);
        let is_new = !path.exists();
        let opened = OpenOptions::new()
            .read(true)
            .write(true)
            .create(create)
            .truncate(false)
            .open(&path);
        let owner = match opened {
            Ok(owner) => owner,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(BundleFault::io(&path, "open", &error)),
        };
        match owner.try_lock() {
            Ok(()) => {}
            // A file system without locks: then the file itself is the lock, and a person ends it.
            Err(TryLockError::Error(_)) if is_new => {}
            Err(_) => return Err(busy(dir, root)),
        }
        Ok(is_same(&owner, &path).then(|| Self {
            root: root.to_owned(),
            owner,
        }))
    }

    fn sign(&mut self) -> Result<(), BundleFault> {
        let id = std::process::id().to_string();
        self.owner
            .set_len(0)
            .and_then(|()| self.owner.write_all(id.as_bytes()))
            .map_err(|error| BundleFault::io(&self.root.join(OWNER), "write", &error))
    }

    /// Where the new files are.
    pub(super) fn files(&self) -> PathBuf {
        self.root.join(FILES)
    }

    /// Where the journal is.
    pub(super) fn journal(&self) -> PathBuf {
        self.root.join(JOURNAL)
    }

    /// Whether the write was decided.
    pub(super) fn is_committed(&self) -> bool {
        self.journal().is_file()
    }

    /// Whether anything was staged. A stage without is one that was just made, or nearly gone.
    pub(super) fn is_begun(&self) -> bool {
        self.is_committed() || self.files().exists() || self.root.join(DRAFT).exists()
    }

    /// Writes the new files (path, text), and the draft of the journal where there is one: all of
    /// it is on disk when this returns.
    pub(super) fn fill<'t>(
        &self,
        texts: impl Iterator<Item = (PathBuf, &'t str)>,
        journal: Option<&str>,
        watch: &mut Watch<'_>,
    ) -> Result<(), Stop> {
        let root = self.files();
        let mut files = Vec::new();
        let above = self.root.parent().map(Path::to_owned);
        let mut folders: Vec<PathBuf> = above.into_iter().collect();
        folders.extend([self.root.clone(), root.clone()]);
        fs::create_dir(&root).map_err(|error| BundleFault::io(&root, "mkdir", &error))?;
        for (path, text) in texts {
            let path = root.join(path);
            let parent = path.parent().unwrap_or(&root);
            if folders.iter().all(|known| known != parent) {
                fs::create_dir_all(parent)
                    .map_err(|error| BundleFault::io(parent, "mkdir", &error))?;
                let new = parent.ancestors().take_while(|at| *at != root);
                folders.extend(new.map(Path::to_owned));
            }
            files.push(write(&path, text)?);
            watch.step(Step::Staged)?;
        }
        if let Some(journal) = journal {
            files.push(write(&self.root.join(DRAFT), journal)?);
        }
        sync_all(&files, &folders).map_err(|error| BundleFault::io(&root, "sync", &error).into())
    }

    /// Puts the journal in its place: from here on the write is decided. It is renamed, so that it
    /// is whole or not there.
    pub(super) fn commit(&self) -> Result<(), BundleFault> {
        let draft = self.root.join(DRAFT);
        fs::rename(&draft, self.journal())
            .and_then(|()| sync_all(&[], std::slice::from_ref(&self.root)))
            .map_err(|error| BundleFault::io(&draft, "rename", &error))
    }

    /// Takes the stage away. The journal goes after the files and the owner last, so that a kill
    /// in between leaves what the next command knows how to read.
    pub(super) fn remove(self, watch: &mut Watch<'_>) -> Result<(), Stop> {
        let fail = |path: &Path, error: io::Error| match error.kind() {
            ErrorKind::NotFound => Ok(()),
            _ => Err(BundleFault::half_way(path, "remove", &error)),
        };
        fs::remove_dir_all(self.files()).or_else(|error| fail(&self.files(), error))?;
        watch.step(Step::Swept)?;
        for name in [DRAFT, JOURNAL, OWNER] {
            let path = self.root.join(name);
            fs::remove_file(&path).or_else(|error| fail(&path, error))?;
            watch.step(Step::Swept)?;
        }
        match fs::remove_dir(&self.root) {
            // Another process claimed it in this instant.
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => Ok(()),
            done => Ok(done.or_else(|error| fail(&self.root, error))?),
        }
    }
}

fn busy(dir: &Path, root: &Path) -> BundleFault {
    let mut pid = String::new();
    if let Ok(owner) = File::open(root.join(OWNER)) {
        let _ = owner.take(16).read_to_string(&mut pid);
    }
    BundleFault::Busy {
        dir: dir.display().to_string(),
        pid,
        stage: root.display().to_string(),
    }
}

/// Whether `root` is a real folder that holds nothing but what kwgen puts into a stage.
fn is_ours(root: &Path) -> Result<bool, BundleFault> {
    match fs::symlink_metadata(root) {
        Ok(meta) if !meta.is_dir() => return Ok(false),
        _ => {}
    }
    let entries = match fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(BundleFault::io(root, "read", &error)),
    };
    let known = [OWNER, FILES, JOURNAL, DRAFT].map(OsStr::new);
    Ok(entries
        .flatten()
        .all(|entry| known.contains(&entry.file_name().as_os_str())))
}

/// Whether the file we locked is still the one at `path`: its holder may have removed it between
/// our opening and our lock.
#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(one), Ok(other)) => one.dev() == other.dev() && one.ino() == other.ino(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_same(_file: &File, path: &Path) -> bool {
    path.exists()
}

fn write(path: &Path, text: &str) -> Result<File, BundleFault> {
    let fail = |error: io::Error| BundleFault::io(path, "write", &error);
    let mut file = File::create_new(path).map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(fail)?;
    Ok(file)
}
