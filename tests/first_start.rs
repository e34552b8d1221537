//! First start: what kwgen proposes, warns of and objects to for images as they are published, and
//! for applications that nobody knows. The texts were reviewed against what each image does as a user
//! without root, on a read-only root, with all capabilities dropped.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use crate::support::{Ran, folder, kwgen, repository};

/// One image: its name, the arguments, the paths it must write to or keep.
struct Case {
    name: String,
    args: Vec<String>,
    paths: Vec<String>,
}

fn corpus() -> PathBuf {
    repository("tests/first_start")
}

fn cases() -> Vec<Case> {
    let text = fs::read_to_string(corpus().join("cases.txt")).expect("the cases");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let cases = lines.map(|line| {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [name, args, paths] = parts.as_slice() else {
            panic!("{line}");
        };
        Case {
            name: (*name).to_owned(),
            args: kwgen::value::words(args).expect("arguments"),
            paths: paths.split_whitespace().map(str::to_owned).collect(),
        }
    });
    cases.collect()
}

impl Case {
    fn all_args(&self) -> Vec<String> {
        let mut args = vec!["new".to_owned(), "app".to_owned()];
        args.extend(self.args.iter().cloned());
        for (flag, ending) in [("--image-config", "json"), ("--dockerfile", "Dockerfile")] {
            let file = format!("{}.{ending}", self.name);
            if corpus().join(&file).exists() {
                args.extend([flag.to_owned(), file]);
            }
        }
        args
    }

    fn run(&self, more: &[&str]) -> Ran {
        let mut args = self.all_args();
        args.push("--non-interactive".to_owned());
        args.extend(more.iter().map(|one| (*one).to_owned()));
        kwgen(&corpus()).args(args).run()
    }

    /// (question, value) of what the image or its config proposed, and how kwgen knows.
    fn proposed(&self) -> Vec<(String, String, String)> {
        let ran = self.run(&["--print-answers", "-o", "json"]);
        let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("one document");
        let answers = json["answers"].as_array().expect("answers").clone();
        let seen = answers.into_iter().filter_map(|answer| {
            let origin = answer["origin"].as_str()?.to_owned();
            let is_seen = origin.starts_with("known image") || origin.starts_with("evidence");
            let value = match &answer["value"] {
                serde_json::Value::Array(items) => {
                    let items = items.iter().filter_map(serde_json::Value::as_str);
                    items.collect::<Vec<_>>().join(", ")
                }
                serde_json::Value::Object(pairs) => {
                    let pairs = pairs.iter();
                    let pairs = pairs.map(|(name, value)| {
                        format!("{name}={}", value.as_str().unwrap_or_default())
                    });
                    pairs.collect::<Vec<_>>().join(", ")
                }
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            is_seen.then(|| {
                (
                    answer["id"].as_str().unwrap_or_default().to_owned(),
                    value,
                    origin,
                )
            })
        });
        seen.collect()
    }

    fn golden(&self) -> String {
        let mut text = format!("$ kwgen {}\n\n", self.all_args().join(" "));
        for (id, value, origin) in self.proposed() {
            let _ = writeln!(text, "{id}: {value}  # {origin}");
        }
        let ran = self.run(&["--stdout"]);
        let _ = write!(text, "\n{}\nexit {}\n", ran.stderr.trim_end(), ran.code);
        text
    }
}

#[test]
fn the_first_start_of_every_image_is_as_reviewed() {
    let mut changed = Vec::new();
    for case in cases() {
        let path = corpus().join(format!("{}.txt", case.name));
        let text = case.golden();
        if std::env::var_os("KWGEN_BLESS").is_some() {
            fs::write(&path, &text).expect("a golden text");
        }
        if fs::read_to_string(&path).unwrap_or_default() != text {
            changed.push(case.name);
        }
    }
    assert!(
        changed.is_empty(),
        "review, then KWGEN_BLESS=1: {changed:?}"
    );
}

#[test]
fn no_image_gets_root_or_a_volume_or_a_path_that_it_does_not_need() {
    for case in cases() {
        for (id, value, origin) in case.proposed() {
            let who = format!("{} {id}: {value} ({origin})", case.name);
            match id.as_str() {
                "runAsUser" => assert!(!value.starts_with('0'), "{who}"),
                "storage" | "writablePaths" => {
                    for path in value.split(", ") {
                        let path = path.rsplit('@').next().unwrap_or(path);
                        let path = path.split('=').next().unwrap_or(path);
                        let is_needed = path == "/tmp" || case.paths.iter().any(|one| one == path);
                        assert!(is_needed, "{who}: {path}");
                    }
                }
                _ => {}
            }
        }
    }
}

#[test]
fn every_image_either_starts_or_says_what_is_missing() {
    for case in cases() {
        let ran = case.run(&["--stdout"]);
        match ran.code {
            0 => {}
            2 => assert!(!ran.stderr.trim().is_empty(), "{}", case.name),
            code => panic!("{}: exit {code}", case.name),
        }
    }
}

#[test]
fn explain_shows_what_is_known_with_its_sources_in_both_languages() {
    let dir = folder();
    let page = |language: &str, id: &str| {
        let args = ["--lang", language, "explain", id];
        kwgen(dir.path()).args(args).run().ends_with(0).stdout
    };
    let english = page("en", "postgres");
    for part in [
        "runAsUser: 70 (postgres) (tags with alpine) [alpine]",
        "https://github.com/docker-library/postgres/blob/",
    ] {
        assert!(english.contains(part), "{english}");
    }
    assert!(page("zh-CN", "postgres").contains("没有超级用户密码"));
    let list = kwgen(dir.path())
        .args(["explain"])
        .run()
        .ends_with(0)
        .stdout;
    assert!(list.contains("nginx-unprivileged"), "{list}");
}

#[test]
fn what_is_known_of_an_image_yields_to_every_answer_and_beats_a_preset() {
    let dir = folder();
    let answers = |more: &[&str]| {
        let mut args = vec![
            "new",
            "db",
            "--non-interactive",
            "--print-answers",
            "--image",
            "r.example.com/redis:7.4.1",
        ];
        args.extend(more);
        kwgen(dir.path()).args(args).run().stdout
    };
    let own = answers(&[
        "--run-as-user",
        "20000",
        "--port",
        "cache:6380",
        "--replicas",
        "3",
    ]);
    for line in ["20000  # flag", "cache:6380  # flag", "3  # flag"] {
        assert!(own.contains(line), "{own}");
    }
    assert!(!own.contains("redis-cli ping  # flag"), "{own}");
    let preset = answers(&["--preset", "web"]);
    assert!(preset.contains("true  # known image redis"), "{preset}");
    assert!(
        preset.contains("redis:6379  # known image redis"),
        "{preset}"
    );
}

#[test]
fn what_only_the_image_knows_is_not_asked_of_a_person_where_the_image_is_known() {
    let dir = folder();
    let refused = |args: &[&str]| {
        let line = ["new", "db", "--non-interactive", "--dry-run"];
        let done = kwgen(dir.path()).args(line).args(args).run();
        let needs = done.stderr.lines().filter(|line| line.contains("needs"));
        needs.map(str::to_owned).collect::<Vec<_>>()
    };
    let known = refused(&["--preset", "database", "--image", "postgres:16.4"]);
    assert!(known.is_empty(), "{known:?}");
    let unknown = refused(&["--preset", "database", "--image", "r.example.com/db:1.0"]);
    assert_eq!(unknown.len(), 2, "{unknown:?}");
    // Which user may read the node's files is no matter of the image.
    let image = "fluent/fluent-bit:3.1.9";
    let agent = refused(&["--preset", "log-agent", "--image", image]);
    assert_eq!(agent.len(), 2, "{agent:?}");
}

#[test]
fn a_bundle_keeps_what_was_written_whatever_is_known_of_its_image_later() {
    let dir = folder();
    let run = |args: &[&str]| kwgen(dir.path()).args(args.iter().copied()).run();
    run(&[
        "new",
        "db",
        "--non-interactive",
        "--image",
        "r.example.com/postgres:16.4",
    ])
    .ends_with(0);
    let base = || crate::support::tree(&dir.path().join("db/base"));
    let before = base();
    run(&["update", "db"]).ends_with(0);
    assert_eq!(base(), before, "nothing but what was said changes");
    let path = dir.path().join("db/kwgen.yaml");
    let text = fs::read_to_string(&path).expect("the answers");
    let without = text.replace("  PGDATA: /var/lib/postgresql/data/pgdata\n", "");
    assert_ne!(text, without, "{text}");
    fs::write(&path, without).expect("written");
    run(&["update", "db"]).ends_with(0);
    let set = fs::read_to_string(dir.path().join("db/base/statefulset.yaml")).expect("a set");
    assert!(!set.contains("PGDATA"), "{set}");
}

#[test]
fn an_image_config_that_disagrees_with_the_table_is_believed_and_said() {
    let dir = folder();
    let config = r#"{"config":{"User":"1234","ExposedPorts":{"6000/tcp":{}},"Volumes":{"/own":{}},"Cmd":["redis-server"]}}"#;
    fs::write(dir.path().join("i.json"), config).expect("written");
    let args = [
        "new",
        "c",
        "--non-interactive",
        "--stdout",
        "--image",
        "r.example.com/redis:7.4.1",
        "--image-config",
        "i.json",
    ];
    let ran = kwgen(dir.path()).args(args).run().ends_with(0);
    for line in [
        "says runAsUser 1234",
        "says ports 6000",
        "says storage /own",
    ] {
        assert!(ran.stderr.contains(line), "{}", ran.stderr);
    }
    assert!(ran.stdout.contains("runAsUser: 1234"), "{}", ran.stdout);
    assert!(ran.stdout.contains("containerPort: 6000"), "{}", ran.stdout);
}
