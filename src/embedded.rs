//! The files of `blueprints/` as they were when this binary was built.

use crate::yaml::Input;

/// A path below `blueprints/`, the text, and the events of YAML that is no template.
type File = (&'static str, &'static str, Option<&'static [u8]>);

/// Sorted by path.
static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/blueprints.rs"));

/// A message of the program: the number of its file, from which byte to which, and where its events end.
type Message = (u16, u32, u32, u32);

/// Sorted by id, which is what stands before the first colon. Numbers and no references: of some hundred
/// of those each would be relocated at every start.
static MESSAGES: &[Message] = include!(concat!(env!("OUT_DIR"), "/messages.rs"));
/// Their events, one after the other.
static EVENTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/messages.events"));

/// How many messages there are.
pub(crate) const fn messages() -> usize {
    MESSAGES.len()
}

/// The message with an id: its number, and itself.
pub(crate) fn message(id: &str) -> Option<(usize, Input<'static>)> {
    let at = MESSAGES.binary_search_by(|one| id_of(one).cmp(id)).ok()?;
    let (.., end) = *MESSAGES.get(at)?;
    let before = at.checked_sub(1).and_then(|before| MESSAGES.get(before));
    let start = before.map_or(0, |(.., end)| *end);
    let events = EVENTS.get(start as usize..end as usize)?;
    Some((at, Input::Recorded(text_of(MESSAGES.get(at)?), events)))
}

fn text_of(&(file, start, end, _): &Message) -> &'static str {
    let text = FILES.get(usize::from(file)).map(|(_, text, _)| *text);
    text.and_then(|text| text.get(start as usize..end as usize))
        .unwrap_or_default()
}

fn id_of(message: &Message) -> &'static str {
    let text = text_of(message);
    text.split_once(':').map_or(text, |(id, _)| id)
}

/// The files whose path starts with `prefix`, in path order.
pub fn under(prefix: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    all_under(prefix).map(|(path, text, _)| (*path, *text))
}

/// The text of one file.
pub fn file(path: &str) -> Option<&'static str> {
    find(path).map(|(_, text, _)| *text)
}

/// The files of data whose path starts with `prefix`, in path order, for reading without parsing.
pub fn data_under(prefix: &str) -> impl Iterator<Item = (&'static str, Input<'static>)> {
    all_under(prefix).map(|file| (file.0, input(file)))
}

/// One file of data, for reading without parsing.
pub fn data(path: &str) -> Option<Input<'static>> {
    find(path).map(input)
}

fn all_under(prefix: &str) -> impl Iterator<Item = &'static File> {
    let first = FILES.partition_point(|(path, ..)| *path < prefix);
    let rest = FILES.get(first..).unwrap_or_default().iter();
    rest.take_while(move |(path, ..)| path.starts_with(prefix))
}

fn find(path: &str) -> Option<&'static File> {
    let at = FILES.binary_search_by_key(&path, |(name, ..)| name).ok()?;
    FILES.get(at)
}

const fn input((_, text, events): &File) -> Input<'static> {
    match events {
        Some(events) => Input::Recorded(text, events),
        None => Input::Text(text),
    }
}
