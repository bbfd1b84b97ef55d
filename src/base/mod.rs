//! Floor 0: the small vocabulary that everything else speaks. Nothing here knows what a site is.

pub mod bytes;
pub mod codes;
pub mod date;
pub mod diagnostic;
pub mod digest;
pub mod path;
pub mod phone;
pub mod snapshot;
pub mod suggest;
pub mod yaml;
