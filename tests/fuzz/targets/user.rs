//! Users: `UID[:GID]`.
#![no_main]

use kwgen::value::UserId;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(value) = UserId::parse(text) {
        let again = UserId::parse(&value.to_string()).map_err(|fault| (fault, value.to_string()));
        assert_eq!(again.as_ref(), Ok(&value), "its own text is read back");
    }
});
