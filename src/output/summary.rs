//! What people read after a bundle was made: decision, guesses, files, what to do next.

use std::fmt::Write as _;

use crate::bundle::{Entry, Plan, Revision};
use crate::compose::Composed;
use crate::decide::Decision;
use crate::service::{Autoscale, Guess};
use crate::text::{Language, say, tell, wrap_with};

/// Where nobody says how wide the reader's terminal is.
const WIDTH: usize = 80;

/// Decision and guesses.
pub fn summary(
    composed: &Composed,
    decisions: &[(Option<&str>, &Decision)],
    language: Language,
) -> String {
    let mut out = String::new();
    let Some(service) = &composed.service else {
        return out;
    };
    for (at, workload) in service.workloads.iter().enumerate() {
        let fields = [
            ("controller", workload.controller.kind().to_owned()),
            ("name", workload.name.clone()),
        ];
        let title = say(language, "summary.title", &fields).message;
        // The service holds its prose in the language of the bundle, which may be another.
        let last = decisions
            .get(at)
            .and_then(|(_, decision)| decision.path.last());
        let because = last.map_or("", |step| step.because.said(language));
        let _ = writeln!(out, "{title}\n{}", wrap_with(because, WIDTH, "  "));
        if let Some(scaled) = &workload.autoscale {
            let _ = writeln!(out, "{}", wrap_with(&range(scaled, language), WIDTH, "  "));
        }
    }
    let placed = service.environments.iter();
    for (environment, cluster) in placed.filter_map(|one| Some((one, one.cluster.as_ref()?))) {
        let fields = [
            ("name", environment.name.clone()),
            ("cluster", cluster.clone()),
            ("version", environment.version.clone()),
        ];
        let _ = writeln!(out, "{}", say(language, "summary.placed", &fields).message);
    }
    if !service.guesses.is_empty() {
        let _ = writeln!(out, "\n{}", tell(language, "summary.guesses"));
        let name = |guess: &Guess| match guess.workloads.join(", ") {
            all if all.is_empty() => guess.id.clone(),
            some => format!("{} ({some})", guess.id),
        };
        let width = service
            .guesses
            .iter()
            .map(|guess| console::measure_text_width(&name(guess)))
            .max()
            .unwrap_or(0);
        let values = service
            .guesses
            .iter()
            .map(|guess| console::measure_text_width(&guess.value).min(24))
            .max()
            .unwrap_or(0);
        for guess in &service.guesses {
            let id = name(guess);
            let id = console::pad_str(&id, width, console::Alignment::Left, None);
            let value = console::pad_str(&guess.value, values, console::Alignment::Left, None);
            let _ = writeln!(out, "  {id}  {value}  {}", guess.flag);
        }
    }
    out
}

/// How many pods run, and by what.
fn range(scaled: &Autoscale, language: Language) -> String {
    let metrics = scaled.metrics.iter();
    let metrics = metrics.map(|one| format!("{}% {}", one.share, one.resource));
    let fields = [
        ("least", scaled.least.to_string()),
        ("most", scaled.most.to_string()),
        ("metrics", metrics.collect::<Vec<_>>().join(", ")),
    ];
    say(language, "summary.scaled", &fields).message
}

/// The files of a plan, one line each.
pub fn plan_lines(plan: &Plan, language: Language) -> String {
    let mut out = String::new();
    let said = |entry: &Entry| tell(language, &format!("plan.{}", entry.action.word()));
    let widths = plan.files().iter().map(said);
    let width = widths
        .map(|word| console::measure_text_width(&word))
        .max()
        .unwrap_or(0);
    for entry in plan.files() {
        let word = said(entry);
        let word = console::pad_str(&word, width, console::Alignment::Left, None).into_owned();
        let _ = writeln!(out, "  {word} {}", entry.path);
    }
    out
}

/// For each file in conflict what its owner changed, and what kwgen would change.
pub fn both_diffs(plan: &Plan, language: Language) -> String {
    plan.both_diffs(&|revision| said_revision(language, revision))
}

pub(super) fn said_revision(language: Language, revision: Revision) -> String {
    tell(language, &format!("diff.{}", revision.word()))
}
