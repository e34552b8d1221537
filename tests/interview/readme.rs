//! The session that a README shows is one that was seen.

use super::screen::start_sized;
use crate::support::{folder, repository};

/// The session of a README: its command, and what the screen shows after it.
fn session(readme: &str) -> (String, String) {
    let text = std::fs::read_to_string(repository(readme)).expect("a README");
    let (_, rest) = text.split_once("<!-- session -->\n```\n$ kwgen ").unwrap();
    let (body, _) = rest.split_once("```\n<!-- /session -->").unwrap();
    let (command, shown) = body.split_once('\n').unwrap();
    (command.to_owned(), shown.to_owned())
}

/// What was typed at each prompt: what stands behind the question, or Enter where that was proposed.
fn plays(readme: &str, answers: &[(&str, &str)]) {
    let (command, shown) = session(readme);
    let dir = folder();
    let words: Vec<&str> = command.split(' ').collect();
    let mut screen = start_sized(dir.path(), (70, 80), &words, &[]);
    for (question, keys) in answers {
        screen.answer(question, keys);
    }
    let (code, _, last) = screen.end();
    assert_eq!(code, 0, "{last}");
    assert_eq!(last, shown, "{readme}: the screen, and what it shows of it");
}

#[test]
fn the_session_of_the_readme_is_what_is_seen() {
    plays(
        "README.md",
        &[
            ("What kind of service", ""),
            ("What is the service called", "payments"),
            ("Which image", "registry.example.com/shop/payments:1.4.2"),
            ("Is it called", ""),
            ("Which ports", ""),
            ("Who calls it", "checkout@shop, gateway@edge"),
            ("What does it call", "orders-db@data:5432"),
            ("that it can serve", "/ready"),
            ("How big", ""),
            ("What now?", ""),
        ],
    );
}

#[test]
fn the_session_of_the_chinese_readme_is_what_is_seen() {
    plays(
        "README.zh-CN.md",
        &[
            ("这是哪类服务？", &"\x1b[B".repeat(2)),
            ("服务叫什么名字？", "shop-db"),
            (
                "运行哪个镜像？",
                "registry.example.com/library/postgres:16.4",
            ),
            ("监听哪些端口？", ""),
            ("谁会调用它？", ""),
            ("怎样知道它可以接流量？", ""),
            ("哪些数据要在重启后保留？", ""),
            ("规格多大？", ""),
            ("接下来？", ""),
        ],
    );
}
