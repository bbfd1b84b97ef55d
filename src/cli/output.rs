//! Standard output and standard error, to readers that may go away.

use std::io::{self, ErrorKind, IsTerminal as _, Write as _};

/// Why a command could not do what it was asked to.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Failure {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Prints a result.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // `attuned man | head` has read what it wanted.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::new(format!(
            "the result cannot be written to standard output: {error}"
        ))),
        Ok(()) => Ok(()),
    }
}

/// Whether a person sees standard output at once.
pub(super) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Says something on standard error, in colour where that is wanted.
pub(super) fn say(styled: &str) {
    let mut err = anstream::AutoStream::auto(io::stderr().lock());
    // Nobody is left to be told that nobody listens.
    let _ = err.write_all(styled.as_bytes());
    let _ = err.flush();
}

/// Columns that standard error has; a width that reads well where it is no terminal.
pub(super) fn width() -> usize {
    const PIPED: usize = 120;
    if !io::stderr().is_terminal() {
        return PIPED;
    }
    terminal_size::terminal_size_of(io::stderr())
        .map_or(PIPED, |(width, _)| usize::from(width.0).clamp(40, 160))
}

/// `1 article`, `2 articles`.
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
