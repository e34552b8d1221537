//! What lies on disk where a file would go.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// What is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnDisk {
    /// Nothing.
    Absent,
    /// A text.
    Text(String),
    /// Something that is not a plain readable text file, or that is reached through a symlink.
    Other,
}

/// What is at `path` below `dir`; symlinks below `dir` are never followed.
pub fn state(dir: &Path, path: &str) -> OnDisk {
    let mut at = dir.to_path_buf();
    let parts: Vec<&str> = path.split('/').collect();
    for (index, part) in parts.iter().enumerate() {
        at.push(part);
        let is_last = index + 1 == parts.len();
        match fs::symlink_metadata(&at) {
            Err(error) if error.kind() == ErrorKind::NotFound => return OnDisk::Absent,
            Ok(meta) if is_last && meta.is_file() => {}
            Ok(meta) if !is_last && meta.is_dir() => {}
            _ => return OnDisk::Other,
        }
    }
    fs::read_to_string(&at).map_or(OnDisk::Other, OnDisk::Text)
}
