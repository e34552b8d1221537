//! Reading a Dockerfile: the instructions of its last stage that say how the image runs.

use super::{Evidence, Seen};

/// Reads a Dockerfile. Lines it does not understand say nothing.
pub fn read(name: &str, text: &str) -> Evidence {
    let mut evidence = Evidence {
        is_present: true,
        ..Evidence::default()
    };
    let mut entrypoint: Option<Seen<Vec<String>>> = None;
    let mut command: Option<Seen<Vec<String>>> = None;
    for (line, instruction, rest) in instructions(text) {
        let at = format!("{name}:{line}");
        match instruction.as_str() {
            "FROM" => {
                // A later stage starts anew: only the last one is the image.
                let base = rest
                    .split_whitespace()
                    .find(|word| !word.starts_with("--"))
                    .unwrap_or_default();
                evidence = Evidence {
                    is_present: true,
                    base: Some(Seen {
                        value: base.to_owned(),
                        at,
                    }),
                    ..Evidence::default()
                };
                entrypoint = None;
                command = None;
            }
            "USER" => {
                evidence.user = Some(Seen {
                    value: rest.trim().to_owned(),
                    at,
                });
            }
            "EXPOSE" => {
                for word in rest.split_whitespace() {
                    let (number, protocol) = word.split_once('/').unwrap_or((word, "tcp"));
                    if let Ok(number) = number.parse() {
                        evidence.ports.push(Seen {
                            value: (number, protocol.to_ascii_uppercase()),
                            at: at.clone(),
                        });
                    }
                }
            }
            "VOLUME" => {
                for path in words(&rest) {
                    evidence.volumes.push(Seen {
                        value: path,
                        at: at.clone(),
                    });
                }
            }
            "ENTRYPOINT" => {
                entrypoint = Some(Seen {
                    value: words(&rest),
                    at,
                });
            }
            "CMD" => {
                command = Some(Seen {
                    value: words(&rest),
                    at,
                });
            }
            "HEALTHCHECK" if !rest.trim().eq_ignore_ascii_case("none") => {
                evidence.health = Some(Seen {
                    value: rest.trim().to_owned(),
                    at,
                });
            }
            "ENV" => {
                let name = rest.split(['=', ' ']).next().unwrap_or_default().to_owned();
                evidence.env.push(Seen { value: name, at });
            }
            _ => {}
        }
    }
    evidence.command = match (entrypoint, command) {
        (Some(mut entrypoint), Some(command)) => {
            entrypoint.value.extend(command.value);
            Some(entrypoint)
        }
        (one, other) => one.or(other),
    };
    evidence
}

/// (line, INSTRUCTION, arguments) with continued lines joined.
fn instructions(text: &str) -> Vec<(usize, String, String)> {
    let mut all = Vec::new();
    let mut pending: Option<(usize, String)> = None;
    for (at, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if trimmed.starts_with('#') || (trimmed.is_empty() && pending.is_none()) {
            continue;
        }
        let (start, mut whole) = pending.take().unwrap_or((at + 1, String::new()));
        if let Some(head) = trimmed.strip_suffix('\\') {
            whole.push_str(head);
            whole.push(' ');
            pending = Some((start, whole));
            continue;
        }
        whole.push_str(trimmed);
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

/// The words of an exec-form (JSON) or shell-form argument.
fn words(rest: &str) -> Vec<String> {
    serde_json::from_str(rest.trim())
        .unwrap_or_else(|_| rest.split_whitespace().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_stage_counts_and_lines_are_named() {
        let text = "FROM maven:3 AS build\nEXPOSE 1\nFROM eclipse-temurin:21\nRUN a \\\n  b\nEXPOSE 3000 9090/udp\nUSER app\nENTRYPOINT [\"java\", \"-jar\"]\nCMD [\"a.jar\"]\n";
        let evidence = read("Dockerfile", text);
        assert_eq!(
            evidence.ports,
            [
                Seen {
                    value: (3000, "TCP".to_owned()),
                    at: "Dockerfile:6".to_owned()
                },
                Seen {
                    value: (9090, "UDP".to_owned()),
                    at: "Dockerfile:6".to_owned()
                },
            ]
        );
        assert_eq!(
            evidence.user.map(|seen| seen.at),
            Some("Dockerfile:7".to_owned())
        );
        assert_eq!(evidence.command.map(|seen| seen.value.len()), Some(3));
        assert_eq!(
            evidence.base.map(|seen| seen.value),
            Some("eclipse-temurin:21".to_owned())
        );
    }
}
