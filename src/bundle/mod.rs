//! A bundle on disk: what kwgen wrote there (the lock), what it would change
//! (the plan), and writing all of it or nothing.
//!
//! # How files are written
//!
//! A directory that is not there is staged beside it (`.NAME.kwgen/`, together with its missing
//! parents) and renamed once. One that is there is never replaced, though it be empty, as it may be a
//! mount and a shell may stand in it: changed files are staged under `.kwgen/`, a journal is synced,
//! each file is renamed into place, the lock last. Who writes is said by a lock of the operating system
//! on the stage's `owner`, not by a process id; a second run is refused (exit 3). `new` and `update`
//! first finish or undo what a killed run left; `update --check` answers no and `--dry-run` refuses, as
//! they write nothing. The journal holds the hash of what each file replaces, so what is edited
//! meanwhile stays. Files and folders are synced in one batch over a few threads, before the journal
//! is.
//!
//! What happens to a file (`bundle::plan`), by base (in the lock), disk and render:
//!
//! | disk | render = base | render ≠ base | not rendered |
//! |---|---|---|---|
//! | as the base (line ends aside) | same | update | remove |
//! | as the render | same | same | |
//! | edited | keep | **edited** | **edited** |
//! | deleted | keep | **deleted** | |
//! | not in the lock | | **foreign** | |
//! | no plain file, or behind a link | **not a file** | **not a file** | **not a file** |
//!
//! Bold stops the whole write (exit 3). `--keep-edited` keeps those and writes the rest, `--force`
//! takes all of them; neither touches what is no plain file. What must be done in the cluster before
//! the next apply (a number of replicas that passes to an autoscaler) is read from both sides of the
//! plan by `cli::handover`. Whatever mixture of kept and rendered files would lie on disk passes the
//! validation first.

mod conflict;
mod diff;
mod disk;
mod fault;
mod hash;
mod journal;
mod locate;
mod lock;
mod path;
mod plan;
mod recover;
mod stage;
mod sync;
mod trace;
mod write;

pub use conflict::{Side, has_markers, side};
pub use diff::Revision;
pub use disk::{OnDisk, state};
pub use fault::BundleFault;
pub use hash::{sha256_hex, short_hash};
pub use lock::{Lock, LockedFile, PackRef};
pub use path::{check_path, check_paths};
pub use plan::{Action, Entry, Mode, Plan};
pub use recover::{cut_short, recover};
pub use stage::Step;
pub use trace::{Traced, trace};
pub use write::{Change, apply, apply_watched};

/// The name of the lock.
pub const LOCK: &str = "kwgen.lock";
