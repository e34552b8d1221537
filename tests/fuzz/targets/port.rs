//! Ports: `NAME:NUMBER[:SERVICE][/PROTOCOL]`.
#![no_main]

use kwgen::value::Port;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(value) = Port::parse(text) {
        let again = Port::parse(&value.to_string()).map_err(|fault| (fault, value.to_string()));
        assert_eq!(again.as_ref(), Ok(&value), "its own text is read back");
    }
});
