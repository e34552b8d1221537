//! The README says what is so: its generated parts are current and its examples work.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{folder, kwgen, repository};

const READMES: [(&str, &str); 2] = [("README.md", "en"), ("README.zh-CN.md", "zh-CN")];

fn read(name: &str) -> String {
    std::fs::read_to_string(repository(name)).expect("a README")
}

/// The text between `<!-- NAME -->` and `<!-- /NAME -->`.
fn part<'t>(text: &'t str, name: &str) -> &'t str {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = text.find(&open).expect("an opening mark") + open.len();
    let end = text.find(&close).expect("a closing mark");
    text.get(start..end).expect("marks in order")
}

/// The table of all answers, from what `explain` says of them.
fn answers_table(language: &str) -> String {
    let dir = folder();
    let ran = kwgen(dir.path())
        .args(["explain", "-o", "json", "--lang", language])
        .run()
        .ends_with(0);
    let report: Value = serde_json::from_str(&ran.stdout).expect("one JSON document");
    let head = if language == "en" {
        "| answer | flag | what | default |\n|---|---|---|---|\n"
    } else {
        "| 答案 | 参数 | 含义 | 默认值 |\n|---|---|---|---|\n"
    };
    let mut table = format!("\n{head}");
    for topic in report["topics"].as_array().expect("topics") {
        if topic["kind"] != "question" {
            continue;
        }
        let field = |name: &str| topic[name].as_str().unwrap_or("").replace('|', "\\|");
        let guess = match (topic["guess"].is_null(), language) {
            (true, _) => "",
            (false, "en") => " (guess)",
            (false, _) => "（猜测）",
        };
        let default = field("default");
        writeln!(
            table,
            "| `{}` | `{}` | {} | {default}{guess} |",
            field("id"),
            field("flag"),
            field("title"),
        )
        .expect("a string");
    }
    table.push('\n');
    table
}

#[test]
fn the_table_of_answers_is_what_explain_says() {
    for (name, language) in READMES {
        let text = read(name);
        let table = answers_table(language);
        if std::env::var_os("KWGEN_BLESS").is_some() {
            let marked = |body: &str| format!("<!-- answers -->\n{body}<!-- /answers -->");
            let now = text.replace(&marked(part(&text, "answers")), &marked(&table));
            std::fs::write(repository(name), now).expect("a README");
        }
        assert!(
            part(&read(name), "answers") == table,
            "{name} is not current: KWGEN_BLESS=1 cargo test readme"
        );
    }
}

#[test]
fn the_answers_file_in_the_readme_makes_a_bundle() {
    for (name, _) in READMES {
        let text = read(name);
        let start = text.find("apiVersion: kwgen/v1").expect("an example");
        let example = text[start..].split("```").next().expect("a fence");
        let dir = folder();
        let ran = kwgen(dir.path())
            .args(["new", "--non-interactive", "--answers", "-", "--stdout"])
            .stdin(example)
            .run()
            .ends_with(0);
        assert!(ran.stdout.contains("kind: Deployment"), "{name}");
    }
}

#[test]
fn the_cluster_file_in_the_readme_makes_a_bundle() {
    for (name, _) in READMES {
        let text = read(name);
        let file = part(&text, "cluster");
        let file = file.trim_start_matches("```yaml\n");
        let file = file.split("```").next().expect("a fence");
        let dir = folder();
        std::fs::create_dir(dir.path().join("clusters")).expect("a folder");
        std::fs::write(dir.path().join("clusters/ack-hangzhou.yaml"), file).expect("a file");
        let ran = kwgen(dir.path())
            .args(["new", "payments", "--non-interactive", "--stdout"])
            .args(["--image", "registry.example.com/shop/payments:1.4.2"])
            .args(["--port", "http:8080", "--cluster", "ack-hangzhou"])
            .args(["--dependency", "orders-db", "--dependency", "kafka"])
            .run()
            .ends_with(0);
        assert!(ran.stdout.contains("cidr: 10.0.12.0/24"), "{name}");
        assert!(!ran.stderr.contains("NetworkPolicy"), "{}", ran.stderr);
    }
}

#[test]
fn the_first_command_of_the_readme_writes_a_bundle() {
    for (name, _) in READMES {
        let text = read(name);
        let line = text
            .lines()
            .find(|line| line.starts_with("cargo run"))
            .expect("a command");
        let (_, args) = line.split_once("-- ").expect("arguments");
        let dir = folder();
        kwgen(dir.path()).args(args.split(' ')).run().ends_with(0);
        assert!(
            dir.path()
                .join("target/payments/base/deployment.yaml")
                .is_file()
        );
    }
}

#[test]
fn both_readmes_have_the_same_parts() {
    let headings = |name: &str| {
        read(name)
            .lines()
            .filter(|line| line.starts_with('#'))
            .count()
    };
    let fences = |name: &str| read(name).matches("```").count();
    assert_eq!(headings("README.md"), headings("README.zh-CN.md"));
    assert_eq!(fences("README.md"), fences("README.zh-CN.md"));
}

#[test]
fn every_verb_in_the_readme_is_one() {
    let dir = folder();
    for (name, _) in READMES {
        for word in read(name).split("kwgen ").skip(1) {
            let verb: String = word.chars().take_while(char::is_ascii_lowercase).collect();
            if [
                "cluster",
                "new",
                "decide",
                "update",
                "explain",
                "schema",
                "completions",
                "man",
            ]
            .contains(&verb.as_str())
            {
                kwgen(dir.path())
                    .args([verb.as_str(), "--help"])
                    .run()
                    .ends_with(0);
            }
        }
    }
}
