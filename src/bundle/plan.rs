//! What a write would do to each file. Pure: the disk is asked through a function.

use super::disk::OnDisk;
use super::lock::Lock;

/// What happens to one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is made.
    Create,
    /// It stays, since it is as it should be.
    Same,
    /// It is rewritten; nobody edited it.
    Update,
    /// It goes; nobody edited it.
    Remove,
    /// It was edited and needs no change.
    Keep,
    /// It was edited and would change.
    Edited,
    /// kwgen did not write it.
    Foreign,
    /// It is no plain file.
    NotAFile,
}

impl Action {
    /// The word for it in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Same => "same",
            Self::Update => "update",
            Self::Remove => "remove",
            Self::Keep => "keep",
            Self::Edited => "edited",
            Self::Foreign => "foreign",
            Self::NotAFile => "not-a-file",
        }
    }

    /// Whether it stops a write.
    pub const fn is_conflict(self) -> bool {
        matches!(self, Self::Edited | Self::Foreign | Self::NotAFile)
    }

    /// Whether it changes the disk.
    pub const fn is_change(self) -> bool {
        matches!(self, Self::Create | Self::Update | Self::Remove)
    }
}

/// What is done about conflicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Any stops the write.
    Strict,
    /// Files in conflict are left as they are.
    KeepEdited,
    /// Files in conflict are overwritten.
    Force,
}

/// One file of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path in the bundle.
    pub path: String,
    /// What happens.
    pub action: Action,
    /// Its text on disk.
    pub old: Option<String>,
    /// The text kwgen wrote last.
    pub base: Option<String>,
    /// Its text after the write.
    pub new: Option<String>,
}

/// What a write would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    entries: Vec<Entry>,
}

impl Plan {
    /// Plans writing `files` (path, text) over what is on disk.
    pub fn new(
        files: &[(String, String)],
        lock: Option<&Lock>,
        disk: impl Fn(&str) -> OnDisk,
    ) -> Self {
        let mut entries = Vec::new();
        for (path, new) in files {
            let base = lock
                .and_then(|lock| lock.file(path))
                .map(|file| file.pristine.clone());
            let (action, old) = match disk(path) {
                OnDisk::Absent => (Action::Create, None),
                OnDisk::Other => (Action::NotAFile, None),
                OnDisk::Text(old) => {
                    let action = match &base {
                        _ if old == *new => Action::Same,
                        None => Action::Foreign,
                        Some(base) if *base == old => Action::Update,
                        Some(base) if base == new => Action::Keep,
                        Some(_) => Action::Edited,
                    };
                    (action, Some(old))
                }
            };
            entries.push(Entry {
                path: path.clone(),
                action,
                old,
                base,
                new: Some(new.clone()),
            });
        }
        for file in lock.into_iter().flat_map(|lock| &lock.files) {
            if files.iter().any(|(path, _)| *path == file.path) {
                continue;
            }
            let (action, old) = match disk(&file.path) {
                OnDisk::Absent => continue,
                OnDisk::Other => (Action::NotAFile, None),
                OnDisk::Text(old) if old == file.pristine => (Action::Remove, Some(old)),
                OnDisk::Text(old) => (Action::Edited, Some(old)),
            };
            let base = Some(file.pristine.clone());
            entries.push(Entry {
                path: file.path.clone(),
                action,
                old,
                base,
                new: None,
            });
        }
        entries.sort_by(|one, other| one.path.cmp(&other.path));
        Self { entries }
    }

    /// The files, by path.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The files that stop a write.
    pub fn conflicts(&self) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(|entry| entry.action.is_conflict())
    }

    /// Whether nothing changes and nothing is in the way.
    pub fn is_noop(&self) -> bool {
        !self
            .entries
            .iter()
            .any(|entry| entry.action.is_change() || entry.action.is_conflict())
    }

    /// The changes to the disk: a path with its text, or with `None` where it goes.
    pub fn changes(&self, mode: Mode) -> Vec<(String, Option<String>)> {
        self.entries
            .iter()
            .filter(|entry| {
                entry.action.is_change() || (mode == Mode::Force && entry.action.is_conflict())
            })
            .map(|entry| (entry.path.clone(), entry.new.clone()))
            .collect()
    }

    /// What would change, as a unified diff.
    pub fn diff(&self) -> String {
        let mut out = String::new();
        for entry in self
            .entries
            .iter()
            .filter(|entry| entry.action.is_change() || entry.action.is_conflict())
        {
            let (old, new) = (
                entry.old.as_deref().unwrap_or(""),
                entry.new.as_deref().unwrap_or(""),
            );
            push_diff(&entry.path, "disk", old, "kwgen", new, &mut out);
        }
        out
    }

    /// For each file in conflict what its owner changed, and what kwgen would change.
    pub fn both_diffs(&self) -> String {
        let mut out = String::new();
        for entry in self.conflicts() {
            let old = entry.old.as_deref().unwrap_or("");
            let new = entry.new.as_deref().unwrap_or("");
            match entry.base.as_deref() {
                Some(base) => {
                    push_diff(
                        &entry.path,
                        "kwgen wrote",
                        base,
                        "edited by hand",
                        old,
                        &mut out,
                    );
                    push_diff(
                        &entry.path,
                        "kwgen wrote",
                        base,
                        "kwgen would write",
                        new,
                        &mut out,
                    );
                }
                None => push_diff(&entry.path, "disk", old, "kwgen would write", new, &mut out),
            }
        }
        out
    }
}

fn push_diff(path: &str, old_name: &str, old: &str, new_name: &str, new: &str, out: &mut String) {
    let mut options = diffy::DiffOptions::new();
    options
        .set_original_filename(format!("{path} ({old_name})"))
        .set_modified_filename(format!("{path} ({new_name})"));
    out.push_str(&options.create_patch(old, new).to_string());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{LockedFile, PackRef};

    fn action(locked: Option<&str>, disk: Option<&str>, new: Option<&str>) -> Option<Action> {
        let files: Vec<(String, String)> = new
            .map(|text| ("a".to_owned(), text.to_owned()))
            .into_iter()
            .collect();
        let lock = Lock {
            version: String::new(),
            pack: PackRef {
                name: String::new(),
                version: String::new(),
                digest: String::new(),
            },
            clusters: Vec::new(),
            files: locked
                .map(|text| LockedFile::new("a".into(), text.into()))
                .into_iter()
                .collect(),
        };
        let on_disk = disk.map_or(OnDisk::Absent, |text| OnDisk::Text(text.to_owned()));
        Plan::new(&files, Some(&lock), |_| on_disk.clone())
            .entries()
            .first()
            .map(|entry| entry.action)
    }

    #[test]
    fn a_file_is_changed_only_when_it_is_ours_and_untouched() {
        assert_eq!(action(None, None, Some("n")), Some(Action::Create));
        assert_eq!(action(None, Some("n"), Some("n")), Some(Action::Same));
        assert_eq!(action(None, Some("x"), Some("n")), Some(Action::Foreign));
        assert_eq!(
            action(Some("b"), Some("b"), Some("n")),
            Some(Action::Update)
        );
        assert_eq!(action(Some("b"), Some("x"), Some("b")), Some(Action::Keep));
        assert_eq!(
            action(Some("b"), Some("x"), Some("n")),
            Some(Action::Edited)
        );
        assert_eq!(action(Some("b"), Some("b"), None), Some(Action::Remove));
        assert_eq!(action(Some("b"), Some("x"), None), Some(Action::Edited));
        assert_eq!(action(Some("b"), None, None), None);
    }
}
