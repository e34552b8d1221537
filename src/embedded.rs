//! The files of `blueprints/` as they were when this binary was built.

use crate::yaml::Input;

/// A path below `blueprints/`, the text, and the events of YAML that is no template.
type File = (&'static str, &'static str, Option<&'static [u8]>);

/// Sorted by path.
static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/blueprints.rs"));

/// A message of the program: its id, its file, from which byte to which, and its events.
type Message = (&'static str, &'static str, usize, usize, &'static [u8]);

/// Sorted by id.
static MESSAGES: &[Message] = include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// How many messages there are.
pub(crate) const fn messages() -> usize {
    MESSAGES.len()
}

/// The message with an id: its number, and itself.
pub(crate) fn message(id: &str) -> Option<(usize, Input<'static>)> {
    let at = MESSAGES.binary_search_by_key(&id, |(id, ..)| id).ok()?;
    let (_, path, start, end, events) = MESSAGES.get(at)?;
    let text = file(path)?.get(*start..*end)?;
    Some((at, Input::Recorded(text, events)))
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
