//! Schedules: what is accepted says so again, and whether it ever fires is decided.
#![no_main]

use kwgen::value::Schedule;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(value) = Schedule::parse(text) {
        let again = Schedule::parse(&value.to_string()).map_err(|fault| (fault, value.to_string()));
        assert_eq!(again.as_ref(), Ok(&value), "its own text is read back");
        let _ = value.never_fires();
    }
});
