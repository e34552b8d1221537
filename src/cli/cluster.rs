//! `kwgen cluster new`: the file of a cluster, filled from a snapshot as far as that tells it.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::builder::ValueHint;
use clap::{Arg, ArgMatches, Command};
use serde_json::json;

use super::command::{Words, languages, output, switch};
use super::exit::Exit;
use super::fault::CliFault;
use super::new::{fail, finish};
use super::request::INPUT_LIMIT;
use super::tool::{Tool, read_input};
use super::write;
use crate::bundle::sha256_hex;
use crate::cluster::{self, ClusterFault, Seen};
use crate::output::Report;
use crate::text::{Fault, Language, Place, say};
use crate::value::DnsLabel;

/// How a run ends early: its faults and its exit.
type Ended = (Vec<Fault>, Exit);

/// The verb as clap sees it.
pub(super) fn command(words: Words) -> Command {
    let say = |id: &str| words.tell(id);
    let new = Command::new("new")
        .about(say("cli.cluster-new"))
        .after_help(say("cli.cluster-after"))
        .arg(
            Arg::new("NAME")
                .required(true)
                .help(say("cli.cluster-name")),
        )
        .arg(
            Arg::new("from")
                .long("from")
                .value_name("SNAPSHOT|-")
                .value_hint(ValueHint::FilePath)
                .help(say("cli.cluster-from")),
        )
        .arg(
            Arg::new("dir")
                .long("dir")
                .value_name("DIR")
                .value_hint(ValueHint::DirPath)
                .help(say("cli.cluster-dir")),
        )
        .arg(
            Arg::new("prose-lang")
                .long("prose-lang")
                .value_name("LANG")
                .value_parser(languages())
                .help(say("cli.cluster-prose")),
        )
        .arg(switch("stdout", words).help(say("cli.cluster-stdout")))
        .arg(switch("force", words).help(say("cli.cluster-force")))
        .arg(switch("non-interactive", words))
        .arg(output(words));
    Command::new("cluster")
        .about(say("cli.cluster"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(new)
}

/// Runs `kwgen cluster`.
pub(super) fn run(tool: &Tool, matches: &ArgMatches) -> Exit {
    let Some(("new", matches)) = matches.subcommand() else {
        return Exit::Request;
    };
    let mut report = Report::new("cluster", tool.language);
    match new(tool, matches, &mut report) {
        Ok(exit) => exit,
        Err((faults, exit)) => fail(tool, &mut report, &faults, exit),
    }
}

fn new(tool: &Tool, matches: &ArgMatches, report: &mut Report) -> Result<Exit, Ended> {
    let to_stdout = matches.get_flag("stdout");
    if to_stdout && tool.is_json {
        let flag = "--stdout".to_owned();
        return Err(request(CliFault::StdoutJson { flag }));
    }
    let name = matches.get_one::<String>("NAME").map_or("", String::as_str);
    let mut faults = Vec::new();
    if let Err(fault) = DnsLabel::parse(name) {
        faults.push(Fault::from(fault).at(Some(Place::named("NAME"))));
    }
    let from = matches.get_one::<String>("from").map(String::as_str);
    let mut exit = Exit::Request;
    let seen = from.map_or_else(|| Ok(Seen::default()), snapshot);
    let seen = seen.unwrap_or_else(|(more, how)| {
        faults.extend(more);
        exit = how;
        Seen::default()
    });
    if !faults.is_empty() {
        return Err((faults, exit));
    }
    let language = matches.get_one::<String>("prose-lang");
    let language = language.and_then(|tag| Language::parse(tag));
    let text = cluster::write(name, &seen, language.unwrap_or_default());
    let dir = matches.get_one::<String>("dir");
    let path = Path::new(dir.map_or(cluster::FOLDER, String::as_str));
    let path = path.join(format!("{name}{}", cluster::EXTENSION));
    let shown = path.display().to_string();
    // Whatever a snapshot held, no file is written that would then be refused.
    cluster::read(&shown, &text).map_err(|faults| (faults, Exit::Request))?;
    if to_stdout {
        return Ok(write::deliver(tool, &text, Exit::Done));
    }
    let action = put(&path, &text, matches.get_flag("force"))?;
    let file = json!({"path": shown, "action": action, "sha256": sha256_hex(text.as_bytes())});
    report.set("files", json!([file]));
    let fields = [
        ("file", shown),
        ("name", name.to_owned()),
        ("same", if action == "same" { "yes" } else { "" }.to_owned()),
    ];
    let said = say(tool.language, "cli.cluster-written", &fields);
    Ok(finish(tool, report, &said.message))
}

fn request(fault: CliFault) -> Ended {
    (vec![fault.into()], Exit::Request)
}

/// What the snapshot in a file, or on stdin, tells.
fn snapshot(name: &str) -> Result<Seen, Ended> {
    let shown = if name == "-" { "<stdin>" } else { name };
    let place = || Some(Place::named(shown));
    let bytes = read_input(name, INPUT_LIMIT).map_err(|error| {
        if error.kind() == io::ErrorKind::FileTooLarge {
            let limit = INPUT_LIMIT >> 20;
            let fault = Fault::new(&ClusterFault::LargeSnapshot { limit }).at(place());
            return (vec![fault], Exit::Request);
        }
        request(CliFault::Unreadable {
            file: shown.to_owned(),
            detail: error.to_string(),
        })
    })?;
    // What is no UTF-8 is no JSON either; the place of the first such byte is that of its replacement.
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{FEFF}');
    cluster::read_snapshot(shown, text).map_err(|faults| (faults, Exit::Request))
}

/// Puts the file there, and says in a word what that did.
fn put(path: &Path, text: &str, force: bool) -> Result<&'static str, Ended> {
    let shown = path.display().to_string();
    let world = |error: &io::Error| {
        let fault = CliFault::Io {
            path: shown.clone(),
            detail: error.to_string(),
        };
        (vec![fault.into()], Exit::World)
    };
    let exists = |is_file: bool| {
        let word = if is_file { "yes" } else { "" }.to_owned();
        let file = shown.clone();
        let fault = CliFault::ClusterExists {
            file,
            is_file: word,
        };
        (vec![Fault::from(fault)], Exit::Refused)
    };
    if let Ok(meta) = fs::symlink_metadata(path) {
        if !meta.is_file() {
            return Err(exists(false));
        }
        if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
            return Ok("same");
        }
        if !force {
            return Err(exists(true));
        }
        replace(path, text).map_err(|error| world(&error))?;
        return Ok("overwrite");
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| world(&error))?;
    match create(path, text) {
        Ok(()) => Ok("create"),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(exists(true)),
        Err(error) => Err(world(&error)),
    }
}

fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    written.inspect_err(|_| {
        let _ = fs::remove_file(path);
    })
}

/// Whole or not at all: written beside, then renamed.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let mut beside = PathBuf::from(path).into_os_string();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    create(&beside, text)?;
    fs::rename(&beside, path).inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}
