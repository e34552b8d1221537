//! The command line as clap sees it. Flags for answers come from the
//! questions; their values are all text, so that we judge them together.

use clap::builder::{PossibleValuesParser, ValueHint};
use clap::{Arg, ArgAction, Command};

use crate::pack::Pack;
use crate::question::{Kind, Question, flag_help};
use crate::text::{Language, tell};

/// Reports that can be asked for.
pub(super) const OUTPUTS: [&str; 2] = ["text", "json"];

/// The whole command.
pub fn command(pack: &Pack, language: Language) -> Command {
    command_of(language, &|_| Some(pack))
}

/// The command with the flags of answers at those verbs only for which `answers` has a pack: they are
/// some hundred, and a run that names no such verb has no use for them.
pub(super) fn command_of<'p>(
    language: Language,
    answers: &dyn Fn(&str) -> Option<&'p Pack>,
) -> Command {
    let say = |id: &str| tell(language, id);
    Command::new("kwgen")
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
                .value_parser(PossibleValuesParser::new(["en", "zh-CN"]))
                .help(say("cli.lang")),
        )
        .arg(
            Arg::new("color")
                .long("color")
                .global(true)
                .value_name("WHEN")
                .value_parser(PossibleValuesParser::new(["auto", "always", "never"]))
                .help(say("cli.color")),
        )
        .subcommand(new(answers("new"), language))
        .subcommand(decide(answers("decide"), language))
        .subcommand(update(language))
        .subcommand(
            Command::new("explain")
                .about(say("cli.explain"))
                .arg(Arg::new("ID").help(say("cli.explain-id")))
                .arg(output(language)),
        )
        .subcommand(
            Command::new("schema").about(say("cli.schema")).arg(
                Arg::new("SCHEMA")
                    .required(true)
                    .value_parser(PossibleValuesParser::new(["answers", "report"]))
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
        )
}

fn output(language: Language) -> Arg {
    Arg::new("output")
        .short('o')
        .long("output")
        .value_name("FORMAT")
        .value_parser(PossibleValuesParser::new(OUTPUTS))
        .help(tell(language, "cli.output"))
}

fn switch(id: &'static str, language: Language) -> Arg {
    Arg::new(id)
        .long(id)
        .action(ArgAction::SetTrue)
        .help(tell(language, &format!("cli.{id}")))
}

fn with_answers(command: Command, pack: Option<&Pack>, language: Language) -> Command {
    let Some(pack) = pack else { return command };
    let say = |id: &str| tell(language, id);
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
        .arg(switch("non-interactive", language))
        .arg(output(language));
    for question in &pack.questions.questions {
        command = command.arg(answer(question, pack, language));
    }
    command
}

fn answer(question: &Question, pack: &Pack, language: Language) -> Arg {
    let section = pack
        .questions
        .sections
        .get(question.section)
        .map(|section| section.title.said(language).to_owned());
    let arg = Arg::new(format!("answer.{}", question.id))
        .long(question.flag.clone())
        .action(ArgAction::Append)
        .help(flag_help(question, language))
        .help_heading(section.unwrap_or_default());
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
    arg.hide_possible_values(true)
}

fn new(pack: Option<&Pack>, language: Language) -> Command {
    let say = |id: &str| tell(language, id);
    let command = Command::new("new")
        .about(say("cli.new"))
        .after_help(say("cli.new-after"));
    with_answers(command, pack, language)
        .arg(
            Arg::new("dir")
                .long("dir")
                .value_name("DIR")
                .value_hint(ValueHint::DirPath)
                .help(say("cli.dir")),
        )
        .arg(switch("stdout", language))
        .arg(switch("dry-run", language))
        .arg(switch("diff", language))
        .arg(switch("force", language))
        .arg(switch("no-guess", language))
        .arg(switch("print-answers", language))
}

fn decide(pack: Option<&Pack>, language: Language) -> Command {
    let command = Command::new("decide").about(tell(language, "cli.decide"));
    let command = with_answers(command, pack, language).arg(switch("tree", language));
    if pack.is_none() {
        return command;
    }
    command.mut_arg("output", |arg| {
        arg.value_parser(PossibleValuesParser::new(["text", "json", "mermaid"]))
    })
}

fn update(language: Language) -> Command {
    let say = |id: &str| tell(language, id);
    Command::new("update")
        .about(say("cli.update"))
        .arg(
            Arg::new("PATH")
                .num_args(0..)
                .value_hint(ValueHint::DirPath)
                .help(say("cli.update-path")),
        )
        .arg(switch("dry-run", language))
        .arg(switch("check", language))
        .arg(switch("diff", language))
        .arg(switch("keep-edited", language))
        .arg(switch("force", language))
        .arg(output(language))
}
