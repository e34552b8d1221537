//! Services to measure with: any number of them, no two alike, over all five controllers.

#![allow(dead_code, reason = "each bench uses a part of it")]

use std::fmt::Write as _;

use kwgen::answers;
use kwgen::compose::{Composed, Layers, compose_layers};
use kwgen::pack::Pack;

/// The answers of the least service.
pub(crate) const LEAST: &str = "apiVersion: kwgen/v1\n\
    name: payments\n\
    image: registry.example.com/shop/payments:1.4.2\n\
    ports: http:8080\n";

/// The answers file of service number `at`.
pub(crate) fn answers_of(at: usize) -> String {
    let mut text = format!(
        "apiVersion: kwgen/v1\n\
         name: service-{at:05}\n\
         namespace: team-{}\n\
         owner: team-{}\n\
         image: registry.example.com/team-{}/service-{at:05}:1.{}.{}@sha256:{:064x}\n\
         memory: {}Mi\n\
         cpu: {}m\n\
         env: {{LOG_LEVEL: {}, SHARD: \"{at}\", GREETING: \"service {at}: 你好\"}}\n",
        at % 97,
        at % 31,
        at % 31,
        at % 40,
        at % 10,
        at + 1,
        128 + at % 29 * 32,
        50 + at % 17 * 25,
        ["info", "debug", "warn"][at % 3],
    );
    match at % 5 {
        0 => deployment(at, &mut text),
        1 => stateful_set(at, &mut text),
        2 => daemon_set(at, &mut text),
        3 => job(at, &mut text),
        _ => cron_job(at, &mut text),
    }
    if at.is_multiple_of(4) {
        text.push_str("secrets: [shop-db, tls@/etc/tls]\n");
    }
    if at.is_multiple_of(6) {
        text.push_str("proseLang: zh-CN\n");
    }
    if at.is_multiple_of(7) {
        let _ = writeln!(
            text,
            "config:\n  app.yaml: |\n    shard: {at}\n    level: info"
        );
    }
    text
}

fn network(at: usize, text: &mut String) {
    let _ = writeln!(
        text,
        "ports: [\"http:{}\", \"grpc:9090/TCP\"]\n\
         metricsPort: {}\n\
         callers: [checkout-{}@shop, gateway@edge]\n\
         dependencies: [ledger@ledger:8080, 10.{}.0.0/16:5432]\n\
         readiness: /ready",
        8000 + at % 900,
        9100 + at % 50,
        at % 13,
        at % 200,
    );
}

fn deployment(at: usize, text: &mut String) {
    if at.is_multiple_of(2) {
        text.push_str("preset: web\n");
    }
    network(at, text);
    let _ = writeln!(
        text,
        "replicas: {}\nruntime: {}",
        1 + at % 9,
        ["jvm", "node", "go"][at % 3]
    );
}

fn stateful_set(at: usize, text: &mut String) {
    network(at, text);
    let _ = writeln!(
        text,
        "stateful: true\nreplicas: {}\nstorage: [\"{}Gi@/data\"]",
        1 + at % 5,
        20 + at % 80,
    );
}

fn daemon_set(at: usize, text: &mut String) {
    network(at, text);
    let _ = writeln!(
        text,
        "perNode: true\nkubernetesVersion: \"1.{}\"",
        30 + at % 5
    );
}

fn job(at: usize, text: &mut String) {
    let _ = writeln!(
        text,
        "batch: true\ncommand: [migrate, \"--to={at}\"]\ncompletions: {}\ndependencies: [orders@shop:5432]",
        1 + at % 4,
    );
}

fn cron_job(at: usize, text: &mut String) {
    let _ = writeln!(
        text,
        "schedule: \"{} {} * * *\"\ntimeZone: Asia/Shanghai\ncommand: [settle]",
        at % 60,
        at % 24,
    );
}

/// From the text of an answers file to a composed service.
pub(crate) fn compose(pack: &Pack, text: &str) -> Composed {
    let (file, faults) = answers::read(&pack.questions, "kwgen.yaml", text);
    assert!(faults.is_empty(), "{faults:?}\n{text}");
    let preset = file.preset.as_ref().and_then(|(id, _)| pack.preset(id));
    let mut given = file.given;
    given.extend(preset.iter().flat_map(|preset| preset.layer()));
    let accept = &file.accept;
    let composed = compose_layers(
        pack,
        Layers {
            preset,
            given: &given,
            accept,
            cluster: None,
        },
    );
    assert!(composed.service.is_some(), "{:?}\n{text}", composed.faults);
    assert!(composed.faults.is_empty(), "{:?}\n{text}", composed.faults);
    let errors: Vec<_> = composed.errors().collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    composed
}
