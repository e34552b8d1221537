//! The words that a container is started with: the program among them, and the port they name.

use super::hints::last_part;
use super::{Evidence, Seen};
use crate::answers::Resolved;
use crate::question::Questions;

/// Hosts that nobody outside of the pod reaches.
const LOCAL: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// The words that a workload is started with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Command {
    /// The words; a line for a shell is split as well.
    pub(super) words: Vec<String>,
    /// Where they were seen.
    pub(super) at: String,
    /// A person gave them, so that they need not be those of the image.
    pub(super) is_own: bool,
}

impl Command {
    /// Those of the image.
    pub(super) fn of_the_image(evidence: &Evidence) -> Self {
        let Some(seen) = &evidence.command else {
            return Self::default();
        };
        Self {
            words: split(&seen.value),
            at: seen.at.clone(),
            is_own: false,
        }
    }

    /// Those of the workload: a command of its own takes the place of the image's, arguments come
    /// behind it.
    pub(super) fn of(evidence: &Evidence, questions: &Questions, resolved: &Resolved) -> Self {
        let items = |id: &str| split(resolved.value(questions, id).items());
        let mut command = Self::of_the_image(evidence);
        let own = items("command");
        if !own.is_empty() {
            command = Self {
                words: own,
                at: "command".to_owned(),
                is_own: true,
            };
        }
        command.words.extend(items("args"));
        command
    }

    /// The first word that is a program and none of `starters`, which only start the next one.
    pub(super) fn program(&self, starters: &[String]) -> Option<&str> {
        let mut words = self.words.iter().map(String::as_str);
        words.find(|word| {
            let is_assignment = word.contains('=');
            let is_starter = starters.iter().any(|one| one == last_part(word));
            !word.starts_with('-') && !is_assignment && !is_starter
        })
    }

    /// The port that one of `options` names, if a process without root can bind it and others reach it.
    pub(super) fn port(&self, options: &[String]) -> Option<Seen<(u16, String)>> {
        let says = |option: &str| options.iter().any(|one| one == option);
        let mut words = self.words.iter().enumerate();
        let value = words.find_map(|(at, word)| match word.split_once('=') {
            Some((option, value)) => says(option).then_some(value),
            None if says(word) => self.words.get(at + 1).map(String::as_str),
            None => None,
        })?;
        let (host, number) = value.rsplit_once(':').unwrap_or(("", value));
        let number = number.parse().ok().filter(|port| *port >= 1024)?;
        (!LOCAL.contains(&host)).then(|| Seen {
            value: (number, "TCP".to_owned()),
            at: self.at.clone(),
        })
    }
}

fn split(words: &[String]) -> Vec<String> {
    let words = words.iter().flat_map(|word| word.split_whitespace());
    let words = words.map(|word| word.trim_matches(['"', '\'', ';']));
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn command(words: &[&str]) -> Command {
        let words = texts(words);
        Command {
            words: split(&words),
            ..Command::default()
        }
    }

    #[test]
    fn the_program_stands_behind_what_only_starts_it() {
        let starters = texts(&["sh", "tini", "env", "exec"]);
        let program = |words: &[&str]| command(words).program(&starters).map(str::to_owned);
        assert_eq!(
            program(&["/usr/bin/java", "-jar", "a.jar"]).as_deref(),
            Some("/usr/bin/java")
        );
        assert_eq!(
            program(&["sh", "-c", "exec java $JAVA_OPTS -jar a.jar"]).as_deref(),
            Some("java")
        );
        assert_eq!(
            program(&["/sbin/tini", "--", "env", "A=b", "node", "x"]).as_deref(),
            Some("node")
        );
        assert_eq!(program(&["sh", "-c"]), None);
    }

    #[test]
    fn options_tell_a_port_that_others_reach_and_no_other() {
        let options = texts(&["-b", "--bind", "--port"]);
        let port = |words: &[&str]| command(words).port(&options).map(|seen| seen.value.0);
        assert_eq!(port(&["gunicorn", "-b", "0.0.0.0:8000", "a"]), Some(8000));
        assert_eq!(port(&["gunicorn", "--bind=:8001", "a"]), Some(8001));
        assert_eq!(
            port(&["sh", "-c", "uvicorn a:b --host 0.0.0.0 --port 8002"]),
            Some(8002)
        );
        assert_eq!(port(&["gunicorn", "--bind", "127.0.0.1:8000"]), None);
        assert_eq!(port(&["gunicorn", "--bind", "unix:/tmp/a.sock"]), None);
        assert_eq!(port(&["server", "--port", "80"]), None);
        assert_eq!(port(&["server", "--port"]), None);
    }
}
