//! The fuzz project beside the tests: each target is listed, and each listed target is there with
//! something to start from.

use std::collections::BTreeSet;
use std::fs;

use crate::support::repository;

/// The names of what lies in a folder of the fuzz project, without `.rs`.
fn names(folder: &str) -> BTreeSet<String> {
    fs::read_dir(repository(&format!("tests/fuzz/{folder}")))
        .expect("a folder of the fuzz project")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .map(|name| name.trim_end_matches(".rs").to_owned())
        .collect()
}

#[test]
fn every_fuzz_target_is_listed_and_has_a_corpus() {
    let manifest = fs::read_to_string(repository("tests/fuzz/Cargo.toml")).expect("a manifest");
    let listed: BTreeSet<String> = manifest
        .split("[[bin]]")
        .skip(1)
        .map(|target| {
            let name = target
                .lines()
                .find_map(|line| line.strip_prefix("name = "))
                .expect("a name");
            let name = name.trim_matches('"').to_owned();
            assert!(
                target.contains(&format!("path = \"targets/{name}.rs\"")),
                "{name}"
            );
            name
        })
        .collect();
    assert_eq!(listed, names("targets"));
    assert_eq!(listed, names("corpus"));
}

#[test]
fn a_seed_corpus_is_small() {
    for target in names("corpus") {
        let folder = repository(&format!("tests/fuzz/corpus/{target}"));
        let seeds: Vec<u64> = fs::read_dir(folder)
            .expect("a corpus")
            .map(|entry| entry.expect("a seed").metadata().expect("a file").len())
            .collect();
        assert!(
            (1..=20).contains(&seeds.len()),
            "{target}: {} seeds",
            seeds.len()
        );
        assert!(
            seeds.iter().all(|size| *size <= 4096),
            "{target}: a seed of more than 4 KiB"
        );
    }
}
