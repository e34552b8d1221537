//! `kwgen update`: from edited answers to files, and never over its owner's edits.

mod custom;
mod delivery;
mod edits;
mod handover;
mod lock;
mod many;
mod report;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::support::{Kwgen, folder, kwgen};

/// A bundle that is current.
struct Bundle {
    base: TempDir,
}

impl Bundle {
    fn new() -> Self {
        let base = folder();
        crate::disk::new(base.path()).run().ends_with(0);
        let bundle = Self { base };
        bundle.update().run().ends_with(0);
        bundle
    }

    fn update(&self) -> Kwgen {
        kwgen(self.base.path()).args(["update", "payments"])
    }

    fn path(&self, path: &str) -> PathBuf {
        self.base.path().join("payments").join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a file")
    }

    /// Replaces a text in a file, which must hold it.
    #[track_caller]
    fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{old} in {text}");
        fs::write(self.path(path), text.replace(old, new)).expect("a file");
    }

    /// The port that the answers name.
    fn port(&self, port: u16) {
        let text = self.read("kwgen.yaml");
        let lines = text.lines().map(|line| match line.strip_prefix("- http:") {
            Some(_) => format!("- http:{port}\n"),
            None => format!("{line}\n"),
        });
        fs::write(self.path("kwgen.yaml"), lines.collect::<String>()).expect("a file");
    }

    fn tree(&self) -> Vec<(String, String)> {
        crate::support::tree(&self.base.path().join("payments"))
    }

    /// The files with the moment each was last written.
    fn moments(&self) -> Vec<(PathBuf, std::time::SystemTime)> {
        moments(&self.base.path().join("payments"))
    }
}

fn moments(dir: &Path) -> Vec<(PathBuf, std::time::SystemTime)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).expect("a folder").flatten() {
        let (path, meta) = (entry.path(), entry.metadata().expect("an entry"));
        found.push((path.clone(), meta.modified().expect("a moment")));
        if meta.is_dir() {
            found.extend(moments(&path));
        }
    }
    found.sort();
    found
}
