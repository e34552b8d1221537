//! Overlays build to exactly what was validated: by our own reading of kustomize, and by kustomize itself.

mod generate;
mod keys;
mod kustomize;

pub(crate) use kustomize::{built, kubectls};
mod mutate;

use std::collections::BTreeMap;

use generate::{Case, Rendered, case};
use kwgen::overlay::{File, Options, Rendering, build, layout, objects};
use kwgen::pack::Pack;
use kwgen::text::Language;
use serde_json::Value;

/// `Kind namespace/name` → object.
type Objects = BTreeMap<String, Value>;

fn pack() -> Pack {
    Pack::built_in().expect("the built-in pack")
}

fn by_title(objects: Vec<Value>) -> Objects {
    let word = |object: &Value, at: &str| {
        object
            .pointer(at)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let count = objects.len();
    let titled: Objects = objects
        .into_iter()
        .map(|object| {
            let namespace = word(&object, "/metadata/namespace");
            let title = format!(
                "{} {namespace}/{}",
                word(&object, "/kind"),
                word(&object, "/metadata/name")
            );
            (title, object)
        })
        .collect();
    assert_eq!(titled.len(), count, "an object stands there twice");
    titled
}

fn wanted(rendered: &Rendered) -> Objects {
    let all = rendered.manifests.iter();
    by_title(
        all.flat_map(|(file, text)| objects(file, text).expect("a manifest"))
            .collect(),
    )
}

/// The layout of a case; fails the test with its answers where there is none.
fn lay(case: &Case, custom: bool) -> Vec<File> {
    let shared = case.shared.manifests();
    let manifests: Vec<_> = case.environments.iter().map(Rendered::manifests).collect();
    let environments: Vec<_> = case
        .environments
        .iter()
        .zip(&manifests)
        .map(|(one, manifests)| Rendering {
            is_custom: custom,
            ..one.rendering(manifests)
        })
        .collect();
    let options = Options {
        language: Language::En,
    };
    layout(&case.shared.rendering(&shared), &environments, options)
        .unwrap_or_else(|faults| panic!("{faults:#?}\n{}", case.answers))
}

#[test]
fn overlays_of_random_environments_are_exact() {
    let pack = pack();
    let (mut overlays, mut patches, mut whole, mut replaced) = (0, 0, 0, 0);
    for seed in 0..80 {
        let case = case(&pack, seed, false);
        let files = lay(&case, seed % 3 == 0);
        for environment in &case.environments {
            let built = build(&files, &format!("overlays/{}", environment.name)).expect("a build");
            assert_eq!(
                by_title(built),
                wanted(environment),
                "{seed}\n{}",
                case.answers
            );
            overlays += 1;
        }
        for (file, text) in &case.shared.manifests {
            let path = format!("base/{file}");
            if let Some(written) = files.iter().find(|file| file.path == path) {
                assert!(
                    text.contains(written.text.trim_end_matches("---\n")),
                    "{path}"
                );
            }
        }
        let count = |word: &str| {
            files
                .iter()
                .map(|file| file.text.matches(word).count())
                .sum::<usize>()
        };
        patches += count("- path: ");
        replaced += count("$patch: replace");
        whole += files
            .iter()
            .filter(|file| file.path.starts_with("overlays/"))
            .count();
    }
    assert!(
        overlays > 150,
        "{overlays} overlays: kwgen refuses most of the random answers"
    );
    assert!(
        patches > 150 && replaced > 50 && whole > 300,
        "{patches} patches, {replaced} whole lists, {whole} files"
    );
}

#[test]
fn the_same_environments_give_the_same_bytes_in_any_order_of_maps() {
    let pack = pack();
    let (one, other) = (case(&pack, 7, false), case(&pack, 7, false));
    assert_eq!(lay(&one, false), lay(&other, false));
}
