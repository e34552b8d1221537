//! Rights in the Kubernetes API, RAM roles, variables from Secrets.
#![no_main]

use kwgen::value::{Access, RamRole, SecretEnv};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(value) = Access::parse(text) {
        let again = Access::parse(&value.to_string());
        assert_eq!(again, Ok(value), "its own text is read back");
    }
    if let Ok(value) = RamRole::parse(text) {
        let again = RamRole::parse(&value.to_string());
        assert_eq!(again, Ok(value), "its own text is read back");
    }
    if let Ok(value) = SecretEnv::parse(text) {
        let again = SecretEnv::parse(&value.to_string());
        assert_eq!(again, Ok(value), "its own text is read back");
    }
});
