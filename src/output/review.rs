//! The screen before a write: decision, guesses, warnings, files.

use console::{Alignment, measure_text_width, pad_str, truncate_str};

use crate::bundle::Action;
use crate::text::{Language, Said, say, tell, wrap, wrap_with};

/// How many rows the warnings may take; what has no room is counted, and can be looked at.
const WARNING_ROWS: usize = 4;
/// How many errors are shown.
const FAULTS: usize = 3;

/// What will be done with the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// They are written into this folder.
    Folder(String),
    /// They would be, without `--dry-run`.
    DryRun(String),
    /// The objects among them are printed.
    Stdout,
}

/// A file that would be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewFile {
    /// Its path in the bundle.
    pub path: String,
    /// What happens to it; nothing where it is printed.
    pub action: Option<Action>,
    /// Its whole text.
    pub text: String,
}

impl ReviewFile {
    /// The word for what happens to it.
    pub fn word(&self, language: Language) -> String {
        match self.action {
            None => String::new(),
            Some(action) if action.is_conflict() => tell(language, "summary.conflict"),
            Some(action) => tell(language, &format!("plan.{}", action.word())),
        }
    }
}

/// Everything that a person should know before a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The service's name.
    pub name: String,
    /// The controller, and why.
    pub decision: Option<(String, String)>,
    /// Its other workloads: the name, controller and reason of each.
    pub others: Vec<[String; 3]>,
    /// Each guess as the flag that would say it.
    pub guesses: Vec<String>,
    /// What is worth a warning.
    pub warnings: Vec<Said>,
    /// What stops the write.
    pub faults: Vec<Said>,
    /// Where it goes.
    pub target: Target,
    /// Its files.
    pub files: Vec<ReviewFile>,
    /// The files to read first, in this order.
    pub first: Vec<String>,
}

/// How a block is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A title.
    Title,
    /// Something to read.
    Text,
    /// A warning.
    Warning,
    /// Something that stops the write.
    Error,
}

impl Review {
    /// Whether nothing stands in the way of the write.
    pub fn can_be_written(&self) -> bool {
        self.faults.is_empty()
    }

    /// Whether `path` is one of the files to read first.
    pub fn is_first(&self, path: &str) -> bool {
        self.first.iter().any(|first| first == path)
    }

    /// Every fault and warning with what to do about it.
    pub fn notes(&self, language: Language) -> String {
        let mut lines = Vec::new();
        for said in self.faults.iter().chain(&self.warnings) {
            lines.push(format!("- {}", said.message.replace('\n', " ")));
            if let Some(help) = said.help.as_ref().filter(|help| !help.is_empty()) {
                let fields = [("help", help.replace('\n', " "))];
                lines.push(say(language, "summary.help", &fields).message);
            }
        }
        lines.join("\n")
    }
}

/// The screen, block by block.
pub fn review_blocks(review: &Review, language: Language, width: usize) -> Vec<(Mark, String)> {
    let mut blocks = Vec::new();
    let first = review.decision.iter().map(|(controller, because)| {
        let [name, controller, because] = [&review.name, controller, because].map(String::as_str);
        [name, controller, because]
    });
    let others = review.others.iter();
    let others = others.map(|one| one.each_ref().map(String::as_str));
    for [name, controller, because] in first.chain(others) {
        let fields = [
            ("name", name.to_owned()),
            ("controller", controller.to_owned()),
        ];
        blocks.push((Mark::Title, say(language, "summary.title", &fields).message));
        blocks.push((Mark::Text, wrap_with(because, width, "  ")));
    }
    if !review.guesses.is_empty() {
        blocks.push((Mark::Title, tell(language, "summary.guessed")));
        blocks.push((Mark::Text, columns(&review.guesses, width)));
    }
    notes(review, language, width, &mut blocks);
    files(review, language, width, &mut blocks);
    blocks
}

fn notes(review: &Review, language: Language, width: usize, blocks: &mut Vec<(Mark, String)>) {
    let texts: Vec<String> = review
        .warnings
        .iter()
        .map(|said| {
            let fields = [("message", said.message.replace('\n', " "))];
            say(language, "summary.warning", &fields).message
        })
        .collect();
    let whole: Vec<String> = texts
        .iter()
        .map(|text| wrap(text, width).join("\n"))
        .collect();
    let rows: usize = whole.iter().map(|text| text.lines().count()).sum();
    if rows <= WARNING_ROWS {
        blocks.extend(whole.into_iter().map(|text| (Mark::Warning, text)));
    } else {
        for text in texts.iter().take(WARNING_ROWS - 1) {
            blocks.push((Mark::Warning, truncate_str(text, width, "..").into_owned()));
        }
        let fields = [("count", texts.len().to_string())];
        let text = say(language, "summary.warnings-cut", &fields).message;
        blocks.push((Mark::Text, wrap_with(&text, width, "  ")));
    }
    for said in review.faults.iter().take(FAULTS) {
        let fields = [("message", said.message.replace('\n', " "))];
        let message = say(language, "summary.fault", &fields).message;
        let mut text = wrap(&message, width).join("\n");
        if let Some(help) = said.help.as_ref().filter(|help| !help.is_empty()) {
            text.push('\n');
            text.push_str(&wrap_with(&help.replace('\n', " "), width, "  "));
        }
        blocks.push((Mark::Error, text));
    }
    if review.faults.len() > FAULTS {
        let fields = [("count", review.faults.len().to_string())];
        let text = say(language, "summary.faults-cut", &fields).message;
        blocks.push((Mark::Text, wrap_with(&text, width, "  ")));
    }
}

/// The files by what happens to them; those to read first come first and are marked.
fn files(review: &Review, language: Language, width: usize, blocks: &mut Vec<(Mark, String)>) {
    if review.files.is_empty() {
        return;
    }
    let (id, dir) = match &review.target {
        Target::Folder(dir) => ("summary.files", dir.as_str()),
        Target::DryRun(dir) => ("summary.files-dry", dir.as_str()),
        Target::Stdout => ("summary.files-stdout", ""),
    };
    let fields = [("dir", dir.to_owned())];
    blocks.push((Mark::Title, say(language, id, &fields).message));
    let mut words: Vec<String> = Vec::new();
    for file in &review.files {
        let word = file.word(language);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let column = words.iter().map(|word| measure_text_width(word)).max();
    let column = column.unwrap_or(0);
    for word in words {
        let mut paths: Vec<&str> = review
            .files
            .iter()
            .filter(|file| file.word(language) == word)
            .map(|file| file.path.as_str())
            .collect();
        paths.sort_by_key(|path| {
            let first = review.first.iter().position(|first| first == path);
            first.unwrap_or(usize::MAX)
        });
        let marked: Vec<String> = paths
            .iter()
            .map(|path| {
                let mark = if review.is_first(path) { "*" } else { "" };
                format!("{path}{mark}")
            })
            .collect();
        let inner = width.saturating_sub(column + 4);
        let label = pad_str(&word, column, Alignment::Left, None).into_owned();
        let blank = " ".repeat(column);
        let lines = wrap(&marked.join("  "), inner);
        let lines: Vec<String> = lines
            .iter()
            .enumerate()
            .map(|(at, line)| {
                let label = if at == 0 { &label } else { &blank };
                let indent = if column == 0 { "" } else { "  " };
                format!("{indent}{label}  {line}").trim_end().to_owned()
            })
            .collect();
        blocks.push((Mark::Text, lines.join("\n")));
    }
}

/// Cells in two columns; those that are too wide for one come last, each on its own line.
fn columns(cells: &[String], width: usize) -> String {
    let half = width.saturating_sub(6) / 2;
    let (narrow, wide): (Vec<&String>, Vec<&String>) = cells
        .iter()
        .partition(|cell| measure_text_width(cell) <= half);
    let mut lines: Vec<String> = narrow
        .chunks(2)
        .map(|pair| {
            let cells = pair
                .iter()
                .map(|cell| pad_str(cell, half, Alignment::Left, None).into_owned());
            format!("  {}", cells.collect::<Vec<_>>().join("  "))
        })
        .collect();
    lines.extend(wide.iter().map(|cell| format!("  {cell}")));
    let lines: Vec<String> = lines
        .iter()
        .map(|line| truncate_str(line.trim_end(), width, "..").into_owned())
        .collect();
    lines.join("\n")
}
