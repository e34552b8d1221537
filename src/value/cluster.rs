//! How an answer names a cluster: by its name, or by the path of its file.

use std::fmt;

use super::{DnsLabel, ValueFault};

/// A cluster as an answer names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClusterRef {
    /// `ack-hangzhou`: found by its name.
    Name(DnsLabel),
    /// `../clusters/ack-hangzhou.yaml`: the path of its file.
    Path(String),
}

impl ClusterRef {
    /// Judges a text: what has a slash or ends like a file is a path.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let is_path =
            text.contains(['/', '\\']) || [".yaml", ".yml"].iter().any(|end| text.ends_with(end));
        if is_path && !text.contains('\0') {
            return Ok(Self::Path(text.to_owned()));
        }
        DnsLabel::parse(text).map(Self::Name)
    }
}

impl fmt::Display for ClusterRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => name.fmt(f),
            Self::Path(path) => f.write_str(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_or_the_end_of_a_file_makes_a_path() {
        for text in ["ack.yaml", "../clusters/ack.yml", "clusters/ack", "C:\\ack"] {
            assert!(
                matches!(ClusterRef::parse(text), Ok(ClusterRef::Path(_))),
                "{text}"
            );
        }
        assert!(matches!(
            ClusterRef::parse("ack-hangzhou"),
            Ok(ClusterRef::Name(_))
        ));
        for text in ["-", "", "ACK Hangzhou"] {
            assert!(ClusterRef::parse(text).is_err(), "{text}");
        }
    }
}
