//! The same overlays, built by `kubectl kustomize`. Without kubectl on the PATH these tests say so and pass.

use std::env;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use kwgen::overlay::{File, build, objects};
use serde_json::{Value, json};

use super::generate::{Case, case};
use super::mutate::mutated;
use super::{Objects, by_title, lay, pack, wanted};
use crate::support::folder;

/// A component without effect that kustomize does not call empty.
const CUSTOM: &str = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: []\n";

/// The kubectl on the PATH, and others of other versions beside it, called `kubectl.1.27`.
#[allow(clippy::print_stderr, reason = "a test that did not look must say so")]
pub(crate) fn kubectls() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path)
        .map(|folder| folder.join("kubectl"))
        .find(|file| file.is_file());
    let Some(first) = found else {
        eprintln!("kubectl is not on the PATH: overlays were not compared with kustomize");
        return Vec::new();
    };
    let beside = first
        .canonicalize()
        .ok()
        .and_then(|file| file.parent().map(Path::to_owned));
    let mut others: Vec<PathBuf> = beside
        .and_then(|folder| fs::read_dir(folder).ok())
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| {
            file.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("kubectl.1."))
        })
        .collect();
    others.sort();
    others.insert(0, first);
    others
}

pub(super) fn write(root: &Path, files: &[File]) {
    for file in files {
        let path = root.join(&file.path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, &file.text).expect("a file");
    }
}

/// What kustomize builds from a folder.
pub(crate) fn built(kubectl: &Path, root: &Path) -> Result<Vec<Value>, String> {
    let output = Command::new(kubectl)
        .arg("kustomize")
        .arg(root)
        .output()
        .expect("kubectl");
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    Ok(objects("kustomize", &text).expect("YAML"))
}

/// Builds several folders with one kubectl: their objects must have names of their own.
fn together(kubectl: &Path, root: &Path, folders: &[String]) -> Result<Objects, String> {
    let text = json!({"resources": folders}).to_string();
    fs::write(root.join("kustomization.yaml"), text).expect("a file");
    built(kubectl, root).map(by_title)
}

/// As JSON, its keys in one order for both sides.
fn sorted(value: &Value) -> String {
    let mut value = value.clone();
    value.sort_all_objects();
    value.to_string()
}

/// Lays out cases, builds all their overlays with one kubectl, and compares them with what was wanted and
/// with our reading of kustomize. Returns how many overlays there were.
fn compare(kubectl: &Path, cases: &[(u64, Case)]) -> usize {
    let root = folder();
    let (mut folders, mut expected, mut ours) = (Vec::new(), Objects::new(), Objects::new());
    for (seed, case) in cases {
        let is_custom = seed % 3 == 0;
        let mut files = lay(case, is_custom);
        for environment in &case.environments {
            let overlay = format!("overlays/{}", environment.name);
            ours.extend(by_title(build(&files, &overlay).expect("a build")));
            expected.extend(wanted(environment));
            folders.push(format!("case-{seed}/{overlay}"));
        }
        if is_custom {
            let path = "custom/kustomization.yaml".to_owned();
            files.push(File {
                path,
                text: CUSTOM.to_owned(),
            });
        }
        write(&root.path().join(format!("case-{seed}")), &files);
    }
    let real = together(kubectl, root.path(), &folders)
        .unwrap_or_else(|error| panic!("{}: {error}", kubectl.display()));
    let wrong: Vec<String> = real
        .iter()
        .filter(|(title, object)| expected.get(*title) != Some(object))
        .map(|(title, object)| {
            let wanted = expected.get(title).map_or_else(String::new, sorted);
            format!(
                "{title}
built  {}
wanted {wanted}",
                sorted(object)
            )
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{}",
        wrong.join(
            "

"
        )
    );
    assert_eq!(real, ours, "our reading of kustomize is wrong");
    assert_eq!(real.len(), expected.len(), "objects are missing");
    folders.len()
}

/// Cases as kwgen makes them, and with differences that it does not make yet.
fn cases(seeds: Range<u64>) -> Vec<(u64, Case)> {
    let pack = pack();
    seeds
        .map(|seed| {
            let case = if seed % 4 == 0 {
                mutated(&pack, seed)
            } else {
                case(&pack, seed, true)
            };
            (seed, case)
        })
        .collect()
}

#[test]
fn kustomize_builds_what_was_validated_and_what_we_say_it_builds() {
    let Some(kubectl) = kubectls().into_iter().next() else {
        return;
    };
    let overlays: usize = (0..5)
        .map(|batch| compare(&kubectl, &cases((1_000 + batch * 12)..(1_012 + batch * 12))))
        .sum();
    assert!(overlays >= 100, "{overlays} overlays");
}

#[test]
fn other_versions_of_kustomize_build_the_same() {
    let cases = cases(2_000..2_006);
    for kubectl in kubectls().iter().skip(1) {
        compare(kubectl, &cases);
    }
}

#[test]
fn a_single_overlay_is_built_on_its_own_as_a_user_builds_it() {
    let Some(kubectl) = kubectls().into_iter().next() else {
        return;
    };
    let case = case(&pack(), 2_001, false);
    let files = lay(&case, false);
    let root = folder();
    write(root.path(), &files);
    for environment in &case.environments {
        let real = built(
            &kubectl,
            &root.path().join("overlays").join(&environment.name),
        );
        assert_eq!(
            real.map(by_title),
            Ok(wanted(environment)),
            "{}",
            case.answers
        );
    }
}
