//! Where a bundle may go.

use std::fs;
use std::path::Path;

use super::new;
use crate::support::{folder, tree};

fn names(dir: &Path) -> Vec<String> {
    tree(dir).into_iter().map(|(path, _)| path).collect()
}

#[test]
fn any_name_of_a_directory_will_do() {
    let reference = folder();
    new(reference.path()).run().ends_with(0);
    let expected = tree(&reference.path().join("payments"));
    let long = "x".repeat(255);
    for dir in [
        "payments/",
        "./payments",
        "deep/er/and/deeper/payments",
        "支付 服务/清单",
        "-dashed",
        long.as_str(),
    ] {
        let base = folder();
        new(base.path())
            .args([format!("--dir={dir}")])
            .run()
            .ends_with(0);
        assert_eq!(tree(&base.path().join(dir)), expected, "{dir}");
        assert_eq!(fs::read_dir(base.path()).unwrap().count(), 1, "{dir}");
    }
}

#[test]
fn a_directory_that_is_there_keeps_its_identity_though_it_is_empty() {
    use std::os::unix::fs::MetadataExt as _;
    for dir in [".", "../here", ""] {
        let base = folder();
        let here = base.path().join("here");
        fs::create_dir(&here).unwrap();
        let inode = fs::metadata(&here).unwrap().ino();
        let ran = new(&here).args([format!("--dir={dir}")]).run();
        if dir.is_empty() {
            assert_eq!(ran.code, 2, "{}", ran.stderr);
            assert_eq!(names(&here), Vec::<String>::new());
            continue;
        }
        ran.ends_with(0);
        assert_eq!(fs::metadata(&here).unwrap().ino(), inode, "{dir}");
        assert!(here.join("kwgen.lock").exists() && !here.join(".kwgen").exists());
    }
}

#[test]
fn the_parent_is_a_directory_like_any_other() {
    let base = folder();
    let inner = base.path().join("inner");
    fs::create_dir(&inner).unwrap();
    new(&inner).args(["--dir", ".."]).run().ends_with(0);
    assert!(base.path().join("kwgen.lock").exists());
    assert_eq!(names(&inner), Vec::<String>::new());
}

#[test]
fn the_root_of_the_file_system_is_no_place_for_a_bundle() {
    let base = folder();
    let ran = new(base.path()).args(["--dir", "/"]).run().ends_with(2);
    assert!(ran.stderr.contains("--dir"), "{}", ran.stderr);
    assert!(!Path::new("/kwgen.lock").exists());
}

#[test]
fn a_repository_with_other_files_keeps_them() {
    let base = folder();
    for file in ["Cargo.toml", "src/main.rs", "base/theirs.yaml", ".git/HEAD"] {
        let path = base.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file).unwrap();
    }
    let before = tree(base.path());
    new(base.path()).args(["--dir", "."]).run().ends_with(0);
    let after = tree(base.path());
    assert!(before.iter().all(|file| after.contains(file)));
    assert!(base.path().join("base/deployment.yaml").exists());
}

#[test]
fn a_file_where_the_directory_should_be_is_refused_and_kept() {
    let base = folder();
    fs::write(base.path().join("payments"), "a file\n").unwrap();
    for dir in ["payments", "payments/below"] {
        let ran = new(base.path()).args(["--dir", dir]).run().ends_with(3);
        assert!(ran.stderr.contains("is not a directory"), "{}", ran.stderr);
    }
    assert_eq!(
        tree(base.path()),
        [("payments".to_owned(), "a file\n".to_owned())]
    );
}

#[test]
fn a_link_to_a_directory_is_that_directory() {
    let base = folder();
    fs::create_dir(base.path().join("real")).unwrap();
    std::os::unix::fs::symlink("real", base.path().join("payments")).unwrap();
    new(base.path()).run().ends_with(0);
    assert!(base.path().join("real/kwgen.lock").exists());
    assert!(
        fs::symlink_metadata(base.path().join("payments"))
            .unwrap()
            .is_symlink()
    );

    std::os::unix::fs::symlink("nowhere", base.path().join("dangling")).unwrap();
    new(base.path())
        .args(["--dir", "dangling"])
        .run()
        .ends_with(3);
    assert!(!base.path().join("nowhere").exists());
}
