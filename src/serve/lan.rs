//! Preview on a phone: the address of this machine in its network, and the link with its QR code.

use std::fmt::Write as _;
use std::net::{IpAddr, UdpSocket};

use fast_qr::{ECL, QRBuilder};

/// 128 random bits as 32 hexadecimal digits.
pub type Unguessable = String;

/// Random bits that nobody can guess.
///
/// # Errors
/// In words, if this machine gives none.
pub fn unguessable() -> Result<Unguessable, String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| format!("this machine gives no random numbers: {error}"))?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}

/// The address by which other devices of the network reach this machine; `None` without a network.
#[must_use]
pub fn address() -> Option<IpAddr> {
    // Connecting a UDP socket sends nothing: it only asks the system which way it would send. These addresses are
    // reserved for documentation (RFC 5737, RFC 3849), so they are nobody's.
    let ways = [("0.0.0.0:0", "192.0.2.1:9"), ("[::]:0", "[2001:db8::1]:9")];
    ways.into_iter().find_map(|(from, to)| {
        let socket = UdpSocket::bind(from).ok()?;
        socket.connect(to).ok()?;
        let own = socket.local_addr().ok()?.ip();
        (!own.is_loopback() && !own.is_unspecified()).then_some(own)
    })
}

/// A QR code of `text` for a terminal, two rows of dots to a line; `None` where the text is too long for one.
#[must_use]
pub fn qr(text: &str) -> Option<String> {
    /// Cameras want a margin of four dots.
    const MARGIN: usize = 4;
    let code = QRBuilder::new(text).ecl(ECL::L).build().ok()?;
    let dark = |x: usize, y: usize| {
        let inside = |at: usize| at.checked_sub(MARGIN).filter(|at| *at < code.size);
        matches!((inside(x), inside(y)), (Some(x), Some(y)) if code[y][x].value())
    };
    let size = code.size + 2 * MARGIN;
    let mut picture = String::new();
    for y in (0..size).step_by(2) {
        // Black on white, whatever the colours of the terminal are: many cameras read nothing else.
        picture.push_str("\u{1b}[30;107m");
        for x in 0..size {
            picture.push(match (dark(x, y), dark(x, y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        let _ = writeln!(picture, "\u{1b}[0m");
    }
    Some(picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_unguessable_comes_twice() {
        let (one, two) = (unguessable().unwrap(), unguessable().unwrap());
        assert_ne!(one, two);
        for token in [one, two] {
            assert_eq!(token.len(), 32);
            assert!(token.bytes().all(|byte| byte.is_ascii_hexdigit()));
        }
    }

    #[test]
    fn a_qr_code_of_a_link_fits_a_small_terminal() {
        let link = format!(
            "http://192.168.178.123:4000/_attuned/enter/{}",
            "f".repeat(32)
        );
        let code = qr(&link).unwrap();
        let lines: Vec<&str> = code.lines().collect();
        assert!(lines.len() <= 23, "{} lines", lines.len());
        for line in &lines {
            let dots = line.strip_prefix("\u{1b}[30;107m").unwrap();
            let dots = dots.strip_suffix("\u{1b}[0m").unwrap();
            assert!(dots.chars().count() <= 45);
            assert!(
                dots.starts_with("    ") && dots.ends_with("    "),
                "a margin"
            );
        }
        assert_eq!(qr(&"x".repeat(5000)), None);
    }
}
