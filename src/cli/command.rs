//! The command line as clap sees it. Flags for answers come from the
//! questions; their values are all text, so that we judge them together.

use clap::builder::{PossibleValue, PossibleValuesParser, ValueHint};
use clap::{Arg, ArgAction, Command};

use super::cluster;
use crate::decide::Controller;
use crate::pack::Pack;
use crate::question::{Kind, Question, flag_help};
use crate::rule;
use crate::text::{Language, say, tell};

/// Reports that can be asked for.
pub(super) const OUTPUTS: [&str; 2] = ["text", "json"];

/// What a command is built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To parse a command line: values of answers are judged later, all together.
    Parse,
    /// To make a completion script, which offers the values that answers may have.
    Complete,
}

/// Whether a command says what it is. A command line that is understood shows none of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    /// It says nothing: enough to take a command line, and not to refuse one or to show the help.
    None,
    /// All of them.
    In(Language),
}

impl Words {
    /// The message with this id.
    pub(super) fn tell(self, id: &str) -> String {
        match self {
            Self::None => String::new(),
            Self::In(language) => tell(language, id),
        }
    }
}

/// What each part of the command is made from.
#[derive(Clone, Copy)]
struct Parts<'p> {
    /// `None`: without what the pack knows, such as the flags of answers.
    pack: Option<&'p Pack>,
    words: Words,
    purpose: Purpose,
}

/// The languages by their tags, and by the other tags that people write for them.
pub(super) fn languages() -> PossibleValuesParser {
    let named = |language: Language| {
        PossibleValue::new(language.tag()).aliases(language.other_tags().iter().copied())
    };
    PossibleValuesParser::new([Language::En, Language::Zh].map(named))
}

/// The whole command.
pub fn command(pack: &Pack, language: Language, purpose: Purpose) -> Command {
    command_of(Words::In(language), purpose, &|_| Some(pack))
}

/// The command with what a pack knows at those verbs only for which `packs` has one: the flags of answers
/// are some hundred, and a run that names no such verb has no use for them.
pub(super) fn command_of<'p>(
    words: Words,
    purpose: Purpose,
    packs: &dyn Fn(&str) -> Option<&'p Pack>,
) -> Command {
    let say = |id: &str| words.tell(id);
    let parts = |verb: &str| Parts {
        pack: packs(verb),
        words,
        purpose,
    };
    let whole = Command::new("kwgen")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say("cli.about"))
        .after_help(say("cli.after"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .arg(
            Arg::new("lang")
                .long("lang")
                .global(true)
                .value_name("LANG")
                .value_parser(languages())
                .display_order(900)
                .help(say("cli.lang")),
        )
        .arg(
            Arg::new("color")
                .long("color")
                .global(true)
                .value_name("WHEN")
                .value_parser(PossibleValuesParser::new(["auto", "always", "never"]))
                .display_order(901)
                .help(say("cli.color")),
        )
        .subcommand(new(parts("new")))
        .subcommand(decide(parts("decide")))
        .subcommand(update(words))
        .subcommand(cluster::command(words))
        .subcommand(explain(parts("explain")))
        .subcommand(why(words))
        .subcommand(
            Command::new("schema").about(say("cli.schema")).arg(
                Arg::new("SCHEMA")
                    .required(true)
                    .value_parser(PossibleValuesParser::new(["answers", "cluster", "report"]))
                    .help(say("cli.schema-name")),
            ),
        )
        .subcommand(
            Command::new("completions")
                .about(say("cli.completions"))
                .arg(
                    Arg::new("SHELL")
                        .required(true)
                        .value_parser(PossibleValuesParser::new([
                            "bash",
                            "zsh",
                            "fish",
                            "powershell",
                            "elvish",
                        ]))
                        .help(say("cli.shell")),
                ),
        )
        .subcommand(
            Command::new("man")
                .about(say("cli.man"))
                .arg(Arg::new("VERB").help(say("cli.man-verb"))),
        );
    match words {
        Words::In(language) => worded(whole, language),
        Words::None => whole,
    }
}

/// The words that clap would say in English by itself.
fn worded(command: Command, language: Language) -> Command {
    let say = |id: &str| tell(language, id);
    let has_version = command.get_version().is_some();
    let template = format!(
        "{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}",
        say("cli.usage-heading")
    );
    let names: Vec<String> = command
        .get_subcommands()
        .map(|one| one.get_name().to_owned())
        .collect();
    let mut command = command
        .help_template(template)
        .subcommand_help_heading(say("cli.commands-heading"))
        .disable_help_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .display_order(998)
                .help(say("cli.help")),
        )
        .mut_args(|arg| {
            let arg = with_values(arg, language);
            if arg.get_help_heading().is_some() {
                return arg;
            }
            let heading = if arg.is_positional() {
                "cli.arguments-heading"
            } else {
                "cli.options-heading"
            };
            arg.help_heading(say(heading))
        });
    if has_version {
        command = command.disable_version_flag(true).arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .display_order(999)
                .help(say("cli.version"))
                .help_heading(say("cli.options-heading")),
        );
    }
    for name in names {
        command = command.mut_subcommand(name, |one| worded(one, language));
    }
    command
}

/// The help of an argument with the values it takes, in the language of the help.
fn with_values(arg: Arg, language: Language) -> Arg {
    let is_switch = !arg.get_action().takes_values();
    let values: Vec<String> = arg
        .get_possible_values()
        .iter()
        .map(|value| value.get_name().to_owned())
        .collect();
    if is_switch || values.is_empty() {
        return arg;
    }
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let fields = [("values", values.join(", "))];
    let said = say(language, "cli.values", &fields).message;
    arg.hide_possible_values(true)
        .help(format!("{help} {said}"))
}

fn explain(parts: Parts<'_>) -> Command {
    let id = Arg::new("ID").help(parts.words.tell("cli.explain-id"));
    let id = match (parts.purpose, parts.pack) {
        (Purpose::Complete, Some(pack)) => id.value_parser(PossibleValuesParser::new(topics(pack))),
        _ => id,
    };
    Command::new("explain")
        .about(parts.words.tell("cli.explain"))
        .arg(id)
        .arg(output(parts.words))
}

/// Everything that `explain` knows.
pub(super) fn topics(pack: &Pack) -> Vec<String> {
    let questions = pack.questions.questions.iter().map(|one| one.id.clone());
    let keys = pack.keys().map(|(id, _)| id.to_owned());
    let presets = pack.presets().iter().map(|preset| preset.id.clone());
    let kinds = Controller::ALL.iter().map(|one| one.kind().to_owned());
    let images = pack.known_images().map(str::to_owned);
    let rules = rule::ids().map(str::to_owned);
    questions
        .chain(keys)
        .chain(presets)
        .chain(kinds)
        .chain(images)
        .chain(rules)
        .collect()
}

pub(super) fn output(words: Words) -> Arg {
    Arg::new("output")
        .short('o')
        .long("output")
        .value_name("FORMAT")
        .value_parser(PossibleValuesParser::new(OUTPUTS))
        .help(words.tell("cli.output"))
}

pub(super) fn switch(id: &'static str, words: Words) -> Arg {
    Arg::new(id)
        .long(id)
        .action(ArgAction::SetTrue)
        .help(words.tell(&format!("cli.{id}")))
}

fn with_answers(command: Command, parts: Parts<'_>) -> Command {
    let words = parts.words;
    let Some(pack) = parts.pack else {
        return command;
    };
    let say = |id: &str| words.tell(id);
    let mut command = command
        .arg(Arg::new("NAME").help(say("cli.name")))
        .arg(
            Arg::new("answers")
                .long("answers")
                .value_name("FILE|-")
                .value_hint(ValueHint::FilePath)
                .help(say("cli.answers")),
        )
        .arg(
            Arg::new("set")
                .long("set")
                .value_name("KEY=VALUE")
                .action(ArgAction::Append)
                .allow_hyphen_values(true)
                .help(say("cli.set")),
        )
        .arg(
            Arg::new("preset")
                .long("preset")
                .value_name("PRESET")
                .value_parser(PossibleValuesParser::new(pack.preset_ids()))
                .help(say("cli.preset")),
        )
        .arg(
            Arg::new("accept")
                .long("accept")
                .value_name("RULE=REASON")
                .action(ArgAction::Append)
                .help(say("cli.accept")),
        )
        .arg(
            Arg::new("image-config")
                .long("image-config")
                .value_name("FILE|-")
                .value_hint(ValueHint::FilePath)
                .help(say("cli.image-config")),
        )
        .arg(
            Arg::new("dockerfile")
                .long("dockerfile")
                .value_name("FILE")
                .value_hint(ValueHint::FilePath)
                .help(say("cli.dockerfile")),
        )
        .arg(
            Arg::new("env-file")
                .long("env-file")
                .value_name("FILE")
                .value_hint(ValueHint::FilePath)
                .help(say("cli.env-file")),
        )
        .arg(switch("non-interactive", words))
        .arg(output(words));
    for question in &pack.questions.questions {
        command = command.arg(answer(question, parts));
    }
    command
}

fn answer(question: &Question, parts: Parts<'_>) -> Arg {
    let Parts { pack, words, .. } = parts;
    let section = |language| {
        let section = pack?.questions.sections.get(question.section)?;
        Some(section.title.said(language).to_owned())
    };
    let arg = Arg::new(format!("answer.{}", question.id))
        .long(question.flag.clone())
        .action(ArgAction::Append);
    let arg = match words {
        Words::In(language) => arg
            .help(flag_help(question, language))
            .help_heading(section(language).unwrap_or_default()),
        Words::None => arg,
    };
    let arg = match question.kind {
        Kind::Bool => arg
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true")
            .value_name("true|false"),
        // Text that may itself begin with a dash: `--arg --verbose`.
        Kind::Word | Kind::Text => arg.allow_hyphen_values(true).value_name("WORD"),
        Kind::Choice => {
            let words = question.choices.iter().map(|choice| choice.value.as_str());
            arg.value_name(words.collect::<Vec<_>>().join("|"))
        }
        _ if question.map => arg.value_name("KEY=VALUE"),
        kind => arg.value_name(kind.word().to_uppercase()),
    };
    let mut values: Vec<String> = question
        .choices
        .iter()
        .map(|choice| choice.value.clone())
        .collect();
    values.extend(question.keywords.iter().cloned());
    if question.kind == Kind::Bool {
        values.extend(["true", "false"].map(str::to_owned));
    }
    if parts.purpose == Purpose::Complete && !values.is_empty() {
        return arg.value_parser(PossibleValuesParser::new(values));
    }
    arg
}

fn new(parts: Parts<'_>) -> Command {
    let words = parts.words;
    let say = |id: &str| words.tell(id);
    let command = Command::new("new")
        .about(say("cli.new"))
        .after_help(say("cli.new-after"));
    with_answers(command, parts)
        .arg(
            Arg::new("dir")
                .long("dir")
                .value_name("DIR")
                .value_hint(ValueHint::DirPath)
                .help(say("cli.dir")),
        )
        .arg(
            Arg::new("add")
                .long("add")
                .value_name("WORKLOAD")
                .conflicts_with_all(["NAME", "answers", "stdout", "print-answers"])
                .help(say("cli.add")),
        )
        .arg(
            Arg::new("first")
                .long("first")
                .value_name("WORKLOAD")
                .requires("add")
                .help(say("cli.first")),
        )
        .arg(switch("stdout", words))
        .arg(
            Arg::new("environment")
                .short('e')
                .long("environment")
                .value_name("ENVIRONMENT")
                .requires("stdout")
                .help(say("cli.environment")),
        )
        .arg(switch("dry-run", words))
        .arg(switch("diff", words))
        .arg(switch("force", words))
        .arg(switch("no-guess", words))
        .arg(switch("print-answers", words))
}

fn decide(parts: Parts<'_>) -> Command {
    let words = parts.words;
    let command = Command::new("decide").about(words.tell("cli.decide"));
    let mut command = with_answers(command, parts);
    if parts.pack.is_some() {
        command = command.mut_arg("output", |arg| {
            arg.value_parser(PossibleValuesParser::new(["text", "json", "mermaid"]))
        });
    }
    command.arg(switch("tree", words))
}

fn update(words: Words) -> Command {
    let say = |id: &str| words.tell(id);
    Command::new("update")
        .about(say("cli.update"))
        .arg(
            Arg::new("PATH")
                .num_args(0..)
                .value_hint(ValueHint::DirPath)
                .help(say("cli.update-path")),
        )
        .arg(
            Arg::new("cluster")
                .long("cluster")
                .value_name("FILE")
                .value_hint(ValueHint::FilePath)
                .help(say("cli.update-cluster")),
        )
        .arg(switch("dry-run", words))
        .arg(switch("check", words))
        .arg(switch("diff", words))
        .arg(switch("keep-edited", words))
        .arg(switch("force", words).conflicts_with("keep-edited"))
        .arg(output(words))
}

fn why(words: Words) -> Command {
    let say = |id: &str| words.tell(id);
    Command::new("why")
        .about(say("cli.why"))
        .arg(
            Arg::new("FILE:LINE")
                .required(true)
                .value_hint(ValueHint::FilePath)
                .help(say("cli.why-line")),
        )
        .arg(output(words))
}
