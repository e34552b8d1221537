//! From two objects to the strategic merge patch between them, as a person
//! would write it: only what changes, items by their key, `null` for what goes.

use serde_json::{Value, json};

use super::table::{ListKind, Table, is_containers};
use super::tree::{Tree, item};

/// The word that tells kustomize what to do with a list or an item.
pub(super) const DIRECTIVE: &str = "$patch";

/// There is no patch that every kustomize applies exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NoPatch;

/// The fields that lead from `base` to `wanted`, both tidy objects of `kind`; none where they are equal.
pub(super) fn difference(
    table: &Table,
    kind: &str,
    base: &Tree,
    wanted: &Tree,
) -> Result<Tree, NoPatch> {
    if base == wanted {
        return Ok(Tree::new());
    }
    let differ = Differ { table, kind };
    let is_clear = |tree: &Tree| {
        tree.iter()
            .all(|(key, value)| differ.is_clear(value, &mut vec![key]))
    };
    if !is_clear(base) || !is_clear(wanted) {
        return Err(NoPatch);
    }
    differ.map(base, wanted, &mut Vec::new())
}

struct Differ<'d> {
    table: &'d Table,
    kind: &'d str,
}

impl Differ<'_> {
    /// Whether the items of each list with keys can be told apart by them: a patch of anything else in the
    /// object would merge those that cannot.
    fn is_clear<'p>(&self, value: &'p Value, path: &mut Vec<&'p str>) -> bool {
        match value {
            Value::Object(map) => map.iter().all(|(key, inner)| {
                path.push(key);
                let clear = self.is_clear(inner, path);
                path.pop();
                clear
            }),
            Value::Array(items) => {
                let clear = match self.table.list(self.kind, path) {
                    ListKind::Keyed(key) => has_unique(&[key], items),
                    ListKind::ManyKeys(keys) => has_unique(keys, items),
                    ListKind::Replaced | ListKind::Unsure => true,
                };
                clear && items.iter().all(|item| self.is_clear(item, path))
            }
            _ => true,
        }
    }

    fn map<'p>(
        &self,
        base: &'p Tree,
        wanted: &'p Tree,
        path: &mut Vec<&'p str>,
    ) -> Result<Tree, NoPatch> {
        let mut out = Tree::new();
        for key in keys(base, wanted) {
            let change = match (base.get(key), wanted.get(key)) {
                (Some(old), Some(new)) if old == new => continue,
                (_, None) => Value::Null,
                (None, Some(new)) => new.clone(),
                (Some(old), Some(new)) => {
                    path.push(key);
                    let change = self.value(old, new, path);
                    path.pop();
                    change?
                }
            };
            out.insert(key.to_owned(), change);
        }
        Ok(out)
    }

    fn value<'p>(
        &self,
        old: &'p Value,
        new: &'p Value,
        path: &mut Vec<&'p str>,
    ) -> Result<Value, NoPatch> {
        match (old, new) {
            (Value::Object(old), Value::Object(new)) => self.map(old, new, path).map(Value::Object),
            (Value::Array(old), Value::Array(new)) => self.list(old, new, path),
            (Value::Object(_) | Value::Array(_), _) | (_, Value::Object(_) | Value::Array(_)) => {
                Err(NoPatch)
            }
            (_, new) => Ok(new.clone()),
        }
    }

    fn list<'p>(
        &self,
        old: &'p [Value],
        new: &'p [Value],
        path: &mut Vec<&'p str>,
    ) -> Result<Value, NoPatch> {
        let whole = || {
            let mut items = vec![json!({ DIRECTIVE: "replace" })];
            items.extend(new.iter().cloned());
            Value::Array(items)
        };
        match self.table.list(self.kind, path) {
            ListKind::Replaced => Ok(Value::Array(new.to_vec())),
            ListKind::Unsure => Err(NoPatch),
            ListKind::ManyKeys(_) => Ok(whole()),
            ListKind::Keyed(key) => Ok(self
                .items(key, old, new, path)
                .map_or_else(whole, Value::Array)),
        }
    }

    /// A patch by items, or `None` where it would not give the wanted list in the wanted order.
    fn items<'p>(
        &self,
        key: &str,
        old: &'p [Value],
        new: &'p [Value],
        path: &mut Vec<&'p str>,
    ) -> Option<Vec<Value>> {
        if !new.iter().any(|one| is_in(old, key, one)) {
            return None;
        }
        let mut patch = Vec::new();
        let mut rest = Vec::new();
        for one in new {
            let before = one.get(key).and_then(|value| item(old, key, value));
            let change = match before {
                None => one.clone(),
                Some(before) if before == one => {
                    rest.push(one);
                    continue;
                }
                Some(before) => keyed(
                    key,
                    one,
                    self.map(before.as_object()?, one.as_object()?, path).ok()?,
                )?,
            };
            // What a patch names comes first, so nothing that it does not name may stand before it.
            // A container is big enough to name it only for its place.
            if !rest.is_empty() {
                if !path.last().is_some_and(|field| is_containers(field)) {
                    return None;
                }
                for passed in rest.drain(..) {
                    patch.push(keyed(key, passed, Tree::new())?);
                }
            }
            patch.push(change);
        }
        let kept: Vec<&Value> = old.iter().filter(|one| rest.contains(one)).collect();
        if kept != rest {
            return None;
        }
        for gone in old.iter().filter(|one| !is_in(new, key, one)) {
            patch.push(keyed(
                key,
                gone,
                json!({ DIRECTIVE: "delete" }).as_object()?.clone(),
            )?);
        }
        Some(patch)
    }
}

/// An item of a patch: its key, then what changes.
fn keyed(key: &str, item: &Value, change: Tree) -> Option<Value> {
    let mut out = Tree::new();
    out.insert(key.to_owned(), item.get(key)?.clone());
    out.extend(change);
    Some(Value::Object(out))
}

fn is_in(items: &[Value], key: &str, one: &Value) -> bool {
    one.get(key)
        .is_some_and(|value| item(items, key, value).is_some())
}

fn has_unique<K: AsRef<str>>(keys: &[K], items: &[Value]) -> bool {
    let mut seen = Vec::with_capacity(items.len());
    items.iter().all(|one| {
        let own = keys
            .iter()
            .map(|key| one.get(key.as_ref()).filter(|value| **value != ""));
        let own: Option<Vec<&Value>> = own.collect();
        own.is_some_and(|own| {
            let is_new = !seen.contains(&own);
            seen.push(own);
            is_new
        })
    })
}

/// The keys of both: in the order of `wanted`, each key that is gone behind the one it stood behind.
fn keys<'p>(base: &'p Tree, wanted: &'p Tree) -> Vec<&'p str> {
    let mut order: Vec<&str> = wanted.keys().map(String::as_str).collect();
    let mut previous: Option<&str> = None;
    for key in base.keys() {
        if !wanted.contains_key(key) {
            let at = previous
                .and_then(|previous| order.iter().position(|one| *one == previous))
                .map_or(0, |at| at + 1);
            order.insert(at, key);
        }
        previous = Some(key);
    }
    order
}

#[cfg(test)]
#[path = "difference_test.rs"]
mod tests;
