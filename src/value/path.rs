//! Absolute paths in a container.

use std::fmt;

use super::ValueFault;

/// `/var/cache/nginx`: absolute, without `..` or `:`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AbsolutePath(String);

impl AbsolutePath {
    /// Judges a text; a slash at the end is dropped.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let sound = text.starts_with('/')
            && text.len() > 1
            && text.len() <= 1024
            && !text.contains([':', '\0', '\n', '\r'])
            && !text.contains("//")
            && !text.split('/').any(|part| part == ".." || part == ".");
        if sound {
            Ok(Self(text.trim_end_matches('/').to_owned()))
        } else {
            Err(ValueFault::Path {
                text: text.to_owned(),
            })
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AbsolutePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
