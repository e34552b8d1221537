//! The objects of one rendering, each with the text it stands in.

use serde_json::Value;

use super::fault::OverlayFault;
use super::tree::{self, Identity, Tree};
use super::{Manifest, Rendering};
use crate::text::Fault;
use crate::yaml;

/// An object with its text.
#[derive(Debug)]
pub(super) struct Piece<'r> {
    pub(super) file: &'r str,
    /// Its own document of that file.
    pub(super) text: String,
    pub(super) identity: Identity,
    /// Tidy.
    pub(super) tree: Tree,
}

impl Piece<'_> {
    pub(super) fn namespace(&self) -> Option<&str> {
        tree::namespace(&self.tree)
    }
}

/// A rendering, read.
#[derive(Debug)]
pub(super) struct Set<'r> {
    pub(super) name: &'r str,
    pub(super) namespace: &'r str,
    pub(super) is_custom: bool,
    pub(super) pieces: Vec<Piece<'r>>,
}

impl<'r> Set<'r> {
    pub(super) fn read(rendering: &Rendering<'r>) -> Result<Self, Vec<Fault>> {
        let mut pieces = Vec::with_capacity(rendering.manifests.len());
        for manifest in rendering.manifests {
            pieces.extend(read(manifest)?);
        }
        Ok(Self {
            name: rendering.name,
            namespace: rendering.namespace,
            is_custom: rendering.is_custom,
            pieces,
        })
    }

    /// The object of the same identity in the set's own namespace, or in none as `other`.
    pub(super) fn counterpart(&self, other: &Piece<'_>) -> Option<&Piece<'r>> {
        let namespace = other.namespace().map(|_| self.namespace);
        self.pieces
            .iter()
            .find(|piece| piece.identity == other.identity && piece.namespace() == namespace)
    }
}

fn read<'r>(manifest: &Manifest<'r>) -> Result<Vec<Piece<'r>>, Vec<Fault>> {
    let mut pieces = Vec::new();
    for text in documents(manifest.text) {
        for tree in objects(manifest.file, &text)? {
            let unreadable = || {
                let file = manifest.file.to_owned();
                vec![Fault::new(&OverlayFault::Unreadable { file })]
            };
            let Value::Object(tree) = tree else {
                return Err(unreadable());
            };
            let identity = Identity::of(&tree).ok_or_else(unreadable)?;
            pieces.push(Piece {
                file: manifest.file,
                text: text.clone(),
                identity,
                tree,
            });
        }
    }
    Ok(pieces)
}

/// The texts between the lines of three dashes.
fn documents(text: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "---" {
            all.push(String::new());
        } else if let Some(last) = all.last_mut() {
            last.push_str(line);
        }
    }
    all
}

/// The objects in a text, without what is as good as absent: `null` and empty lists.
pub fn objects(file: &str, text: &str) -> Result<Vec<Value>, Vec<Fault>> {
    let documents = yaml::read(file, text)?;
    Ok(documents
        .iter()
        .map(|document| {
            let mut tree = tree::of(document, document.root());
            tree::tidy_object(&mut tree);
            tree
        })
        .collect())
}
