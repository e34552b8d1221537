//! A patch of an overlay: each of its lines is one of the object that it makes, or a word to kustomize.

use serde_json::Value;

use super::locate::{Located, Nodes, path_text};
use super::object::{Object, value_at};
use super::page::Page;
use super::scope::Scope;
use super::{Answered, Bundle, Explained, PATCH, Reasons};
use crate::blueprint::{BASE, KUSTOMIZATION, Rendered, part_of};
use crate::overlay::{Followed, Role, follow, of_overlay};
use crate::text::{Language, say};
use crate::yaml::{Step, steps};

/// What a patch finds its object by.
const HEAD: [&str; 5] = [
    "apiVersion",
    "kind",
    "metadata",
    "metadata.name",
    "metadata.namespace",
];

/// What makes a difference besides the answers that are printed: facts are of a cluster, fields of a version.
const CLUSTER: &str = "cluster";
const TARGET: &str = "kubernetesVersion";

/// What the base says where a line of a patch stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// Another value, in this line.
    Says {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What it says.
        text: String,
    },
    /// A block of the same name; something in it differs.
    Differs {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
    },
    /// The same list with other items: a patch gives it whole.
    List {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
    },
    /// The same: it stands in a list that the patch gives whole.
    Same {
        /// The file.
        file: String,
        /// The line of the list, from 1.
        line: usize,
    },
    /// A list, which the patch gives whole, without such an item.
    Unlisted {
        /// The file.
        file: String,
        /// The line of the list, from 1.
        line: usize,
    },
    /// Nothing of this object: it stands whole in the folder of the environment.
    Whole,
    /// Nothing.
    Lacks {
        /// The file of the object.
        file: String,
    },
    /// This, which the patch takes away.
    Gone {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What it says.
        text: String,
    },
}

/// A patch, with the object that it makes and the one that it is applied to.
pub(super) struct Patch<'p> {
    bundle: &'p Bundle<'p>,
    reasons: &'p Reasons,
    language: Language,
    kind: String,
    value: Value,
    wanted: Object<'p>,
    base: Option<Object<'p>>,
    /// The file of `wanted`.
    page: Box<Page<'p>>,
}

impl<'p> Patch<'p> {
    /// Reads a file of an overlay; `None` where it is no patch.
    pub(super) fn read(
        bundle: &'p Bundle<'p>,
        reasons: &'p Reasons,
        file: &'p Rendered,
        language: Language,
    ) -> Option<Self> {
        let (_, name) = of_overlay(&file.path)?;
        let scope = Scope::of(bundle, file);
        let path = format!("{BASE}{name}");
        let mut all = scope.group.files.iter();
        let whole = all.find(|one| one.path == path);
        let is_whole = whole.is_some_and(|whole| part_of(whole, &file.text).is_some());
        if is_whole || name.ends_with(KUSTOMIZATION) {
            return None;
        }
        let nodes = Nodes::read(&file.text)?;
        let (kind, title) = nodes.title(0)?;
        let wanted = Object::find(scope.group.files, kind, title)?;
        Some(Self {
            bundle,
            reasons,
            language,
            kind: kind.to_owned(),
            value: nodes.value(0)?,
            base: Object::find(bundle.files, kind, title),
            page: Box::new(Page::of(
                bundle,
                reasons,
                wanted.file,
                Scope {
                    workloads: Scope::of(bundle, wanted.file).workloads,
                    ..scope
                },
                language,
            )),
            wanted,
        })
    }

    /// Why the node behind a line of the patch is there.
    pub(super) fn explain(&self, located: &Located) -> Option<Explained> {
        let in_base = self.followed(self.base.as_ref(), &located.steps);
        let in_own = self.followed(Some(&self.wanted), &located.steps)?;
        let is_there = in_base.as_ref().is_some_and(|base| base.steps.is_some());
        let mut explained = match in_own.role {
            _ if is_head(located) => self.word(located, &located.steps)?,
            Role::Replace => self.word(located, &steps("replace"))?,
            Role::Gone => self.gone(located, in_base.as_ref())?,
            Role::Key if is_there => self.word(located, &steps("key"))?,
            Role::Key | Role::Content => {
                let node = self.wanted.node(in_own.steps.as_deref()?)?;
                let mut explained = self.page.explain_node(&node, node.line)?;
                explained.base = self.base_of(located, &in_own, in_base.as_ref());
                if !matches!(
                    explained.base,
                    Some(Base::Differs { .. } | Base::Same { .. })
                ) {
                    self.add_cause(&mut explained);
                }
                self.say_without(&mut explained);
                explained
            }
        };
        explained.path = path_text(&located.steps);
        Some(explained)
    }

    /// Without its line in the patch the object has what the base says.
    fn say_without(&self, explained: &mut Explained) {
        let text = match &explained.base {
            Some(Base::Says { text, .. }) => text.clone(),
            Some(Base::Differs { .. } | Base::List { .. }) => String::new(),
            _ => return,
        };
        let environment = self.page.scope().group.name.unwrap_or_default();
        let fields = [
            ("environment", environment.to_owned()),
            ("text", text),
            ("without", explained.without.clone()),
        ];
        explained.without = say(self.language, "why.without-patch", &fields).message;
    }

    /// Where no answer behind a line is another than in the base, its facts or fields are: those of its
    /// cluster, or of its version.
    fn add_cause(&self, explained: &mut Explained) {
        let differing = self.bundle.differing(self.page.scope(), self.language);
        let answers = &explained.answers;
        let is_behind = |one: &Answered| answers.iter().any(|known| known.is_same(one));
        if differing.iter().any(is_behind) {
            return;
        }
        let is_cause = |one: &&Answered| match one.id.as_str() {
            CLUSTER => !explained.facts.is_empty(),
            TARGET => explained.version.is_some(),
            _ => false,
        };
        let causes: Vec<Answered> = differing.iter().filter(is_cause).cloned().collect();
        explained.answers.extend(causes);
    }

    /// The file and the line of what the node of a patch makes.
    pub(super) fn wanted_line(&self, located: &Located) -> Option<(&'p Rendered, usize)> {
        if is_head(located) {
            return None;
        }
        let followed = self.followed(Some(&self.wanted), &located.steps)?;
        let node = self.wanted.node(followed.steps.as_deref()?)?;
        Some((self.wanted.file, node.line))
    }

    fn followed(&self, object: Option<&Object<'_>>, steps: &[Step]) -> Option<Followed> {
        Some(follow(&self.kind, &self.value, &object?.value, steps))
    }

    /// What a line says to kustomize.
    fn word(&self, located: &Located, path: &[Step]) -> Option<Explained> {
        let mut explained = self.page.explain_as(PATCH, located, path)?;
        // By what its base says the object is found.
        let shared = Scope {
            group: &self.bundle.shared,
            workloads: self.page.scope().workloads.clone(),
            is_across: false,
        };
        explained.answers = explained
            .answers
            .iter()
            .flat_map(|one| self.bundle.answered(&shared, &one.id, self.language))
            .collect();
        Some(explained)
    }

    /// What the patch takes away: the answers that are others here, first those behind the base's line.
    fn gone(&self, located: &Located, in_base: Option<&Followed>) -> Option<Explained> {
        let mut explained = self.page.explain_as(PATCH, located, &steps("gone"))?;
        let scope = self.page.scope();
        let differing = self.bundle.differing(scope, self.language);
        let node =
            in_base.and_then(|followed| self.base.as_ref()?.node(followed.steps.as_deref()?));
        let behind = node.as_ref().and_then(|node| {
            let base = self.base.as_ref()?;
            let page = Page::new(self.bundle, self.reasons, base.file, self.language);
            page.explain_node(node, node.line)
        });
        let ids: Vec<String> = behind
            .into_iter()
            .flat_map(|one| one.answers)
            .map(|one| one.id)
            .collect();
        explained.answers = differing;
        explained.answers.sort_by_key(|one| !ids.contains(&one.id));
        explained.base = node.and_then(|node| {
            let base = self.base.as_ref()?;
            Some(Base::Gone {
                file: base.file.path.clone(),
                line: node.line,
                text: base.text(node.line),
            })
        });
        Some(explained)
    }

    /// Whether a list of the patch takes the place of the base's.
    fn is_whole_list(&self, located: &Located) -> bool {
        let first = self.followed(Some(&self.wanted), &first_of(&located.steps));
        first.is_some_and(|first| first.listed.is_some() || first.role == Role::Replace)
    }

    fn base_of(
        &self,
        located: &Located,
        own: &Followed,
        in_base: Option<&Followed>,
    ) -> Option<Base> {
        let base = self.base.as_ref()?;
        let file = base.file.path.clone();
        let lacks = Base::Lacks { file: file.clone() };
        if let Some(depth) = own.listed {
            let item = own.steps.as_deref()?.get(..depth)?;
            let item = value_at(&self.wanted.value, item);
            let list = located.steps.get(..depth.saturating_sub(1));
            let list = list.and_then(|list| self.followed(Some(base), list)?.steps);
            let items = list
                .as_deref()
                .and_then(|list| value_at(&base.value, list)?.as_array());
            let has_same = items.is_some_and(|items| items.iter().any(|one| Some(one) == item));
            let node = list.and_then(|list| base.node(&list));
            return Some(match node.map(|node| node.line) {
                Some(line) if has_same => Base::Same { file, line },
                Some(line) => Base::Unlisted { file, line },
                None => lacks,
            });
        }
        let Some(node) = in_base.and_then(|found| base.node(found.steps.as_deref()?)) else {
            return Some(lacks);
        };
        let value = value_at(&base.value, &node.steps)?;
        let line = node.line;
        Some(if value.is_array() && self.is_whole_list(located) {
            Base::List { file, line }
        } else if value.is_object() || value.is_array() {
            Base::Differs { file, line }
        } else {
            let text = base.text(line);
            Base::Says { file, line, text }
        })
    }
}

/// The way to the first item of a list, as to the word that may stand there.
fn first_of(list: &[Step]) -> Vec<Step> {
    let mut steps = list.to_vec();
    steps.extend([Step::Index(0), Step::Key("$patch".to_owned())]);
    steps
}

fn is_head(located: &Located) -> bool {
    HEAD.contains(&path_text(&located.steps).as_str())
}
