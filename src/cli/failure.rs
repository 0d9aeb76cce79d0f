//! Why a command ends without an answer.

use chainrule::Error;
use std::io;
use std::path::Path;

/// Why a command ended without an answer.
pub enum Failure {
    /// Something in a document is refuted, or was left blank; everything has been printed.
    Document,
    /// The input was at fault: the text it stood in, and what was wrong.
    Input(String, Error),
    /// A file or stream.
    Stream(io::Error),
    /// A claim that is not proved, and the exit status that says so; everything else has been printed.
    Claim(u8),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Stream(error)
    }
}

/// The failure of a file, which says which.
pub fn about(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// What was printed, where a reader that has seen enough is no failure: what else there is to say is said by the exit status.
pub fn unless_closed(printed: Result<(), Failure>) -> Result<(), Failure> {
    match printed {
        Err(Failure::Stream(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
