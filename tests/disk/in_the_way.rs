//! What lies where a file would go.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use super::new;
use crate::support::{folder, kwgen, tree};

/// Makes a FIFO; opening it for reading would never return.
fn fifo(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().expect("mkfifo");
    assert!(made.success());
}

#[test]
fn a_file_that_kwgen_did_not_write_is_refused_and_overwritten_with_force_only() {
    for theirs in [&b"mine\n"[..], b"\xff\xfe\x00", b"a\r\nb\r\n", b""] {
        let base = folder();
        let readme = base.path().join("payments/README.md");
        fs::create_dir(base.path().join("payments")).unwrap();
        fs::write(&readme, theirs).unwrap();
        let ran = new(base.path()).run().ends_with(3);
        assert!(ran.stderr.contains("payments/README.md"), "{}", ran.stderr);
        assert!(ran.stderr.contains("--force"), "{}", ran.stderr);
        assert_eq!(fs::read(&readme).unwrap(), theirs);
        assert_eq!(tree(base.path()).len(), 1);
        let ran = new(base.path()).args(["--force"]).run().ends_with(0);
        assert!(
            ran.stderr.contains("what was there is gone"),
            "{}",
            ran.stderr
        );
        assert!(fs::read_to_string(&readme).unwrap().starts_with('#'));
    }
}

/// What it is called, and how it is made.
type Obstacle = (&'static str, fn(&Path));

#[test]
fn what_is_no_plain_file_stops_even_force() {
    let place: [Obstacle; 4] = [
        ("a FIFO", |path| fifo(path)),
        ("a folder", |path| fs::create_dir(path).unwrap()),
        ("a link", |path| symlink("elsewhere", path).unwrap()),
        ("a device", |path| symlink("/dev/zero", path).unwrap()),
    ];
    for name in [
        "README.md",
        "kwgen.yaml",
        "kwgen.lock",
        "base/service.yaml",
        "base",
    ] {
        for (what, make) in &place {
            let is_folder = *what == "a folder";
            if name == "base" && is_folder {
                continue;
            }
            let base = folder();
            let path = base.path().join("payments").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            make(&path);
            for force in [&[][..], &["--force"]] {
                let ran = new(base.path()).args(force.iter().copied()).run();
                assert_eq!(ran.code, 3, "{what} at {name}: {}", ran.stderr);
                assert!(
                    ran.stderr.contains("move it away"),
                    "{what} at {name}: {}",
                    ran.stderr
                );
            }
            let ran = kwgen(base.path())
                .args(["update", "payments", "--force"])
                .run();
            assert!(
                [2, 3].contains(&ran.code),
                "{what} at {name}: {}",
                ran.stderr
            );
            assert!(
                !base.path().join("payments/elsewhere").exists(),
                "{what} at {name}"
            );
        }
    }
}

#[test]
fn a_link_that_leads_out_is_never_followed() {
    let (base, outside) = (folder(), folder());
    new(base.path()).run().ends_with(0);
    let dir = base.path().join("payments");
    fs::rename(dir.join("base"), outside.path().join("base")).unwrap();
    symlink(outside.path().join("base"), dir.join("base")).unwrap();
    let before = tree(outside.path());
    let answers = dir.join("kwgen.yaml");
    let text = fs::read_to_string(&answers).unwrap();
    fs::write(&answers, text.replace("http:8080", "http:9090")).unwrap();
    for flag in ["--keep-edited", "--force"] {
        kwgen(base.path())
            .args(["update", "payments", flag])
            .run()
            .ends_with(3);
    }
    assert_eq!(tree(outside.path()), before);
}

#[test]
fn a_stage_that_is_a_link_is_never_followed() {
    let (base, outside) = (folder(), folder());
    fs::create_dir(outside.path().join("files")).unwrap();
    fs::create_dir(base.path().join("payments")).unwrap();
    symlink(outside.path(), base.path().join("payments/.kwgen")).unwrap();
    new(base.path()).run().ends_with(3);
    assert!(outside.path().join("files").exists());
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
}
