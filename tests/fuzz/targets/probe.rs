//! Probes: a path, a port, a command.
#![no_main]

use kwgen::value::Probe;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(value) = Probe::parse(text) {
        let again = Probe::parse(&value.to_string()).map_err(|fault| (fault, value.to_string()));
        assert_eq!(again.as_ref(), Ok(&value), "its own text is read back");
    }
});
