//! Paths inside a bundle: none leaves it, and each is one file on every file system.

use std::collections::BTreeMap;

use super::BundleFault;

/// Names that Windows gives to devices, whatever their extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// Folders that are never a bundle's: our own, and git's, whose hooks are run.
const RESERVED: [&str; 3] = [".kwgen", ".git", "git~1"];

/// Refuses a path that leaves the bundle, or that some file system cannot hold.
pub fn check_path(path: &str) -> Result<(), BundleFault> {
    if path.len() <= 1024 && path.split('/').all(is_sound) {
        Ok(())
    } else {
        Err(BundleFault::Path {
            path: path.to_owned(),
        })
    }
}

/// Refuses paths of which two are one where case does not count, or one is the folder of another.
pub fn check_paths<'p>(paths: impl Iterator<Item = &'p str>) -> Result<(), BundleFault> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let collision = |path: &str, other: &str| BundleFault::Collision {
        path: path.to_owned(),
        other: other.to_owned(),
    };
    for path in paths {
        check_path(path)?;
        if let Some(other) = seen.insert(path.to_ascii_lowercase(), path) {
            return Err(collision(path, other));
        }
    }
    for (folded, path) in &seen {
        let mut folders = folded.match_indices('/').map(|(at, _)| &folded[..at]);
        if let Some(other) = folders.find_map(|folder| seen.get(folder)) {
            return Err(collision(path, other));
        }
    }
    Ok(())
}

fn is_sound(part: &str) -> bool {
    let folded = part.to_ascii_lowercase();
    let stem = folded.split('.').next().unwrap_or_default().trim_end();
    !part.is_empty()
        && part.len() <= 255
        && !part.ends_with(['.', ' '])
        && !part.starts_with(' ')
        && part.chars().all(is_sound_character)
        && !RESERVED.contains(&folded.as_str())
        && !DEVICES.contains(&stem)
        && !is_port(stem)
}

/// Beyond ASCII only Han: any other character may be spelt in two ways (é is one or two code
/// points), which some file systems take for the same name and some for another.
fn is_sound_character(character: char) -> bool {
    match character {
        '\\' | ':' | '<' | '>' | '"' | '|' | '?' | '*' => false,
        ' '..='~' => true,
        _ => matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'),
    }
}

/// `com1`, `lpt9` and the like.
fn is_port(stem: &str) -> bool {
    ["com", "lpt"].iter().any(|port| {
        stem.strip_prefix(port)
            .is_some_and(|rest| rest.len() == 1 && rest.chars().all(|one| one.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leaves_the_bundle_or_is_another_one_elsewhere() {
        let long = "a".repeat(256);
        for path in [
            "../a",
            "a/../b",
            "/a",
            "a//b",
            "a/",
            "",
            ".",
            "a/.",
            "a\\b",
            "C:a",
            "nul.yaml",
            "NUL",
            "aux .txt",
            "con",
            "base/COM1.yaml",
            "lpt0",
            "conin$",
            ".kwgen/x",
            ".KWGEN/x",
            ".git/hooks/pre-commit",
            "base/.Git/config",
            "git~1/x",
            "a\0",
            "a\nb",
            "a\u{7f}",
            "a.",
            "a ",
            " a",
            "a*",
            "what?",
            "caf\u{e9}",
            "cafe\u{301}",
            "\u{ff0e}\u{ff0e}/a",
            "a\u{202e}b",
            &long,
        ] {
            assert!(check_path(path).is_err(), "{path:?}");
        }
        for path in [
            "base/deployment.yaml",
            "README.md",
            "common/x.yaml",
            "com10",
            ".gitignore",
            "base/a b.yaml",
            "base/支付.yaml",
            "...a",
        ] {
            assert!(check_path(path).is_ok(), "{path:?}");
        }
    }

    #[test]
    fn two_paths_are_never_one_file() {
        let check = |paths: &[&str]| check_paths(paths.iter().copied());
        assert!(check(&["base/a", "base/b", "base.yaml"]).is_ok());
        assert!(check(&["base/A", "base/a"]).is_err());
        assert!(check(&["README.md", "readme.md"]).is_err());
        assert!(check(&["base", "base/a"]).is_err());
        assert!(check(&["BASE/x/a", "base/x", "base0"]).is_err());
        assert!(check(&["a", "a"]).is_err());
    }
}
