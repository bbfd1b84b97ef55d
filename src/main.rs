//! The `attuned` command.

use std::process::ExitCode;

/// Rendering makes many small allocations on all threads, which this allocator is quickest at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    attuned::cli::run(std::env::args_os())
}
