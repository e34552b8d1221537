//! The command line: one file for each verb.

mod add;
mod added;
mod asked;
mod cluster;
mod cluster_file;
mod clusters;
mod command;
mod custom;
mod decide;
mod exit;
mod explain;
mod explainer;
mod fault;
mod handover;
mod interview;
mod keep;
mod known;
mod make;
mod mixture;
mod new;
mod page;
mod pinned;
mod request;
mod seen;
mod several;
mod shortfall;
mod solve;
mod tool;
mod topic;
mod update;
mod why;
mod write;

use std::ffi::OsString;
use std::thread;

use clap::error::{ContextKind, ContextValue, ErrorKind};

pub use command::{Purpose, command};
use command::{Words, command_of};
pub use exit::Exit;
pub use explainer::Explainer;

use crate::kubernetes;
use crate::output::Report;
use crate::pack::Pack;
use crate::question::answers_schema;
use crate::text::{Fault, Language};
use fault::CliFault;
use tool::Tool;

/// What can be asked for. Only the command with what the verb at hand needs is built: this says whether
/// there is one.
const VERBS: [&str; 9] = [
    "new",
    "decide",
    "update",
    "cluster",
    "explain",
    "why",
    "schema",
    "completions",
    "man",
];

/// Runs kwgen with the arguments of a process, its own name first.
pub fn run(args: &[OsString]) -> Exit {
    let tool = Tool::from(args);
    let is_named = |verb: &str| args.iter().skip(1).any(|arg| arg == verb);
    if !VERBS.into_iter().any(is_named) {
        // Help, the version, or a mistake: none of them reads the pack.
        let bare = command_of(Words::In(tool.language), Purpose::Parse, &|_| None);
        return match bare.try_get_matches_from(args) {
            Ok(_) => Exit::Request,
            Err(error) => usage(&tool, &error),
        };
    }
    let pack = match Pack::built_in() {
        // The process ends with the run: to free the pack piece by piece would only delay it.
        Ok(pack) => &*Box::leak(Box::new(pack)),
        Err(faults) => {
            return new::fail(
                &tool,
                &mut Report::new("pack", tool.language),
                &faults,
                Exit::Request,
            );
        }
    };
    if ["new", "update", "why"].into_iter().any(is_named) {
        // A third of the work of a run, in the language that most bundles are in; where no second core is
        // free it costs nothing but the thread.
        let _ = thread::Builder::new().spawn(|| {
            kubernetes::warm();
            pack.warm(Language::default());
        });
    }
    let packs = |verb: &str| is_named(verb).then_some(pack);
    let take = |words| command_of(words, Purpose::Parse, &packs).try_get_matches_from(args);
    // Most command lines are sound; the words are gathered for those only that end in help or a refusal.
    let matches = match take(Words::None).or_else(|_| take(Words::In(tool.language))) {
        Ok(matches) => matches,
        Err(error) => return usage(&tool, &error),
    };
    run_verb(&tool, pack, &matches)
}

fn run_verb(tool: &Tool, pack: &Pack, matches: &clap::ArgMatches) -> Exit {
    match matches.get_one::<String>("color").map(String::as_str) {
        Some("always") => console::set_colors_enabled_stderr(true),
        Some("never") => console::set_colors_enabled_stderr(false),
        _ => {}
    }
    match matches.subcommand() {
        Some(("new", matches)) => new::run(tool, pack, matches),
        Some(("decide", matches)) => decide::run(tool, pack, matches),
        Some(("update", matches)) => update::run(tool, pack, matches),
        Some(("explain", matches)) => explain::run(tool, pack, matches),
        Some(("why", matches)) => why::run(tool, pack, matches),
        Some(("cluster", matches)) => cluster::run(tool, matches),
        Some(("schema", matches)) => schema(
            tool,
            pack,
            matches.get_one::<String>("SCHEMA").map(String::as_str),
        ),
        Some(("completions", matches)) => {
            completions(pack, matches.get_one::<String>("SHELL").map(String::as_str))
        }
        Some(("man", matches)) => man(
            tool,
            pack,
            matches.get_one::<String>("VERB").map(String::as_str),
        ),
        _ => Exit::Request,
    }
}

fn usage(tool: &Tool, error: &clap::Error) -> Exit {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        let _ = Tool::print(&error.render().to_string());
        return Exit::Done;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        Tool::tell(&error.render().to_string());
        return Exit::Request;
    }
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let fault = match error.kind() {
        ErrorKind::UnknownArgument => CliFault::UnknownFlag {
            flag: text(ContextKind::InvalidArg),
            suggestion: text(ContextKind::SuggestedArg),
        },
        ErrorKind::InvalidSubcommand => CliFault::UnknownVerb {
            verb: text(ContextKind::InvalidSubcommand),
            suggestion: text(ContextKind::SuggestedSubcommand),
        },
        ErrorKind::InvalidValue if text(ContextKind::InvalidValue).is_empty() => {
            CliFault::NoValue {
                flag: text(ContextKind::InvalidArg),
            }
        }
        ErrorKind::ArgumentConflict => CliFault::FlagTwice {
            flag: text(ContextKind::InvalidArg),
            other: text(ContextKind::PriorArg),
        },
        ErrorKind::MissingRequiredArgument => CliFault::NoArgument {
            argument: text(ContextKind::InvalidArg),
        },
        ErrorKind::InvalidValue => CliFault::BadValue {
            flag: text(ContextKind::InvalidArg),
            value: text(ContextKind::InvalidValue),
            allowed: text(ContextKind::ValidValue),
        },
        _ => {
            let rendered = error.render().to_string();
            CliFault::Usage {
                detail: rendered.trim_start_matches("error: ").trim_end().to_owned(),
            }
        }
    };
    new::fail(
        tool,
        &mut Report::new("usage", tool.language),
        &[Fault::from(fault)],
        Exit::Request,
    )
}

fn schema(tool: &Tool, pack: &Pack, name: Option<&str>) -> Exit {
    let schema = match name {
        Some("report") => crate::output::report_schema(),
        Some("cluster") => crate::cluster::cluster_schema(tool.language),
        _ => answers_schema(&pack.questions),
    };
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    if Tool::print(&text).is_ok() {
        Exit::Done
    } else {
        Exit::World
    }
}

/// Completions are the same in every locale, so that those in the repository can be compared.
fn completions(pack: &Pack, shell: Option<&str>) -> Exit {
    let Some(shell) = shell.and_then(|shell| shell.parse::<clap_complete::Shell>().ok()) else {
        return Exit::Request;
    };
    let mut command = command(pack, crate::text::Language::En, Purpose::Complete);
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "kwgen", &mut script);
    if Tool::print(&String::from_utf8_lossy(&script)).is_ok() {
        Exit::Done
    } else {
        Exit::World
    }
}

fn man(tool: &Tool, pack: &Pack, verb: Option<&str>) -> Exit {
    let whole = command(pack, tool.language, Purpose::Parse);
    let page = match verb {
        None => whole,
        Some(verb) => {
            if let Some(found) = whole.find_subcommand(verb) {
                found.clone().name(format!("kwgen-{verb}"))
            } else {
                let fault = CliFault::UnknownVerb {
                    verb: verb.to_owned(),
                    suggestion: String::new(),
                };
                return new::fail(
                    tool,
                    &mut Report::new("man", tool.language),
                    &[fault.into()],
                    Exit::Request,
                );
            }
        }
    };
    let mut text = Vec::new();
    if clap_mangen::Man::new(page).render(&mut text).is_err() {
        return Exit::World;
    }
    if Tool::print(&String::from_utf8_lossy(&text)).is_ok() {
        Exit::Done
    } else {
        Exit::World
    }
}

#[cfg(test)]
mod tests {
    use clap::builder::PossibleValue;

    use super::*;

    #[test]
    fn every_verb_of_the_command_is_known_before_the_command_is_built() {
        let whole = command_of(Words::In(Language::En), Purpose::Parse, &|_| None);
        let verbs: Vec<&str> = whole
            .get_subcommands()
            .map(clap::Command::get_name)
            .collect();
        assert_eq!(verbs, VERBS);
    }

    #[test]
    fn a_command_without_words_takes_what_one_with_words_takes() -> Result<(), Vec<Fault>> {
        let pack = Pack::built_in()?;
        let of = |words| {
            let whole = command_of(words, Purpose::Parse, &|_| Some(&pack));
            let mut all = Vec::new();
            flags(&whole, &mut all);
            all
        };
        let without = of(Words::None);
        assert!(without.len() > 100);
        assert_eq!(without, of(Words::In(Language::En)));
        Ok(())
    }

    /// What each argument takes, the help and the version aside: those are clap's own or ours.
    fn flags(command: &clap::Command, all: &mut Vec<String>) {
        for arg in command.get_arguments() {
            let id = arg.get_id().as_str();
            if ["help", "version"].contains(&id) {
                continue;
            }
            let (long, short, action) = (arg.get_long(), arg.get_short(), arg.get_action());
            let (number, defaults) = (arg.get_num_args(), arg.get_default_values());
            let values = arg.get_possible_values();
            let values: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
            let (equals, hyphen) = (
                arg.is_require_equals_set(),
                arg.is_allow_hyphen_values_set(),
            );
            let verb = command.get_name();
            all.push(format!(
                "{verb} {id} {long:?} {short:?} {action:?} {number:?} {defaults:?} {values:?} {equals} {hyphen}"
            ));
        }
        for verb in command.get_subcommands() {
            flags(verb, all);
        }
    }
}
