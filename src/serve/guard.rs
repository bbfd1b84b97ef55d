//! Who may ask: only who stands at a door of ours, by the name that the door has.
//!
//! A page of another site that is open in the same browser can send requests here. Those that come under a name of its
//! own (DNS rebinding) are refused by their Host, and those that open the WebSocket by their Origin.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::{HeaderMap, Uri, header};
use constant_time_eq::constant_time_eq;

use super::lan::{self, Unguessable};

/// Where a connection came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// At the address for this machine, or that of `--bind`.
    Home,
    /// At the address for other devices, which must show that they were let in.
    Lan,
}

/// Who may ask.
pub struct Guard {
    port: u16,
    /// Whether the address of the door was named with `--bind`.
    is_bound: bool,
    lan: Option<Lan>,
}

struct Lan {
    address: SocketAddr,
    /// Is told each link that lets a device in, as soon as the one before is used.
    announce: Box<dyn Fn(&str) + Send + Sync>,
    secrets: Mutex<Secrets>,
}

struct Secrets {
    /// What lets the next device in.
    token: Unguessable,
    /// What the devices show that were let in.
    cookies: Vec<Unguessable>,
}

/// How somebody who asks to be let in is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Let in, with this cookie to keep.
    New(String),
    /// Was in already.
    Known,
    /// The link was used, or never was one.
    Spent,
}

impl Guard {
    /// A guard of the door for this machine; with `is_bound`, its address was named with `--bind`.
    #[must_use]
    pub fn new(port: u16, is_bound: bool) -> Self {
        Self {
            port,
            is_bound,
            lan: None,
        }
    }

    /// Guards the door at `address`, for other devices, too. `announce` is told each link that lets one in.
    ///
    /// # Errors
    /// In words, if this machine gives no random numbers.
    pub fn with_lan(
        mut self,
        address: SocketAddr,
        announce: Box<dyn Fn(&str) + Send + Sync>,
    ) -> Result<Self, String> {
        let secrets = Mutex::new(Secrets {
            token: lan::unguessable()?,
            cookies: Vec::new(),
        });
        self.lan = Some(Lan {
            address,
            announce,
            secrets,
        });
        Ok(self)
    }

    /// The link that lets the next device in.
    #[must_use]
    pub fn link(&self) -> Option<String> {
        let lan = self.lan.as_ref()?;
        Some(lan.link(&lan.secrets().token))
    }

    /// Whether a request names us as we are called at this door. `local` is the address at which it arrived.
    #[must_use]
    pub fn knows_host(
        &self,
        door: Door,
        local: SocketAddr,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> bool {
        let mut hosts = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return false;
        };
        let host = host.to_str().unwrap_or_default();
        let is_ours = |host: &str| self.names(door, local).any(|name| name == host);
        is_ours(host) && uri.authority().is_none_or(|named| is_ours(named.as_str()))
    }

    /// Whether a page of this origin may open the WebSocket: one of ours, or no page at all.
    #[must_use]
    pub fn knows_origin(&self, door: Door, local: SocketAddr, headers: &HeaderMap) -> bool {
        let mut origins = headers.get_all(header::ORIGIN).iter();
        match (origins.next(), origins.next()) {
            (None, _) => true,
            (Some(origin), None) => {
                let host = origin.to_str().ok().and_then(|o| o.strip_prefix("http://"));
                host.is_some_and(|host| self.names(door, local).any(|name| name == host))
            }
            _ => false,
        }
    }

    /// Every name of a door, with its port.
    fn names(&self, door: Door, local: SocketAddr) -> impl Iterator<Item = String> {
        let home = ["127.0.0.1", "localhost", "[::1]"].map(str::to_owned);
        let own = match local.ip().to_canonical() {
            IpAddr::V6(ip) => format!("[{ip}]"),
            IpAddr::V4(ip) => ip.to_string(),
        };
        let names: Vec<String> = match door {
            Door::Lan => vec![own],
            Door::Home if self.is_bound => home.into_iter().chain([own]).collect(),
            Door::Home => home.into(),
        };
        let port = self.port;
        names.into_iter().flat_map(move |name| {
            let bare = (port == 80).then(|| name.clone());
            [format!("{name}:{port}")].into_iter().chain(bare)
        })
    }

    /// Whether a request at the door for other devices comes from one that was let in.
    #[must_use]
    pub fn knows_device(&self, headers: &HeaderMap) -> bool {
        let Some(lan) = &self.lan else {
            return false;
        };
        let name = self.cookie_name();
        let shown = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().strip_prefix(&name)?.strip_prefix('='));
        let secrets = lan.secrets();
        shown
            .take(4)
            .any(|shown| secrets.cookies.iter().any(|known| is_same(known, shown)))
    }

    /// Somebody at the door for other devices shows the token of a link.
    #[must_use]
    pub fn enter(&self, token: &str, headers: &HeaderMap) -> Entry {
        let Some(lan) = &self.lan else {
            return Entry::Spent;
        };
        if self.knows_device(headers) {
            return Entry::Known;
        }
        let (cookie, link) = {
            let mut secrets = lan.secrets();
            if !is_same(&secrets.token, token) {
                return Entry::Spent;
            }
            // Without random numbers nobody else is let in.
            let (Ok(next), Ok(cookie)) = (lan::unguessable(), lan::unguessable()) else {
                return Entry::Spent;
            };
            let link = lan.link(&next);
            secrets.token = next;
            secrets.cookies.push(cookie.clone());
            (cookie, link)
        };
        (lan.announce)(&link);
        Entry::New(format!(
            "{}={cookie}; Path=/; HttpOnly; SameSite=Lax",
            self.cookie_name()
        ))
    }

    /// Browsers keep cookies by host and not by port: two previews on one machine need two names.
    fn cookie_name(&self) -> String {
        format!("attuned_{}", self.port)
    }
}

impl Lan {
    fn secrets(&self) -> MutexGuard<'_, Secrets> {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn link(&self, token: &str) -> String {
        format!("http://{}/_attuned/enter/{token}", self.address)
    }
}

/// Compares without telling by the time it takes how much was right.
fn is_same(known: &str, shown: &str) -> bool {
    constant_time_eq(known.as_bytes(), shown.as_bytes())
}

/// Whether only this machine can reach an address.
#[must_use]
pub fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// The address where nothing else was asked for.
pub const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

#[cfg(test)]
mod tests {
    use super::*;

    fn host(name: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::HOST, name.parse().unwrap())])
    }

    fn knows(guard: &Guard, door: Door, local: &str, name: &str) -> bool {
        let uri = Uri::from_static("/");
        guard.knows_host(door, local.parse().unwrap(), &uri, &host(name))
    }

    #[test]
    fn an_address_named_with_bind_is_known_by_where_the_request_arrived() {
        let guard = Guard::new(4000, true);
        for (local, name, is_known) in [
            ("192.168.1.20:4000", "192.168.1.20:4000", true),
            ("192.168.1.20:4000", "192.168.1.20", false),
            ("192.168.1.20:4000", "192.168.1.21:4000", false),
            ("192.168.1.20:4000", "practice.example:4000", false),
            ("[::ffff:192.168.1.20]:4000", "192.168.1.20:4000", true),
            ("[2001:db8::7]:4000", "[2001:db8::7]:4000", true),
            ("127.0.0.1:4000", "localhost:4000", true),
        ] {
            assert_eq!(knows(&guard, Door::Home, local, name), is_known, "{name}");
        }
        let guard = Guard::new(4000, false);
        assert!(!knows(
            &guard,
            Door::Home,
            "192.168.1.20:4000",
            "192.168.1.20:4000"
        ));
    }

    #[test]
    fn the_port_may_be_left_out_where_browsers_do() {
        let guard = Guard::new(80, false);
        for name in ["localhost", "localhost:80", "127.0.0.1", "[::1]"] {
            assert!(knows(&guard, Door::Home, "127.0.0.1:80", name), "{name}");
        }
        assert!(!knows(&guard, Door::Home, "127.0.0.1:80", "localhost:4000"));
    }

    #[test]
    fn without_lan_nobody_enters() {
        let guard = Guard::new(4000, true);
        assert_eq!(guard.link(), None);
        assert_eq!(guard.enter("", &HeaderMap::new()), Entry::Spent);
        assert!(!guard.knows_device(&HeaderMap::new()));
    }
}
