//! From a fixed number of replicas to an autoscaler and back: the files alone would take a service down.

use serde_json::Value;

use super::Bundle;

const FIXED: &str =
    "# Guessed: The load is unknown, and so is whether several may run at once.\nreplicas: 3\n";
const SCALED: &str = "autoscale: 3..12@70%\n";
const EDIT: &str = "kubectl -n payments apply edit-last-applied deployment/payments";

fn ids(report: &Value) -> Vec<&str> {
    let warnings = report["warnings"].as_array().expect("warnings");
    warnings
        .iter()
        .map(|one| one["id"].as_str().expect("an id"))
        .filter(|id| id.starts_with("cli."))
        .collect()
}

#[test]
fn an_autoscaler_that_takes_over_comes_with_what_to_do_before_the_apply() {
    let bundle = Bundle::new();
    bundle.edit("kwgen.yaml", FIXED, SCALED);
    let dry = bundle.update().args(["--dry-run"]).run().ends_with(0);
    assert!(dry.stderr.contains(EDIT), "{}", dry.stderr);
    let ran = bundle.update().run().ends_with(0);
    assert!(ran.stderr.contains("scales it down to 1"), "{}", ran.stderr);
    assert!(ran.stderr.contains(EDIT), "{}", ran.stderr);
    let deployment = bundle.read("base/deployment.yaml");
    assert!(!deployment.contains("\n  replicas:"), "{deployment}");
    let autoscaler = bundle.read("base/horizontalpodautoscaler.yaml");
    assert!(autoscaler.contains("minReplicas: 3\n"), "{autoscaler}");
    assert!(bundle.read("README.md").contains(EDIT));
    let again = bundle.update().run().ends_with(0);
    assert!(!again.stderr.contains(EDIT), "{}", again.stderr);
}

#[test]
fn an_autoscaler_that_goes_must_be_deleted_by_hand() {
    let bundle = Bundle::new();
    bundle.edit("kwgen.yaml", FIXED, SCALED);
    bundle.update().run().ends_with(0);
    bundle.edit("kwgen.yaml", SCALED, "replicas: 4\n");
    let report = bundle.update().args(["-o", "json"]).run().ends_with(0);
    let report = report.report();
    assert_eq!(ids(&report), ["cli.autoscaler-stays"]);
    let help = report["warnings"].to_string();
    assert!(
        help.contains("kubectl -n payments delete hpa/payments"),
        "{help}"
    );
    assert!(!bundle.path("base/horizontalpodautoscaler.yaml").exists());
    assert!(
        bundle
            .read("base/deployment.yaml")
            .contains("replicas: 4\n")
    );
}

#[test]
fn a_single_replica_and_another_number_need_no_care() {
    let bundle = Bundle::new();
    bundle.edit("kwgen.yaml", FIXED, "replicas: 1\n");
    let fewer = bundle.update().args(["-o", "json"]).run().ends_with(0);
    assert_eq!(ids(&fewer.report()), [""; 0]);
    bundle.edit("kwgen.yaml", "replicas: 1\n", SCALED);
    let scaled = bundle.update().args(["-o", "json"]).run().ends_with(0);
    assert_eq!(ids(&scaled.report()), [""; 0]);
}

#[test]
fn new_over_an_old_bundle_says_it_too() {
    let bundle = Bundle::new();
    let new = crate::disk::new(bundle.base.path());
    let args = ["--autoscale", "3..12@70%", "--force", "-o", "json"];
    let ran = new.args(args).run().ends_with(0);
    assert_eq!(ids(&ran.report()), ["cli.replicas-dropped"]);
}
