//! How far a long run is, on a terminal and only there.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal};

/// A bar where the length of the input is known, otherwise a count.
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// Shown where standard error is a terminal and the answers go elsewhere.
    pub fn new(length: Option<u64>) -> Progress {
        if !io::stderr().is_terminal() || io::stdout().is_terminal() {
            return Progress(None);
        }
        let (bar, template) = match length {
            Some(length) => (ProgressBar::new(length), "{bar:30} {percent}%, {msg}, {eta} left"),
            None => (ProgressBar::new_spinner(), "{spinner} {msg}"),
        };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        Progress(Some(bar.with_style(style)))
    }

    /// So many bytes more are dealt with, and so many requests are answered in all.
    pub fn advance(&mut self, bytes: u64, answered: u64) {
        if let Some(bar) = &self.0 {
            let rate = answered as f64 / bar.elapsed().as_secs_f64().max(1e-3);
            bar.set_message(format!("{answered} answers, {rate:.0} a second"));
            bar.inc(bytes);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
