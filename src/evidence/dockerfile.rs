//! Reading a Dockerfile: the instructions of its last stage that say how the image runs.

use super::{Check, Evidence, Seen};

/// Reads a Dockerfile. Lines it does not understand say nothing.
pub fn read(name: &str, text: &str) -> Evidence {
    let mut stages: Vec<(String, Stage)> = Vec::new();
    let mut stage = Stage::default();
    for (line, instruction, rest) in instructions(text) {
        let at = format!("{name}:{line}");
        if instruction == "FROM" {
            let words: Vec<&str> = rest
                .split_whitespace()
                .filter(|word| !word.starts_with("--"))
                .collect();
            let base = words.first().copied().unwrap_or_default();
            // A stage made from an earlier one begins with all that the earlier one says.
            stage = stages
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(base))
                .map_or_else(|| Stage::from(base, at), |(_, earlier)| earlier.clone());
            let alias = match words.as_slice() {
                [_, word, alias, ..] if word.eq_ignore_ascii_case("as") => alias,
                _ => "",
            };
            stages.push((alias.to_owned(), stage.clone()));
        } else {
            stage.take(&instruction, &rest, at);
            if let Some((_, known)) = stages.last_mut() {
                known.clone_from(&stage);
            }
        }
    }
    stage.finish()
}

#[derive(Debug, Clone, Default)]
struct Stage {
    evidence: Evidence,
    entrypoint: Option<Seen<Vec<String>>>,
    command: Option<Seen<Vec<String>>>,
}

impl Stage {
    fn from(base: &str, at: String) -> Self {
        let base = Seen {
            value: base.to_owned(),
            at,
        };
        Self {
            evidence: Evidence {
                base: Some(base),
                ..Evidence::default()
            },
            ..Self::default()
        }
    }

    fn take(&mut self, instruction: &str, rest: &str, at: String) {
        let evidence = &mut self.evidence;
        match instruction {
            "USER" => {
                evidence.user = Some(Seen {
                    value: rest.trim().to_owned(),
                    at,
                });
            }
            "EXPOSE" => {
                let ports = rest.split_whitespace().filter_map(port);
                evidence.ports.extend(ports.map(|value| Seen {
                    value,
                    at: at.clone(),
                }));
            }
            "VOLUME" => {
                let paths = words(rest).into_iter().map(|value| Seen {
                    value,
                    at: at.clone(),
                });
                evidence.volumes.extend(paths);
            }
            "ENTRYPOINT" => {
                let value = words(rest);
                self.entrypoint = Some(Seen { value, at });
                // Docker drops an inherited CMD when ENTRYPOINT changes.
                self.command = None;
            }
            "CMD" => {
                let value = words(rest);
                self.command = Some(Seen { value, at });
            }
            "HEALTHCHECK" => evidence.health = check(rest).map(|value| Seen { value, at }),
            "ENV" => {
                let pairs = pairs(rest).into_iter().map(|value| Seen {
                    value,
                    at: at.clone(),
                });
                evidence.env.extend(pairs);
            }
            _ => {}
        }
    }

    fn finish(self) -> Evidence {
        let command = match (self.entrypoint, self.command) {
            (Some(mut entrypoint), Some(command)) => {
                entrypoint.value.extend(command.value);
                Some(entrypoint)
            }
            (one, other) => one.or(other),
        };
        Evidence {
            command,
            is_present: true,
            ..self.evidence
        }
    }
}

/// (line, INSTRUCTION, arguments) with continued lines joined; bodies of here-documents are skipped.
fn instructions(text: &str) -> Vec<(usize, String, String)> {
    let mut all = Vec::new();
    let mut pending: Option<(usize, String)> = None;
    let mut here: Option<String> = None;
    for (at, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if let Some(end) = &here {
            if trimmed == end {
                here = None;
            }
            continue;
        }
        if trimmed.starts_with('#') || trimmed.is_empty() {
            continue;
        }
        let (start, mut whole) = pending.take().unwrap_or((at + 1, String::new()));
        if let Some(head) = trimmed.strip_suffix(['\\', '`']) {
            whole.push_str(head);
            whole.push(' ');
            pending = Some((start, whole));
            continue;
        }
        whole.push_str(trimmed);
        here = here_document(&whole);
        all.push((start, whole));
    }
    all.extend(pending);
    all.into_iter()
        .filter_map(|(line, whole)| {
            let (instruction, rest) = whole.trim().split_once(char::is_whitespace)?;
            Some((line, instruction.to_ascii_uppercase(), rest.to_owned()))
        })
        .collect()
}

/// The line that ends the here-document which this RUN, COPY or ADD opens.
fn here_document(whole: &str) -> Option<String> {
    let instruction = whole.split_whitespace().next()?.to_ascii_uppercase();
    if !["RUN", "COPY", "ADD"].contains(&instruction.as_str()) {
        return None;
    }
    let (_, after) = whole.split_once("<<")?;
    let end: String = after
        .trim_start_matches('-')
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|one| one.is_alphanumeric() || *one == '_')
        .collect();
    (!end.is_empty()).then_some(end)
}

fn port(word: &str) -> Option<(u16, String)> {
    let (number, protocol) = word.split_once('/').unwrap_or((word, "tcp"));
    Some((number.parse().ok()?, protocol.to_ascii_uppercase()))
}

/// The words of an exec-form (JSON) or shell-form argument.
fn words(rest: &str) -> Vec<String> {
    serde_json::from_str(rest.trim())
        .unwrap_or_else(|_| rest.split_whitespace().map(str::to_owned).collect())
}

/// What stands behind CMD of a HEALTHCHECK; `None` for NONE.
fn check(rest: &str) -> Option<Check> {
    let body: Vec<&str> = rest
        .split_whitespace()
        .skip_while(|word| word.starts_with("--"))
        .collect();
    let (word, _) = body.split_first()?;
    if !word.eq_ignore_ascii_case("cmd") {
        return None;
    }
    let start = rest.find(word)? + word.len();
    let line = rest.get(start..)?.trim();
    Some(match serde_json::from_str::<Vec<String>>(line) {
        Ok(words) => Check::Words(words),
        Err(_) => Check::Shell(line.to_owned()),
    })
}

/// `A=1 B="2 3"`, or the old form `A 1 2`.
fn pairs(rest: &str) -> Vec<(String, String)> {
    let whole = |pair: Option<(&str, &str)>| {
        pair.map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
    };
    let is_old = rest
        .find([' ', '='])
        .is_some_and(|at| rest.get(at..=at) == Some(" "));
    if is_old {
        return whole(rest.split_once(' ')).into_iter().collect();
    }
    let words = crate::value::words(rest).unwrap_or_default();
    words
        .iter()
        .filter_map(|word| whole(word.split_once('=')))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_stage_counts_and_lines_are_named() {
        let text = "FROM maven:3 AS build\nEXPOSE 1\nFROM eclipse-temurin:21\nRUN a \\\n\n  b\nEXPOSE 3000 9090/udp\nUSER app\nENTRYPOINT [\"java\", \"-jar\"]\nCMD [\"a.jar\"]\n";
        let evidence = read("Dockerfile", text);
        let ports: Vec<_> = evidence
            .ports
            .iter()
            .map(|seen| (seen.value.0, seen.at.as_str()))
            .collect();
        assert_eq!(ports, [(3000, "Dockerfile:7"), (9090, "Dockerfile:7")]);
        assert_eq!(
            evidence.user.map(|seen| seen.at),
            Some("Dockerfile:8".to_owned())
        );
        assert_eq!(evidence.command.map(|seen| seen.value.len()), Some(3));
        assert_eq!(
            evidence.base.map(|seen| seen.value),
            Some("eclipse-temurin:21".to_owned())
        );
    }

    #[test]
    fn a_stage_made_from_an_earlier_one_inherits_what_it_says() {
        let text = "FROM node:20 AS base\nUSER 1000\nEXPOSE 3000\nFROM alpine AS other\nUSER 7\nFROM base\nCMD [\"node\"]\n";
        let evidence = read("Dockerfile", text);
        assert_eq!(
            evidence.user.map(|seen| seen.value),
            Some("1000".to_owned())
        );
        assert_eq!(evidence.ports.len(), 1);
        assert_eq!(
            evidence.base.map(|seen| seen.value),
            Some("node:20".to_owned())
        );
    }

    #[test]
    fn the_body_of_a_here_document_is_no_instruction() {
        let text = "FROM a\nRUN <<EOF\nUSER 5\nEXPOSE 99\nEOF\nUSER 10\n";
        let evidence = read("Dockerfile", text);
        assert_eq!(evidence.ports, []);
        assert_eq!(evidence.user.map(|seen| seen.value), Some("10".to_owned()));
    }

    #[test]
    fn variables_and_health_checks_are_read_in_all_their_forms() {
        let text = "FROM a\nENV A=1 PORT=8000\nENV OLD some text\nHEALTHCHECK --interval=5s CMD curl -f http://localhost:8000/up\n";
        let evidence = read("Dockerfile", text);
        let names: Vec<_> = evidence.env.iter().map(|seen| seen.value.clone()).collect();
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(
            names,
            [
                pair("A", "1"),
                pair("PORT", "8000"),
                pair("OLD", "some text")
            ]
        );
        assert_eq!(
            evidence.health.map(|seen| seen.value),
            Some(Check::Shell("curl -f http://localhost:8000/up".to_owned()))
        );
        assert_eq!(read("D", "FROM a\nHEALTHCHECK NONE\n").health, None);
    }
}
