//! Quantities.
#![no_main]

use kwgen::value::Quantity;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(value) = Quantity::parse(text) {
        let again = Quantity::parse(&value.to_string()).map_err(|fault| (fault, value.to_string()));
        assert_eq!(again.as_ref(), Ok(&value), "its own text is read back");
        let _ = (value.bytes(), value.milli());
    }
    let _ = Quantity::parse_positive(text);
});
