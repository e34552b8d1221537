//! The conventions that hold for every verb: streams, exit codes, missing answers.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::{folder, kwgen, tree};

/// The least that makes a bundle.
const WEB: [&str; 7] = [
    "new",
    "payments",
    "--non-interactive",
    "--image",
    "registry.example.com/shop/payments:1.4.2",
    "--port",
    "http:8080",
];

#[test]
fn without_answers_everything_missing_is_listed_and_nothing_is_made() {
    let dir = folder();
    let ran = kwgen(dir.path())
        .args(["new", "--non-interactive"])
        .run()
        .ends_with(2);
    for flag in ["--name", "--image", "--port"] {
        assert!(ran.stderr.contains(flag), "{flag} in {}", ran.stderr);
    }
    assert_eq!(ran.stdout, "");
    assert_eq!(tree(dir.path()), []);
}

#[test]
fn the_summary_is_in_the_language_of_its_reader_and_not_of_the_bundle() {
    let dir = folder();
    let ran = kwgen(dir.path())
        .args(WEB)
        .args(["--prose-lang", "zh-CN", "--lang", "en"])
        .run()
        .ends_with(0);
    let summary = ran.stderr.split("Guessed").next().unwrap_or_default();
    assert!(summary.contains("becomes a Deployment"), "{summary}");
    assert!(summary.is_ascii(), "{summary}");
}

#[test]
fn a_language_may_be_named_as_people_name_it() {
    let dir = folder();
    for tag in ["zh", "zh_CN", "zh-Hans", "zh-CN"] {
        let ran = kwgen(dir.path())
            .args(["decide", "--tree", "--lang", tag])
            .run()
            .ends_with(0);
        let said = ran.stdout;
        assert!(said.contains("副本"), "{tag}: {said}");
    }
    let ran = kwgen(dir.path())
        .args(["decide", "--tree", "--lang", "fr"])
        .run()
        .ends_with(2);
    assert!(ran.stderr.contains("en, zh-CN"), "{}", ran.stderr);
}

#[test]
fn a_pipe_that_never_closes_is_not_waited_for() {
    let dir = folder();
    let mut command = kwgen(dir.path()).args(["new"]).command();
    let mut child = command.stdin(Stdio::piped()).spawn().expect("kwgen starts");
    let _open = child.stdin.take();
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "it waits for stdin"
        );
        std::thread::sleep(Duration::from_millis(5));
    };
    assert_eq!(status.code(), Some(2));
    assert_eq!(tree(dir.path()), []);
}

#[test]
fn a_stream_is_the_same_bytes_in_any_locale_time_zone_home_and_folder() {
    let (one, other) = (folder(), folder());
    let here = kwgen(one.path())
        .args(WEB)
        .args(["--stdout"])
        .run()
        .ends_with(0);
    let there = kwgen(other.path())
        .args(WEB)
        .args(["--stdout"])
        .env("LC_ALL", "zh_CN.UTF-8")
        .env("TZ", "Asia/Shanghai")
        .env("HOME", "/nonexistent")
        .run()
        .ends_with(0);
    assert_eq!(here.stdout, there.stdout);
    assert!(here.stdout.starts_with("apiVersion: ") || here.stdout.starts_with('#'));
}

#[test]
fn the_keys_of_an_answers_file_that_are_no_questions_have_pages_and_are_listed() {
    let dir = folder();
    let explain = |args: &[&str]| {
        let args = ["explain"].iter().chain(args);
        kwgen(dir.path())
            .args(args.copied())
            .run()
            .ends_with(0)
            .stdout
    };
    let (english, chinese) = (explain(&[]), explain(&["--lang", "zh-CN"]));
    for key in ["workloads", "environments", "accept"] {
        let listed = format!("\n  {key} ");
        assert!(
            english.contains(&listed) && chinese.contains(&listed),
            "{key}"
        );
        assert!(explain(&[key]).contains(&format!("\n    {key}:")), "{key}");
        let topic = explain(&[key, "-o", "json"]);
        assert!(topic.contains(r#""kind": "key""#), "{topic}");
    }
    assert!(explain(&["custom"]).contains("How the layers lie"));
}

#[test]
fn what_the_pages_show_of_an_answers_file_is_read_without_a_fault() {
    let pack = kwgen::pack::Pack::built_in().expect("the pack");
    for (key, _) in pack.keys() {
        let page = pack.page(key).expect("a page").expect("a sound one");
        let examples = page.parts.iter().filter_map(|part| part.example.as_ref());
        for example in examples {
            // What an exception or an environment names must be there.
            let rest = match key {
                "environments" => "workloads: {api: {}}\n",
                "accept" => "environments: {staging: {}}\n",
                _ => "",
            };
            let text = format!("apiVersion: kwgen/v1\n{example}{rest}");
            let (_, faults) = kwgen::answers::read(&pack.questions, key, &text);
            assert_eq!(faults, [], "{text}");
        }
    }
}
