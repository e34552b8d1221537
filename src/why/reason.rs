//! The reasons of a pack: why a line is there and what breaks without it, found by the kind of its
//! object and its path. All of it data, under `reasons/`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{ANSWERS, LOCK, OVERLAY, PATCH, README};
use crate::embedded;
use crate::text::{Fault, Prose};
use crate::yaml::{self, Step, steps};

/// The folder of the reasons of the built-in pack, and what they share.
const FOLDER: &str = "ack/reasons/";
const SHARED: &str = "ack/why.yaml";

/// Why some lines are there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// The nodes it speaks of: `spec.ports[].name`; `*` at the end of a key is any rest of it. In a
    /// Markdown file the beginnings of headings.
    pub paths: Vec<String>,
    /// The kinds; empty: those of all objects.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// An expression: whether it holds for this service.
    #[serde(default)]
    pub when: Option<String>,
    /// The questions whose answers it follows from, besides those that are printed on the line.
    #[serde(default)]
    pub answers: Vec<String>,
    /// The answers that the line itself names by their ids.
    #[serde(default)]
    pub names_answers: bool,
    /// The facts of the pack behind it.
    #[serde(default)]
    pub facts: Vec<String>,
    /// The parts of the hardening contract that it fulfils.
    #[serde(default)]
    pub contract: Vec<String>,
    /// The rules that find it missing.
    #[serde(default)]
    pub rules: Vec<String>,
    /// A field that not every version has: `LifecycleHandler.sleep`.
    #[serde(default)]
    pub field: Option<String>,
    /// Why the line is there.
    pub why: Prose,
    /// What breaks without it.
    pub without: Prose,
    /// Where to read on.
    #[serde(default)]
    pub reference: Option<String>,
}

/// A part of every object of some kinds that has a name of its own in paths, such as `pod`.
#[derive(Debug, Clone, Deserialize)]
struct Root {
    name: String,
    kinds: Vec<String>,
    path: String,
}

#[derive(Debug, Deserialize)]
struct Shared {
    roots: Vec<Root>,
    contract: BTreeMap<String, Prose>,
    variables: BTreeMap<String, Vec<String>>,
}

/// All reasons of a pack.
#[derive(Debug)]
pub struct Reasons {
    all: Vec<Reason>,
    patterns: Vec<Vec<Vec<Step>>>,
    shared: Shared,
}

/// The reason for a node, and how much of the path it speaks of.
#[derive(Debug, Clone, Copy)]
pub struct Found<'r> {
    /// The reason.
    pub reason: &'r Reason,
    /// Which of its paths it is.
    pub pattern: usize,
    /// How many steps of the path it covers; fewer than the path has: it is that of a block around.
    pub depth: usize,
}

impl Reasons {
    /// Reads them.
    pub fn load() -> Result<Self, Vec<Fault>> {
        let shared = embedded::data(SHARED).unwrap_or_default();
        let shared: Shared = yaml::load(SHARED, shared)?;
        let mut all = Vec::new();
        for (path, text) in embedded::data_under(FOLDER) {
            all.extend(yaml::load::<Vec<Reason>>(path, text)?);
        }
        let patterns = all
            .iter()
            .map(|reason: &Reason| reason.paths.iter().map(|path| steps(path)).collect())
            .collect();
        Ok(Self {
            all,
            patterns,
            shared,
        })
    }

    /// All of them, in the order of their files.
    pub fn all(&self) -> &[Reason] {
        &self.all
    }

    /// Which of them one is, and which of its paths.
    pub(super) fn index_of(&self, found: Found<'_>) -> Option<(usize, usize)> {
        let at = self
            .all
            .iter()
            .position(|one| std::ptr::eq(one, found.reason))?;
        Some((at, found.pattern))
    }

    /// What a part of the contract demands.
    pub fn demand(&self, id: &str) -> Option<&Prose> {
        self.shared.contract.get(id)
    }

    /// The questions (and, behind `facts.`, the facts) that decide the value of a template's variable.
    /// `None`: the table does not know it.
    pub fn deciders(&self, template: &str, variable: &str) -> Option<&[String]> {
        let mut name = variable;
        loop {
            let known = self
                .shared
                .variables
                .get(&format!("{template}:{name}"))
                .or_else(|| self.shared.variables.get(name));
            if let Some(ids) = known {
                return Some(ids);
            }
            (name, _) = name.rsplit_once('.')?;
        }
    }

    /// The first reason that speaks of the node at `path` and `holds`, else of the nearest node
    /// around it.
    pub fn find(
        &self,
        kind: &str,
        path: &[Step],
        holds: &dyn Fn(&Reason) -> bool,
    ) -> Option<Found<'_>> {
        (0..=path.len()).rev().find_map(|depth| {
            let spellings = self.spellings(kind, path.get(..depth)?);
            self.of_kind(kind).find_map(|(reason, patterns)| {
                let speaks =
                    |pattern: &Vec<Step>| spellings.iter().any(|path| matches(pattern, path));
                let pattern = patterns.iter().position(speaks)?;
                holds(reason).then_some(Found {
                    reason,
                    pattern,
                    depth,
                })
            })
        })
    }

    /// The first reason of a Markdown file that speaks of `heading` and `holds`, else of the file.
    pub fn find_heading(
        &self,
        kind: &str,
        heading: &str,
        holds: &dyn Fn(&Reason) -> bool,
    ) -> Option<Found<'_>> {
        let find = |depth: usize, speaks: &dyn Fn(&str) -> bool| {
            self.of_kind(kind).find_map(|(reason, _)| {
                let pattern = reason.paths.iter().position(|path| speaks(path))?;
                holds(reason).then_some(Found {
                    reason,
                    pattern,
                    depth,
                })
            })
        };
        find(1, &|path| !path.is_empty() && heading.starts_with(path))
            .or_else(|| find(0, &str::is_empty))
    }

    fn of_kind<'r, 'k>(
        &'r self,
        kind: &'k str,
    ) -> impl Iterator<Item = (&'r Reason, &'r Vec<Vec<Step>>)> + use<'r, 'k> {
        let all = self.all.iter().zip(&self.patterns);
        all.filter(move |(reason, _)| {
            if reason.kinds.is_empty() {
                ![README, ANSWERS, LOCK, OVERLAY, PATCH].contains(&kind)
            } else {
                reason.kinds.iter().any(|one| one == kind)
            }
        })
    }

    /// A path as it stands, and from each root that it lies below.
    fn spellings(&self, kind: &str, path: &[Step]) -> Vec<Vec<Step>> {
        let mut all = vec![path.to_vec()];
        for root in &self.shared.roots {
            let lead = steps(&root.path);
            if root.kinds.iter().any(|one| one == kind)
                && let Some(rest) = path.strip_prefix(lead.as_slice())
            {
                let mut spelling = vec![Step::Key(root.name.clone())];
                spelling.extend_from_slice(rest);
                all.push(spelling);
            }
        }
        all
    }
}

/// Whether a pattern is that of a path: `[]` is any item, a `*` at the end of a key any rest of it.
fn matches(pattern: &[Step], path: &[Step]) -> bool {
    pattern.len() == path.len()
        && pattern.iter().zip(path).all(|pair| match pair {
            (Step::Key(any), Step::Index(_)) => any.is_empty(),
            (Step::Key(known), Step::Key(key)) => known
                .strip_suffix('*')
                .map_or(known == key, |lead| key.starts_with(lead)),
            (known, step) => known == step,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_speaks_of_items_and_of_keys_with_any_rest() {
        let is = |pattern: &str, path: &str| matches(&steps(pattern), &steps(path));
        assert!(is("spec.a[].b", "spec.a[3].b"));
        assert!(is(
            "metadata.annotations[kwgen.io/accept.*]",
            "metadata.annotations[kwgen.io/accept.x]"
        ));
        assert!(is("data.*", "data[app.yaml]"));
        assert!(!is("spec.a", "spec.a[3]"));
        assert!(!is("spec.a[]", "spec.a.b"));
    }

    #[test]
    fn a_node_without_a_reason_has_that_of_the_block_around() -> Result<(), Vec<Fault>> {
        let reasons = Reasons::load()?;
        let path = steps("spec.template.spec.containers[0].resources.limits.nothing");
        let found = reasons.find("Deployment", &path, &|reason| reason.when.is_none());
        assert_eq!(found.map(|found| found.depth), Some(path.len() - 1));
        Ok(())
    }
}
