//! From a node of a patch to the same node of an object that the patch is applied to or makes.

use serde_json::Value;

use super::difference::DIRECTIVE;
use super::table::{ListKind, table};
use crate::yaml::Step;

/// What a node is to its patch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// What the object has there, or what leads to it.
    Content,
    /// The word that makes the patch's list take the place of the object's.
    Replace,
    /// What tells an item of a list from the others.
    Key,
    /// What the patch takes away.
    Gone,
}

/// Where a node of a patch is in an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Followed {
    /// What it is to the patch.
    pub(crate) role: Role,
    /// The way to it; none where the object has no such node.
    pub(crate) steps: Option<Vec<Step>>,
    /// How many of the steps lead to the item of a list that the patch gives whole, where it is in one.
    pub(crate) listed: Option<usize>,
}

/// Follows `steps` through `patch` and through `object`, both of `kind`.
pub(crate) fn follow(kind: &str, patch: &Value, object: &Value, steps: &[Step]) -> Followed {
    let mut walk = Walk {
        kind,
        keys: Vec::new(),
        object: Some(object),
        out: Vec::new(),
        role: Role::Content,
        listed: None,
    };
    let mut at = patch;
    for (depth, step) in steps.iter().enumerate() {
        let Some(next) = get(at, step) else { break };
        walk.step(at, step, next, depth + 1 == steps.len());
        at = next;
    }
    if at.is_null() {
        walk.role = Role::Gone;
    }
    Followed {
        role: walk.role,
        steps: walk.object.is_some().then_some(walk.out),
        listed: walk.listed,
    }
}

struct Walk<'w> {
    kind: &'w str,
    keys: Vec<&'w str>,
    /// The object's node; none where it ends before.
    object: Option<&'w Value>,
    out: Vec<Step>,
    role: Role,
    listed: Option<usize>,
}

impl<'w> Walk<'w> {
    fn step(&mut self, at: &'w Value, step: &'w Step, next: &'w Value, is_last: bool) {
        let own = match step {
            Step::Key(key) => {
                if key == DIRECTIVE && self.listed.is_none() {
                    self.role = match next.as_str() {
                        Some("replace") => Role::Replace,
                        _ => Role::Gone,
                    };
                } else if is_last && self.is_key(key) {
                    self.role = Role::Key;
                }
                self.keys.push(key);
                Some(step.clone())
            }
            Step::Index(index) => self.item(at, *index, next),
        };
        self.object = own
            .as_ref()
            .and_then(|own| self.object.and_then(|object| get(object, own)));
        self.out.extend(own);
        if directive(next) == Some("delete") && self.listed.is_none() {
            self.role = Role::Gone;
        }
    }

    /// The step to an item of the object's list.
    fn item(&mut self, at: &Value, index: usize, item: &Value) -> Option<Step> {
        let same = Some(Step::Index(index));
        if self.listed.is_some() {
            return same;
        }
        let depth = self.out.len() + 1;
        if at.get(0).and_then(directive) == Some("replace") {
            self.listed = (index > 0).then_some(depth);
            return index.checked_sub(1).map(Step::Index);
        }
        let ListKind::Keyed(key) = table().list(self.kind, &self.keys) else {
            self.listed = Some(depth);
            return same;
        };
        let wanted = item.get(key)?;
        let items = self.object?.as_array()?;
        let found = items.iter().position(|one| one.get(key) == Some(wanted))?;
        Some(Step::Index(found))
    }

    /// Whether `key` of the item that was come to last tells it from the others of its list.
    fn is_key(&self, key: &str) -> bool {
        self.listed.is_none()
            && self.role == Role::Content
            && matches!(self.out.last(), Some(Step::Index(_)))
            && table().list(self.kind, &self.keys) == ListKind::Keyed(key)
    }
}

fn get<'v>(value: &'v Value, step: &Step) -> Option<&'v Value> {
    match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.get(index),
    }
}

fn directive(value: &Value) -> Option<&str> {
    value.get(DIRECTIVE)?.as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::yaml::steps;

    fn case(path: &str) -> (Role, Option<Vec<Step>>, Option<usize>) {
        let containers = |list: Value| json!({"spec": {"replicas": 3, "template": {"spec": {"containers": list}}}});
        let object = containers(json!([
            {"name": "side"},
            {"name": "api", "ports": [{"containerPort": 1}, {"containerPort": 2}], "args": ["a", "b"]},
        ]));
        let mut patch = containers(json!([
            {"name": "api", "ports": [{"$patch": "replace"}, {"containerPort": 1}, {"containerPort": 2}], "args": ["a", "b"]},
            {"name": "old", "$patch": "delete"},
        ]));
        if let Some(spec) = patch.get_mut("spec").and_then(Value::as_object_mut) {
            spec.insert("paused".to_owned(), Value::Null);
        }
        let followed = follow("Deployment", &patch, &object, &steps(path));
        (followed.role, followed.steps, followed.listed)
    }

    #[test]
    fn an_item_is_found_by_its_key_and_in_a_whole_list_by_its_place() {
        let pod = "spec.template.spec.containers";
        let at = |path: &str| Some(steps(&format!("{pod}{path}")));
        assert_eq!(
            case("spec.replicas"),
            (Role::Content, Some(steps("spec.replicas")), None)
        );
        assert_eq!(
            case(&format!("{pod}[0].name")),
            (Role::Key, at("[1].name"), None)
        );
        assert_eq!(
            case(&format!("{pod}[0].ports[2].containerPort")),
            (Role::Content, at("[1].ports[1].containerPort"), Some(7))
        );
        assert_eq!(
            case(&format!("{pod}[0].args[1]")),
            (Role::Content, at("[1].args[1]"), Some(7))
        );
    }

    #[test]
    fn what_a_patch_takes_away_and_its_words_are_told_apart() {
        let pod = "spec.template.spec.containers";
        assert_eq!(case(&format!("{pod}[0].ports[0].$patch")).0, Role::Replace);
        assert_eq!(case(&format!("{pod}[1].name")), (Role::Gone, None, None));
        assert_eq!(case(&format!("{pod}[1].$patch")).0, Role::Gone);
        assert_eq!(case("spec.paused"), (Role::Gone, None, None));
    }
}
