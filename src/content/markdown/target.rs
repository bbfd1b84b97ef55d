//! What kind of place a destination is.

/// What kind of place a link's or a picture's destination is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Within this site: a path, a `#fragment`, or nothing.
    Site,
    /// On the web: `http:`, `https:`, or `//host`.
    Web,
    /// A way to reach a person: `mailto:`, `tel:`, `sms:`.
    Contact,
    /// Everything else that names a scheme, such as `javascript:` or `file:`.
    Unsafe,
}

/// What kind of place `dest` is: entities must be decoded already, as pulldown-cmark does.
#[must_use]
pub fn target(dest: &str) -> Target {
    // Browsers ignore leading blanks and any line breaks; we ignore every character that is not seen, to be sure.
    let mut seen = dest.chars().filter(|c| {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    });
    let mut scheme = [0u8; 8];
    let mut len = 0;
    let Some(first) = seen.next() else {
        return Target::Site;
    };
    if matches!(first, '/' | '\\') {
        // Browsers read `/\host` as `//host`.
        return match seen.next() {
            Some('/' | '\\') => Target::Web,
            _ => Target::Site,
        };
    }
    if !first.is_ascii_alphabetic() {
        return Target::Site;
    }
    for c in std::iter::once(first).chain(seen) {
        match c {
            ':' => {
                return match scheme.get(..len) {
                    Some(b"http" | b"https") => Target::Web,
                    Some(b"mailto" | b"tel" | b"sms") => Target::Contact,
                    _ => Target::Unsafe,
                };
            }
            'a'..='z' | 'A'..='Z' | '0'..='9' | '+' | '-' | '.' => {
                if let Some(slot) = scheme.get_mut(len) {
                    *slot = c.to_ascii_lowercase() as u8;
                }
                len += 1;
            }
            _ => return Target::Site,
        }
    }
    Target::Site
}

/// What to write instead of an address that is [`Target::Unsafe`].
pub(super) fn help_for_unsafe(dest: &str) -> &'static str {
    let lower = dest.trim().to_ascii_lowercase();
    let bytes = lower.as_bytes();
    if lower.starts_with("file:") || (bytes.len() > 1 && bytes[1] == b':') {
        "this is a place on your own computer: put the file beside the article and write its name"
    } else {
        "write a file of this site (../repair/rupture.md) or an address that starts with https:, mailto:, tel: or sms:"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_cannot_be_hidden() {
        for dest in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " \u{1}java\nscript\t:alert(1)",
            "\u{200b}javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "C:\\Users\\me\\a.docx",
            "averyverylongscheme:x",
        ] {
            assert_eq!(target(dest), Target::Unsafe, "{dest:?}");
        }
        for dest in [
            "",
            "#signs",
            "../repair/rupture.md",
            "/x/",
            "a/b:c",
            "?q=a:b",
            "ψ:x",
        ] {
            assert_eq!(target(dest), Target::Site, "{dest:?}");
        }
        for dest in ["https://a.b", "HTTP://a.b", "//a.b", "/\\a.b", "\\\\a.b"] {
            assert_eq!(target(dest), Target::Web, "{dest:?}");
        }
        for dest in ["mailto:a@b.c", "tel:116123", "sms:741741"] {
            assert_eq!(target(dest), Target::Contact, "{dest:?}");
        }
    }
}
