//! The stages of one bundle in process: the pack, YAML, answers → files → validated objects.

#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "a bench that cannot go on should stop"
)]

mod support;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kwgen::pack::Pack;
use kwgen::{manifest, yaml};

fn pack(criterion: &mut Criterion) {
    criterion.bench_function("load the built-in pack", |bencher| {
        bencher.iter(|| Pack::built_in().expect("the pack loads"));
    });
}

fn bundle(criterion: &mut Criterion) {
    let pack = Pack::built_in().expect("the pack loads");
    let mut group = criterion.benchmark_group("answers to a validated bundle");
    for (at, name) in ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"]
        .iter()
        .enumerate()
    {
        let text = support::answers_of(at);
        group.bench_function(*name, |bencher| {
            bencher.iter(|| support::compose(&pack, black_box(&text)));
        });
    }
    group.finish();
}

fn reading(criterion: &mut Criterion) {
    let pack = Pack::built_in().expect("the pack loads");
    let stream = support::compose(&pack, &support::answers_of(0)).stream();
    let mut group = criterion.benchmark_group("read");
    group.throughput(Throughput::Bytes(stream.len() as u64));
    group.bench_function("yaml", |bencher| {
        bencher.iter(|| yaml::read("stream", black_box(&stream)));
    });
    let table = kwgen::kubernetes::table(35);
    group.bench_function("typed objects", |bencher| {
        bencher.iter(|| manifest::read("stream", black_box(&stream), &table));
    });
    group.finish();
}

criterion_group!(benches, pack, bundle, reading);
criterion_main!(benches);
