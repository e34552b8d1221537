//! Texts → documents: the parser's events of a text from anywhere, or the recorded ones of a text of the
//! binary, told to one composer.

use std::borrow::Cow;

use granit_parser::Parser;

use super::compose::Composer;
use super::event::Event;
use super::fault::YamlFault;
use super::input::Input;
use super::replay::Replay;
use super::source::Source;
use super::tree::Document;
use crate::text::Fault;

/// The most bytes of one text.
const SIZE_LIMIT: usize = 64 << 20;

/// Reads all documents of a text; empty documents are left out.
pub fn read<'t>(name: &str, text: impl Into<Input<'t>>) -> Result<Vec<Document>, Vec<Fault>> {
    read_input(name, text.into())
}

fn read_input(name: &str, input: Input<'_>) -> Result<Vec<Document>, Vec<Fault>> {
    let source = Source::new(name, input.kept());
    if source.text().len() > SIZE_LIMIT {
        let limit = SIZE_LIMIT >> 20;
        let fault = YamlFault::TooLarge { limit };
        return Err(vec![Fault::new(&fault).at(Some(source.place(0)))]);
    }
    let mut reading = Reading {
        composer: Composer::new(&source),
        documents: Vec::new(),
        faults: Vec::new(),
    };
    match input {
        Input::Text(_) => parse(&source, &mut reading),
        Input::Recorded(text, events) => {
            for (event, start) in Replay::new(text, events) {
                if !reading.take(event, start) {
                    break;
                }
            }
        }
    }
    if reading.faults.is_empty() {
        Ok(reading.documents)
    } else {
        Err(reading.faults)
    }
}

/// Has the parser read a text.
fn parse<'s>(source: &'s Source, reading: &mut Reading<'s>) {
    let text = source.text();
    let mut parser = Parser::new_from_str(text);
    while let Some(next) = parser.next_event() {
        let goes_on = match next {
            Ok((parsed, span)) => Event::of(parsed, &span)
                .is_none_or(|(event, start)| reading.take(kept(event), start)),
            Err(error) => {
                let byte = source.byte_at(error.marker().line(), error.marker().col());
                let detail = error.info().clone();
                let line = text
                    .get(..byte)
                    .and_then(|lead| lead.lines().next_back())
                    .unwrap_or_default();
                let is_tab = detail.contains("tab") || line.starts_with('\t');
                let fault = if is_tab {
                    YamlFault::Tab {}
                } else if detail.contains("unknown anchor") {
                    YamlFault::NoAnchor {}
                } else {
                    YamlFault::Syntax { detail }
                };
                reading.note(&fault, byte);
                reading.composer = Composer::new(source);
                false
            }
        };
        if !goes_on && !parser.proceed_next_document().unwrap_or(false) {
            break;
        }
    }
}

/// The event with a text of its own.
fn kept(event: Event<'_>) -> Event<'static> {
    match event {
        Event::Scalar {
            text,
            plain,
            anchor,
        } => Event::Scalar {
            text: Cow::Owned(text.into_owned()),
            plain,
            anchor,
        },
        Event::Sequence { anchor } => Event::Sequence { anchor },
        Event::Mapping { anchor } => Event::Mapping { anchor },
        Event::Alias { anchor } => Event::Alias { anchor },
        Event::End => Event::End,
        Event::Finish => Event::Finish,
    }
}

/// What was read of a text so far.
struct Reading<'s> {
    composer: Composer<'s>,
    documents: Vec<Document>,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn note(&mut self, fault: &YamlFault, at: usize) {
        let place = self.composer.source.place(at);
        self.faults.push(Fault::new(fault).at(Some(place)));
    }

    /// Takes one event; false: the rest of its document makes no sense any more.
    fn take(&mut self, event: Event<'static>, start: usize) -> bool {
        match self.composer.take(event, start) {
            Ok(document) => self.documents.extend(document),
            Err((fault, at)) => {
                self.note(&fault, at);
                if self.composer.is_lost {
                    self.composer = Composer::new(self.composer.source);
                    return false;
                }
            }
        }
        true
    }
}
