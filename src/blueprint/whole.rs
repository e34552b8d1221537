//! Where manifests lie that are applied without kustomize: one folder for an environment, the files
//! named in apply order, and nothing but objects.

use std::collections::BTreeMap;

use super::render::{BASE, KUSTOMIZATION, OUTSIDE, Rendered};
use crate::kubernetes::Rows;
use crate::service::Service;

/// Gives the files of a rendering their places.
pub(super) struct Whole<'s> {
    rows: Rows,
    service: &'s Service,
    /// The new path of each file by its old one.
    pub(super) paths: BTreeMap<String, String>,
}

impl<'s> Whole<'s> {
    pub(super) fn new(service: &'s Service) -> Self {
        Self {
            rows: Rows::read(),
            service,
            paths: BTreeMap::new(),
        }
    }

    /// The file at its place; none for what only kustomize reads.
    pub(super) fn place(&mut self, mut file: Rendered) -> Option<Rendered> {
        if file.path.ends_with(KUSTOMIZATION) {
            return None;
        }
        if file.is_manifest {
            let path = self.path(&file);
            self.paths
                .insert(std::mem::replace(&mut file.path, path.clone()), path);
        }
        Some(file)
    }

    fn path(&self, file: &Rendered) -> String {
        let mut outside = OUTSIDE.iter();
        let outside = outside.find_map(|folder| Some((folder, file.path.strip_prefix(folder)?)));
        let (folder, name) = match outside {
            Some((folder, name)) => (self.outside(folder), name),
            None => (
                self.service.folder.clone(),
                file.path.strip_prefix(BASE).unwrap_or(&file.path),
            ),
        };
        let kind = file
            .text
            .lines()
            .find_map(|line| line.strip_prefix("kind: "));
        format!("{folder}/{}-{name}", self.rows.of(kind.unwrap_or_default()))
    }

    fn outside(&self, folder: &str) -> String {
        match &self.service.environment {
            Some(name) => format!("{folder}{name}"),
            None => folder.trim_end_matches('/').to_owned(),
        }
    }
}
