//! Embeds every file under `blueprints/` into the binary as a sorted table of
//! (path, text, events), so that data can be added without touching Rust. The events are those of the
//! parser, recorded here once so that no run of kwgen parses what never changes.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest, Sha256};

mod yaml {
    //! What the binary and its build share of YAML.
    pub(crate) mod event;
    pub(crate) mod record;
}

fn main() -> io::Result<()> {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = manifest.join("blueprints");
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    // As the table is searched: by text, not by the parts of the path.
    files.sort_by_key(|file| file.to_string_lossy().replace('\\', "/"));

    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut table = String::from("&[\n");
    for file in &files {
        let name = file
            .strip_prefix(&root)
            .map_err(io::Error::other)?
            .to_string_lossy()
            .replace('\\', "/");
        let text = file.display().to_string();
        let events = match events(&name, file)? {
            None => "None".to_owned(),
            Some(events) => {
                let place = out.join("events").join(&name);
                fs::create_dir_all(place.parent().unwrap_or(&out))?;
                fs::write(&place, events)?;
                format!("Some(include_bytes!({:?}))", place.display().to_string())
            }
        };
        writeln!(table, "({name:?}, include_str!({text:?}), {events}),")
            .map_err(io::Error::other)?;
    }
    table.push_str("]\n");

    println!(
        "cargo::rustc-env=KWGEN_PACK_DIGEST={}",
        digest(&root.join("ack"), &files)?
    );

    messages(&root, &files, &out)?;
    fs::write(out.join("blueprints.rs"), table)
}

/// Writes the messages of the program, sorted by id: a table of (number of the file, from, to, end of the
/// events in `messages.events`). A run says a few of some hundred, so each is read by itself: from its
/// key at column 0 to the next.
fn messages(root: &Path, files: &[PathBuf], out: &Path) -> io::Result<()> {
    let mut all = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let Ok(name) = file.strip_prefix(root.join("messages")) else {
            continue;
        };
        let name = format!("messages/{}", name.display());
        let text = fs::read_to_string(file)?;
        let mut starts = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if line.starts_with(|first: char| first.is_ascii_lowercase())
                && let Some((id, _)) = line.split_once(':')
            {
                starts.push((id, at));
            }
            at += line.len();
        }
        let ends = starts.iter().skip(1).map(|(_, start)| *start);
        for ((id, start), end) in starts.iter().zip(ends.chain([text.len()])) {
            let entry = text.get(*start..end).unwrap_or_default();
            let events = yaml::record::record(entry).map_err(|error| refused(&name, &error))?;
            all.push(((*id).to_owned(), number, *start, end, events));
        }
    }
    all.sort();
    let mut table = String::from("&[\n");
    let mut bytes = Vec::new();
    for (_, file, start, end, events) in all {
        bytes.extend(events);
        let length = bytes.len();
        writeln!(table, "({file}, {start}, {end}, {length}),").map_err(io::Error::other)?;
    }
    table.push_str("]\n");
    fs::write(out.join("messages.events"), bytes)?;
    fs::write(out.join("messages.rs"), table)
}

/// The events of a file that is plain data; a template becomes YAML only when it is rendered.
fn events(name: &str, file: &Path) -> io::Result<Option<Vec<u8>>> {
    let is_yaml = file.extension().is_some_and(|ending| ending == "yaml");
    if !is_yaml || name.contains("/templates/") {
        return Ok(None);
    }
    let recorded = yaml::record::record(&fs::read_to_string(file)?);
    let recorded = recorded.map_err(|error| refused(name, &error))?;
    // What is said of the messages is said of each by itself.
    Ok((!name.starts_with("messages/")).then_some(recorded))
}

fn refused(name: &str, error: &granit_parser::ScanError) -> io::Error {
    let (line, column) = (error.marker().line(), error.marker().col() + 1);
    let what = error.info();
    io::Error::other(format!("blueprints/{name}:{line}:{column}: {what}"))
}

/// The sha256 of the pack's files: path, length and text of each, in path order.
fn digest(pack: &Path, files: &[PathBuf]) -> io::Result<String> {
    let mut hasher = Sha256::new();
    for file in files {
        if let Ok(name) = file.strip_prefix(pack) {
            let text = fs::read(file)?;
            hasher.update(name.to_string_lossy().replace('\\', "/"));
            hasher.update(text.len().to_le_bytes());
            hasher.update(&text);
        }
    }
    let mut hex = String::new();
    for byte in hasher.finalize() {
        write!(hex, "{byte:02x}").map_err(io::Error::other)?;
    }
    Ok(hex)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            println!("cargo::rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
    Ok(())
}
