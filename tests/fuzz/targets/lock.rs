//! `kwgen.lock`: what is read says itself again.
#![no_main]

use kwgen::bundle::{Lock, LockedFile, PackRef, check_path};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(lock) = Lock::parse("kwgen.lock", text) {
        let again = Lock::parse("kwgen.lock", &lock.to_string());
        assert_eq!(again.as_ref(), Ok(&lock));
    }
    let (path, pristine) = text.split_once('\n').unwrap_or(("a", text));
    if check_path(path).is_err() {
        return;
    }
    let word = || "x".to_owned();
    let lock = Lock {
        version: word(),
        pack: PackRef {
            name: word(),
            version: word(),
            digest: word(),
        },
        clusters: Vec::new(),
        files: vec![LockedFile::new(path.to_owned(), pristine.to_owned())],
    };
    let written = lock.to_string();
    let conflict = written
        .lines()
        .any(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> "));
    assert!(!conflict, "a pristine text is never taken for a conflict");
    assert_eq!(Lock::parse("kwgen.lock", &written), Ok(lock), "{written:?}");
});
