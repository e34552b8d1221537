//! Loading templates: the comments of one language are kept, every printed
//! value gets its site, and what no template may do is refused.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, UndefinedBehavior, Value};

use super::Blueprint;
use super::site::{self, Site};
use crate::text::Language;

/// Fuel for one template: instructions of the engine, about a thousand times what the built-in pack needs.
const FUEL: u64 = 5_000_000;
const RECURSION: usize = 32;
/// What the template of a condition renders where it holds.
const HOLDS: &str = "yes";

/// The templates of a pack in one language, ready to render.
#[derive(Debug)]
pub(crate) struct Templates {
    pub(crate) environment: Environment<'static>,
    sites: Arc<Sites>,
}

/// The sites of the templates that were compiled so far.
type Sites = Mutex<Vec<Arc<Site>>>;

/// What a name stands for before it is compiled.
enum Prepared {
    /// A file of the pack: its comments are chosen and its sites marked when it is rendered.
    File(&'static str),
    /// A condition or a path.
    Short(String),
}

/// A sandboxed environment: strict, bounded, no loader and so no files.
pub(crate) fn sandbox() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(RECURSION);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()?,
    );
    environment.add_filter("nest", nest);
    environment.add_filter("place", |value: &minijinja::Value, number: usize| {
        site::place(value, number)
    });
    Ok(environment)
}

/// Puts a part at its column: every line that is not empty moves right, and the last line break stays.
fn nest(text: &str, width: usize) -> minijinja::Value {
    let lead = " ".repeat(width);
    let mut nested = String::with_capacity(text.len() * 2);
    for line in text.lines() {
        if !line.is_empty() {
            nested.push_str(&lead);
            nested.push_str(line);
        }
        nested.push('\n');
    }
    minijinja::Value::from_safe_string(nested)
}

impl Templates {
    /// Prepares `(path, source)` templates for `language`, and the conditions and paths of `blueprints`.
    /// Each is marked and compiled when it is first rendered: a bundle needs about half of them.
    pub(crate) fn load(
        sources: impl Iterator<Item = (&'static str, &'static str)>,
        blueprints: &[Blueprint],
        language: Language,
    ) -> Result<Self, Error> {
        let mut environment = sandbox()?;
        let mut prepared: HashMap<String, Prepared> = HashMap::new();
        for (path, source) in sources {
            prepared.insert(path.to_owned(), Prepared::File(source));
        }
        for blueprint in blueprints {
            for path in [&blueprint.file, &blueprint.template] {
                // A path that is computed is a template under its own text.
                if path.contains("{{") {
                    prepared.insert(path.clone(), Prepared::Short(path.clone()));
                }
            }
            if let Some(when) = &blueprint.when {
                let source = format!("{{% if {when} %}}{HOLDS}{{% endif %}}");
                prepared.insert(when.clone(), Prepared::Short(source));
            }
        }
        let sites = Arc::new(Sites::default());
        let marked = Arc::clone(&sites);
        environment.set_loader(move |name| {
            let text = prepared.get(name).map(|one| match one {
                Prepared::File(source) => {
                    let mut sites = marked.lock().unwrap_or_else(PoisonError::into_inner);
                    site::mark(name, &choose(source, language), &mut sites)
                }
                Prepared::Short(text) => text.clone(),
            });
            Ok(text)
        });
        Ok(Self { environment, sites })
    }

    /// The sites with these numbers.
    pub(crate) fn sites(&self, numbers: &[usize]) -> Vec<Arc<Site>> {
        let sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        let known = numbers.iter().filter_map(|number| sites.get(*number));
        known.cloned().collect()
    }

    /// Whether the condition of a blueprint holds.
    pub(crate) fn holds(&self, when: &str, context: &Value) -> Result<bool, Error> {
        let said = self.environment.get_template(when)?.render(context)?;
        Ok(said == HOLDS)
    }

    /// The path that a blueprint's `file` or `template` stands for.
    pub(crate) fn path(&self, source: &str, context: &Value) -> Result<String, Error> {
        if source.contains("{{") {
            self.environment.get_template(source)?.render(context)
        } else {
            Ok(source.to_owned())
        }
    }
}

/// Keeps the comment lines of `language` and drops the other's; a blank line takes the place of a
/// dropped one only for the engine's line numbers, never in the output.
fn choose(source: &str, language: Language) -> String {
    let (keep, drop) = match language {
        Language::En => ("# [en] ", "# [zh] "),
        Language::Zh => ("# [zh] ", "# [en] "),
    };
    let mut chosen = String::with_capacity(source.len());
    for line in source.lines() {
        let body = line.trim_start();
        if body.starts_with(drop) {
            // A comment of the engine keeps the line count, so that its errors name the right line.
            chosen.push_str("{# #}\n");
        } else if let Some(text) = body.strip_prefix(keep) {
            let indent = line.len() - body.len();
            chosen.push_str(line.get(..indent).unwrap_or_default());
            chosen.push_str("# ");
            chosen.push_str(text);
            chosen.push('\n');
        } else {
            chosen.push_str(line);
            chosen.push('\n');
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_kept_in_one_language_only() {
        let source = "a: 1\n  # [en] why\n  # [zh] 原因\n  b: 2\n";
        assert_eq!(
            choose(source, Language::Zh),
            "a: 1\n{# #}\n  # 原因\n  b: 2\n"
        );
    }
}
