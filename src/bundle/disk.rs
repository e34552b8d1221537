//! What lies on disk where a file would go.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::hash::sha256_hex;

/// The most that a file of a bundle may hold; what is larger was not written by kwgen.
const LIMIT: u64 = 8 << 20;

/// What is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnDisk {
    /// Nothing.
    Absent,
    /// A plain file with these bytes.
    File(Vec<u8>),
    /// Something that is not a plain readable file, or that is reached through a symlink.
    Other,
}

impl OnDisk {
    /// Whether it is nothing (`None`), or a file with this hash.
    pub(super) fn is(&self, hash: Option<&str>) -> bool {
        match (self, hash) {
            (Self::Absent, None) => true,
            (Self::File(bytes), Some(hash)) => sha256_hex(bytes) == hash,
            _ => false,
        }
    }
}

/// What is at `path` below `dir`; symlinks below `dir` are never followed, and what is no plain
/// file is never opened (a FIFO would hang us).
pub fn state(dir: &Path, path: &str) -> OnDisk {
    let mut at = dir.to_path_buf();
    let parts: Vec<&str> = path.split('/').collect();
    for (index, part) in parts.iter().enumerate() {
        at.push(part);
        let is_last = index + 1 == parts.len();
        match fs::symlink_metadata(&at) {
            Err(error) if error.kind() == ErrorKind::NotFound => return OnDisk::Absent,
            Ok(meta) if is_last && meta.is_file() && meta.len() <= LIMIT => {}
            Ok(meta) if !is_last && meta.is_dir() => {}
            _ => return OnDisk::Other,
        }
    }
    fs::read(&at).map_or(OnDisk::Other, OnDisk::File)
}
