//! `tree.yaml`: a tree that is loaded always leads to a controller.
#![no_main]

use kwgen::decide::Tree;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(tree) = Tree::load("tree.yaml", text) {
        for answer in [false, true] {
            assert!(
                tree.walk(|_| answer, None).is_some(),
                "a checked tree can be walked"
            );
        }
    }
});
