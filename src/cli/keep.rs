//! Keeping the answers of an interview that ends before its time: Ctrl-C, a closed terminal, a
//! signal.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use clap::ArgMatches;

use super::exit::Exit;
use super::tool::Tool;
use crate::ask;
use crate::text::{Language, say, tell};

/// Flags that are no answers, and that a resumed run needs again.
const VALUES: [&str; 4] = ["lang", "dir", "dockerfile", "image-config"];
const SWITCHES: [&str; 5] = ["stdout", "dry-run", "diff", "force", "no-guess"];
/// What is kept, as it is now. Shared with the thread that waits for signals.
#[derive(Debug, Clone)]
pub(super) struct Keeper {
    language: Language,
    /// The command that goes on, without its answers file.
    command: String,
    /// The text of the answers; none while nobody has said anything, or once it is over.
    text: Arc<Mutex<Option<String>>>,
}

impl Keeper {
    pub(super) fn new(language: Language, matches: &ArgMatches) -> Self {
        Self {
            language,
            command: command(matches),
            text: Arc::default(),
        }
    }

    /// Notes what would be kept now.
    pub(super) fn note(&self, text: Option<String>) {
        *self.text.lock().unwrap_or_else(PoisonError::into_inner) = text;
    }

    /// Keeps the answers and says how to go on.
    pub(super) fn keep(&self) -> Exit {
        let text = self
            .text
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        Tool::tell(&format!("\n{}\n", self.kept(text)));
        Exit::Cancelled
    }

    fn kept(&self, text: Option<String>) -> String {
        let Some(text) = text else {
            return tell(self.language, "ask.kept-nothing");
        };
        match save(&text) {
            Ok(file) => {
                let command = format!("{} --answers {file}", self.command);
                let fields = [("file", file), ("command", command)];
                say(self.language, "ask.kept", &fields).message
            }
            Err(error) => {
                let command = format!("{} --answers FILE", self.command);
                let fields = [
                    ("detail", error.to_string()),
                    ("command", command),
                    ("text", text),
                ];
                say(self.language, "ask.kept-nowhere", &fields).message
            }
        }
    }

    /// Waits for signals: whatever ends the process gives the terminal back and keeps the answers.
    #[cfg(unix)]
    pub(super) fn watch(&self) {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

        let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else {
            return;
        };
        let keeper = self.clone();
        std::thread::spawn(move || {
            for signal in signals.forever() {
                ask::restore();
                let has_text = keeper
                    .text
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .is_some();
                if has_text {
                    keeper.keep();
                }
                // The parent sees the signal, as it would without this thread.
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        });
    }

    #[cfg(not(unix))]
    #[allow(
        clippy::unused_self,
        reason = "the same form as where there are signals"
    )]
    pub(super) fn watch(&self) {}
}

/// The command that goes on: this one without its answers, which are in the file.
fn command(matches: &ArgMatches) -> String {
    let mut command = String::from("kwgen new");
    for flag in VALUES {
        if let Ok(Some(value)) = matches.try_get_one::<String>(flag) {
            let _ = write!(command, " --{flag} {}", shell_word(value));
        }
    }
    for flag in SWITCHES {
        if matches.get_flag(flag) {
            let _ = write!(command, " --{flag}");
        }
    }
    command
}

/// A word as a shell takes it.
pub(super) fn shell_word(text: &str) -> String {
    let is_plain = !text.is_empty()
        && text
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || "-_./=:@%+,".contains(one));
    if is_plain {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// Saves the answers in the current folder under a name that is free, readable by its owner only.
fn save(text: &str) -> io::Result<String> {
    let mut count = 1;
    loop {
        let name = if count == 1 {
            "kwgen-answers.yaml".to_owned()
        } else {
            format!("kwgen-answers-{count}.yaml")
        };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&name) {
            Ok(mut file) => {
                let written = file
                    .write_all(text.as_bytes())
                    .and_then(|()| file.sync_all());
                return match written {
                    Ok(()) => Ok(name),
                    Err(error) => {
                        let _ = std::fs::remove_file(&name);
                        Err(error)
                    }
                };
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => count += 1,
            Err(error) => return Err(error),
        }
    }
}
