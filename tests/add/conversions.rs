//! What becomes of a flat `kwgen.yaml`, to the letter: `tests/add/conversions` holds each with what it is
//! after `--add worker`. `KWGEN_BLESS=1` rewrites them.

use std::fs;
use std::path::PathBuf;

use super::{add, changed, files, is_current, read};
use crate::support::{folder, kwgen, repository};

const PART: &str = "# ---- becomes ----\n";

fn all() -> Vec<PathBuf> {
    let entries = fs::read_dir(repository("tests/add/conversions")).expect("a folder");
    let mut all: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    all.sort();
    all
}

#[test]
fn a_flat_file_is_converted_with_every_comment() {
    for path in all() {
        let whole = fs::read_to_string(&path).expect("a case");
        let (flat, expected) = whole.split_once(PART).unwrap_or((&whole, ""));
        let base = folder();
        let dir = base.path().join("payments");
        fs::create_dir(&dir).expect("a folder");
        fs::write(dir.join("kwgen.yaml"), flat).expect("a file");
        kwgen(base.path())
            .args(["update", "payments"])
            .run()
            .ends_with(0);
        let before = files(base.path());
        let ran = add(base.path(), "worker")
            .args(["--preset", "worker"])
            .run();
        assert_eq!(ran.code, 0, "{}: {}", path.display(), ran.stderr);
        let found = read(base.path(), "kwgen.yaml");
        assert_eq!(
            changed(&before, &files(base.path())),
            None,
            "{}",
            path.display()
        );
        is_current(base.path());
        for line in flat.lines().filter(|line| line.contains('#')) {
            let comment = line.split_once('#').map_or("", |(_, comment)| comment);
            assert!(
                found.contains(comment),
                "{}: {comment} is lost",
                path.display()
            );
        }
        if std::env::var_os("KWGEN_BLESS").is_some() {
            fs::write(&path, format!("{flat}{PART}{found}")).expect("a golden");
        } else {
            assert_eq!(found, expected, "{}", path.display());
        }
    }
}

#[test]
fn line_ends_and_a_missing_last_one_stay_as_they_are() {
    let flat = format!(
        "apiVersion: kwgen/v1\r\nname: payments\r\nimage: {}\r\nports: none  # none yet",
        super::IMAGE
    );
    let base = folder();
    let dir = base.path().join("payments");
    fs::create_dir(&dir).expect("a folder");
    fs::write(dir.join("kwgen.yaml"), flat).expect("a file");
    add(base.path(), "worker")
        .args(["--port", "none"])
        .run()
        .ends_with(0);
    let found = read(base.path(), "kwgen.yaml");
    assert_eq!(
        found.matches('\n').count(),
        found.matches("\r\n").count(),
        "{found:?}"
    );
    assert!(
        found.contains("    ports: none  # none yet\r\n  worker:\r\n"),
        "{found:?}"
    );
}
