//! Floor 4: the site as it is while its author writes, in memory and in the browser.

mod answer;
mod batch;
mod events;
mod findings;
pub mod guard;
pub mod hint;
pub mod http;
pub mod lan;
mod last_good;
pub mod live;
mod poll;
pub mod problem;
pub mod rebuild;
mod socket;
pub mod store;
pub mod watch;
