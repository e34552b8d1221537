//! Two runs at once, and what looks like a second one and is none.

use std::fs::{self, File};
use std::path::Path;

use super::new;
use crate::support::{folder, kwgen, tree};

fn update(dir: &Path) -> crate::support::Kwgen {
    kwgen(dir).args(["update", "payments"])
}

/// Makes a bundle whose answers have changed since.
fn changed(dir: &Path) {
    new(dir).run().ends_with(0);
    let path = dir.join("payments/kwgen.yaml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("http:8080", "http:9090")).unwrap();
}

fn hold(stage: &Path, signed: &str) -> File {
    fs::create_dir_all(stage).unwrap();
    let owner = stage.join("owner");
    fs::write(&owner, signed).unwrap();
    let file = File::options().write(true).open(owner).unwrap();
    file.lock().unwrap();
    file
}

#[test]
fn a_run_is_refused_while_another_one_writes_and_nothing_is_touched() {
    let base = folder();
    changed(base.path());
    let held = hold(&base.path().join("payments/.kwgen"), "4711");
    let before = tree(base.path());
    let ran = update(base.path()).run().ends_with(3);
    assert!(ran.stderr.contains("4711"), "{}", ran.stderr);
    for flag in ["--check", "--dry-run"] {
        assert_eq!(update(base.path()).args([flag]).run().code, 3, "{flag}");
    }
    assert_eq!(tree(base.path()), before);
    drop(held);
    update(base.path()).run().ends_with(0);
    assert!(!base.path().join("payments/.kwgen").exists());
}

#[test]
fn a_fresh_directory_that_another_run_is_making_is_refused() {
    let base = folder();
    let held = hold(&base.path().join(".payments.kwgen"), "4711");
    let ran = new(base.path()).run().ends_with(3);
    assert!(ran.stderr.contains("4711"), "{}", ran.stderr);
    assert!(!base.path().join("payments").exists());
    drop(held);
    new(base.path()).run().ends_with(0);
    assert_eq!(fs::read_dir(base.path()).unwrap().count(), 1);
}

#[test]
fn a_process_id_that_is_in_use_again_stops_nobody() {
    let base = folder();
    changed(base.path());
    let stage = base.path().join("payments/.kwgen");
    fs::create_dir_all(stage.join("files")).unwrap();
    // This very process is alive and has nothing to do with it.
    fs::write(stage.join("owner"), std::process::id().to_string()).unwrap();
    let ran = update(base.path()).run().ends_with(0);
    assert!(ran.stderr.contains("undone"), "{}", ran.stderr);
    assert!(!stage.exists());
}

#[test]
fn of_many_runs_at_once_each_ends_well_or_is_refused_and_nothing_is_mixed() {
    for round in 0..6 {
        let base = folder();
        if round % 2 == 0 {
            changed(base.path());
        }
        let run = |name: u16| {
            let run = if round % 2 == 0 {
                update(base.path())
            } else {
                new(base.path()).args(["--replicas".to_owned(), (name + 2).to_string()])
            };
            run.command().spawn().unwrap()
        };
        let children: Vec<_> = (0..4).map(run).collect();
        let codes: Vec<i32> = children
            .into_iter()
            .map(|child| child.wait_with_output().unwrap().status.code().unwrap())
            .collect();
        assert!(codes.contains(&0), "{codes:?}");
        assert!(codes.iter().all(|code| [0, 3].contains(code)), "{codes:?}");
        if round % 2 == 1 {
            let winners = codes.iter().filter(|code| **code == 0).count();
            assert_eq!(winners, 1, "{codes:?}");
        }
        assert_eq!(fs::read_dir(base.path()).unwrap().count(), 1);
        if round % 2 == 0 {
            update(base.path()).args(["--check"]).run().ends_with(0);
            continue;
        }
        let winner = codes.iter().position(|code| *code == 0).unwrap();
        let alone = folder();
        new(alone.path())
            .args(["--replicas".to_owned(), (winner + 2).to_string()])
            .run()
            .ends_with(0);
        assert!(tree(base.path()) == tree(alone.path()), "{codes:?}");
    }
}

#[test]
fn a_command_that_writes_nothing_says_what_a_killed_one_left_and_leaves_it() {
    let base = folder();
    changed(base.path());
    let stage = base.path().join("payments/.kwgen");
    fs::create_dir_all(stage.join("files")).unwrap();
    fs::write(stage.join("owner"), "1").unwrap();
    for (flag, code) in [("--check", 1), ("--dry-run", 3)] {
        let ran = update(base.path()).args([flag]).run().ends_with(code);
        assert!(ran.stderr.contains("cut short"), "{flag}: {}", ran.stderr);
        assert!(
            ran.stderr.contains("kwgen update"),
            "{flag}: {}",
            ran.stderr
        );
        assert!(stage.join("files").exists(), "{flag}");
    }
    fs::remove_file(stage.join("owner")).unwrap();
    update(base.path()).args(["--check"]).run().ends_with(1);
    assert!(!stage.join("owner").exists());
}

#[test]
fn a_folder_of_that_name_that_is_not_ours_is_left_alone() {
    let base = folder();
    changed(base.path());
    let theirs = base.path().join("payments/.kwgen/notes.txt");
    fs::create_dir_all(theirs.parent().unwrap()).unwrap();
    fs::write(&theirs, "mine").unwrap();
    let before = tree(base.path());
    let ran = update(base.path()).run().ends_with(3);
    assert!(ran.stderr.contains(".kwgen"), "{}", ran.stderr);
    assert_eq!(tree(base.path()), before);
}
