//! Autoscaling: `MIN..MAX@CPU%`.
#![no_main]

use kwgen::value::Autoscale;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(value) = Autoscale::parse(text) {
        let again = Autoscale::parse(&value.to_string()).map_err(|fault| (fault, value.to_string()));
        assert_eq!(again.as_ref(), Ok(&value), "its own text is read back");
    }
});
