//! Storage, writable paths, paths of the node, Secrets as files and as variables, absolute paths.
#![no_main]

use kwgen::value::{AbsolutePath, HostPath, SecretEnv, SecretMount, Storage, WritablePath};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(value) = AbsolutePath::parse(text) {
        let again =
            AbsolutePath::parse(&value.to_string()).map_err(|fault| (fault, value.to_string()));
        assert_eq!(again.as_ref(), Ok(&value), "its own text is read back");
    }
    if let Ok(value) = HostPath::parse(text) {
        let again = HostPath::parse(&value.to_string()).map_err(|fault| (fault, value.to_string()));
        assert_eq!(again.as_ref(), Ok(&value), "its own text is read back");
    }
    if let Ok(value) = SecretEnv::parse(text) {
        let again =
            SecretEnv::parse(&value.to_string()).map_err(|fault| (fault, value.to_string()));
        assert_eq!(again.as_ref(), Ok(&value), "its own text is read back");
    }
    if let Ok(value) = SecretMount::parse(text) {
        let again =
            SecretMount::parse(&value.to_string()).map_err(|fault| (fault, value.to_string()));
        assert_eq!(again.as_ref(), Ok(&value), "its own text is read back");
    }
    if let Ok(value) = Storage::parse(text) {
        let again = Storage::parse(&value.to_string()).map_err(|fault| (fault, value.to_string()));
        assert_eq!(again.as_ref(), Ok(&value), "its own text is read back");
    }
    if let Ok(value) = WritablePath::parse(text) {
        let again =
            WritablePath::parse(&value.to_string()).map_err(|fault| (fault, value.to_string()));
        assert_eq!(again.as_ref(), Ok(&value), "its own text is read back");
    }
});
