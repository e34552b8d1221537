//! The JSON of `docker image inspect` and `crane config`.
#![no_main]

use kwgen::evidence;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = evidence::read_image_config("image.json", text);
});
