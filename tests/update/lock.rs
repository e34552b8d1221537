//! The lock: missing, broken, newer, in conflict.

use std::fs;
use std::path::Path;
use std::process::Command;

use kwgen::bundle::Lock;

use super::Bundle;

#[test]
fn without_a_lock_what_is_as_rendered_is_taken_up_and_anything_else_is_named() {
    let bundle = Bundle::new();
    let whole = bundle.tree();
    fs::remove_file(bundle.path("kwgen.lock")).unwrap();
    bundle.update().args(["--check"]).run().ends_with(1);
    bundle.update().run().ends_with(0);
    assert_eq!(bundle.tree(), whole);
    fs::remove_file(bundle.path("kwgen.lock")).unwrap();
    bundle.port(9090);
    let ran = bundle.update().run().ends_with(3);
    assert!(ran.stderr.contains("without kwgen.lock"), "{}", ran.stderr);
    assert!(!bundle.path("kwgen.lock").exists());
}

#[test]
fn answers_alone_are_enough() {
    let bundle = Bundle::new();
    let whole = bundle.tree();
    for (path, _) in &whole {
        if path != "kwgen.yaml" {
            fs::remove_file(bundle.path(path)).unwrap();
        }
    }
    fs::remove_dir(bundle.path("base")).unwrap();
    bundle.update().run().ends_with(0);
    assert_eq!(bundle.tree(), whole);
}

#[test]
fn a_newer_lock_is_refused_and_says_what_reads_it() {
    let bundle = Bundle::new();
    bundle.edit("kwgen.lock", "format: 1\n", "format: 2\n");
    bundle.edit("kwgen.lock", "version: 0.1.0\n", "version: 7.8.9\n");
    bundle.port(9090);
    let before = bundle.tree();
    for flags in [&[][..], &["--force"], &["--check"]] {
        let ran = bundle
            .update()
            .args(flags.iter().copied())
            .run()
            .ends_with(3);
        assert!(ran.stderr.contains("kwgen 7.8.9"), "{}", ran.stderr);
    }
    assert_eq!(bundle.tree(), before);
}

#[test]
fn a_broken_lock_is_refused_with_the_way_out() {
    let bundle = Bundle::new();
    let text = bundle.read("kwgen.lock");
    bundle.port(9090);
    let edited = text.replacen("|kind: Service\n", "|kind: Servic\n", 1);
    for broken in [&text[..text.len() / 2], "", "hello\n", &edited] {
        fs::write(bundle.path("kwgen.lock"), broken).unwrap();
        let before = bundle.tree();
        let ran = bundle.update().run().ends_with(3);
        assert!(
            ran.stderr.contains("git checkout kwgen.lock"),
            "{}",
            ran.stderr
        );
        assert!(
            ran.stderr.contains("payments/kwgen.lock:"),
            "{}",
            ran.stderr
        );
        assert_eq!(bundle.tree(), before);
    }
}

fn git(dir: &Path, args: &[&str]) -> bool {
    let mut command = Command::new("git");
    command
        .args([
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@example.com",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(args)
        .current_dir(dir)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null");
    command.output().expect("git").status.success()
}

/// Two branches that each changed another answer, merged; `style` is git's for conflicts.
fn merged(style: &str, theirs: impl Fn(&Bundle), ours: impl Fn(&Bundle)) -> Bundle {
    let bundle = Bundle::new();
    let dir = bundle.path("");
    let commit = |name: &str| assert!(git(&dir, &["commit", "-qam", name]), "{name}");
    assert!(git(&dir, &["init", "-q", "-b", "main"]) && git(&dir, &["add", "."]));
    commit("bundle");
    assert!(git(&dir, &["checkout", "-qb", "theirs"]));
    theirs(&bundle);
    bundle.update().run().ends_with(0);
    commit("theirs");
    assert!(git(&dir, &["checkout", "-q", "main"]));
    ours(&bundle);
    bundle.update().run().ends_with(0);
    commit("ours");
    let style = format!("merge.conflictStyle={style}");
    assert!(
        !git(&dir, &["-c", &style, "merge", "-q", "theirs"]),
        "a conflict"
    );
    bundle
}

#[test]
fn a_merge_of_two_branches_is_healed_by_an_update() {
    for style in ["merge", "diff3", "zdiff3"] {
        let bundle = merged(
            style,
            |theirs| theirs.edit("kwgen.yaml", "- http:8080", "- http:9090"),
            |ours| ours.edit("kwgen.yaml", "replicas: 3", "replicas: 5"),
        );
        let lock = bundle.read("kwgen.lock");
        assert!(lock.contains("<<<<<<<"), "{style}");
        let ran = bundle.update().run().ends_with(0);
        assert!(
            ran.stderr.contains("conflict markers"),
            "{style}: {}",
            ran.stderr
        );
        let deployment = bundle.read("base/deployment.yaml");
        assert!(
            deployment.contains("replicas: 5\n") && deployment.contains("containerPort: 9090\n")
        );
        let lock = bundle.read("kwgen.lock");
        let lock = Lock::parse("kwgen.lock", &lock).expect("a valid lock");
        let locked = lock.file("base/deployment.yaml").expect("the deployment");
        assert_eq!(locked.pristine, deployment);
        bundle.update().args(["--check"]).run().ends_with(0);
    }
}

#[test]
fn a_file_in_conflict_is_rendered_again_once_the_answers_are_settled() {
    let bundle = merged(
        "merge",
        |theirs| theirs.edit("kwgen.yaml", "replicas: 3", "replicas: 4"),
        |ours| ours.edit("kwgen.yaml", "replicas: 3", "replicas: 5"),
    );
    for path in ["kwgen.yaml", "kwgen.lock", "base/deployment.yaml"] {
        assert!(bundle.read(path).contains("<<<<<<<"), "{path}");
    }
    // The answers are their owner's: they are settled by hand.
    bundle.update().run().ends_with(2);
    let answers = bundle.read("kwgen.yaml");
    let ours = kwgen::bundle::side(&answers, kwgen::bundle::Side::Ours);
    fs::write(bundle.path("kwgen.yaml"), ours).unwrap();
    let lock = bundle.read("kwgen.lock");
    bundle.update().args(["--check"]).run().ends_with(1);
    assert_eq!(bundle.read("kwgen.lock"), lock);
    bundle.update().run().ends_with(0);
    assert!(
        bundle
            .read("base/deployment.yaml")
            .contains("replicas: 5\n")
    );
    bundle.update().args(["--check"]).run().ends_with(0);
}

#[test]
fn a_hand_edit_is_still_one_after_a_merge() {
    let bundle = merged(
        "merge",
        |theirs| theirs.edit("kwgen.yaml", "- http:8080", "- http:9090"),
        |ours| {
            ours.edit(
                "base/service.yaml",
                "type: ClusterIP",
                "type: ClusterIP # mine",
            );
            ours.edit("kwgen.yaml", "replicas: 3", "replicas: 5");
        },
    );
    bundle.update().run().ends_with(0);
    assert!(bundle.read("base/service.yaml").contains("# mine"));
    let lock = Lock::parse("kwgen.lock", &bundle.read("kwgen.lock")).expect("a valid lock");
    assert!(
        !lock
            .file("base/service.yaml")
            .expect("the service")
            .pristine
            .contains("# mine")
    );
    bundle.edit("kwgen.yaml", "- http:9090", "- http:81:9090");
    bundle.update().run().ends_with(3);
}
