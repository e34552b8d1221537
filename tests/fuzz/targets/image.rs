//! Image references: what is accepted has a name, and its text is itself.
#![no_main]

use kwgen::value::Image;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(value) = Image::parse(text) {
        let again = Image::parse(&value.to_string()).map_err(|fault| (fault, value.to_string()));
        assert_eq!(again.as_ref(), Ok(&value), "its own text is read back");
        assert!(!value.name().is_empty());
        let _ = (value.host(), value.tag(), value.digest(), value.is_latest());
    }
});
