//! `attuned serve`: the site in a browser, which follows while its author writes.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;

use clap::Args;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::snapshot::Snapshot;
use crate::content::config;
use crate::serve::guard::{self, Guard};
use crate::serve::hint::Why;
use crate::serve::http::{self, Doors};
use crate::serve::lan;
use crate::serve::live::Live;
use crate::serve::rebuild::{self, Cause, Narrator, Rebuilt, Task};
use crate::serve::watch::How;
use crate::site::theme;

use super::build::unknown_theme;
use super::output::{self, Failure, counted, print, say};
use super::place::Place;
use super::report::{Report, plain};
use super::{End, ShowOptions, SiteOption};

/// What `serve` may be asked for.
#[derive(Args)]
pub(super) struct Options {
    #[command(flatten)]
    site: SiteOption,
    /// The address the site will have, instead of `base_url` in site.yaml: its folders stand in the preview's address
    #[arg(long, value_name = "URL", value_parser = config::base_url)]
    base_url: Option<String>,
    /// The theme to use, instead of the one in site.yaml
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    #[command(flatten)]
    show: ShowOptions,
    /// The last part of the preview's address; 0 takes any that is free
    #[arg(long, value_name = "NUMBER", default_value_t = 4000)]
    port: u16,
    /// The address of this computer to answer at [default: 127.0.0.1, which no other computer can reach]
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    bind: Option<IpAddr>,
    /// Open the preview in your browser
    #[arg(long)]
    open: bool,
    /// Look for changes every so often, where the system does not tell of them
    #[arg(long)]
    poll: bool,
    /// Let a phone in your network read the preview, with a link that works once
    #[arg(long)]
    lan: bool,
}

pub(super) fn run(options: &Options) -> Result<End, Failure> {
    let place = options.site.find()?;
    if let Some(name) = &options.theme {
        let inputs = options.show.inputs(&place);
        let themes = theme::names(&inputs.snapshot);
        if !themes.contains(name) {
            return Err(unknown_theme(name, &themes));
        }
    }
    let doors = Addresses::of(options)?.listen(options.port)?;
    let at = |listener: &TcpListener| {
        listener
            .local_addr()
            .map_err(|error| Failure::new(format!("the preview cannot be offered: {error}")))
    };
    let home = at(&doors.home)?;
    if let Some(warning) = exposed(home.ip()) {
        say(warning);
    }
    let mut guard = Guard::new(home.port(), options.bind.is_some());
    if let Some(lan) = &doors.lan {
        let announce = |link: &str| {
            // Nobody reads standard output any more: then nobody waits for a link either.
            let _ = print(&format!(
                "A device was let in. For the next one:\n  {link}\n"
            ));
        };
        guard = guard
            .with_lan(at(lan)?, Box::new(announce))
            .map_err(Failure::new)?;
    }
    let guard = Arc::new(guard);
    let live = Live::new();
    let task = Task {
        site: place.root().to_owned(),
        show: options.show.now(),
        base_url: options.base_url.clone(),
        theme: options.theme.clone(),
        poll: options.poll,
    };
    let mut narrator = Terminal {
        place,
        live: live.clone(),
        home,
        link: guard.link(),
        open: options.open,
    };
    let building = Building(live.clone());
    let rebuilding = std::thread::Builder::new()
        .name("rebuild".into())
        .spawn(move || {
            let building = building;
            rebuild::run(&task, &building.0, &mut narrator);
        })
        .map_err(|error| Failure::new(format!("the preview cannot be built: {error}")))?;
    http::run(doors, &live, &guard)
        .map_err(|error| Failure::new(format!("the preview cannot be offered: {error}")))?;
    if rebuilding.is_finished() {
        return Err(
            Failure::new("the preview ended because of a mistake in Attuned itself").help(
                "start it again; if it ends again, tell us what you did, with the lines above",
            ),
        );
    }
    Ok(End::Done)
}

/// Ends the preview where nothing is built any more: a page that no longer follows would mislead.
struct Building(Live);

impl Drop for Building {
    fn drop(&mut self) {
        self.0.close();
    }
}

fn address(text: &str) -> Result<IpAddr, &'static str> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let named = if text == "localhost" {
        "127.0.0.1"
    } else {
        bare
    };
    let numbers = "write an address of this computer in numbers, such as 127.0.0.1";
    named.parse().map_err(|_| numbers)
}

/// What to say where others can reach an address without being let in.
fn exposed(address: IpAddr) -> Option<&'static str> {
    const WARNING: &str = "Warning: anyone in your network can read this preview, drafts too. To show it on your own phone alone, use --lan without --bind.\n";
    (!guard::is_loopback(address)).then_some(WARNING)
}

/// Where to listen.
struct Addresses {
    home: IpAddr,
    lan: Option<IpAddr>,
}

impl Addresses {
    fn of(options: &Options) -> Result<Self, Failure> {
        if !options.lan {
            let home = options.bind.unwrap_or(guard::HOME);
            return Ok(Self { home, lan: None });
        }
        // With --lan, --bind says which address other devices use.
        let named = options
            .bind
            .filter(|address| !address.is_unspecified() && *address != guard::HOME);
        let lan = named.or_else(lan::address).ok_or_else(|| {
            Failure::new("this computer is in no network that a phone could be in").help(
                "join the same Wi-Fi as the phone, or name this computer's address with --bind",
            )
        })?;
        Ok(Self {
            home: guard::HOME,
            lan: Some(lan),
        })
    }

    /// Takes the port at every address; with port 0, one that is free at all of them.
    fn listen(&self, port: u16) -> Result<Doors, Failure> {
        /// What is free at one address is nearly always free at the other.
        const TRIES: usize = 20;
        let mut tries = 0;
        loop {
            tries += 1;
            match self.try_listen(port) {
                Ok(doors) => return Ok(doors),
                Err((_, error))
                    if port == 0 && error.kind() == io::ErrorKind::AddrInUse && tries < TRIES => {}
                Err((address, error)) => return Err(self.refused(address, port, &error)),
            }
        }
    }

    fn try_listen(&self, port: u16) -> Result<Doors, (IpAddr, io::Error)> {
        let listen = |address: IpAddr, port| {
            TcpListener::bind((address, port)).map_err(|error| (address, error))
        };
        let home = listen(self.home, port)?;
        let port = home
            .local_addr()
            .map_err(|error| (self.home, error))?
            .port();
        let lan = self.lan.map(|lan| listen(lan, port)).transpose()?;
        Ok(Doors { home, lan })
    }

    fn refused(&self, address: IpAddr, port: u16, error: &io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::AddrInUse => {
                let failure = Failure::new(format!(
                    "port {port} is in use, perhaps by another `attuned serve`"
                ));
                match self.free_port(port) {
                    Some(free) => failure.help(format!(
                        "end the other one, or use a port that is free: `attuned serve --port {free}`"
                    )),
                    None => failure.help("end the other one, or name another port with --port"),
                }
            }
            io::ErrorKind::AddrNotAvailable => {
                Failure::new(format!("this computer does not have the address {address}"))
                    .help("leave out --bind")
            }
            io::ErrorKind::PermissionDenied => {
                Failure::new(format!("port {port} is kept for the system"))
                    .help("use a port from 1024 on: `attuned serve --port 4000`")
            }
            _ => Failure::new(format!(
                "the preview cannot be offered at {}: {error}",
                SocketAddr::new(address, port)
            )),
        }
    }

    /// The next port after `taken` that is free at every address.
    fn free_port(&self, taken: u16) -> Option<u16> {
        /// Further away, a port is nobody's neighbour.
        const MOST: u16 = 200;
        let near = (taken..=taken.saturating_add(MOST)).skip(1);
        near.chain([0]).find_map(|port| {
            let doors = self.try_listen(port).ok()?;
            Some(doors.home.local_addr().ok()?.port())
        })
    }
}

/// Tells on the terminal what happens.
struct Terminal {
    place: Place,
    live: Live,
    home: SocketAddr,
    link: Option<String>,
    open: bool,
}

impl Narrator for Terminal {
    fn begun(&mut self, snapshot: &Snapshot) {
        self.welcome(snapshot);
    }

    fn watching(&mut self, how: &How) {
        let How::Polling { why } = how else { return };
        let remedy = why.remedy().map(|remedy| format!(" {remedy}."));
        let text = match why {
            Why::Asked => "Changes are looked for twice a second.\n".to_owned(),
            why => format!(
                "Changes are looked for twice a second: {why}.{}\n",
                remedy.map_or_else(String::new, capitalised)
            ),
        };
        say(&plain(&text));
    }

    fn rebuilt(&mut self, rebuilt: &Rebuilt) {
        // Whoever does not read standard output can still use the preview.
        let _ = print(&line(rebuilt));
    }

    fn problems(&mut self, problems: &[Diagnostic], snapshot: &Snapshot) {
        say(&Report::new(&self.place, snapshot).human(problems));
    }

    fn mended(&mut self) {
        let _ = print("All mended.\n");
    }
}

/// What a rebuild was about, in one line.
fn line(rebuilt: &Rebuilt) -> String {
    let what = match &rebuilt.cause {
        Cause::Edited(file) => format!("{file} changed"),
        Cause::Added(file) => format!("{file} is new"),
        Cause::Removed(file) => format!("{file} was deleted"),
        Cause::Renamed(from, to) => format!("{from} is now {to}"),
        Cause::Several(number) => format!("{number} files changed"),
        Cause::Readable => "other files than before can be read".to_owned(),
        Cause::Day(day) => format!("it is {day} now"),
    };
    let own = |file: &SitePath| match &rebuilt.cause {
        Cause::Edited(own) | Cause::Added(own) | Cause::Removed(own) => own == file,
        _ => false,
    };
    let waiting = match rebuilt.held.as_slice() {
        [] => String::new(),
        [one] if own(one) => "; shown as before until that is mended".to_owned(),
        [one] => format!("; {one} is shown as before until it is mended"),
        several => format!(
            "; {} files are shown as before until all is mended",
            several.len()
        ),
    };
    let pages = counted(rebuilt.rendered, "page", "pages");
    let took = rebuilt.took.as_millis();
    plain(&format!("{what}: {pages} in {took} ms{waiting}")) + "\n"
}

fn capitalised(text: String) -> String {
    let mut rest = text.trim_start().chars();
    let first = rest.next().map(|first| first.to_uppercase().to_string());
    format!(" {}{}", first.unwrap_or_default(), rest.as_str())
}

impl Terminal {
    fn welcome(&self, snapshot: &Snapshot) {
        let address = format!(
            "http://{}{}",
            reachable(self.home),
            self.live.store().home()
        );
        let name = snapshot.text("site.yaml").and_then(|text| {
            config::read(text, &"site.yaml".into(), &mut Vec::new()).map(|config| config.name)
        });
        let name = name.unwrap_or_else(|| folder_name(self.place.root()));
        // Whoever does not read standard output can still use the preview.
        let _ = print(&format!(
            "Attuned serves {name} at {address} (Ctrl-C ends it)\n"
        ));
        if let Some(link) = &self.link {
            let _ = print(&format!(
                "To read it on your phone, in the same network:\n  {link}\n"
            ));
            if let Some(qr) = lan::qr(link).filter(|_| output::is_terminal()) {
                let _ = print(&qr);
            }
        }
        if self.open
            && let Err(error) = open::that_detached(&address)
        {
            say(&format!(
                "Your browser could not be opened ({error}). Open {address} yourself.\n"
            ));
        }
    }
}

/// An address that a browser on this machine can open.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}

fn folder_name(site: &Path) -> String {
    site.file_name()
        .map_or_else(|| "the site".into(), |name| name.to_string_lossy().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_others_can_reach_is_warned_of() {
        for (address, is_open) in [
            ("127.0.0.1", false),
            ("127.0.0.5", false),
            ("::1", false),
            ("::ffff:127.0.0.1", false),
            ("0.0.0.0", true),
            ("::", true),
            ("192.168.1.20", true),
            ("fe80::1", true),
        ] {
            let warning = exposed(address.parse().unwrap());
            assert_eq!(warning.is_some(), is_open, "{address}");
            assert!(warning.is_none_or(|text| text.contains("--lan")));
        }
    }

    #[test]
    fn the_address_that_is_printed_can_be_opened() {
        for (bound, printed) in [
            ("0.0.0.0:4000", "127.0.0.1:4000"),
            ("[::]:4000", "[::1]:4000"),
            ("192.168.1.20:80", "192.168.1.20:80"),
        ] {
            assert_eq!(reachable(bound.parse().unwrap()).to_string(), printed);
        }
    }
}
