//! Floor 3: the one build, and the disk at both its ends.

mod assets;
pub mod builder;
mod changes;
pub mod emit;
mod indexed;
mod ledger;
mod library;
mod memo;
pub mod source;
