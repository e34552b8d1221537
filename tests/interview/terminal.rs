//! The interview in a real terminal.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use super::screen::{Screen, start};
use crate::support::{folder, kwgen, tree};

const ENTER: &str = "";
const ESCAPE: &str = "\x1b";
const DOWN: &str = "\x1b[B";
const INTERRUPT: &str = "\x03";
const IMAGE: &str = "registry.example.com/shop/payments:1.4.2";

fn english(dir: &Path, args: &[&str]) -> Screen {
    start(dir, 80, args, &[])
}

/// Answers everything that the preset `web` asks, up to the menu.
fn through_web(screen: &mut Screen) {
    screen
        .answer("What kind of service", ENTER)
        .answer("What is the service called", "payments")
        .answer("Which image", IMAGE)
        .answer("Is it called", ENTER)
        .answer("Which ports", ENTER)
        .answer("Who calls it", ENTER)
        .answer("What does it call", ENTER)
        .answer("that it can serve", "/ready")
        .answer("How big", ENTER);
    screen.asks("What now?");
}

#[test]
fn an_interview_in_english_from_its_start_to_a_bundle() {
    let dir = folder();
    let mut screen = english(dir.path(), &["new"]);
    screen.asks("What kind of service").is("english-start");
    screen
        .answer("What kind of service", ENTER)
        .answer("What is the service called", "Pay ments");
    screen.shows("write pay-ments").is("english-refused");
    screen
        .keys(&"\x7f".repeat(9))
        .answer("What is the service called", "payments")
        .answer("Which image", IMAGE)
        .answer("Is it called", ENTER);
    screen.asks("Which ports").is("english-proposal");
    screen
        .answer("Which ports", ENTER)
        .answer("Who calls it", "?");
    screen.shows("Example: checkout@shop").is("english-help");
    screen
        .answer("Who calls it", ENTER)
        .answer("What does it call", ENTER)
        .answer("that it can serve", "/ready");
    screen.asks("How big").is("english-size");
    screen.answer("How big", ENTER);
    screen.asks("What now?").is("english-summary");
    assert_eq!(tree(dir.path()), [], "nothing is written before it is said");
    screen.answer("What now?", DOWN);
    screen.asks("Which file?").is("english-files");
    screen.keys(ESCAPE);
    screen.answer("What now?", ENTER);
    let (code, _, last) = screen.end();
    assert_eq!(code, 0, "{last}");
    let files = tree(dir.path());
    let text = |name: &str| {
        let found = files.iter().find(|(path, _)| path == name);
        found
            .unwrap_or_else(|| panic!("{name} in {files:#?}"))
            .1
            .clone()
    };
    let answers = text("payments/kwgen.yaml");
    assert!(answers.contains("image: registry.example.com/shop/payments:1.4.2"));
    assert!(answers.contains("readiness: /ready") && answers.contains("preset: web"));
    assert!(text("payments/base/deployment.yaml").contains("replicas: 3"));
}

#[test]
fn an_interview_in_chinese_from_its_start_to_a_bundle() {
    let dir = folder();
    let mut screen = start(dir.path(), 80, &["new", "--lang", "zh-CN"], &[]);
    screen.asks("这是哪类服务？").is("chinese-start");
    screen
        .answer("这是哪类服务？", &DOWN.repeat(2))
        .answer("服务叫什么名字？", "orders")
        .answer(
            "运行哪个镜像？",
            "registry.example.com/library/postgres:16.4",
        )
        .answer("监听哪些端口？", "db:5432")
        .answer("谁会调用它？", "？");
    screen.shows("示例").is("chinese-help");
    screen
        .answer("谁会调用它？", "checkout@shop，reports@shop")
        .answer("怎样知道它可以接流量？", ENTER)
        .answer("哪些数据要在重启后保留？", "10Gi@/data");
    screen.shows("至少 20Gi").is("chinese-refused");
    screen
        .keys(&"\x7f".repeat(10))
        .answer("哪些数据要在重启后保留？", "20Gi@/var/lib/postgresql/data")
        .answer("规格多大？", ENTER);
    screen.asks("接下来？").is("chinese-summary");
    // A question is found by its id, too.
    screen
        .answer("接下来？", &DOWN.repeat(3))
        .answer("答哪个问题？", "proseLang")
        .answer("注释和 README", ENTER);
    screen.answer("接下来？", ENTER);
    let (code, _, last) = screen.end();
    assert_eq!(code, 0, "{last}");
    let files = tree(dir.path());
    let readme = files.iter().find(|(path, _)| path == "orders/README.md");
    assert!(
        readme.is_some_and(|(_, text)| text.contains("猜")),
        "{files:#?}"
    );
    let answers = files.iter().find(|(path, _)| path == "orders/kwgen.yaml");
    assert!(
        answers.is_some_and(|(_, text)| text.contains("- reports@shop")),
        "{files:#?}"
    );
}

#[test]
fn escape_at_the_first_question_asks_whether_to_leave() {
    let dir = folder();
    let mut screen = english(dir.path(), &["new"]);
    screen.asks("What kind of service");
    screen.keys(ESCAPE);
    screen.asks("Leave?").is("english-leave");
    screen.answer("Leave?", ENTER);
    screen.asks("What kind of service");
    screen.keys(ESCAPE);
    screen.answer("Leave?", DOWN);
    let (code, _, last) = screen.end();
    assert_eq!(code, 130);
    assert!(last.contains("nothing was written"), "{last}");
    assert_eq!(tree(dir.path()), []);
}

#[test]
fn ctrl_c_keeps_the_answers_and_the_command_it_names_goes_on() {
    let dir = folder();
    std::fs::write(dir.path().join("kwgen-answers.yaml"), "mine").unwrap();
    let mut screen = english(dir.path(), &["new", "--dir", "my bundle"]);
    screen
        .answer("What kind of service", DOWN)
        .answer("What is the service called", "worker")
        .answer("Which image", IMAGE)
        .answer("Which command", "run --only 'a b'")
        .answer("Which Secrets", ENTER);
    screen.asks("How many seconds");
    screen.keys(INTERRUPT);
    let (code, _, last) = screen.end();
    assert_eq!(code, 130, "{last}");
    let command = "kwgen new --dir 'my bundle' --answers kwgen-answers-2.yaml";
    assert!(last.contains(command), "{last}");
    let kept = dir.path().join("kwgen-answers-2.yaml");
    let mode = std::fs::metadata(&kept).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(tree(dir.path()).len(), 2, "nothing else is left");
    let text = std::fs::read_to_string(&kept).unwrap();
    assert!(
        !text.contains("Guessed") && !text.contains("replicas"),
        "only what was said: {text}"
    );

    let args = [
        "new",
        "--dir",
        "my bundle",
        "--answers",
        "kwgen-answers-2.yaml",
    ];
    let mut screen = english(dir.path(), &args);
    screen
        .answer("How many seconds", ENTER)
        .answer("What does it call", ENTER)
        .answer("How big", ENTER);
    screen.answer("What now?", ENTER);
    let (code, _, last) = screen.end();
    assert_eq!(code, 0, "{last}");
    let answers = std::fs::read_to_string(dir.path().join("my bundle/kwgen.yaml")).unwrap();
    assert!(answers.contains("preset: worker"), "{answers}");
    assert!(
        answers.contains("command:\n- run\n- --only\n- a b\n"),
        "{answers}"
    );
}

/// The menu's row of another workload.
const ANOTHER: &str = "\x1b[B\x1b[B\x1b[B\x1b[B";

#[test]
fn a_service_of_two_workloads_is_asked_and_written_in_english() {
    let dir = folder();
    let mut screen = english(dir.path(), &["new"]);
    through_web(&mut screen);
    screen
        .answer("What now?", ANOTHER)
        .answer("What is the other workload called", "worker")
        .answer("What kind of service", DOWN)
        .answer("Which command", "payments work")
        .answer("Which Secrets", ENTER)
        .answer("How many seconds", ENTER)
        .answer("How big", ENTER);
    screen.asks("What now?").is("english-two-workloads");
    screen.answer("What now?", ENTER);
    let (code, _, last) = screen.end();
    assert_eq!(code, 0, "{last}");
    let read = |path: &str| std::fs::read_to_string(dir.path().join("payments").join(path));
    let answers = read("kwgen.yaml").unwrap();
    assert!(
        answers.contains("\n  main:\n") && answers.contains("\n  worker:\n"),
        "{answers}"
    );
    assert!(
        read("base/deployment.yaml")
            .unwrap()
            .contains("name: payments\n")
    );
    let worker = read("base/worker-deployment.yaml").unwrap();
    assert!(worker.contains("name: payments-worker\n"), "{worker}");
    let check = kwgen(dir.path()).args(["update", "--check", "payments"]);
    check.run().ends_with(0);
}

#[test]
fn ctrl_c_in_the_second_workload_keeps_both_in_chinese() {
    let dir = folder();
    let mut screen = start(dir.path(), 80, &["new", "--lang", "zh-CN"], &[]);
    screen
        .answer("这是哪类服务", ENTER)
        .answer("服务叫什么", "payments")
        .answer("运行哪个镜像", IMAGE);
    for _ in 0..4 {
        screen.asks("？");
        screen.keys("\r");
    }
    screen
        .answer("怎样知道它可以接流量", "/ready")
        .answer("规格多大", ENTER);
    screen
        .answer("接下来", ANOTHER)
        .answer("另一个工作负载叫什么", "settle")
        .answer("这是哪类服务", "\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B")
        .answer("什么时间", "0 2 * * *");
    screen.asks("时区");
    screen.keys(INTERRUPT);
    let (code, _, last) = screen.end();
    assert_eq!(code, 130, "{last}");
    let kept = std::fs::read_to_string(dir.path().join("kwgen-answers.yaml")).unwrap();
    assert!(
        kept.contains("\n  settle:\n") && kept.contains("schedule: 0 2 * * *\n"),
        "{kept}"
    );
    assert!(kept.contains("objectName: payments\n"), "{kept}");
}

#[test]
#[cfg(target_os = "linux")]
fn where_nothing_can_be_written_the_answers_are_printed() {
    let mut screen = english(Path::new("/proc/self"), &["new"]);
    screen
        .answer("What kind of service", ENTER)
        .answer("What is the service called", "payments");
    screen.asks("Which image");
    screen.keys(INTERRUPT);
    let (code, _, last) = screen.end();
    assert_eq!(code, 130, "{last}");
    assert!(last.contains("could not be kept here"), "{last}");
    assert!(
        last.contains("preset: web") && last.contains("name: payments"),
        "{last}"
    );
}

#[test]
fn a_signal_gives_the_terminal_back_and_keeps_the_answers() {
    let dir = folder();
    let mut screen = english(dir.path(), &["new"]);
    screen
        .answer("What kind of service", ENTER)
        .answer("What is the service called", "payments");
    screen.asks("Which image");
    signal(&screen, "-TERM");
    let (code, _, last) = screen.end();
    assert_ne!(code, 0);
    assert!(
        last.contains("kwgen new --answers kwgen-answers.yaml"),
        "{last}"
    );
    let files = tree(dir.path());
    assert_eq!(files.len(), 1);
    assert!(files[0].1.contains("name: payments"), "{files:#?}");
}

fn signal(screen: &Screen, name: &str) {
    let process = screen.process().to_string();
    let sent = Command::new("kill").args([name, &process]).status();
    assert!(sent.unwrap().success());
}

#[test]
fn a_terminal_that_is_closed_leaves_the_answers() {
    let dir = folder();
    let mut screen = start(dir.path(), 80, &["new", "--lang", "zh-CN"], &[]);
    screen
        .answer("这是哪类服务？", ENTER)
        .answer("服务叫什么名字？", "payments");
    screen.asks("运行哪个镜像？");
    signal(&screen, "-HUP");
    let (code, _, last) = screen.end();
    assert_ne!(code, 0);
    assert!(
        last.contains("kwgen new --lang zh-CN --answers kwgen-answers.yaml"),
        "{last}"
    );
    let files = tree(dir.path());
    assert_eq!(files.len(), 1);
    assert!(files[0].1.contains("name: payments"), "{files:#?}");
    assert!(files[0].1.contains("proseLang: zh-CN"), "{files:#?}");
}

#[test]
fn a_terminal_that_changes_its_size_is_followed() {
    let dir = folder();
    let mut screen = english(dir.path(), &["new"]);
    screen
        .answer("What kind of service", ENTER)
        .answer("What is the service called", "payments");
    // The hint is drawn last: the prompt is whole.
    screen.asks("Which image").shows("1.4.2; ? explains]");
    screen.resize(60);
    screen
        .answer("Which image", IMAGE)
        .answer("Is it called", ENTER);
    screen.shows_after_resize("says where this one does.]");
    screen.resize(100);
    screen.answer("Which ports", "http:9000");
    screen.shows_after_resize("listen on? http:9000");
    screen.asks("Who calls it");
    screen.keys(INTERRUPT);
    assert_eq!(screen.end().0, 130);
}

/// With crossterm's own way of waiting, about one such key in a hundred was not read.
#[test]
fn a_key_that_comes_together_with_a_new_size_is_read() {
    let dir = folder();
    for round in 0..50 {
        let mut screen = english(dir.path(), &["new"]);
        screen.asks("What kind of service");
        // Both must be there when it looks again: it is busy with a key, for about two milliseconds.
        screen.keys("w");
        std::thread::sleep(std::time::Duration::from_micros(100 * (round % 20)));
        screen.resize(60);
        screen.keys(INTERRUPT);
        assert_eq!(screen.end().0, 130, "round {round}");
    }
}

#[test]
fn without_colours_no_colour_is_sent() {
    let dir = folder();
    for (env, has_colours) in [(&[][..], true), (&[("NO_COLOR", "1")][..], false)] {
        let mut screen = start(dir.path(), 80, &["new", "--dry-run"], env);
        through_web(&mut screen);
        screen.answer("What now?", ENTER);
        let (code, bytes, _) = screen.end();
        assert_eq!(code, 0);
        assert_eq!(has_graphics(&bytes), has_colours, "{bytes:?}");
    }
    assert_eq!(tree(dir.path()), [], "--dry-run");
}

/// Whether any `ESC [ … m` is in it.
fn has_graphics(bytes: &str) -> bool {
    bytes.split("\x1b[").skip(1).any(|rest| {
        rest.trim_start_matches(|one: char| one.is_ascii_digit() || one == ';')
            .starts_with('m')
    })
}

#[test]
fn forty_columns_are_enough() {
    let dir = folder();
    let mut screen = start(dir.path(), 40, &["new"], &[]);
    screen
        .answer("What kind of service", ENTER)
        .answer("What is the service called", "payments");
    screen.is("narrow-question");
    screen
        .answer("Which image", IMAGE)
        .answer("Is it called", ENTER)
        .answer("Which ports", ENTER)
        .answer("Who calls it", ENTER)
        .answer("What does it call", ENTER)
        .answer("that it can serve", ENTER)
        .answer("How big", ENTER);
    screen.answer("What now?", ENTER);
    assert_eq!(screen.end().0, 0);
}

#[test]
fn a_paste_with_line_breaks_does_not_run_through_the_questions() {
    let dir = folder();
    let mut screen = english(dir.path(), &["new"]);
    screen.answer("What kind of service", ENTER);
    screen.asks("What is the service called");
    screen.keys("\x1b[200~payments\nregistry.example.com/a:1\nhttp:1\x1b[201~");
    screen.shows("http:1");
    screen.keys("\r");
    screen.shows("as a name").asks("What is the service called");
    screen.keys(INTERRUPT);
    assert_eq!(screen.end().0, 130);
}

#[test]
fn a_file_in_the_way_is_shown_before_anything_is_written() {
    let dir = folder();
    std::fs::create_dir(dir.path().join("payments")).unwrap();
    std::fs::write(dir.path().join("payments/README.md"), "mine\n").unwrap();
    let mut screen = english(dir.path(), &["new", "payments", "--image", IMAGE]);
    screen
        .answer("What kind of service", ENTER)
        .answer("Is it called", ENTER)
        .answer("Which ports", ENTER)
        .answer("Who calls it", ENTER)
        .answer("What does it call", ENTER)
        .answer("that it can serve", ENTER)
        .answer("How big", ENTER);
    screen.asks("What now?").is("english-conflict");
    screen.keys(INTERRUPT);
    assert_eq!(screen.end().0, 130);
    let files = tree(dir.path());
    let bundle: Vec<_> = files
        .iter()
        .filter(|(path, _)| path.starts_with("payments"))
        .collect();
    assert_eq!(
        bundle,
        [&("payments/README.md".to_owned(), "mine\n".to_owned())]
    );
}

#[test]
fn what_changes_after_it_was_shown_stops_the_write() {
    let dir = folder();
    let mut screen = english(dir.path(), &["new"]);
    through_web(&mut screen);
    std::fs::create_dir(dir.path().join("payments")).unwrap();
    std::fs::write(dir.path().join("payments/README.md"), "mine\n").unwrap();
    screen.answer("What now?", ENTER);
    let (code, _, last) = screen.end();
    assert_eq!(code, 3, "{last}");
    assert!(last.contains("has changed since"), "{last}");
}

#[test]
fn a_dockerfile_is_found_and_its_line_is_named() {
    let dir = folder();
    let text = "FROM scratch\nEXPOSE 3000\nVOLUME /var/lib/shop\n";
    std::fs::write(dir.path().join("Dockerfile"), text).unwrap();
    let mut screen = english(dir.path(), &["new", "payments"]);
    screen
        .answer("What kind of service", ENTER)
        .answer("Which image", IMAGE)
        .answer("Is it called", ENTER);
    screen.asks("Which ports").is("english-evidence");
    screen.keys(INTERRUPT);
    assert_eq!(screen.end().0, 130);
}

#[test]
fn objects_are_printed_where_no_file_is_wanted() {
    let dir = folder();
    let mut screen = english(dir.path(), &["new", "--stdout"]);
    through_web(&mut screen);
    screen.answer("What now?", ENTER);
    let (code, bytes, _) = screen.end();
    assert_eq!(code, 0);
    assert!(bytes.contains("kind: NetworkPolicy"));
    assert_eq!(tree(dir.path()), []);
}

#[test]
fn the_tree_is_walked_by_itself_with_decide() {
    let dir = folder();
    let mut screen = english(dir.path(), &["decide"]);
    screen.asks("1. Must each replica").is("decide-start");
    screen.answer("1. Must each replica", ENTER);
    screen.asks("2. Must it run once");
    screen.keys(ESCAPE);
    screen
        .answer("1. Must each replica", ENTER)
        .answer("2. Must it run once", ENTER)
        .answer("3. Does it end", "y")
        .answer("4. Does it run again", "y");
    let (code, _, last) = screen.end();
    assert_eq!(code, 0, "{last}");
    assert!(last.contains("CronJob"), "{last}");

    let mut screen = english(dir.path(), &["decide"]);
    screen.asks("1. Must each replica");
    screen.keys(INTERRUPT);
    assert_eq!(screen.end().0, 130);
}

#[test]
fn keys_on_a_pipe_are_no_answers() {
    let dir = folder();
    let ran = kwgen(dir.path())
        .args(["new"])
        .stdin("\r\rpayments\r")
        .run()
        .ends_with(2);
    assert!(ran.stderr.contains("--name"), "{}", ran.stderr);
    assert_eq!(tree(dir.path()), []);
}
