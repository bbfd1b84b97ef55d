//! The `attuned` command.

fn main() {}
