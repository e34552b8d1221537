//! Replicas and autoscale answer the same question: which of them counts, and what follows from it.

use serde_json::Value;

use crate::support::{folder, kwgen};

const IMAGE: &str = "registry.example.com/shop/payments:1.4.2";

/// The effective answers to both, of an answers file with more lines and of more arguments.
fn answers(lines: &str, args: &[&str]) -> (Value, Value) {
    let dir = folder();
    let text = format!(
        "apiVersion: kwgen/v1\nname: payments\nimage: {IMAGE}\nports: [http:8080]\n{lines}"
    );
    let ran = kwgen(dir.path())
        .args(["new", "--non-interactive", "--print-answers", "-o", "json"])
        .args(["--answers", "-"])
        .args(args.iter().copied())
        .stdin(text.as_str())
        .run()
        .ends_with(0);
    let report = ran.report();
    let of = |id: &str| {
        let all = report["answers"].as_array().expect("answers");
        let found = all.iter().find(|one| one["id"] == id);
        found.map_or(Value::Null, |one| one["value"].clone())
    };
    (of("autoscale"), of("replicas"))
}

#[test]
fn of_replicas_and_autoscale_the_stronger_layer_counts() {
    let range = Value::from("3..12@70%");
    let none = Value::from("none");
    let by = |lines: &str, args: &[&str]| answers(lines, args);
    assert_eq!(by("", &[]), (none.clone(), 3.into()));
    let scaled = (range.clone(), Value::Null);
    let flag = ["--autoscale", "3..12@70%cpu"];
    assert_eq!(by("replicas: 4\n", &flag), scaled);
    assert_eq!(by("preset: web\n", &flag), scaled);
    assert_eq!(
        by(
            "preset: database\nstorage: [20Gi@/data]\nautoscale: 3..12@70%\n",
            &[]
        ),
        scaled
    );
    let fixed = by("autoscale: 3..12@70%\n", &["--replicas", "4"]);
    assert_eq!(fixed, (none.clone(), 4.into()));
}

#[test]
fn none_contradicts_nothing() {
    let none = Value::from("none");
    let fixed = (none, Value::from(4));
    assert_eq!(answers("autoscale: none\nreplicas: 4\n", &[]), fixed);
    let flag = ["--autoscale", "none"];
    assert_eq!(answers("replicas: 4\n", &flag), fixed);
    let flags = ["--autoscale", "none", "--replicas", "4"];
    assert_eq!(answers("autoscale: 3..12@70%\n", &flags), fixed);
    // The layer below `none` does not come back.
    let (autoscale, replicas) = answers("autoscale: 3..12@70%\n", &flag);
    assert_eq!((autoscale, replicas), ("none".into(), 3.into()));
}

#[test]
fn the_summary_says_how_many_run_and_by_what() {
    let dir = folder();
    let new = |language: &str| {
        kwgen(dir.path())
            .args(["new", "payments", "--non-interactive", "--image", IMAGE])
            .args(["--port", "http:8080", "--autoscale", "3..12@70%,80%memory"])
            .args(["--dry-run", "--lang", language])
            .run()
            .ends_with(0)
            .stderr
    };
    let english = new("en");
    let english = english.replace("\n  ", " ");
    let said = "Between 3 and 12 pods run, as the load asks: 70% cpu, 80% memory of what";
    assert!(english.contains(said), "{english}");
    let chinese = new("zh-CN");
    assert!(chinese.contains("3 到 12 个"), "{chinese}");
}

#[test]
fn whatever_the_load_decides_runs_on_every_version() {
    for minor in ["1.25", "1.30", "1.37"] {
        let dir = folder();
        let ran = kwgen(dir.path())
            .args(["new", "payments", "--non-interactive", "--image", IMAGE])
            .args(["--port", "http:8080", "--autoscale", "2..40@70%,80%memory"])
            .args([
                "--architecture",
                "both",
                "--priority-class",
                "business-high",
            ])
            .args(["--kubernetes-version", minor, "--stdout"])
            .run()
            .ends_with(0);
        for part in [
            "kind: HorizontalPodAutoscaler",
            "kind: PodDisruptionBudget",
            "minReplicas: 2\n",
            "maxReplicas: 40\n",
            "topologySpreadConstraints:",
            "priorityClassName: business-high",
        ] {
            assert!(ran.stdout.contains(part), "{minor}: {part}");
        }
        assert!(!ran.stdout.contains("  replicas:"), "{minor}");
    }
}
