//! Things worked on by all cores at once, where one that panics does not end the others.
//!
//! The program aborts where it panics: unwinding would make it an eighth larger and its start a third longer. Before it aborts it tells
//! what happened, and there a thread that works on a thing says so instead and stays where it is, while another takes its place.

use std::cell::RefCell;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Once};
use std::thread;

/// What a thread does with the news that it panicked.
type Alarm = Box<dyn FnOnce(String)>;

thread_local! {
    /// That of this thread, while it works on something.
    static ALARM: RefCell<Option<Alarm>> = const { RefCell::new(None) };
}

/// What the threads share.
struct Shared<T, F> {
    things: Vec<T>,
    work: F,
    next: AtomicUsize,
}

/// What comes of each thing, in order: what the work made of it, or how that panicked. `told` hears of each that is done.
///
/// # Errors
/// Where no thread can be started.
pub fn each<T, R>(
    things: Vec<T>,
    work: impl Fn(&T) -> R + Send + Sync + 'static,
    mut told: impl FnMut(),
) -> std::io::Result<Vec<Result<R, String>>>
where
    T: Send + Sync + 'static,
    R: Send + 'static,
{
    heed();
    let count = things.len();
    let shared = Arc::new(Shared { things, work, next: AtomicUsize::new(0) });
    let (sender, receiver) = channel();
    let start = || {
        let (shared, sender) = (Arc::clone(&shared), sender.clone());
        thread::Builder::new().spawn(move || shared.run(&sender)).map(drop)
    };
    for _ in 0..thread::available_parallelism().map_or(1, usize::from).min(count) {
        start()?;
    }
    let mut found: Vec<Option<Result<R, String>>> = (0..count).map(|_| None).collect();
    // The sender here stays open, so that whatever is begun is told.
    for (at, result) in receiver.iter().take(count) {
        if result.is_err() {
            start()?;
        }
        found[at] = Some(result);
        told();
    }
    Ok(found.into_iter().flatten().collect())
}

impl<T, F> Shared<T, F> {
    fn run<R: Send + 'static>(&self, sender: &Sender<(usize, Result<R, String>)>)
    where
        F: Fn(&T) -> R,
    {
        loop {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(thing) = self.things.get(at) else { return };
            let own = sender.clone();
            // Nobody listens where the command has ended.
            let alarm: Alarm = Box::new(move |message| _ = own.send((at, Err(message))));
            ALARM.with(|place| place.replace(Some(alarm)));
            let result = (self.work)(thing);
            ALARM.with(RefCell::take);
            if sender.send((at, Ok(result))).is_err() {
                return;
            }
        }
    }
}

/// Sets what happens where something panics, once: other threads panic as they did before.
fn heed() {
    static HEED: Once = Once::new();
    HEED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| match ALARM.try_with(RefCell::take).ok().flatten() {
            Some(alarm) => {
                alarm(panic.to_string());
                loop {
                    thread::park();
                }
            }
            None => before(panic),
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::each;

    /// In a process of its own: a thread that stays where it panicked keeps the hook, which the end of the tests would wait for.
    #[test]
    fn what_panics_does_not_end_the_others() {
        const INSIDE: &str = "CHAINRULE_TEST_OF_WORKERS";
        if std::env::var_os(INSIDE).is_none() {
            let program = std::env::current_exe().unwrap_or_else(|error| panic!("{error}"));
            let name = "cli::lint::workers::tests::what_panics_does_not_end_the_others";
            let status = std::process::Command::new(program).args(["--exact", name]).env(INSIDE, "1").status();
            assert_eq!(status.ok().and_then(|status| status.code()), Some(7));
            return;
        }
        let mut done = 0;
        let work = |number: &usize| if number % 3 == 1 { panic!("no {number}") } else { number * 2 };
        let found = each((0..40).collect(), work, || done += 1).unwrap_or_default();
        let is_told = |message: String| message.contains("no ") && message.contains("workers.rs");
        let said: Vec<Result<usize, bool>> = found.into_iter().map(|result| result.map_err(is_told)).collect();
        let expected: Vec<Result<usize, bool>> = (0..40).map(|number| if number % 3 == 1 { Err(true) } else { Ok(number * 2) }).collect();
        std::process::exit(if (said, done) == (expected, 40) { 7 } else { 8 });
    }

    #[test]
    fn nothing_is_made_of_nothing() {
        assert_eq!(each(Vec::<usize>::new(), |number| *number, || ()).unwrap_or_default(), []);
    }
}
