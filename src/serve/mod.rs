//! Floor 4: the site as it is while its author writes, in memory and in the browser.

pub mod guard;
pub mod http;
pub mod lan;
pub mod live;
pub mod rebuild;
pub mod store;
