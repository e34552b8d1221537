//! Paths inside a bundle.

use super::BundleFault;

/// Names that Windows gives to devices.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com1", "lpt1"];

/// Refuses a path that leaves the bundle, or that some file system cannot hold.
pub fn check_path(path: &str) -> Result<(), BundleFault> {
    let parts: Vec<&str> = path.split('/').collect();
    let is_device = |part: &str| {
        let stem = part.split('.').next().unwrap_or(part).to_ascii_lowercase();
        DEVICES.contains(&stem.as_str())
            || (stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")))
    };
    let sound = !path.is_empty()
        && path.len() <= 1024
        && !path.contains(['\\', ':', '\0'])
        && !path.chars().any(char::is_control)
        && parts.first() != Some(&".kwgen")
        && parts
            .iter()
            .all(|part| !part.is_empty() && *part != "." && *part != ".." && !is_device(part));
    if sound {
        Ok(())
    } else {
        Err(BundleFault::Path {
            path: path.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leaves_the_bundle() {
        for path in [
            "../a", "a/../b", "/a", "a//b", "", "a\\b", "C:a", "nul.yaml", ".kwgen/x", "a\0",
            "com3",
        ] {
            assert!(check_path(path).is_err(), "{path}");
        }
        for path in ["base/deployment.yaml", "README.md", "common/x.yaml"] {
            assert!(check_path(path).is_ok(), "{path}");
        }
    }
}
