//! The world around a run: language, streams, colours, and who may be asked.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Read, Write};
use std::time::SystemTime;

use crate::text::{Fault, Language, say_fault, tell};
use crate::value::Date;

/// What a verb knows about the world.
#[derive(Debug, Clone)]
pub(super) struct Tool {
    pub(super) language: Language,
    pub(super) is_json: bool,
}

impl Tool {
    /// Language and format, read before the arguments are parsed, so that their own faults obey them.
    pub(super) fn from(args: &[OsString]) -> Self {
        let words: Vec<String> = args
            .iter()
            .map(|arg| arg.to_string_lossy().into_owned())
            .collect();
        Self {
            language: language(&words),
            is_json: wants_json(&words),
        }
    }

    /// Whether a person can be asked.
    pub(super) fn can_ask() -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal() && env::var_os("CI").is_none()
    }

    /// The day it is, in UTC. Only what judges exceptions asks: rendering never does.
    pub(super) fn today() -> Date {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        Date::from_epoch_days(since.map_or(0, |since| since.as_secs() / 86_400))
    }

    /// Writes the product. A reader that went away is no fault of ours.
    pub(super) fn print(text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done,
        }
    }

    /// Writes the talk. Where stderr is gone there is nobody to tell.
    pub(super) fn tell(text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Says faults as errors, or as warnings.
    pub(super) fn say_faults(&self, faults: &[Fault], kind: Tone) {
        for fault in faults {
            Self::tell(&self.phrase(fault, kind));
        }
    }

    pub(super) fn phrase(&self, fault: &Fault, tone: Tone) -> String {
        let said = say_fault(self.language, fault);
        let (id, style) = match tone {
            Tone::Error => ("cli.error", console::Style::new().red().bold()),
            Tone::Warning => ("cli.warning", console::Style::new().yellow().bold()),
        };
        let word = tell(self.language, id);
        let word = style.for_stderr().apply_to(word);
        // A full-width colon brings its own space.
        let colon = match self.language {
            Language::En => ": ",
            Language::Zh => "\u{ff1a}",
        };
        let place = fault
            .place
            .as_ref()
            .map(|place| format!("{place}{colon}"))
            .unwrap_or_default();
        let message = said.message.replace('\n', "\n  ");
        let help = said.help.filter(|help| !help.is_empty());
        let help = help
            .map(|help| format!("  → {}\n", help.replace('\n', "\n    ")))
            .unwrap_or_default();
        format!("{word}{colon}{place}{message}\n{help}")
    }
}

/// How a fault is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Error,
    Warning,
}

fn language(words: &[String]) -> Language {
    let flag = words
        .iter()
        .enumerate()
        .find_map(|(at, word)| match word.strip_prefix("--lang") {
            Some("") => words.get(at + 1).map(String::as_str),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        });
    let tool = env::var("KWGEN_LANG").ok();
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| env::var(name).ok().filter(|text| !text.is_empty()));
    [flag.map(str::to_owned), tool, locale]
        .into_iter()
        .flatten()
        .find_map(|text| Language::parse(&text))
        .unwrap_or_default()
}

fn wants_json(words: &[String]) -> bool {
    words
        .iter()
        .enumerate()
        .any(|(at, word)| match word.as_str() {
            "-o" | "--output" => words.get(at + 1).is_some_and(|next| next == "json"),
            "-ojson" | "-o=json" | "--output=json" => true,
            _ => false,
        })
}

/// Reads a file, or stdin where the name is `-`.
pub(super) fn read_input(name: &str, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if name == "-" {
        io::stdin().lock().take(limit + 1).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(name)?
            .take(limit + 1)
            .read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > limit {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("> {} MiB", limit >> 20),
        ));
    }
    Ok(bytes)
}
