//! kwgen as a process: from exec to its end, as a person or a CI job sees it.

#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "a bench that cannot go on should stop"
)]

mod support;

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use tempfile::TempDir;

const NEW: [&str; 7] = [
    "new",
    "payments",
    "--non-interactive",
    "--image",
    "registry.example.com/shop/payments:1.4.2",
    "--port",
    "http:8080",
];

/// Runs kwgen in `dir` and tells how long it took.
fn run<S: AsRef<OsStr>>(dir: &Path, args: impl IntoIterator<Item = S>) -> Duration {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kwgen"));
    command
        .current_dir(dir)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("kwgen starts");
    let took = start.elapsed();
    assert!(status.success(), "{status}");
    took
}

fn start(criterion: &mut Criterion) {
    let dir = TempDir::new().expect("a folder");
    for flag in ["--version", "--help"] {
        criterion.bench_function(&format!("exec to {flag}"), |bencher| {
            bencher.iter_custom(|times| (0..times).map(|_| run(dir.path(), [flag])).sum());
        });
    }
    criterion.bench_function("exec to a stream", |bencher| {
        bencher.iter_custom(|times| {
            (0..times)
                .map(|_| run(dir.path(), NEW.iter().chain(&["--stdout"])))
                .sum()
        });
    });
    criterion.bench_function("exec to a written bundle", |bencher| {
        bencher.iter_custom(|times| {
            let mut took = Duration::ZERO;
            for _ in 0..times {
                took += run(dir.path(), NEW);
                fs::remove_dir_all(dir.path().join("payments")).expect("the bundle is there");
            }
            took
        });
    });
}

fn drift(criterion: &mut Criterion) {
    let dir = TempDir::new().expect("a folder");
    let mut paths = Vec::new();
    for at in 0..300 {
        let answers = dir.path().join("answers.yaml");
        fs::write(&answers, support::answers_of(at)).expect("written");
        let bundle = format!("bundle-{at}");
        run(
            dir.path(),
            [
                "new",
                "--non-interactive",
                "--answers",
                "answers.yaml",
                "--dir",
                &bundle,
            ],
        );
        paths.push(bundle);
    }
    let update = ["update"]
        .into_iter()
        .chain(paths.iter().map(String::as_str));
    run(dir.path(), update);
    let args: Vec<&str> = ["update", "--check"]
        .into_iter()
        .chain(paths.iter().map(String::as_str))
        .collect();
    criterion.bench_function("300 unchanged bundles checked for drift", |bencher| {
        bencher.iter_custom(|times| (0..times).map(|_| run(dir.path(), &args)).sum());
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = start, drift
}
criterion_main!(benches);
