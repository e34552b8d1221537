//! A bundle on disk: what kwgen wrote there (the lock), what it would change
//! (the plan), and writing all of it or nothing.

mod disk;
mod fault;
mod hash;
mod lock;
mod path;
mod plan;
mod recover;
mod write;

pub use disk::{OnDisk, state};
pub use fault::BundleFault;
pub use hash::{sha256_hex, short_hash};
pub use lock::{Lock, LockedFile, PackRef};
pub use path::check_path;
pub use plan::{Action, Entry, Mode, Plan};
pub use recover::recover;
pub use write::{Change, Step, apply, apply_watched};
