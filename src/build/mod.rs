//! Floor 3: the one build, and the disk at both its ends.

pub mod builder;
pub mod emit;
pub mod source;
pub mod walk;
