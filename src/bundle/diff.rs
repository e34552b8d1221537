//! A plan as unified diffs.

use super::plan::{Entry, Plan};

impl Plan {
    /// What would change, as a patch that `git apply` and `patch -p1` take. The lock is left out:
    /// it repeats the rest.
    pub fn diff(&self) -> String {
        self.files().iter().filter_map(Entry::diff).collect()
    }

    /// For each file in conflict what its owner changed, and what kwgen would change.
    pub fn both_diffs(&self) -> String {
        let both = self.conflicts().map(|entry| {
            let owner = entry.owner_diff().unwrap_or_default();
            owner + &entry.kwgen_diff()
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
    pub fn owner_diff(&self) -> Option<String> {
        let old = self.old_text().unwrap_or_default();
        let by = if self.old.is_some() {
            "edited by hand"
        } else {
            "deleted by hand"
        };
        let path = &self.path;
        self.base.as_deref().map(|base| {
            unified(
                format!("{path} (kwgen wrote)"),
                base,
                format!("{path} ({by})"),
                &old,
            )
        })
    }

    /// From what kwgen wrote, or else from what is on disk, to what it renders now.
    pub fn kwgen_diff(&self) -> String {
        let path = &self.path;
        let old = self.old_text().unwrap_or_default();
        let (name, from) = match self.base.as_deref() {
            Some(base) => ("kwgen wrote", base),
            None => ("on disk", old.as_ref()),
        };
        let new = match &self.new {
            Some(_) => "kwgen would write",
            None => "kwgen would remove",
        };
        unified(
            format!("{path} ({name})"),
            from,
            format!("{path} ({new})"),
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
