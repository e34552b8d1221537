//! Durations.
#![no_main]

use kwgen::value::Seconds;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(value) = Seconds::parse(text) {
        let again = Seconds::parse(&value.seconds().to_string());
        assert_eq!(again, Ok(value), "its seconds are read back");
    }
});
