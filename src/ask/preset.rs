//! The two choices that stand for several answers: the preset, and its sizes.

use std::fmt::Write as _;

use console::{Alignment, measure_text_width, pad_str};

use super::interview::{Interview, Next};
use super::{ChoicePrompt, Reply, Row, Tone};
use crate::pack::{Preset, Size};
use crate::text::{Language, joined, tell, wrap_with};

impl Interview<'_, '_> {
    pub(super) fn ask_preset(&mut self) -> Next {
        let language = self.language;
        let presets = self.pack.presets();
        let mut rows = preset_rows(presets, language);
        rows.push(Row::new(tell(language, "ask.no-preset")));
        rows.push(Row::new(tell(language, "ask.help-row")));
        let chosen_before = self.draft.preset.map(|one| one.id.clone());
        let start = chosen_before.and_then(|id| presets.iter().position(|one| one.id == id));
        let prompt = ChoicePrompt {
            message: tell(language, "ask.preset"),
            rows,
            start: start.unwrap_or(0),
            hint: tell(language, "ask.hint-list"),
        };
        loop {
            match self.asker.choose(&prompt) {
                Reply::Choice(chosen) if chosen <= presets.len() => {
                    let preset = presets.get(chosen);
                    self.draft.take_preset(preset);
                    if let Some(preset) = preset {
                        let note = joined(preset.when_not.said(language));
                        self.tell(Tone::Plain, &format!("\n{note}"));
                    }
                    return Next::On;
                }
                Reply::Choice(_) => {
                    if self.help_presets(presets) == Next::Quit {
                        return Next::Quit;
                    }
                }
                Reply::Back => return Next::Back,
                Reply::Quit | Reply::Text(_) => return Next::Quit,
            }
        }
    }

    /// All presets at length: more than a screen, so page by page.
    fn help_presets(&mut self, presets: &[Preset]) -> Next {
        let language = self.language;
        let width = self.asker.width();
        let mut text = String::new();
        for preset in presets {
            let _ = writeln!(text, "\n{} ({})", preset.title.said(language), preset.id);
            for prose in [&preset.what, &preset.when_not] {
                let prose = joined(prose.said(language));
                let _ = writeln!(text, "{}", wrap_with(&prose, width, "  "));
            }
        }
        text.push('\n');
        match self.asker.read(&text, &tell(language, "ask.next-page")) {
            Reply::Quit => Next::Quit,
            _ => Next::On,
        }
    }

    pub(super) fn ask_size(&mut self) -> Next {
        let language = self.language;
        let Some(preset) = self.draft.preset else {
            return Next::On;
        };
        let mut rows = size_rows(&preset.sizes, language, &|id| self.draft.is_stated(id));
        rows.push(Row::new(tell(language, "ask.help-row")));
        let usual = preset.sizes.iter().position(|size| size.usual);
        let prompt = ChoicePrompt {
            message: tell(language, "ask.size"),
            rows,
            start: self.draft.size.or(usual).unwrap_or(0),
            hint: tell(language, "ask.hint-list"),
        };
        loop {
            match self.asker.choose(&prompt) {
                Reply::Choice(chosen) if chosen < preset.sizes.len() => {
                    self.draft.size = Some(chosen);
                    // The choice is newer than what was said to its parts before.
                    let ids = preset.sizes.iter().flat_map(|size| size.answers.keys());
                    for id in ids {
                        self.draft.drop_said(id);
                    }
                    return Next::On;
                }
                Reply::Choice(_) => {
                    let help = tell(language, "ask.size-help");
                    self.tell(Tone::Plain, &format!("\n{help}\n"));
                }
                Reply::Back => return Next::Back,
                Reply::Quit | Reply::Text(_) => return Next::Quit,
            }
        }
    }
}

fn preset_rows(presets: &[Preset], language: Language) -> Vec<Row> {
    let titles = presets.iter().map(|preset| preset.title.said(language));
    let width = titles.clone().map(measure_text_width).max().unwrap_or(0);
    titles
        .zip(presets)
        .map(|(title, preset)| {
            let what = preset.what.said(language);
            let title_column = pad_str(title, width, Alignment::Left, None);
            Row {
                label: format!("{title_column}  {what}"),
                short: title.to_owned(),
            }
        })
        .collect()
}

/// The sizes in columns; what a flag has said is not for the size to say.
fn size_rows(sizes: &[Size], language: Language, is_stated: &dyn Fn(&str) -> bool) -> Vec<Row> {
    let said = |size: &Size| -> Vec<String> {
        size.answers
            .iter()
            .filter(|(id, _)| !is_stated(id))
            .map(|(id, value)| {
                let value = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                format!("{id} {value}")
            })
            .collect()
    };
    let columns: Vec<Vec<String>> = sizes
        .iter()
        .map(|size| {
            let mut cells = vec![size.title.said(language).to_owned()];
            cells.extend(said(size));
            cells
        })
        .collect();
    let widths: Vec<usize> = (0..columns.iter().map(Vec::len).max().unwrap_or(0))
        .map(|at| {
            let cells = columns.iter().filter_map(|cells| cells.get(at));
            cells
                .map(|cell| measure_text_width(cell))
                .max()
                .unwrap_or(0)
        })
        .collect();
    columns
        .iter()
        .zip(sizes)
        .map(|(cells, size)| {
            let cells: Vec<String> = cells
                .iter()
                .zip(&widths)
                .map(|(cell, width)| pad_str(cell, *width, Alignment::Left, None).into_owned())
                .collect();
            let values = said(size).join(", ");
            let title = size.title.said(language).split([':', '：']).next();
            Row {
                label: cells.join("  ").trim_end().to_owned(),
                short: format!("{} ({values})", title.unwrap_or_default()),
            }
        })
        .collect()
}
