//! A plan as unified diffs.

use super::plan::{Entry, Plan};

/// What a diff of a conflict compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revision {
    /// The base: the file as kwgen last wrote it.
    Written,
    /// The file as its owner left it.
    Edited,
    /// Gone, by its owner's hand.
    Removed,
    /// What lies there, where kwgen never wrote it.
    Found,
    /// The file as kwgen renders it now.
    Rendered,
    /// Gone, since the answers no longer ask for it.
    Dropped,
}

impl Revision {
    /// The last part of its id in the catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Edited => "edited",
            Self::Removed => "removed",
            Self::Found => "found",
            Self::Rendered => "rendered",
            Self::Dropped => "dropped",
        }
    }
}

impl Plan {
    /// What would change, as a patch that `git apply` and `patch -p1` take. The lock is left out:
    /// it repeats the rest.
    pub fn diff(&self) -> String {
        self.files().iter().filter_map(Entry::diff).collect()
    }

    /// For each file in conflict what its owner changed, and what kwgen would change; `said` names
    /// a revision for the reader.
    pub fn both_diffs(&self, said: &dyn Fn(Revision) -> String) -> String {
        let both = self.conflicts().map(|entry| {
            let owner = entry.owner_diff(said).unwrap_or_default();
            owner + &entry.kwgen_diff(said)
        });
        both.collect()
    }
}

impl Entry {
    /// From what is on disk to what kwgen renders, where that differs and is (or would be) written.
    pub fn diff(&self) -> Option<String> {
        let is_shown = self.action.is_change() || self.action.is_conflict();
        is_shown.then(|| {
            let old = self.old_text();
            let head = |side: char, is_there: bool| {
                if is_there {
                    format!("{side}/{}", self.path)
                } else {
                    "/dev/null".to_owned()
                }
            };
            unified(
                head('a', old.is_some()),
                old.as_deref().unwrap_or_default(),
                head('b', self.new.is_some()),
                self.new.as_deref().unwrap_or_default(),
            )
        })
    }

    /// From what kwgen wrote to what its owner made of it, where kwgen wrote it.
    pub fn owner_diff(&self, said: &dyn Fn(Revision) -> String) -> Option<String> {
        let old = self.old_text().unwrap_or_default();
        let by = if self.old.is_some() {
            Revision::Edited
        } else {
            Revision::Removed
        };
        let path = &self.path;
        self.base.as_deref().map(|base| {
            unified(
                format!("{path} ({})", said(Revision::Written)),
                base,
                format!("{path} ({})", said(by)),
                &old,
            )
        })
    }

    /// From what kwgen wrote, or else from what is on disk, to what it renders now.
    pub fn kwgen_diff(&self, said: &dyn Fn(Revision) -> String) -> String {
        let path = &self.path;
        let old = self.old_text().unwrap_or_default();
        let (before, from) = match self.base.as_deref() {
            Some(base) => (Revision::Written, base),
            None => (Revision::Found, old.as_ref()),
        };
        let after = match &self.new {
            Some(_) => Revision::Rendered,
            None => Revision::Dropped,
        };
        unified(
            format!("{path} ({})", said(before)),
            from,
            format!("{path} ({})", said(after)),
            self.new.as_deref().unwrap_or_default(),
        )
    }
}

fn unified(old_name: String, old: &str, new_name: String, new: &str) -> String {
    let mut options = diffy::DiffOptions::new();
    options
        .set_original_filename(old_name)
        .set_modified_filename(new_name);
    options.create_patch(old, new).to_string()
}
