//! What every test needs: kwgen as a process, in an empty folder, with a scrubbed environment.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

mod schema;

/// Variables of the caller that kwgen obeys, or that tests must not inherit.
pub(crate) const SCRUBBED: [&str; 12] = [
    "CI",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "HOME",
    "KWGEN_LANG",
    "KWGEN_PACK",
    "LANG",
    "LC_ALL",
    "LC_MESSAGES",
    "NO_COLOR",
    "TERM",
    "TZ",
];

/// A run of kwgen in the making.
#[must_use]
pub(crate) struct Kwgen {
    dir: PathBuf,
    args: Vec<OsString>,
    env: Vec<(String, String)>,
    stdin: Option<Vec<u8>>,
}

/// What a run did.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code; -1 after a signal.
    pub(crate) code: i32,
    /// The product.
    pub(crate) stdout: String,
    /// The talk.
    pub(crate) stderr: String,
}

/// The binary under test.
pub(crate) fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_kwgen"))
}

/// A file of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// An empty folder, removed at the end.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Runs kwgen in `dir`.
pub(crate) fn kwgen(dir: &Path) -> Kwgen {
    Kwgen {
        dir: dir.to_owned(),
        args: Vec::new(),
        env: Vec::new(),
        stdin: None,
    }
}

impl Kwgen {
    /// Adds arguments.
    pub(crate) fn args<I: IntoIterator<Item = S>, S: Into<OsString>>(mut self, args: I) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Sets a variable.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What it reads from stdin; without this stdin is empty.
    pub(crate) fn stdin(mut self, text: impl Into<Vec<u8>>) -> Self {
        self.stdin = Some(text.into());
        self
    }

    /// The process, ready to start, with nothing inherited that could change what it does.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(binary());
        for name in SCRUBBED {
            command.env_remove(name);
        }
        command
            .current_dir(&self.dir)
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .args(&self.args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs it to its end.
    pub(crate) fn run(self) -> Ran {
        let mut command = self.command();
        if self.stdin.is_some() {
            command.stdin(Stdio::piped());
        }
        let mut child = command.spawn().expect("kwgen starts");
        if let (Some(text), Some(mut pipe)) = (self.stdin, child.stdin.take()) {
            // A run that refuses early does not read it all.
            let _ = pipe.write_all(&text);
        }
        let output = child.wait_with_output().expect("kwgen ends");
        Ran::from(output)
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }
}

impl Ran {
    /// Fails the test with everything that was printed, unless the run ended with `code`.
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "\n--- stdout\n{}\n--- stderr\n{}",
            self.stdout, self.stderr
        );
        self
    }
}

impl Ran {
    /// The report on stdout: exactly one document, of the form that `kwgen schema report` says.
    #[track_caller]
    pub(crate) fn report(&self) -> Value {
        let report = serde_json::from_str(&self.stdout);
        let report = report.unwrap_or_else(|error| panic!("{error}\n{}", self.stdout));
        let faults = schema::faults(&kwgen::output::report_schema(), &report);
        assert!(faults.is_empty(), "{faults:#?}\n{}", self.stdout);
        report
    }
}

/// Every file below `dir` as (path, text), sorted.
pub(crate) fn tree(dir: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    collect(dir, dir, &mut files);
    files.sort();
    files
}

fn collect(root: &Path, dir: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("below the root");
            let text = String::from_utf8_lossy(&std::fs::read(&path).expect("a file")).into_owned();
            files.push((name.to_string_lossy().replace('\\', "/"), text));
        }
    }
}

/// Does `work` on every item with a few threads; the results stand in the order of the items.
pub(crate) fn in_threads<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let queue = std::sync::Mutex::new(items.into_iter().enumerate());
    let done = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().expect("the queue").next();
                    let Some((at, item)) = next else { break };
                    let result = work(item);
                    done.lock().expect("the results").push((at, result));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("the results");
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
