//! Writing: all of it or nothing, whatever stops it and whatever is in the way.

mod directory;
mod failure;
mod in_the_way;
mod kill;
mod two_runs;

use std::path::Path;

use crate::support::{Kwgen, kwgen};

/// `kwgen new payments` in `dir`.
pub(crate) fn new(dir: &Path) -> Kwgen {
    kwgen(dir).args([
        "new",
        "payments",
        "--non-interactive",
        "--image",
        "registry.example.com/shop/payments:1.4.2",
        "--port",
        "http:8080",
    ])
}
