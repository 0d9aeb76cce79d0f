//! See `checks::batch`; the lines are answered by the command's own code.
#![no_main]

#[path = "../checks.rs"]
#[allow(dead_code, reason = "each target runs one of the checks")]
mod checks;

#[path = "../../../src/cli/mod.rs"]
#[allow(dead_code, reason = "of the commands one is run")]
mod cli;

libfuzzer_sys::fuzz_target!(|data: &[u8]| checks::batch(data, |lines| {
    let mut answers = Vec::new();
    cli::batch::stream::stream(lines, &mut answers, None, 1, Default::default()).expect("a list can be written to");
    answers
}));
