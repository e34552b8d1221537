//! Several bundles in one run.

use std::fs;

use super::Bundle;
use crate::support::kwgen;

#[test]
fn each_bundle_is_judged_by_itself_and_the_worst_code_is_the_run_s() {
    let bundle = Bundle::new();
    let base = bundle.base.path();
    crate::disk::new(base)
        .args(["--dir", "other"])
        .run()
        .ends_with(0);
    fs::write(base.join("other/base/service.yaml"), "edited: true\n").unwrap();
    let answers = fs::read_to_string(base.join("other/kwgen.yaml")).unwrap();
    fs::write(
        base.join("other/kwgen.yaml"),
        answers.replace("- http:8080", "- http:81:9090"),
    )
    .unwrap();
    bundle.port(9090);
    let all = || kwgen(base).args(["update", "other", "payments", "missing", "-o", "json"]);
    let report = all().args(["--check"]).run().ends_with(2).report();
    assert_eq!(report["bundles"].as_array().unwrap().len(), 3);
    let ran = all().run().ends_with(3);
    let report = ran.report();
    assert_eq!(report["ok"], false);
    let of = |index: usize| &report["bundles"][index];
    assert_eq!(
        (&of(0)["dir"], &of(0)["ok"]),
        (&"other".into(), &false.into())
    );
    assert_eq!(of(0)["errors"][0]["file"], "other/base/service.yaml");
    assert_eq!(
        (&of(1)["dir"], &of(1)["ok"]),
        (&"payments".into(), &true.into())
    );
    assert_eq!(of(1)["errors"].as_array().unwrap().len(), 0);
    assert_eq!(of(2)["errors"][0]["id"], "cli.no-bundle");
    assert_eq!(report["errors"].as_array().unwrap().len(), 2);
    assert!(report.get("files").is_none());
    assert!(
        bundle
            .read("base/networkpolicy.yaml")
            .contains("port: 9090\n")
    );
    assert_eq!(ran.stderr, "");
}

#[test]
fn without_a_path_it_is_the_bundle_one_stands_in() {
    let bundle = Bundle::new();
    bundle.port(9090);
    kwgen(&bundle.path("")).args(["update"]).run().ends_with(0);
    bundle.update().args(["--check"]).run().ends_with(0);
    let ran = kwgen(&bundle.path("base"))
        .args(["update"])
        .run()
        .ends_with(2);
    assert!(ran.stderr.contains("has no kwgen.yaml"), "{}", ran.stderr);
}
