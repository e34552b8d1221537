//! What people read after a bundle was made: decision, guesses, files, what to do next.

use std::fmt::Write as _;

use crate::bundle::Plan;
use crate::compose::Composed;
use crate::text::{Language, say, tell};

/// Decision and guesses.
pub fn summary(composed: &Composed, language: Language) -> String {
    let mut out = String::new();
    let Some(service) = &composed.service else {
        return out;
    };
    for workload in &service.workloads {
        let fields = [
            ("controller", workload.controller.kind().to_owned()),
            ("name", workload.name.clone()),
            (
                "because",
                workload
                    .decision
                    .path
                    .last()
                    .map(|step| step.because.clone())
                    .unwrap_or_default(),
            ),
        ];
        let _ = writeln!(
            out,
            "{}",
            say(language, "summary.decision", &fields).message
        );
    }
    if !service.guesses.is_empty() {
        let _ = writeln!(out, "\n{}", tell(language, "summary.guesses"));
        let width = service
            .guesses
            .iter()
            .map(|guess| console::measure_text_width(&guess.id))
            .max()
            .unwrap_or(0);
        let values = service
            .guesses
            .iter()
            .map(|guess| console::measure_text_width(&guess.value).min(24))
            .max()
            .unwrap_or(0);
        for guess in &service.guesses {
            let id = console::pad_str(&guess.id, width, console::Alignment::Left, None);
            let value = console::pad_str(&guess.value, values, console::Alignment::Left, None);
            let _ = writeln!(out, "  {id}  {value}  {}", guess.flag);
        }
    }
    out
}

/// The files of a plan, one line each.
pub fn plan_lines(plan: &Plan, language: Language) -> String {
    let mut out = String::new();
    for entry in plan.entries() {
        let word = tell(language, &format!("plan.{}", entry.action.word()));
        let word = console::pad_str(&word, 9, console::Alignment::Left, None).into_owned();
        let _ = writeln!(out, "  {word} {}", entry.path);
    }
    out
}
