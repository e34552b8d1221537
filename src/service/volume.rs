//! Names of volumes: one for each, made from what it is for.

use crate::bundle::short_hash;

/// The most characters of a name.
const LONGEST: usize = 63;

/// The names that are taken.
#[derive(Debug, Default)]
pub(super) struct VolumeNames(Vec<String>);

impl VolumeNames {
    /// Names that begin with those of claims and of the configuration.
    pub(super) fn new(taken: impl Iterator<Item = String>) -> Self {
        Self(taken.chain(["config".to_owned()]).collect())
    }

    /// A name for `text`, a path or a name: a DNS label that no other volume has.
    pub(super) fn take(&mut self, text: &str) -> String {
        let plain = label(text);
        let is_free = |name: &str| !name.is_empty() && !self.0.iter().any(|known| known == name);
        let name = if plain.len() <= LONGEST && is_free(&plain) {
            plain
        } else {
            let hash = short_hash(text.as_bytes());
            let room = LONGEST - hash.len() - 1;
            let stem = plain.get(..plain.len().min(room)).unwrap_or_default();
            let stem = stem.trim_end_matches('-');
            let stem = if stem.is_empty() { "volume" } else { stem };
            format!("{stem}-{hash}")
        };
        self.0.push(name.clone());
        name
    }
}

/// Lower-case letters and digits, with a dash for each run of anything else.
fn label(text: &str) -> String {
    let mut name = String::new();
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            name.push(character.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    name.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::DnsLabel;

    #[test]
    fn paths_that_look_alike_get_names_of_their_own() {
        let mut names = VolumeNames::new(["data".to_owned()].into_iter());
        let long = format!("/{}", "a/".repeat(60));
        let texts = [
            "/tmp",
            "/a/b",
            "/a-b",
            "/\u{6570}\u{636e}",
            "/data",
            "/config",
            &long,
        ];
        let taken: Vec<String> = texts.iter().map(|text| names.take(text)).collect();
        assert_eq!(&taken[..2], ["tmp", "a-b"]);
        for (at, name) in taken.iter().enumerate() {
            assert!(DnsLabel::parse(name).is_ok(), "{name}");
            assert!(
                !taken[..at].contains(name) && name != "data" && name != "config",
                "{name}"
            );
        }
    }
}
