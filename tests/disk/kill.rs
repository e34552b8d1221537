//! A killed write: the next command leaves the old tree or the new one, and nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use kwgen::bundle::{Change, apply, apply_watched, cut_short, sha256_hex};
use kwgen::text::Fault;

use super::new;
use crate::support::{folder, kwgen, tree};

type Tree = Vec<(String, String)>;

/// Old and new tree of a write that makes, changes and removes files, the lock last.
fn trees() -> (Tree, Tree) {
    let of = |files: &[(&str, &str)]| -> Tree {
        let mut tree: Tree = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        tree.sort();
        tree
    };
    let old = of(&[
        ("README.md", "old\n"),
        ("base/a.yaml", "a: 1\n"),
        ("base/same.yaml", "same\n"),
        ("gone/deep/b.yaml", "b: 1\n"),
        ("kwgen.lock", "lock 1\n"),
        ("mine.txt", "not kwgen's\n"),
    ]);
    let new = of(&[
        ("README.md", "new\n"),
        ("base/a.yaml", "a: 2\n"),
        ("base/same.yaml", "same\n"),
        ("kwgen.lock", "lock 2\n"),
        ("made/deep/c.yaml", "c: 1\n"),
        ("mine.txt", "not kwgen's\n"),
    ]);
    (old, new)
}

fn changes(old: &Tree, new: &Tree) -> Vec<Change> {
    let (old, new): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (old.iter().cloned().collect(), new.iter().cloned().collect());
    let mut paths: Vec<&String> = old.keys().chain(new.keys()).collect();
    paths.sort_by_key(|path| (path.as_str() == "kwgen.lock", path.as_str()));
    paths.dedup();
    paths
        .into_iter()
        .filter(|path| old.get(*path) != new.get(*path))
        .map(|path| Change {
            path: path.clone(),
            old: old.get(path).map(|text| sha256_hex(text.as_bytes())),
            new: new.get(path).cloned(),
        })
        .collect()
}

fn lay(dir: &Path, files: &Tree) {
    for (path, text) in files {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Folders, as [`tree`] sees files only.
fn folders(dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap().flatten() {
        if entry.file_type().unwrap().is_dir() {
            let name = entry.file_name().to_string_lossy().into_owned();
            found.extend(
                folders(&entry.path())
                    .iter()
                    .map(|at| format!("{name}/{at}")),
            );
            found.push(name);
        }
    }
    found.sort();
    found
}

/// Stops a write after `step` steps, as a kill would; false where it had ended by then.
fn stop_after(dir: &Path, changes: &[Change], step: usize) -> bool {
    let mut left = step;
    let mut was_stopped = false;
    apply_watched(dir, changes, &mut |_| {
        if left == 0 {
            was_stopped = true;
            return ControlFlow::Break(());
        }
        left -= 1;
        ControlFlow::Continue(())
    })
    .unwrap();
    was_stopped
}

/// Whether a stage lies in this folder.
fn is_staged_in(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.file_name())
        .any(|name| name.to_string_lossy().ends_with(".kwgen"))
}

/// Whether a write was left half done, tried until no starting process holds its lock (see [`recover`]).
fn is_cut_short(dir: &Path) -> bool {
    let start = Instant::now();
    loop {
        match cut_short(dir) {
            Ok(found) => return found.is_some(),
            Err(fault) => assert!(start.elapsed() < Duration::from_secs(20), "{fault:?}"),
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Recovers `dir`. A process that another test is just starting holds the locks of this one for an
/// instant, and what is locked looks alive: so it is tried until nothing is left to recover.
fn recover(dir: &Path) -> Vec<Fault> {
    let mut said = Vec::new();
    let start = Instant::now();
    loop {
        let done = kwgen::bundle::recover(dir);
        let is_over = start.elapsed() > Duration::from_secs(20);
        match done {
            Ok(more) => said.extend(more),
            Err(fault) => assert!(!is_over, "{fault:?}"),
        }
        let is_settled = matches!(cut_short(dir), Ok(None)) && !dir.ancestors().any(is_staged_in);
        if is_over || is_settled {
            return said;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_write_into_an_existing_directory_that_stops_at_any_step_is_finished_or_undone() {
    let (old, new) = trees();
    let changes = changes(&old, &new);
    let (mut finished, mut undone) = (0, 0);
    for step in 0.. {
        let base = folder();
        let dir = base.path().join("bundle");
        lay(&dir, &old);
        let was_stopped = stop_after(&dir, &changes, step);
        let was_left = is_cut_short(&dir);
        let said = recover(&dir);
        let found = tree(&dir);
        assert!(found == old || found == new, "step {step}: {found:#?}");
        if was_left {
            let id = if found == new {
                "bundle.finished"
            } else {
                "bundle.undone"
            };
            assert_eq!(said.iter().map(|one| one.id).collect::<Vec<_>>(), [id]);
        }
        let kept: &[&str] = if found == old {
            undone += 1;
            &["base", "gone", "gone/deep"]
        } else {
            finished += 1;
            &["base", "made", "made/deep"]
        };
        assert_eq!(folders(base.path()).len(), kept.len() + 1, "step {step}");
        assert_eq!(folders(&dir), kept, "step {step}");
        assert_eq!(recover(&dir), [], "step {step}");
        if !was_stopped {
            break;
        }
    }
    assert!(finished > 5 && undone > 4, "{finished} {undone}");
}

#[test]
fn a_recovery_that_is_itself_stopped_is_taken_up_again() {
    let (old, new) = trees();
    let changes = changes(&old, &new);
    // Any state between a commit and the end of the placing is one that a stopped recovery leaves.
    let base = folder();
    let dir = base.path().join("bundle");
    lay(&dir, &old);
    let committed = 1 + changes.iter().filter(|one| one.new.is_some()).count();
    assert!(stop_after(&dir, &changes, committed));
    for (path, _) in &new {
        let staged = dir.join(".kwgen/files").join(path);
        if staged.exists() && !path.contains("lock") {
            fs::create_dir_all(dir.join(path).parent().unwrap()).unwrap();
            fs::rename(staged, dir.join(path)).unwrap();
        }
    }
    assert_eq!(recover(&dir)[0].id, "bundle.finished");
    assert_eq!(tree(&dir), new);
}

#[test]
fn a_write_into_a_fresh_directory_that_stops_at_any_step_is_there_or_not() {
    let (_, new) = trees();
    let changes = changes(&Vec::new(), &new);
    for step in 0.. {
        let base = folder();
        let dir = base.path().join("deep/below/bundle");
        let was_stopped = stop_after(&dir, &changes, step);
        recover(&dir);
        if dir.exists() {
            assert_eq!(tree(&dir), new, "step {step}");
            assert_eq!(fs::read_dir(base.path()).unwrap().count(), 1, "step {step}");
        } else {
            assert_eq!(folders(base.path()), Vec::<String>::new(), "step {step}");
        }
        if !was_stopped {
            assert!(dir.exists());
            break;
        }
    }
}

#[test]
fn what_was_edited_between_the_kill_and_the_next_command_stays() {
    let (old, new) = trees();
    let changes = changes(&old, &new);
    let base = folder();
    let dir = base.path().join("bundle");
    lay(&dir, &old);
    assert!(stop_after(&dir, &changes, 1 + 4));
    fs::write(dir.join("base/a.yaml"), "edited\n").unwrap();
    fs::write(dir.join("gone/deep/b.yaml"), "edited too\n").unwrap();
    let said = recover(&dir);
    assert_eq!(said[0].id, "bundle.finished-but");
    let paths = &said[0]
        .fields
        .iter()
        .find(|one| one.0 == "paths")
        .unwrap()
        .1;
    assert_eq!(paths, "base/a.yaml, gone/deep/b.yaml");
    let found: BTreeMap<_, _> = tree(&dir).into_iter().collect();
    assert_eq!(found["base/a.yaml"], "edited\n");
    assert_eq!(found["gone/deep/b.yaml"], "edited too\n");
    assert_eq!(found["kwgen.lock"], "lock 2\n");
    assert!(!dir.join(".kwgen").exists());
}

#[test]
fn a_file_that_changed_since_the_plan_stops_the_whole_write() {
    let (old, new) = trees();
    let base = folder();
    let dir = base.path().join("bundle");
    lay(&dir, &old);
    fs::write(dir.join("README.md"), "saved meanwhile\n").unwrap();
    let before = tree(&dir);
    let fault = apply(&dir, &changes(&old, &new)).unwrap_err();
    assert!(matches!(fault, kwgen::bundle::BundleFault::Changed { path } if path == "README.md"));
    assert_eq!(tree(&dir), before);
}

/// Kills of each kind of write, spread over the time that it takes.
const KILLS: u32 = 60;
/// Between two kills: from the first that is seen of a write to a while after its end.
const GAP: Duration = Duration::from_micros(120);

/// Starts a run, waits until its stage is there, and kills it `delay` later; says whether the kill
/// came in time.
fn kill_in_write(mut command: Command, stage: &Path, delay: Duration) -> bool {
    let mut child = command.spawn().expect("kwgen starts");
    while !stage.exists() && child.try_wait().expect("a child").is_none() {
        std::hint::spin_loop();
    }
    let start = Instant::now();
    while start.elapsed() < delay {
        std::hint::spin_loop();
    }
    let _ = child.kill();
    child.wait().expect("kwgen ends").code().is_none()
}

/// A tree without the answers, which are edited here.
fn without_answers(tree: &Tree) -> Tree {
    let files = tree.iter().filter(|(path, _)| path != "kwgen.yaml");
    files.cloned().collect()
}

#[test]
fn a_killed_new_leaves_a_whole_bundle_or_nothing_after_the_next_one() {
    let base = folder();
    new(base.path()).run().ends_with(0);
    let expected = tree(&base.path().join("payments"));
    let (mut killed, mut left) = (0, 0);
    for round in 0..KILLS {
        let base = folder();
        let dir = base.path().join("payments");
        let stage = base.path().join(".payments.kwgen");
        let command = new(base.path()).command();
        killed += u32::from(kill_in_write(command, &stage, GAP * round));
        left += u32::from(stage.exists());
        if dir.exists() {
            assert!(tree(&dir) == expected, "round {round}");
        }
        new(base.path()).run().ends_with(0);
        assert!(tree(&dir) == expected, "round {round}");
        assert_eq!(
            fs::read_dir(base.path()).unwrap().count(),
            1,
            "round {round}"
        );
    }
    assert!(
        killed > 10 && left > 5,
        "{killed} in time, {left} left a stage"
    );
}

#[test]
fn a_killed_update_leaves_the_old_bundle_or_the_new_one_after_the_next() {
    let base = folder();
    new(base.path()).run().ends_with(0);
    let dir = base.path().join("payments");
    let stage = dir.join(".kwgen");
    let answers = fs::read_to_string(dir.join("kwgen.yaml")).unwrap();
    let ported = |port: u32| answers.replace("http:8080", &format!("http:{port}"));
    let update = || kwgen(base.path()).args(["update", "payments"]);
    let mut expected = Vec::new();
    for port in [9001, 9002] {
        fs::write(dir.join("kwgen.yaml"), ported(port)).unwrap();
        update().run().ends_with(0);
        expected.push(tree(&dir));
    }
    let (mut killed, mut left, mut seen) = (0, 0, [0, 0]);
    for round in 0..KILLS {
        lay(&dir, &expected[0]);
        fs::write(dir.join("kwgen.yaml"), ported(9002)).unwrap();
        killed += u32::from(kill_in_write(update().command(), &stage, GAP * round));
        left += u32::from(stage.exists());
        // The answers are broken now: the next command can only recover, and does so first.
        fs::write(dir.join("kwgen.yaml"), "no answers\n").unwrap();
        update().run().ends_with(2);
        let found = without_answers(&tree(&dir));
        assert!(!stage.exists(), "round {round}");
        let at = (0..2).find(|index| found == without_answers(&expected[*index]));
        seen[at.unwrap_or_else(|| panic!("round {round}: a mixture: {found:#?}"))] += 1;
    }
    assert!(
        killed > 10 && left > 5,
        "{killed} in time, {left} left a stage"
    );
    assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}");
}
