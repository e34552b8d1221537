//! What `kwgen new --add` refuses: one error for each fault, and nothing is written.

use std::fs;
use std::path::Path;

use super::{add, bundle, files, read};
use crate::support::kwgen;

/// Runs `--add` with this and expects a refusal that says all of `said`.
#[track_caller]
fn refused(base: &Path, id: &str, args: &[&str], exit: i32, said: &[&str]) {
    let before = files(base);
    let ran = add(base, id).args(args).run().ends_with(exit);
    for part in said {
        assert!(ran.stderr.contains(part), "{part} in {}", ran.stderr);
    }
    assert_eq!(files(base), before, "nothing is written");
}

#[test]
fn an_id_that_is_taken_is_refused() {
    let base = bundle(&["--preset", "web"]);
    refused(
        base.path(),
        "main",
        &["--port", "none"],
        2,
        &["--first names"],
    );
    add(base.path(), "worker")
        .args(["--port", "none"])
        .run()
        .ends_with(0);
    let known = "its workloads are main, worker";
    refused(base.path(), "worker", &["--port", "none"], 2, &[known]);
    let named = "--first names the only workload of a bundle";
    refused(
        base.path(),
        "more",
        &["--port", "none", "--first", "api"],
        2,
        &[named],
    );
}

#[test]
fn the_workload_that_is_there_gets_the_id_that_was_said() {
    let base = bundle(&["--preset", "web"]);
    add(base.path(), "main")
        .args(["--port", "none", "--first", "api"])
        .run()
        .ends_with(0);
    let answers = read(base.path(), "kwgen.yaml");
    assert!(answers.contains("\n  api:\n    #"), "{answers}");
    assert!(
        answers.contains("\n  main:\n    ports: none\n"),
        "{answers}"
    );
}

#[test]
fn an_id_that_is_no_label_is_refused() {
    let base = bundle(&["--preset", "web"]);
    refused(
        base.path(),
        "Worker",
        &["--port", "none"],
        2,
        &["error: --add: "],
    );
    refused(
        base.path(),
        "w",
        &["--port", "none", "--first", "a_b"],
        2,
        &["error: --first: "],
    );
}

#[test]
fn everything_that_is_missing_is_said_with_its_flag() {
    let base = bundle(&["--preset", "web"]);
    refused(
        base.path(),
        "worker",
        &[],
        2,
        &["ports is missing", "→ --port http:8080"],
    );
    let needs = ["--preset", "scheduled-job", "--memory", "5 apples"];
    refused(
        base.path(),
        "settle",
        &needs,
        2,
        &["--schedule", "5 apples"],
    );
}

#[test]
fn a_folder_without_a_bundle_is_refused() {
    let base = bundle(&["--preset", "web"]);
    let elsewhere = kwgen(base.path()).args(["new", "--add", "worker", "--port", "none"]);
    let ran = elsewhere.run().ends_with(2);
    assert!(ran.stderr.contains(". has no kwgen.yaml"), "{}", ran.stderr);
}

#[test]
fn flags_that_make_a_bundle_do_not_go_with_add() {
    let base = bundle(&["--preset", "web"]);
    for (args, other) in [
        (&["--answers", "a.yaml"][..], "--answers"),
        (&["--stdout"], "--stdout"),
        (&["--print-answers"], "--print-answers"),
        (&["orders"], "NAME"),
    ] {
        let ran = add(base.path(), "worker").args(args).run().ends_with(2);
        assert!(ran.stderr.contains(other), "{other} in {}", ran.stderr);
        assert_eq!(ran.stderr.matches("error: ").count(), 1, "{}", ran.stderr);
    }
    let ran = kwgen(base.path())
        .args(["new", "--first", "api"])
        .run()
        .ends_with(2);
    assert!(ran.stderr.contains("--add"), "{}", ran.stderr);
}

#[test]
fn answers_of_the_service_and_of_other_workloads_are_refused() {
    let base = bundle(&["--preset", "web"]);
    let port = ["--port", "none"];
    let args = [&port[..], &["--namespace", "shop"]].concat();
    refused(
        base.path(),
        "worker",
        &args,
        2,
        &["--namespace: namespace belongs to the whole"],
    );
    let args = [&port[..], &["--set", "workloads.main.replicas=5"]].concat();
    refused(
        base.path(),
        "worker",
        &args,
        2,
        &["replicas is given for main"],
    );
    let args = [&port[..], &["--set", "environments.prod.replicas=5"]].concat();
    refused(
        base.path(),
        "worker",
        &args,
        2,
        &["replicas is given for prod"],
    );
}

#[test]
fn a_hand_edited_file_in_the_way_stops_the_whole_write() {
    let base = bundle(&["--preset", "web"]);
    let path = base.path().join("payments/README.md");
    let edited = read(base.path(), "README.md").replace("# payments", "# Payments of the shop");
    fs::write(&path, edited).expect("a file");
    refused(
        base.path(),
        "worker",
        &["--port", "none"],
        3,
        &["README.md: in the way"],
    );
}

#[test]
fn answers_in_braces_are_not_edited_blindly() {
    for (answers, said) in [
        (
            "{apiVersion: kwgen/v1, name: payments, ports: none, image: IMAGE}\n",
            "kwgen.yaml:1:1: this file is not",
        ),
        (
            "apiVersion: kwgen/v1\nname: payments\nimage: IMAGE\nworkloads: {api: {ports: none}}\n",
            "kwgen.yaml:4:12: workloads is not",
        ),
        (
            "apiVersion: kwgen/v1\nname: payments\nimage: IMAGE\nports: none\nenvironments:\n  prod: {\n    # at night\n    replicas: 5}\n",
            "kwgen.yaml:6:9: environments is not",
        ),
    ] {
        let base = crate::support::folder();
        fs::create_dir(base.path().join("payments")).expect("a folder");
        let path = base.path().join("payments/kwgen.yaml");
        fs::write(path, answers.replace("IMAGE", super::IMAGE)).expect("a file");
        refused(base.path(), "worker", &["--port", "none"], 2, &[said]);
    }
}

#[test]
fn two_workloads_never_share_the_name_of_their_objects() {
    let base = bundle(&["--preset", "web"]);
    let args = ["--port", "none", "--object-name", "payments"];
    refused(
        base.path(),
        "worker",
        &args,
        2,
        &["would both name their objects payments"],
    );
}
