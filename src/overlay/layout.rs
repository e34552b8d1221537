//! What stands in the base, and what each overlay adds and changes.

use std::collections::BTreeSet;

use serde_json::Value;

use super::difference::difference;
use super::fault::OverlayFault;
use super::image::{self, Entry};
use super::kustomization::Kustomization;
use super::set::{Piece, Set};
use super::simulate::{KUSTOMIZATION, differing};
use super::table::{Table, table};
use super::tree::Tree;
use super::write;
use super::{File, Options, Rendering};
use crate::text::{Fault, Language, tell};

/// A Job cannot be changed, so no base can hold it for environments that differ.
const UNCHANGEABLE: &str = "Job";
/// The folder of what all environments have.
const BASE: &str = "base";
/// The folder of kwgen's component inside an overlay.
pub(super) const GENERATED: &str = "generated";
/// The owner's component, seen from an overlay.
pub(crate) const CUSTOM: &str = "../../custom";

/// Lays out `environments` over what they share: `base/` and a folder for each in `overlays/`. Without
/// environments the base holds all that is shared.
pub fn layout(
    shared: &Rendering<'_>,
    environments: &[Rendering<'_>],
    options: Options,
) -> Result<Vec<File>, Vec<Fault>> {
    let base = Set::read(shared)?;
    let mut sets = Vec::with_capacity(environments.len());
    for environment in environments {
        sets.push(Set::read(environment)?);
    }
    let table = table();
    let in_base: Vec<&Piece<'_>> = base
        .pieces
        .iter()
        .filter(|piece| belongs_to_base(table, &base, piece, &sets))
        .collect();
    let mut files = Vec::new();
    whole_files(table, BASE, &in_base, &mut files, options.language);
    let comment = tell(options.language, "overlay.note.whole-list");
    let mut faults = Vec::new();
    for set in &sets {
        let writer = Overlay {
            table,
            options,
            comment: &comment,
            base: &base,
            in_base: &in_base,
            set,
        };
        writer.write(&mut files);
    }
    for set in &sets {
        let wanted: Vec<&Tree> = set.pieces.iter().map(|piece| &piece.tree).collect();
        let objects = differing(&files, &format!("overlays/{}", set.name), &wanted);
        faults.extend(objects.into_iter().map(|object| {
            let environment = set.name.to_owned();
            Fault::new(&OverlayFault::Inexact {
                environment,
                object,
            })
        }));
    }
    if faults.is_empty() {
        Ok(files)
    } else {
        Err(faults)
    }
}

/// Whether every environment has the object, and one that a patch can make of this one.
fn belongs_to_base(table: &Table, base: &Set<'_>, piece: &Piece<'_>, sets: &[Set<'_>]) -> bool {
    if sets.is_empty() {
        return true;
    }
    let is_at_home = piece
        .namespace()
        .is_none_or(|namespace| namespace == base.namespace);
    piece.identity.kind != UNCHANGEABLE
        && is_at_home
        && sets.iter().all(|set| {
            set.counterpart(piece).is_some_and(|other| {
                difference(table, &piece.identity.kind, &piece.tree, &other.tree).is_ok()
            })
        })
}

/// Writes objects as they were rendered, with the kustomization that lists them.
fn whole_files(
    table: &Table,
    folder: &str,
    pieces: &[&Piece<'_>],
    files: &mut Vec<File>,
    language: Language,
) {
    let resources = texts_by_file(pieces);
    if resources.is_empty() {
        return;
    }
    let kustomization = Kustomization {
        resources: resources.iter().map(|(file, _)| file.clone()).collect(),
        ..Kustomization::default()
    };
    push(files, folder, resources);
    let text = kustomization.text(table, language);
    push(files, folder, vec![(KUSTOMIZATION.to_owned(), text)]);
}

fn push(files: &mut Vec<File>, folder: &str, texts: Vec<(String, String)>) {
    files.extend(texts.into_iter().map(|(file, text)| File {
        path: format!("{folder}/{file}"),
        text,
    }));
}

/// The texts of objects, those of one file together again.
fn texts_by_file(pieces: &[&Piece<'_>]) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = Vec::new();
    for piece in pieces {
        if let Some((_, text)) = texts.iter_mut().find(|(file, _)| file == piece.file) {
            text.push_str("---\n");
            text.push_str(&piece.text);
        } else {
            texts.push((piece.file.to_owned(), piece.text.clone()));
        }
    }
    texts
}

/// One overlay in the making.
struct Overlay<'o, 'r> {
    table: &'o Table,
    options: Options,
    comment: &'o str,
    base: &'o Set<'r>,
    in_base: &'o [&'o Piece<'r>],
    set: &'o Set<'r>,
}

impl Overlay<'_, '_> {
    fn write(&self, files: &mut Vec<File>) {
        let whole: Vec<&Piece<'_>> = self
            .set
            .pieces
            .iter()
            .filter(|piece| self.origin(piece).is_none())
            .collect();
        let images = self.images();
        let resources = texts_by_file(&whole);
        let patches = self.patches(&images, &resources);
        let names =
            |texts: &[(String, String)]| texts.iter().map(|(file, _)| file.clone()).collect();
        let mut part = Kustomization {
            resources: names(&resources),
            patches: names(&patches),
            ..Kustomization::default()
        };
        let folder = format!("overlays/{}", self.set.name);
        let mut own = Kustomization {
            namespace: Some(self.set.namespace.to_owned()),
            images,
            ..Kustomization::default()
        };
        if !self.in_base.is_empty() {
            own.resources.push(format!("../../{BASE}"));
        }
        let mut contents = folder.clone();
        if self.set.is_custom {
            contents = format!("{folder}/{GENERATED}");
            if !part.is_empty() {
                own.components.push(GENERATED.to_owned());
                let text = write::document(&part.tree(self.table, true), None);
                push(files, &contents, vec![(KUSTOMIZATION.to_owned(), text)]);
            }
            own.components.push(CUSTOM.to_owned());
        } else {
            own.resources.append(&mut part.resources);
            own.patches.append(&mut part.patches);
        }
        let text = own.text(self.table, self.options.language);
        push(files, &folder, vec![(KUSTOMIZATION.to_owned(), text)]);
        push(files, &contents, resources);
        push(files, &contents, patches);
    }

    /// The object of the base that this one is made from.
    fn origin(&self, piece: &Piece<'_>) -> Option<&Piece<'_>> {
        let namespace = piece.namespace().map(|_| self.base.namespace);
        let is_at_home = piece
            .namespace()
            .is_none_or(|namespace| namespace == self.set.namespace);
        self.in_base.iter().copied().find(|one| {
            is_at_home && one.identity == piece.identity && one.namespace() == namespace
        })
    }

    fn images(&self) -> Vec<Entry> {
        let mut pairs = Vec::new();
        let mut fixed = Vec::new();
        for piece in &self.set.pieces {
            let base = self
                .origin(piece)
                .map(|base| Value::Object(base.tree.clone()));
            let mut tree = Value::Object(piece.tree.clone());
            image::each_pair(&mut tree, base.as_ref(), &mut |own, base| match base {
                Some(base) => pairs.push((base.to_owned(), own.clone())),
                None => fixed.push(own.clone()),
            });
        }
        let fixed: Vec<&str> = fixed.iter().map(String::as_str).collect();
        image::entries(&pairs, &fixed)
    }

    /// The patches with their files, in apply order.
    fn patches(&self, images: &[Entry], resources: &[(String, String)]) -> Vec<(String, String)> {
        let mut taken: BTreeSet<String> = resources.iter().map(|(file, _)| file.clone()).collect();
        let mut patches = Vec::new();
        for piece in &self.set.pieces {
            let Some(base) = self.origin(piece) else {
                continue;
            };
            let Some(patch) = self.patch(base, piece, images) else {
                continue;
            };
            let is_alone = self
                .in_base
                .iter()
                .filter(|one| one.file == base.file)
                .count()
                == 1;
            let file = name(base, is_alone, &mut taken);
            patches.push((file, write::document(&patch, Some(self.comment))));
        }
        patches
    }

    fn patch(&self, base: &Piece<'_>, piece: &Piece<'_>, images: &[Entry]) -> Option<Tree> {
        let mut wanted = Value::Object(piece.tree.clone());
        let origin = Value::Object(base.tree.clone());
        image::each_pair(&mut wanted, Some(&origin), &mut |own, before| {
            if let Some(before) = before.filter(|before| image::apply(images, before) == *own) {
                before.clone_into(own);
            }
        });
        // A patch finds its object by the namespace that it has in the base; `namespace:` changes it later.
        if let (Some(namespace), Some(metadata)) = (base.namespace(), wanted.get_mut("metadata")) {
            let metadata = metadata.as_object_mut()?;
            metadata.insert("namespace".to_owned(), Value::from(namespace));
        }
        let change = difference(
            self.table,
            &base.identity.kind,
            &base.tree,
            wanted.as_object()?,
        )
        .ok()?;
        (!change.is_empty()).then(|| headed(base, change))
    }
}

/// A patch that says what it is for.
fn headed(base: &Piece<'_>, mut change: Tree) -> Tree {
    let mut metadata = Tree::new();
    for key in ["name", "namespace"] {
        if let Some(value) = base
            .tree
            .get("metadata")
            .and_then(|metadata| metadata.get(key))
        {
            metadata.insert(key.to_owned(), value.clone());
        }
    }
    if let Some(Value::Object(changed)) = change.shift_remove("metadata") {
        metadata.extend(changed);
    }
    let mut patch = Tree::new();
    patch.insert(
        "apiVersion".to_owned(),
        Value::from(base.identity.api_version.as_str()),
    );
    patch.insert("kind".to_owned(), Value::from(base.identity.kind.as_str()));
    patch.insert("metadata".to_owned(), Value::Object(metadata));
    patch.extend(change);
    patch
}

/// The file of a patch: that of its object, or one of its own where that would be another's too.
fn name(base: &Piece<'_>, is_alone: bool, taken: &mut BTreeSet<String>) -> String {
    if is_alone && taken.insert(base.file.to_owned()) {
        return base.file.to_owned();
    }
    let stem = base.file.strip_suffix(".yaml").unwrap_or(base.file);
    let kind = base.identity.kind.to_lowercase();
    let own = [
        format!("{stem}-{}.yaml", base.identity.name),
        format!("{stem}-{}-{kind}.yaml", base.identity.name),
    ];
    let free = own.into_iter().find(|file| taken.insert(file.clone()));
    free.unwrap_or_else(|| format!("{stem}-{}-{}.yaml", base.identity.name, taken.len()))
}

#[cfg(test)]
#[path = "layout_test.rs"]
mod tests;
