//! What ships beside the binary is what the binary prints.

use crate::support::{folder, kwgen, repository};

/// Shell and the file of its completions.
const SHELLS: [(&str, &str); 5] = [
    ("bash", "kwgen.bash"),
    ("zsh", "_kwgen"),
    ("fish", "kwgen.fish"),
    ("powershell", "_kwgen.ps1"),
    ("elvish", "kwgen.elv"),
];

#[test]
fn the_completions_in_the_repository_are_those_that_kwgen_prints() {
    let dir = folder();
    for (shell, file) in SHELLS {
        let path = repository("completions").join(file);
        for locale in ["C", "zh_CN.UTF-8"] {
            let ran = kwgen(dir.path())
                .args(["completions", shell])
                .env("LC_ALL", locale)
                .run()
                .ends_with(0);
            if std::env::var_os("KWGEN_BLESS").is_some() {
                std::fs::write(&path, &ran.stdout).expect("a completion script");
            }
            let kept = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(
                kept == ran.stdout,
                "{file} is not current: KWGEN_BLESS=1 cargo test completions"
            );
        }
    }
}

#[test]
fn enumerations_presets_and_topics_are_completed() {
    let bash = std::fs::read_to_string(repository("completions/kwgen.bash")).expect("a script");
    for word in [
        "log-agent",
        "dotnet",
        "argocd",
        "Forbid",
        "run-as-root",
        "StatefulSet",
    ] {
        assert!(bash.contains(word), "{word}");
    }
}
