//! Where the file of a cluster lies: from the answer `cluster` to its facts, and back to what a
//! `kwgen.yaml` says, which is found from its own folder.

use std::path::{Path, PathBuf};

use super::fault::CliFault;
use super::request::INPUT_LIMIT;
use super::tool::read_input;
use crate::answers::{Given, Raw};
use crate::cluster::{self, Cluster, ClusterFault};
use crate::text::{Fault, Place};
use crate::value::{ClusterRef, closest};

/// The question that names the cluster.
pub(super) const QUESTION: &str = "cluster";

/// The cluster that an answer names; `home` is the folder of the bundle.
pub(super) fn read(text: &str, home: &Path, place: Option<&Place>) -> Result<Cluster, Vec<Fault>> {
    match ClusterRef::parse(text) {
        // What is wrong with the answer itself is said when it is resolved.
        Err(_) => Err(Vec::new()),
        Ok(ClusterRef::Path(path)) => at(Path::new(&path), place),
        Ok(ClusterRef::Name(name)) => by_name(name.as_str(), home, place),
    }
}

/// The name that the path of a cluster's file has.
pub(super) fn stem(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    name.strip_suffix(cluster::EXTENSION)
}

/// A path that stands in a file, from the current folder.
pub(super) fn from_file(given: &mut Given, file: &str) {
    let Raw::Text(text) = &given.raw else { return };
    if given.id != QUESTION || !matches!(ClusterRef::parse(text), Ok(ClusterRef::Path(_))) {
        return;
    }
    if let Some(folder) = Path::new(file).parent() {
        given.raw = Raw::Text(shown(&folder.join(text)));
    }
}

/// What the `kwgen.yaml` in `dir` says of a cluster that is named from the current folder.
pub(super) fn as_seen_from(dir: &Path, text: &str) -> String {
    match ClusterRef::parse(text) {
        Ok(ClusterRef::Path(path)) => relative(&real(dir), &real(Path::new(&path))),
        _ => text.to_owned(),
    }
}

/// The cluster in this file.
pub(super) fn at(path: &Path, place: Option<&Place>) -> Result<Cluster, Vec<Fault>> {
    let name = shown(path);
    let fail = |detail: String| {
        let fault = CliFault::NoClusterFile {
            file: name.clone(),
            detail,
        };
        vec![Fault::new(&fault).at(place.cloned())]
    };
    // A pipe would be waited for, and could not be read again by an update.
    let meta = std::fs::metadata(path).map_err(|error| fail(error.to_string()))?;
    if !meta.is_file() {
        return Err(fail(String::new()));
    }
    let bytes = read_input(&name, INPUT_LIMIT).map_err(|error| fail(error.to_string()))?;
    match String::from_utf8(bytes) {
        Ok(text) => cluster::read(&name, &text),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let fault = crate::yaml::YamlFault::NotUtf8 { offset };
            Err(vec![Fault::new(&fault).at(Some(Place::named(&name)))])
        }
    }
}

/// The nearest `clusters/NAME.yaml`, from `home` upwards.
fn by_name(name: &str, home: &Path, place: Option<&Place>) -> Result<Cluster, Vec<Fault>> {
    let home = real(home);
    let folders: Vec<PathBuf> = home
        .ancestors()
        .map(|folder| folder.join(cluster::FOLDER))
        .collect();
    let file = format!("{name}{}", cluster::EXTENSION);
    let found = folders.iter().map(|folder| folder.join(&file));
    let Some(found) = found.into_iter().find(|path| path.is_file()) else {
        let known = known(&folders);
        let fault = CliFault::NoCluster {
            name: name.to_owned(),
            suggestion: closest(name, known.iter().map(String::as_str))
                .unwrap_or_default()
                .to_owned(),
            known: known.join(", "),
        };
        return Err(vec![Fault::new(&fault).at(place.cloned())]);
    };
    let here = real(Path::new("."));
    let path = relative(&here, &found);
    at(Path::new(&path), place).and_then(|cluster| same_name(cluster, name, &path))
}

/// The names of the clusters in these folders.
fn known(folders: &[PathBuf]) -> Vec<String> {
    let entries = folders
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok());
    let mut names: Vec<String> = entries
        .flat_map(|entries| entries.filter_map(Result::ok))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter_map(|file| Some(file.strip_suffix(cluster::EXTENSION)?.to_owned()))
        .collect();
    names.sort();
    names.dedup();
    names
}

fn same_name(cluster: Cluster, name: &str, file: &str) -> Result<Cluster, Vec<Fault>> {
    if cluster.name == name {
        return Ok(cluster);
    }
    let fault = ClusterFault::OtherName {
        name: name.to_owned(),
        found: cluster.name,
    };
    Err(vec![Fault::new(&fault).at(Some(Place::named(file)))])
}

/// Where a path leads, links followed, though its end be missing.
fn real(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => real(parent).join(name),
        _ => path.to_owned(),
    }
}

/// The way from one folder to a file, both without links; the file itself where there is none.
fn relative(from: &Path, to: &Path) -> String {
    let shared = from
        .components()
        .zip(to.components())
        .take_while(|(one, other)| one == other)
        .count();
    if shared == 0 {
        return shown(to);
    }
    let up = from.components().skip(shared).map(|_| "..");
    let mut way: PathBuf = up.collect();
    way.extend(to.components().skip(shared));
    let way = shown(&way);
    // Without a slash or an end a path would read as a name.
    if matches!(ClusterRef::parse(&way), Ok(ClusterRef::Path(_))) {
        way
    } else {
        format!("./{way}")
    }
}

/// With slashes, as they stand in a file that is read on every system.
fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_leads_up_and_down() {
        let way = |from: &str, to: &str| relative(Path::new(from), Path::new(to));
        assert_eq!(way("/r/a/b", "/r/clusters/x.yaml"), "../../clusters/x.yaml");
        assert_eq!(way("/r", "/r/clusters/x.yaml"), "clusters/x.yaml");
        assert_eq!(way("/r/clusters", "/r/clusters/x"), "./x");
    }
}
