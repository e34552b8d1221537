//! Address blocks.
#![no_main]

use kwgen::value::Cidr;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(value) = Cidr::parse(text) {
        let again = Cidr::parse(&value.to_string()).map_err(|fault| (fault, value.to_string()));
        assert_eq!(again.as_ref(), Ok(&value), "its own text is read back");
        assert!(value.holds(&value), "a block holds itself");
        let _ = value.contains_metadata();
    }
});
