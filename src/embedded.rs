//! The files of `blueprints/` as they were when this binary was built.

/// (path below `blueprints/`, text), sorted by path.
static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/blueprints.rs"));

/// The files whose path starts with `prefix`, in path order.
pub fn under(prefix: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES
        .iter()
        .copied()
        .filter(move |(path, _)| path.starts_with(prefix))
}

/// The text of one file.
pub fn file(path: &str) -> Option<&'static str> {
    FILES
        .binary_search_by_key(&path, |(name, _)| name)
        .ok()
        .and_then(|at| FILES.get(at))
        .map(|(_, text)| *text)
}
