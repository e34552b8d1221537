//! Cluster files: what is read says itself again, and no text makes it panic.
#![no_main]

use kwgen::cluster::{Setting, read};
use kwgen::pack::Pack;
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

fn pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| Pack::built_in().expect("the pack"))
}

fuzz_target!(|text: &str| {
    if let Ok(cluster) = read("cluster.yaml", text) {
        assert_eq!(cluster.digest.len(), 64);
        let setting = Setting::new(&pack().facts, Some(&cluster));
        for name in cluster.dependency_names() {
            assert!(setting.dependency(name).is_some_and(|targets| !targets.is_empty()));
        }
    }
});
