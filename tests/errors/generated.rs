//! Answers files too strange to stand in a case.

use std::fmt::Write as _;

const HEAD: &str = "apiVersion: kwgen/v1\nname: payments\nimage: registry.example.com/shop/payments:1.4.2\nports: [http:8080]\n";

pub(super) fn answers(generator: &str) -> Vec<u8> {
    match generator {
        "utf-16" => {
            let units = std::iter::once('\u{FEFF}').chain(HEAD.chars());
            units.flat_map(|one| (one as u16).to_le_bytes()).collect()
        }
        "binary" => (0..=255_u8).rev().collect(),
        "latin-1" => [HEAD.as_bytes(), b"owner: caf\xE9\n"].concat(),
        "ten-megabytes" => {
            let mut text = format!("{HEAD}env:\n");
            while text.len() < 10 << 20 {
                let at = text.len();
                let _ = writeln!(text, "  V{at}: {}", "x".repeat(1000));
            }
            text.into_bytes()
        }
        "alias-bomb" => {
            let mut text = format!("{HEAD}a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
            for at in 1..10 {
                let one = format!("*a{}", at - 1);
                let _ = writeln!(text, "a{at}: &a{at} [{}]", [one.as_str(); 10].join(", "));
            }
            text.into_bytes()
        }
        "deep-flow" => format!("{HEAD}args: {}\n", "[".repeat(100_000)).into_bytes(),
        "deep-block" => format!("{HEAD}args:\n{}x\n", "- ".repeat(100_000)).into_bytes(),
        "nul" => format!("{HEAD}args: [\"a\\0b\", c]\n").into_bytes(),
        other => panic!("no generator {other}"),
    }
}
