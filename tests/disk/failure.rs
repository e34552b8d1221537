//! A world that fails: nothing is half done, and the code is 4.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::new;
use crate::support::{Kwgen, binary, folder, kwgen, tree};

/// The same run where no file may grow past `blocks` blocks of the shell: a write fails there as
/// it does on a full disk (`is_killed` is false), or the system kills the run.
fn limited(run: &Kwgen, blocks: u32, is_killed: bool) -> Command {
    let plain = run.command();
    let trap = if is_killed { "" } else { "trap '' XFSZ; " };
    let script = format!("{trap}ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command
        .args(["-c", &script])
        .arg(binary())
        .args(plain.get_args());
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    if let Some(dir) = plain.get_current_dir() {
        command.current_dir(dir);
    }
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Limits from the first byte to the last of the largest file, the lock.
const LIMITS: [u32; 6] = [0, 1, 2, 4, 8, 16];

#[test]
fn a_full_disk_makes_no_bundle_and_leaves_nothing() {
    let mut failed = 0;
    for blocks in LIMITS {
        for is_killed in [false, true] {
            let base = folder();
            let status = limited(&new(base.path()), blocks, is_killed)
                .output()
                .unwrap();
            let dir = base.path().join("payments");
            if status.status.success() {
                assert!(dir.join("kwgen.lock").exists());
                continue;
            }
            failed += 1;
            if !is_killed {
                let said = String::from_utf8_lossy(&status.stderr).into_owned();
                assert_eq!(status.status.code(), Some(4), "{blocks}: {said}");
                assert!(said.contains("nothing was changed"), "{said}");
                assert_eq!(fs::read_dir(base.path()).unwrap().count(), 0, "{blocks}");
            }
            new(base.path()).run().ends_with(0);
            assert_eq!(fs::read_dir(base.path()).unwrap().count(), 1, "{blocks}");
        }
    }
    assert!(failed >= 6, "{failed}");
}

#[test]
fn a_full_disk_changes_nothing_of_a_bundle_that_is_there() {
    let mut failed = 0;
    for blocks in LIMITS {
        let base = folder();
        new(base.path()).run().ends_with(0);
        let answers = base.path().join("payments/kwgen.yaml");
        let text = fs::read_to_string(&answers).unwrap();
        fs::write(&answers, text.replace("http:8080", "http:9090")).unwrap();
        let before = tree(base.path());
        let update = kwgen(base.path()).args(["update", "payments", "-o", "json"]);
        let output = limited(&update, blocks, false).output().unwrap();
        if output.status.success() {
            continue;
        }
        failed += 1;
        assert_eq!(output.status.code(), Some(4), "{blocks}");
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["errors"][0]["id"], "bundle.io", "{report}");
        assert!(tree(base.path()) == before, "{blocks}");
        assert!(!base.path().join("payments/.kwgen").exists());
    }
    assert!(failed >= 3, "{failed}");
}

#[test]
fn a_report_that_cannot_be_delivered_is_a_failure() {
    if !Path::new("/dev/full").exists() {
        // Only Linux has it; elsewhere the test of the streams is all there is.
        return;
    }
    let full = || fs::File::options().write(true).open("/dev/full").unwrap();
    for args in [&["-o", "json"][..], &["--stdout"], &["--dry-run", "--diff"]] {
        let base = folder();
        let mut command = new(base.path()).args(args.iter().copied()).command();
        let output = command.stdout(full()).output().unwrap();
        assert_eq!(output.status.code(), Some(4), "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn where_nothing_can_be_made_the_path_is_named() {
    // No one may make folders here, not even root.
    let dir = if cfg!(target_os = "linux") {
        "/proc/kwgen/payments"
    } else {
        "/dev/null/payments"
    };
    let base = folder();
    let ran = new(base.path()).args(["--dir", dir]).run();
    assert!([3, 4].contains(&ran.code), "{}", ran.stderr);
    assert!(ran.stderr.contains("kwgen"), "{}", ran.stderr);
    assert_eq!(tree(base.path()), []);
}
