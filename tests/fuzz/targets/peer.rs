//! Callers and dependencies.
#![no_main]

use kwgen::value::{Caller, Dependency};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(value) = Caller::parse(text) {
        let again = Caller::parse(&value.to_string()).map_err(|fault| (fault, value.to_string()));
        assert_eq!(again.as_ref(), Ok(&value), "its own text is read back");
    }
    if let Ok(value) = Dependency::parse(text) {
        let again =
            Dependency::parse(&value.to_string()).map_err(|fault| (fault, value.to_string()));
        assert_eq!(again.as_ref(), Ok(&value), "its own text is read back");
    }
});
