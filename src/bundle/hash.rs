//! Hashes of contents.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// The sha256 in 64 hex digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// The first 8 hex digits of the sha256: enough to tell contents of one object apart.
pub fn short_hash(bytes: &[u8]) -> String {
    let mut hex = sha256_hex(bytes);
    hex.truncate(8);
    hex
}
