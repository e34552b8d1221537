//! Cluster files as their users meet them: made from a snapshot, named by a bundle, changed later.

mod bundle;
mod environments;
mod file;
mod snapshot;

use std::path::Path;

/// The least of a cluster file, with `more` lines.
fn cluster(name: &str, more: &str) -> String {
    format!("apiVersion: kwgen/v1\ncluster: {name}\nnetworkPolicy: true\n{more}")
}

/// Writes a file and the folders above it.
fn put(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}
