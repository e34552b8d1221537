//! Files that their owner edited, deleted or added.

use std::fs;

use super::Bundle;

#[test]
fn a_new_port_reaches_service_container_probes_and_policy_together() {
    let bundle = Bundle::new();
    bundle.edit("kwgen.yaml", "- http:8080", "- http:9000:9090");
    bundle.update().run().ends_with(0);
    assert!(bundle.read("base/service.yaml").contains("port: 9000\n"));
    let deployment = bundle.read("base/deployment.yaml");
    assert!(deployment.contains("containerPort: 9090\n"));
    // Readiness asks the port by its name, liveness by its number.
    assert!(deployment.contains(" port: http\n"), "{deployment}");
    assert!(deployment.contains(" port: 9090\n"), "{deployment}");
    assert!(
        bundle
            .read("base/networkpolicy.yaml")
            .contains("port: 9090\n")
    );
    assert!(!bundle.tree().iter().any(|(_, text)| text.contains("8080")));
    bundle.update().args(["--check"]).run().ends_with(0);
}

#[test]
fn nothing_to_do_is_nothing_done_to_the_byte_and_the_moment() {
    let bundle = Bundle::new();
    let before = (bundle.tree(), bundle.moments());
    for flag in [
        &[][..],
        &["--force"],
        &["--keep-edited"],
        &["--dry-run"],
        &["--check"],
    ] {
        let ran = bundle
            .update()
            .args(flag.iter().copied())
            .run()
            .ends_with(0);
        assert_eq!(ran.stdout, "", "{flag:?}");
        if flag == ["--check"] {
            assert_eq!(ran.stderr, "");
        }
    }
    crate::disk::new(bundle.base.path())
        .args(["--answers", "payments/kwgen.yaml", "--dry-run"])
        .run();
    assert_eq!((bundle.tree(), bundle.moments()), before);
}

#[test]
fn new_with_the_same_answers_again_does_nothing_and_with_others_is_refused() {
    let base = crate::support::folder();
    let new = || crate::disk::new(base.path());
    new().run().ends_with(0);
    let dir = base.path().join("payments");
    let before = super::moments(&dir);
    new().run().ends_with(0);
    assert_eq!(super::moments(&dir), before);
    let ran = new().args(["--replicas", "5"]).run().ends_with(3);
    assert!(ran.stderr.contains("payments/kwgen.yaml"), "{}", ran.stderr);
    assert!(ran.stderr.contains("other answers"), "{}", ran.stderr);
    assert!(ran.stderr.contains("kwgen update"), "{}", ran.stderr);
    assert_eq!(super::moments(&dir), before);
    new()
        .args(["--replicas", "5", "--force"])
        .run()
        .ends_with(0);
    let answers = fs::read_to_string(dir.join("kwgen.yaml")).unwrap();
    assert!(answers.contains("replicas: 5\n"), "{answers}");
}

#[test]
fn a_hand_edit_in_the_way_stops_all_of_it_and_both_sides_are_shown() {
    let bundle = Bundle::new();
    bundle.edit(
        "base/networkpolicy.yaml",
        "# Callers.",
        "# Ask the gateway's team.",
    );
    bundle.port(9090);
    let before = bundle.tree();
    for flags in [&[][..], &["--dry-run"]] {
        let ran = bundle
            .update()
            .args(flags.iter().copied())
            .run()
            .ends_with(3);
        for line in [
            "+++ base/networkpolicy.yaml (edited by hand)",
            "+  # Ask the gateway's team.",
            "+++ base/networkpolicy.yaml (kwgen would write)",
            "+      port: 9090",
        ] {
            assert!(ran.stdout.contains(line), "{line} in {}", ran.stdout);
        }
        assert!(
            ran.stderr.contains("payments/base/networkpolicy.yaml: "),
            "{}",
            ran.stderr
        );
        assert!(
            !ran.stdout.contains("base/deployment.yaml"),
            "{}",
            ran.stdout
        );
        assert_eq!(bundle.tree(), before);
    }
}

#[test]
fn the_sides_of_a_conflict_are_named_in_the_language_of_the_reader() {
    let bundle = Bundle::new();
    bundle.edit("base/networkpolicy.yaml", "# Callers.", "# Edited.");
    bundle.port(9090);
    let ran = bundle.update().args(["--lang", "zh-CN"]).run().ends_with(3);
    for side in ["kwgen 上次写的", "手工修改后", "kwgen 将要写的"] {
        let line = format!("base/networkpolicy.yaml ({side})\n");
        assert!(ran.stdout.contains(&line), "{line} in {}", ran.stdout);
    }
}

#[test]
fn keep_edited_writes_no_policy_that_closes_the_port_of_the_pods_that_stay() {
    let bundle = Bundle::new();
    bundle.edit("base/deployment.yaml", "replicas: 3", "replicas: 7");
    bundle.edit("kwgen.yaml", "- http:8080", "- http:9090");
    let before = bundle.read("base/networkpolicy.yaml");
    let ran = bundle.update().args(["--keep-edited"]).run().ends_with(3);
    assert!(
        ran.stderr.contains("TCP port 8080 of Deployment"),
        "{}",
        ran.stderr
    );
    assert_eq!(bundle.read("base/networkpolicy.yaml"), before);
}

#[test]
fn keep_edited_writes_the_rest_and_the_edit_is_still_known_as_one() {
    let bundle = Bundle::new();
    bundle.edit(
        "base/service.yaml",
        "type: ClusterIP",
        "type: ClusterIP # mine",
    );
    bundle.edit("kwgen.yaml", "- http:8080", "- http:81:8080");
    bundle.update().run().ends_with(3);
    bundle.edit("kwgen.yaml", "replicas: 3", "replicas: 4");
    bundle.update().args(["--keep-edited"]).run().ends_with(0);
    assert!(bundle.read("base/service.yaml").contains("# mine"));
    assert!(bundle.read("base/service.yaml").contains("port: 80\n"));
    assert!(
        bundle
            .read("base/deployment.yaml")
            .contains("replicas: 4\n")
    );
    // The base of the file that was kept is still what kwgen wrote before.
    let ran = bundle.update().run().ends_with(3);
    assert!(
        ran.stdout.contains("-    port: 80\n+    port: 81\n"),
        "{}",
        ran.stdout
    );
}

#[test]
fn keep_edited_refuses_a_mixture_that_does_not_fit_together() {
    let bundle = Bundle::new();
    // The kept Service still points to a port by the name that goes.
    bundle.edit(
        "base/service.yaml",
        "type: ClusterIP",
        "type: ClusterIP # mine",
    );
    bundle.edit("kwgen.yaml", "- http:8080", "- web:8080");
    let before = bundle.tree();
    let ran = bundle.update().args(["--keep-edited"]).run().ends_with(3);
    assert!(ran.stderr.contains("service"), "{}", ran.stderr);
    assert_eq!(bundle.tree(), before);
    // An edit that breaks its file is no better where kwgen itself has nothing to change in it.
    let bundle = Bundle::new();
    bundle.edit("base/service.yaml", "port: 80\n", "prt: 80\n");
    bundle.edit("kwgen.yaml", "replicas: 3", "replicas: 4");
    let before = bundle.tree();
    let ran = bundle.update().run().ends_with(3);
    assert!(
        ran.stderr.contains("payments/base/service.yaml"),
        "{}",
        ran.stderr
    );
    assert_eq!(bundle.tree(), before);
}

#[test]
fn force_takes_all_of_it_and_says_what_is_lost() {
    let bundle = Bundle::new();
    bundle.port(9090);
    bundle.update().run().ends_with(0);
    let whole = bundle.tree();
    bundle.edit(
        "base/service.yaml",
        "type: ClusterIP",
        "type: ClusterIP # mine",
    );
    fs::remove_file(bundle.path("base/poddisruptionbudget.yaml")).unwrap();
    let both = ["--force", "--keep-edited"];
    bundle.update().args(both).run().ends_with(2);
    let ran = bundle.update().args(["--force"]).run().ends_with(0);
    assert!(
        ran.stderr
            .contains("payments/base/service.yaml: overwritten"),
        "{}",
        ran.stderr
    );
    assert_eq!(bundle.tree(), whole);
}

#[test]
fn whoever_made_the_change_that_kwgen_wants_is_in_nobodys_way() {
    let bundle = Bundle::new();
    bundle.edit("base/service.yaml", "port: 80\n", "port: 81\n");
    bundle.edit("kwgen.yaml", "- http:8080", "- http:81:8080");
    bundle.update().run().ends_with(0);
    bundle.update().args(["--check"]).run().ends_with(0);
}

#[test]
fn a_file_that_its_owner_deleted_stays_away_until_force() {
    let bundle = Bundle::new();
    fs::remove_file(bundle.path("base/service.yaml")).unwrap();
    let ran = bundle.update().run().ends_with(0);
    assert!(
        ran.stderr.contains("service.yaml: deleted by hand"),
        "{}",
        ran.stderr
    );
    assert_eq!(
        bundle.update().args(["--check"]).run().ends_with(0).stderr,
        ""
    );
    // While the kustomization names it, whatever is written would not build.
    bundle.edit("kwgen.yaml", "replicas: 3", "replicas: 4");
    let before = bundle.tree();
    let ran = bundle.update().run().ends_with(3);
    assert!(
        ran.stderr
            .contains("base/kustomization.yaml names service.yaml"),
        "{}",
        ran.stderr
    );
    assert_eq!(bundle.tree(), before);
    bundle.edit("base/kustomization.yaml", "- service.yaml\n", "");
    bundle.update().run().ends_with(0);
    assert!(!bundle.path("base/service.yaml").exists());
    assert!(
        bundle
            .read("base/deployment.yaml")
            .contains("replicas: 4\n")
    );
    bundle.update().args(["--force"]).run().ends_with(0);
    assert!(bundle.path("base/service.yaml").exists());
}

#[test]
fn a_deleted_file_that_would_change_stops_the_update() {
    let bundle = Bundle::new();
    fs::remove_file(bundle.path("base/networkpolicy.yaml")).unwrap();
    bundle.port(9090);
    let before = bundle.tree();
    let ran = bundle.update().run().ends_with(3);
    assert!(
        ran.stderr.contains("it was deleted by hand"),
        "{}",
        ran.stderr
    );
    assert!(ran.stdout.contains("(deleted by hand)"), "{}", ran.stdout);
    assert_eq!(bundle.tree(), before);
}

#[test]
fn a_file_that_its_owner_added_is_never_touched() {
    let bundle = Bundle::new();
    fs::write(bundle.path("base/mine.yaml"), "mine: 1\n").unwrap();
    bundle.port(9090);
    bundle.update().args(["--force"]).run().ends_with(0);
    assert_eq!(bundle.read("base/mine.yaml"), "mine: 1\n");
}

#[test]
fn what_is_rendered_no_more_goes_with_its_empty_folder_unless_it_was_edited() {
    let bundle = Bundle::new();
    bundle.edit(
        "kwgen.yaml",
        "namespace: payments\n",
        "namespace: payments\nownNamespace: true\n",
    );
    bundle.update().run().ends_with(0);
    assert!(bundle.path("namespace/namespace.yaml").exists());
    let whole = bundle.tree();
    bundle.edit("kwgen.yaml", "ownNamespace: true", "ownNamespace: false");
    bundle.edit(
        "namespace/limitrange.yaml",
        "kind: LimitRange",
        "kind: LimitRange # mine",
    );
    let before = bundle.tree();
    let ran = bundle.update().run().ends_with(3);
    assert!(
        ran.stdout.contains("(kwgen would remove)"),
        "{}",
        ran.stdout
    );
    assert_eq!(bundle.tree(), before);
    bundle.update().args(["--keep-edited"]).run().ends_with(0);
    let left: Vec<String> = bundle.tree().into_iter().map(|file| file.0).collect();
    assert_eq!(
        left.iter()
            .filter(|path| path.starts_with("namespace/"))
            .count(),
        1
    );
    // It is its owner's now, and in nobody's way.
    bundle.update().args(["--check"]).run().ends_with(0);

    for (path, text) in &whole {
        fs::create_dir_all(bundle.path(path).parent().unwrap()).unwrap();
        fs::write(bundle.path(path), text).unwrap();
    }
    bundle.edit("kwgen.yaml", "ownNamespace: true", "ownNamespace: false");
    bundle.update().run().ends_with(0);
    assert!(!bundle.path("namespace").exists());
}

#[test]
fn a_checkout_with_other_line_ends_is_current_and_can_be_updated() {
    let bundle = Bundle::new();
    for (path, text) in bundle.tree() {
        fs::write(bundle.path(&path), text.replace('\n', "\r\n")).unwrap();
    }
    let before = bundle.moments();
    bundle.update().args(["--check"]).run().ends_with(0);
    bundle.update().run().ends_with(0);
    assert_eq!(bundle.moments(), before);
    bundle.edit("kwgen.yaml", "- http:8080", "- http:9090");
    bundle.update().run().ends_with(0);
    assert!(
        bundle
            .read("base/networkpolicy.yaml")
            .contains("port: 9090\n")
    );
}

#[test]
fn a_file_that_lost_its_last_line_break_was_edited() {
    let bundle = Bundle::new();
    let text = bundle.read("base/networkpolicy.yaml");
    fs::write(bundle.path("base/networkpolicy.yaml"), text.trim_end()).unwrap();
    bundle.update().args(["--check"]).run().ends_with(0);
    bundle.port(9090);
    bundle.update().run().ends_with(3);
}

#[test]
fn a_dry_run_shows_a_patch_that_git_takes_and_touches_nothing() {
    let bundle = Bundle::new();
    bundle.port(9090);
    bundle.edit(
        "kwgen.yaml",
        "namespace: payments\n",
        "namespace: payments\nownNamespace: true\n",
    );
    let before = bundle.moments();
    let ran = bundle.update().args(["--dry-run"]).run().ends_with(0);
    assert_eq!(bundle.moments(), before);
    let patch = bundle.base.path().join("patch");
    fs::write(&patch, &ran.stdout).unwrap();
    let applied = std::process::Command::new("git")
        .args(["apply", "--whitespace=nowarn", "../patch"])
        .current_dir(bundle.path(""))
        .env("GIT_CEILING_DIRECTORIES", bundle.base.path())
        .output()
        .expect("git");
    assert!(
        applied.status.success(),
        "{}",
        String::from_utf8_lossy(&applied.stderr)
    );
    let files = |tree: Vec<(String, String)>| -> Vec<_> {
        tree.into_iter()
            .filter(|file| file.0 != "kwgen.lock")
            .collect()
    };
    let patched = files(bundle.tree());
    bundle.update().args(["--diff"]).run().ends_with(0);
    assert!(files(bundle.tree()) == patched);
}

#[test]
fn check_names_what_drifted_and_writes_nothing() {
    let bundle = Bundle::new();
    bundle.port(9090);
    let before = bundle.moments();
    let ran = bundle.update().args(["--check"]).run().ends_with(1);
    assert!(
        ran.stderr
            .contains("payments/base/networkpolicy.yaml: not current"),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains("base/service.yaml"), "{}", ran.stderr);
    assert_eq!(bundle.moments(), before);
}

#[test]
fn an_exception_that_has_ended_is_told_by_check_and_changes_nothing_but_its_day() {
    let bundle = Bundle::new();
    let answers = bundle.read("kwgen.yaml");
    let with = |until: &str| {
        let exception =
            format!("accept:\n- {{rule: few-replicas, reason: because, until: {until}}}\n");
        std::fs::write(bundle.path("kwgen.yaml"), format!("{answers}\n{exception}")).unwrap();
        bundle.update().run().ends_with(0);
        bundle.read("base/deployment.yaml")
    };
    let open = with("2999-12-31");
    bundle.update().args(["--check"]).run().ends_with(0);
    let over = with("2020-01-31");
    assert!(over.contains("because (until 2020-01-31)"), "{over}");
    assert_eq!(open.replace("2999-12-31", "2020-01-31"), over);
    let ran = bundle.update().args(["--check"]).run().ends_with(1);
    assert!(
        ran.stderr.contains("few-replicas expired on 2020-01-31"),
        "{}",
        ran.stderr
    );
    bundle.update().run().ends_with(0);
}
