//! Snapshots: whatever is in one, the file that is made of it is sound.
#![no_main]

use kwgen::cluster::{read, read_snapshot, write};
use kwgen::text::Language;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(seen) = read_snapshot("snapshot.json", text) {
        for language in [Language::En, Language::Zh] {
            let file = write("fuzzed", &seen, language);
            assert!(read("fuzzed.yaml", &file).is_ok(), "{file}");
        }
    }
});
