//! What kustomize makes of an object and a strategic merge patch.

use serde_json::Value;

use super::difference::DIRECTIVE;
use super::table::{ListKind, Table};
use super::tree::Tree;

/// Applies `patch` to `object`, an object of `kind`.
pub(super) fn merge(table: &Table, kind: &str, object: &mut Tree, patch: &Tree) {
    Merger { table, kind }.map(object, patch, &mut Vec::new());
}

struct Merger<'m> {
    table: &'m Table,
    kind: &'m str,
}

impl Merger<'_> {
    fn map<'p>(&self, object: &mut Tree, patch: &'p Tree, path: &mut Vec<&'p str>) {
        for (key, change) in patch {
            path.push(key);
            match (object.get_mut(key), change) {
                (_, Value::Null) => {
                    object.shift_remove(key);
                }
                (Some(Value::Object(inner)), Value::Object(change)) => {
                    self.map(inner, change, path);
                }
                (Some(Value::Array(items)), Value::Array(changes)) => {
                    let merged = self.list(items, changes, path);
                    *items = merged;
                }
                _ => {
                    object.insert(key.clone(), change.clone());
                }
            }
            path.pop();
        }
    }

    fn list<'p>(
        &self,
        items: &[Value],
        changes: &'p [Value],
        path: &mut Vec<&'p str>,
    ) -> Vec<Value> {
        let list = self.table.list(self.kind, path);
        if list != ListKind::Replaced
            && let Some((first, rest)) = changes.split_first()
            && directive(first) == Some("replace")
        {
            return rest.to_vec();
        }
        match list {
            ListKind::Keyed(key) => self.items(&[key], items, changes, path),
            ListKind::ManyKeys(keys) => self.items(keys, items, changes, path),
            ListKind::Replaced | ListKind::Unsure => changes.to_vec(),
        }
    }

    /// Merges items by their keys. What the patch names comes first; but of items with several keys only
    /// what is new.
    fn items<'p, K: AsRef<str>>(
        &self,
        keys: &[K],
        items: &[Value],
        changes: &'p [Value],
        path: &mut Vec<&'p str>,
    ) -> Vec<Value> {
        let same = |one: &Value, other: &Value| {
            keys.iter()
                .all(|key| one.get(key.as_ref()) == other.get(key.as_ref()))
        };
        let mut first = Vec::new();
        let mut rest = items.to_vec();
        for change in changes {
            let at = rest.iter().position(|one| same(one, change));
            if directive(change) == Some("delete") {
                rest.retain(|one| !same(one, change));
                continue;
            }
            let Some(slot) = at.and_then(|at| rest.get_mut(at)) else {
                first.push(change.clone());
                continue;
            };
            if let (Value::Object(inner), Value::Object(change)) = (&mut *slot, change) {
                self.map(inner, change, path);
            }
            if keys.len() == 1 {
                first.push(std::mem::take(slot));
                rest.retain(|one| !one.is_null());
            }
        }
        first.append(&mut rest);
        first
    }
}

fn directive(item: &Value) -> Option<&str> {
    item.get(DIRECTIVE).and_then(Value::as_str)
}
