//! What a write would do to each file. Pure: the disk is asked through a function.

use std::borrow::Cow;

use super::conflict::{Side, has_markers, side};
use super::disk::OnDisk;
use super::hash::sha256_hex;
use super::lock::Lock;
use super::write::Change;

/// What happens to one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is made.
    Create,
    /// It stays, since it is as it should be.
    Same,
    /// It is rewritten; nobody edited it.
    Update,
    /// It is rewritten though someone edited it or kwgen did not write it: so it was asked.
    Overwrite,
    /// It goes.
    Remove,
    /// It was edited or deleted by hand and stays so.
    Keep,
    /// It was edited and would change.
    Edited,
    /// It was deleted by hand and would change.
    Deleted,
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
            Self::Overwrite => "overwrite",
            Self::Remove => "remove",
            Self::Keep => "keep",
            Self::Edited => "edited",
            Self::Deleted => "deleted",
            Self::Foreign => "foreign",
            Self::NotAFile => "not-a-file",
        }
    }

    /// Whether it stops a write.
    pub const fn is_conflict(self) -> bool {
        matches!(
            self,
            Self::Edited | Self::Deleted | Self::Foreign | Self::NotAFile
        )
    }

    /// Whether it changes the disk.
    pub const fn is_change(self) -> bool {
        matches!(
            self,
            Self::Create | Self::Update | Self::Overwrite | Self::Remove
        )
    }
}

/// What is done about files that someone edited, deleted, or wrote instead of kwgen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Any that would change stops the write.
    Strict,
    /// They are left as they are.
    KeepEdited,
    /// All of them become what kwgen renders.
    Force,
}

/// One file of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path in the bundle.
    pub path: String,
    /// What happens.
    pub action: Action,
    /// Its bytes on disk.
    pub old: Option<Vec<u8>>,
    /// The text kwgen wrote last.
    pub base: Option<String>,
    /// The text kwgen renders now.
    pub new: Option<String>,
    /// Whether `--force` takes away what someone wrote here.
    pub is_loss: bool,
}

impl Entry {
    /// Its text on disk, for showing.
    pub fn old_text(&self) -> Option<Cow<'_, str>> {
        self.old.as_deref().map(String::from_utf8_lossy)
    }

    /// The hash of what lies there once the plan is carried out.
    pub fn hash_after(&self) -> Option<String> {
        match self.action {
            Action::Remove => None,
            Action::Keep => self.old.as_deref().map(sha256_hex),
            _ => self.new.as_ref().map(|text| sha256_hex(text.as_bytes())),
        }
    }
}

/// What a write would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    entries: Vec<Entry>,
    lock: Option<Entry>,
}

impl Plan {
    /// Plans writing `files` (path, text) over what is on disk.
    pub fn new(
        files: &[(String, String)],
        lock: Option<&Lock>,
        mode: Mode,
        disk: impl Fn(&str) -> OnDisk,
    ) -> Self {
        let locked = |path: &str| lock.and_then(|lock| lock.file(path));
        let rendered = files
            .iter()
            .map(|(path, new)| (path, locked(path).map(|file| &file.pristine), Some(new)));
        let gone = lock
            .into_iter()
            .flat_map(|lock| &lock.files)
            .filter(|file| files.iter().all(|(path, _)| *path != file.path))
            .map(|file| (&file.path, Some(&file.pristine), None));
        let mut entries: Vec<Entry> = rendered
            .chain(gone)
            .filter_map(|(path, base, new)| {
                let found = disk(path);
                let action = judge(base.map(String::as_str), &found, new.map(String::as_str))?;
                let is_edit = |old: &[u8]| base.is_none_or(|base| !is_untouched(old, base));
                let old = match found {
                    OnDisk::File(bytes) => Some(bytes),
                    OnDisk::Absent | OnDisk::Other => None,
                };
                let settled = settle(action, mode, old.is_some(), new.is_some());
                Some(Entry {
                    path: path.clone(),
                    is_loss: settled != action
                        && settled.is_change()
                        && old.as_deref().is_some_and(is_edit),
                    action: settled,
                    old,
                    base: base.cloned(),
                    new: new.cloned(),
                })
            })
            .collect();
        entries.sort_by(|one, other| one.path.cmp(&other.path));
        Self {
            entries,
            lock: None,
        }
    }

    /// The same plan, with the lock (name, bytes on disk, new text) written last.
    #[must_use]
    pub fn with_lock(mut self, name: &str, old: Option<&[u8]>, new: &str) -> Self {
        let action = match old {
            None => Action::Create,
            Some(old) if old == new.as_bytes() => Action::Same,
            Some(_) => Action::Update,
        };
        self.lock = Some(Entry {
            path: name.to_owned(),
            action,
            old: old.map(<[u8]>::to_vec),
            base: None,
            new: Some(new.to_owned()),
            is_loss: false,
        });
        self
    }

    /// The same plan, with a file that is its owner's and that this run was asked to edit: `read` is the
    /// text that it edited, and another one on disk stays in the way.
    #[must_use]
    pub fn with_edit(mut self, path: &str, read: &str) -> Self {
        let mut entries = self.entries.iter_mut();
        if let Some(entry) = entries.find(|entry| entry.path == path)
            && matches!(entry.action, Action::Foreign | Action::Overwrite)
            && entry.old.as_deref() == Some(read.as_bytes())
        {
            entry.action = Action::Update;
            entry.is_loss = false;
        }
        self
    }

    /// The files that kwgen renders or rendered, by path.
    pub fn files(&self) -> &[Entry] {
        &self.entries
    }

    /// All files, the lock last.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().chain(&self.lock)
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
            .entries()
            .any(|entry| entry.action.is_change() || entry.action.is_conflict())
    }

    /// The changes to the disk, the lock last.
    pub fn changes(&self) -> Vec<Change> {
        self.entries()
            .filter(|entry| entry.action.is_change())
            .map(|entry| Change {
                path: entry.path.clone(),
                old: entry.old.as_deref().map(sha256_hex),
                new: entry.new.clone(),
            })
            .collect()
    }
}

/// What happens to a file by what kwgen wrote, what is there and what is rendered.
fn judge(base: Option<&str>, disk: &OnDisk, new: Option<&str>) -> Option<Action> {
    let action = match (disk, base, new) {
        (OnDisk::Absent, _, None) => return None,
        (OnDisk::Absent, None, Some(_)) => Action::Create,
        // A deletion is an edit.
        (OnDisk::Absent, Some(base), Some(new)) if base == new => Action::Keep,
        (OnDisk::Absent, Some(_), Some(_)) => Action::Deleted,
        (OnDisk::Other, ..) => Action::NotAFile,
        // Whoever made exactly the change that kwgen wants made no conflict.
        (OnDisk::File(old), _, Some(new)) if is_same(old, new) => Action::Same,
        (OnDisk::File(old), Some(base), None) if is_untouched(old, base) => Action::Remove,
        (OnDisk::File(old), Some(base), Some(_)) if is_untouched(old, base) => Action::Update,
        (OnDisk::File(_), Some(base), Some(new)) if base == new => Action::Keep,
        (OnDisk::File(_), Some(_), _) => Action::Edited,
        (OnDisk::File(_), None, _) => Action::Foreign,
    };
    Some(action)
}

/// What becomes of an action in a mode. What is no plain file stops every write.
fn settle(action: Action, mode: Mode, is_there: bool, is_rendered: bool) -> Action {
    match (mode, action) {
        (Mode::KeepEdited, Action::Edited | Action::Deleted | Action::Foreign) => Action::Keep,
        (Mode::Force, Action::Edited) if !is_rendered => Action::Remove,
        (Mode::Force, Action::Deleted) => Action::Create,
        (Mode::Force, Action::Keep) if !is_there => Action::Create,
        (Mode::Force, Action::Edited | Action::Foreign | Action::Keep) => Action::Overwrite,
        (_, action) => action,
    }
}

/// Whether the bytes on disk are this text; a checkout that turns its line ends into CRLF is no edit.
fn is_same(old: &[u8], text: &str) -> bool {
    old == text.as_bytes()
        || (old.contains(&b'\r')
            && std::str::from_utf8(old).is_ok_and(|old| old.replace("\r\n", "\n") == text))
}

/// Whether nobody edited what kwgen wrote. git's conflict markers are nobody's edit where our side
/// of them is what kwgen wrote.
fn is_untouched(old: &[u8], base: &str) -> bool {
    is_same(old, base)
        || std::str::from_utf8(old)
            .is_ok_and(|old| has_markers(old) && is_same(side(old, Side::Ours).as_bytes(), base))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
mod tests {
    use super::*;
    use crate::bundle::{LockedFile, PackRef};

    fn entry(locked: Option<&str>, disk: &OnDisk, new: Option<&str>, mode: Mode) -> Option<Entry> {
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
        let plan = Plan::new(&files, Some(&lock), mode, |_| disk.clone());
        plan.files().first().cloned()
    }

    fn on_disk(disk: Option<&str>) -> OnDisk {
        disk.map_or(OnDisk::Absent, |text| OnDisk::File(text.into()))
    }

    fn action(locked: Option<&str>, disk: Option<&str>, new: Option<&str>) -> Option<Action> {
        entry(locked, &on_disk(disk), new, Mode::Strict).map(|entry| entry.action)
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
        assert_eq!(action(Some("b"), Some("n"), Some("n")), Some(Action::Same));
        assert_eq!(
            action(Some("b"), Some("x"), Some("n")),
            Some(Action::Edited)
        );
        assert_eq!(action(Some("b"), Some("b"), None), Some(Action::Remove));
        assert_eq!(action(Some("b"), Some("x"), None), Some(Action::Edited));
        assert_eq!(action(Some("b"), None, None), None);
    }

    #[test]
    fn a_deletion_is_an_edit() {
        assert_eq!(action(Some("b"), None, Some("b")), Some(Action::Keep));
        assert_eq!(action(Some("b"), None, Some("n")), Some(Action::Deleted));
    }

    #[test]
    fn other_line_ends_are_no_edit_and_a_missing_last_one_is() {
        let base = Some("a\nb\n");
        assert_eq!(action(base, Some("a\r\nb\r\n"), base), Some(Action::Same));
        assert_eq!(
            action(base, Some("a\r\nb\r\n"), Some("n\n")),
            Some(Action::Update)
        );
        assert_eq!(
            action(base, Some("a\nb"), Some("n\n")),
            Some(Action::Edited)
        );
        assert_eq!(action(base, Some("a\nb"), base), Some(Action::Keep));
    }

    #[test]
    fn markers_of_git_around_what_kwgen_wrote_are_no_edit() {
        let disk = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> topic\n";
        assert_eq!(
            action(Some("a\nb\n"), Some(disk), Some("a\nd\n")),
            Some(Action::Update)
        );
        assert_eq!(
            action(Some("a\nx\n"), Some(disk), Some("a\nd\n")),
            Some(Action::Edited)
        );
    }

    #[test]
    fn force_and_keep_settle_what_someone_edited_and_say_what_is_lost() {
        let settled = |locked, disk, new, mode| {
            let entry = entry(locked, &on_disk(disk), new, mode)?;
            Some((entry.action, entry.is_loss))
        };
        let (base, other, new) = (Some("b"), Some("x"), Some("n"));
        for (locked, disk, new, kept, forced) in [
            (base, other, new, Action::Keep, (Action::Overwrite, true)),
            (None, other, new, Action::Keep, (Action::Overwrite, true)),
            (base, None, new, Action::Keep, (Action::Create, false)),
            (base, other, base, Action::Keep, (Action::Overwrite, true)),
            (base, None, base, Action::Keep, (Action::Create, false)),
            (base, other, None, Action::Keep, (Action::Remove, true)),
            (base, base, new, Action::Update, (Action::Update, false)),
        ] {
            assert_eq!(
                settled(locked, disk, new, Mode::KeepEdited),
                Some((kept, false))
            );
            assert_eq!(settled(locked, disk, new, Mode::Force), Some(forced));
        }
    }

    #[test]
    fn what_is_no_plain_file_stops_every_write() {
        for mode in [Mode::Strict, Mode::KeepEdited, Mode::Force] {
            let found = entry(Some("b"), &OnDisk::Other, Some("n"), mode).map(|one| one.action);
            assert_eq!(found, Some(Action::NotAFile));
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_an_edit_and_not_a_crash() {
        let disk = OnDisk::File(vec![0xff, 0xfe, b'\r', b'\n']);
        let found = entry(Some("b"), &disk, Some("n"), Mode::Strict).unwrap();
        assert_eq!(found.action, Action::Edited);
        assert_eq!(found.old_text().as_deref(), Some("\u{fffd}\u{fffd}\r\n"));
    }
}
