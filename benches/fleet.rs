//! Ten thousand different services through render and validation on all cores: how many a second,
//! how much memory, and whether the bytes depend on the number of threads. Another number of
//! services: `cargo bench --bench fleet -- 500`.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that cannot go on should stop, and it is there to print"
)]

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use kwgen::bundle::sha256_hex;
use kwgen::pack::Pack;

/// How many services, unless an argument says.
const SERVICES: usize = 10_000;

fn main() {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let pack = Pack::built_in().expect("the pack loads");
    let services = std::env::args()
        .find_map(|arg| arg.parse().ok())
        .unwrap_or(SERVICES);
    println!("{services} services, {cores} cores");
    // A tenth first: memory that grows with the number of services would show.
    run(&pack, services / 10, cores);
    let many = run(&pack, services, cores);
    let one = run(&pack, services, 1);
    assert!(many == one, "the bytes depend on the number of threads");
    println!("the same bytes with {cores} threads and with one: {many}");
}

/// Composes `services` services on `threads` threads, prints what it took, and returns one hash of all bytes.
fn run(pack: &Pack, services: usize, threads: usize) -> String {
    let next = AtomicUsize::new(0);
    let start = Instant::now();
    let mut hashes: Vec<(usize, String)> = thread::scope(|scope| {
        let work = || {
            let mut own = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= services {
                    return own;
                }
                let composed = support::compose(pack, &support::answers_of(at));
                let mut all = String::new();
                for file in &composed.files {
                    all.push_str(&file.path);
                    all.push_str(&file.text);
                }
                own.push((at, sha256_hex(all.as_bytes())));
            }
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("a worker ends"))
            .collect()
    });
    let seconds = start.elapsed().as_secs_f64();
    hashes.sort();
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    let rate = services as f64 / seconds;
    println!(
        "{services:>6} services on {threads} threads: {seconds:6.2} s, {rate:6.0} bundles/s, peak {} MiB",
        peak_mib().map_or_else(|| "?".to_owned(), |peak| format!("{peak:.1}")),
    );
    sha256_hex(
        hashes
            .into_iter()
            .map(|(_, hash)| hash)
            .collect::<String>()
            .as_bytes(),
    )
}

/// The most memory this process ever had, where the system tells.
fn peak_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024.0)
}
