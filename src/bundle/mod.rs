//! A bundle on disk: what kwgen wrote there (the lock), what it would change
//! (the plan), and writing all of it or nothing.

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
