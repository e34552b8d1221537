//! How late a missed run may start, where nobody said it.

use crate::support::{folder, kwgen};

#[test]
fn a_run_that_comes_often_may_be_five_minutes_late_and_a_rare_one_an_hour() {
    let dir = folder();
    for (schedule, seconds) in [
        ("*/15 * * * *", 300),
        ("5 * * * 1-5", 300),
        ("@hourly", 300),
        ("@every 10m", 300),
        ("0 2 * * *", 3600),
        ("0   */6 * * *", 3600),
        ("0 0 1 * *", 3600),
        ("@daily", 3600),
    ] {
        let run = kwgen(dir.path())
            .args(["new", "settle", "--non-interactive", "--stdout"])
            .args(["--image", "registry.example.com/shop/payments:1.4.2"])
            .args(["--schedule", schedule])
            .run()
            .ends_with(0);
        let line = format!("  startingDeadlineSeconds: {seconds}\n");
        assert!(run.stdout.contains(&line), "{schedule}:\n{}", run.stdout);
    }
}
