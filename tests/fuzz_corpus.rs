//! Replays the corpora of the fuzz targets through the targets' own checks, without a fuzzer.

#[path = "fuzz/checks.rs"]
mod checks;

use std::io::Write;
use std::panic::catch_unwind;
use std::process::{Command, Stdio};
use std::{fs, path::PathBuf, thread};

/// Runs every file of the corpus through the check, and names those that fail.
fn replay(target: &str, check: fn(&[u8])) {
    let directory: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "fuzz", "corpus", target].iter().collect();
    let mut files: Vec<PathBuf> =
        fs::read_dir(&directory).expect("the corpus is there").map(|entry| entry.expect("it can be listed").path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{} holds nothing to replay", directory.display());
    let fails = |file: &&PathBuf| {
        let data = fs::read(file).expect("a corpus file can be read");
        catch_unwind(|| check(&data)).is_err()
    };
    let failed: Vec<String> = files.iter().filter(fails).map(|file| file.display().to_string()).collect();
    assert!(failed.is_empty(), "see the messages above; these inputs fail:\n{}", failed.join("\n"));
}

#[test]
fn parsing_never_panics() {
    replay("parse", checks::parse);
}

#[test]
fn reading_latex_never_panics() {
    replay("latex", checks::latex);
}

#[test]
fn what_is_printed_reads_back() {
    replay("parse_print_parse", checks::parse_print_parse);
}

#[test]
fn derivatives_agree_with_slopes() {
    replay("derive_numbers", checks::derive_numbers);
}

#[test]
fn expressions_built_from_bytes_keep_all_of_it() {
    replay("structured", checks::structured);
}

#[test]
fn documents_are_read_to_their_end() {
    replay("document", checks::document);
}

#[test]
fn rules_of_others_never_panic() {
    replay("rules", checks::rules);
}

#[test]
fn sessions_remember_nothing_that_is_not_theirs() {
    replay("session", checks::session);
}

#[test]
fn macros_mean_what_they_are_written_out_as() {
    replay("macros", checks::macros);
}

#[test]
fn every_line_of_a_batch_is_answered_for_itself() {
    replay("batch", |data| checks::batch(data, batch));
}

/// What the command answers to some lines.
fn batch(lines: &[u8]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chainrule"));
    let mut child = command.arg("batch").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the command starts");
    let (mut input, lines) = (child.stdin.take().expect("it reads"), lines.to_vec());
    let writer = thread::spawn(move || input.write_all(&lines));
    let output = child.wait_with_output().expect("the command ends");
    assert!(output.status.success(), "{:?}", output.status);
    writer.join().expect("the lines can be handed over").expect("all of them are read");
    output.stdout
}
