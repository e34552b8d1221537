//! Dockerfiles, and what follows from them.
#![no_main]

use kwgen::evidence;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = evidence::read_dockerfile("Dockerfile", text);
});
