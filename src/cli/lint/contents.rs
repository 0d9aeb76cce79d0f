//! What stands in a file.

use std::fs;
use std::io;
use std::path::Path;

/// A file as text; what is no UTF-8 is read as far as it is.
pub fn read(path: &Path) -> io::Result<String> {
    let bytes = fs::read(path)?;
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// A file that a document puts in; a device or a pipe, which may have no end, is none.
pub fn read_part(path: &Path) -> Option<String> {
    if fs::metadata(path).is_ok_and(|found| found.is_file()) { read(path).ok() } else { None }
}
