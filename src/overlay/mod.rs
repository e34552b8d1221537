//! From every environment, rendered whole and validated, to a kustomize layout
//! that builds exactly those objects: a base of what all of them have, and an
//! overlay for each, the difference as a person would write it.
//!
//! [`layout`] splits and compares, builds its own result the way kustomize does
//! ([`build`]) and refuses where that is not what was validated.
//!
//! # How overlays are made
//!
//! `compose::environments` renders and validates every environment whole, with the `cluster::Setting`
//! (the pack's facts, its cluster's over them) of that environment; what all share runs nowhere by
//! itself and is seen from the cluster that all name, or the first of an environment's that can have
//! it; `overlay` takes the manifests of the shared answers and of every environment, each rendered
//! whole and validated, and gives the files of a kustomize layout. An object is in the base if every
//! environment has it and a patch can lead from it to each of them exactly; a Job never is.
//! `overlay::difference` writes the patch, `overlay::image` the entries of `images:`,
//! `overlay::simulate` builds the result as kustomize would: a layout that would not build what was
//! validated is refused, not written. What kustomize knows of kinds (merge keys, kinds without a
//! namespace) is data, `blueprints/kubernetes/kustomize.yaml`; tests hold it and the simulator against
//! every kubectl that they find.
//!
//! With `custom` an overlay's patches and resources are a component, `overlays/ENVIRONMENT/generated/`,
//! so that the owner's, `custom/`, can come after them; `overlay::of_overlay` gives a file its place
//! below the environment either way. A blueprint with `once: true` (`Rendered.is_once`) is its owner's
//! as soon as something lies there: it is planned only where nothing does, is not in the lock, and
//! nothing judges it (`cli::custom`).
//!
//! `layout: rendered` needs none of that: `blueprint::whole` gives each environment's files their
//! places in `manifests/ENVIRONMENT/`, the row of their kind in `blueprints/kubernetes/order.yaml`
//! before the name, and leaves the kustomizations out.
//!
//! What belongs to the whole cluster or makes the namespace is in no base: `namespace/` and `storage/`
//! (`blueprint::OUTSIDE`) are folders of their own, one for each environment, which whoever may
//! applies. A storage class of a service's own is called `NAMESPACE.SERVICE-retain`, as neither has a
//! dot.

mod difference;
mod fault;
mod follow;
mod image;
mod kustomization;
mod layout;
mod merge;
mod set;
mod simulate;
mod table;
mod tree;
mod write;

pub use fault::OverlayFault;
pub(crate) use follow::{Followed, Role, follow};
pub(crate) use layout::CUSTOM;
use layout::GENERATED;
pub use layout::layout;
pub use set::objects;
pub use simulate::build;

use crate::blueprint::OVERLAYS;
use crate::text::Language;

/// An object as text.
pub fn document(object: &serde_json::Value) -> String {
    let tree = object.as_object();
    tree.map_or_else(String::new, |tree| write::document(tree, None))
}

/// A rendered manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manifest<'r> {
    /// Its file, below the folder of its rendering: `deployment.yaml`.
    pub file: &'r str,
    /// Its text, with comments: one object or several.
    pub text: &'r str,
}

/// The manifests of one environment, or of the answers that all share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rendering<'r> {
    /// The environment's name, which becomes a folder.
    pub name: &'r str,
    /// The namespace of its objects.
    pub namespace: &'r str,
    /// In apply order.
    pub manifests: &'r [Manifest<'r>],
    /// The owner has a component in `custom/` for it: kwgen's part of its overlay becomes a component
    /// before that.
    pub is_custom: bool,
}

/// The environment of a file in an overlay, and the file's path below that environment's folder; in
/// kwgen's component it is the same as beside it.
pub(crate) fn of_overlay(path: &str) -> Option<(&str, &str)> {
    let (environment, file) = path.strip_prefix(OVERLAYS)?.split_once('/')?;
    let below = file
        .strip_prefix(GENERATED)
        .and_then(|file| file.strip_prefix('/'));
    Some((environment, below.unwrap_or(file)))
}

/// How the layout is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The language of comments.
    pub language: Language,
}

/// A file of the layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path in the bundle.
    pub path: String,
    /// Its text.
    pub text: String,
}
