//! Paths inside a site, and slugs: the same on every system, with `/` between the parts.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization as _;

use super::bytes::any;

/// A file's path relative to the folder of `site.yaml`, such as `articles/repair/rupture.md`.
/// Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// Takes a path that is already in the form `a/b/c`.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self(Arc::from(path))
    }

    /// Whether both are the same path; quicker than `==` where they are mostly the very same.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self == other
    }

    /// The folder it lies in, without a slash at the end; empty at the top.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// What follows the last dot of the file name, if anything does.
    #[must_use]
    pub fn extension(&self) -> Option<&str> {
        self.file_name().rsplit_once('.').map(|(_, ext)| ext)
    }

    /// Where `relative` leads from the folder of this file (`../x/y.md`), or `None` if it leads out of the site.
    #[must_use]
    pub fn join(&self, relative: &str) -> Option<Self> {
        let folder = self.folder();
        let mut path = String::with_capacity(folder.len() + 1 + relative.len());
        path.push_str(folder);
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." if path.is_empty() => return None,
                ".." => path.truncate(path.rfind('/').unwrap_or(0)),
                part => {
                    if !path.is_empty() {
                        path.push('/');
                    }
                    path.push_str(part);
                }
            }
        }
        Some(Self::new(&path))
    }
}

impl Deref for SitePath {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for SitePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&str> for SitePath {
    fn from(path: &str) -> Self {
        Self::new(path)
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// The slug of a title or name: letters and digits of any script in lower case, everything else one hyphen.
/// May be empty (a title of punctuation alone).
///
/// Letters are kept as they are (`Ψυχή` → `ψυχή`): transliteration reads badly in most scripts.
#[must_use]
pub fn slugify(text: &str) -> String {
    if text.is_ascii() {
        return slugify_ascii(text);
    }
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    let mut push = |c: char, slug: &mut String| {
        if c.is_alphanumeric() || is_mark(c) {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.push(c);
        } else if !matches!(
            c,
            '\'' | '’' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}'
        ) {
            gap = true;
        }
    };
    for c in text.nfc().flat_map(char::to_lowercase).nfc() {
        push(c, &mut slug);
    }
    slug
}

/// The same for most titles, several times quicker.
fn slugify_ascii(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.push(char::from(byte.to_ascii_lowercase()));
        } else if byte != b'\'' {
            gap = true;
        }
    }
    slug
}

/// Whether Windows keeps `name` for itself, so that no file or folder there can have it, whatever its ending.
#[must_use]
pub fn is_reserved_on_windows(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    if !(3..=5).contains(&stem.len()) {
        return false;
    }
    let stem = stem.to_lowercase();
    if matches!(&*stem, "con" | "prn" | "aux" | "nul") {
        return true;
    }
    let port = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
    let is_number = |c: char| matches!(c, '1'..='9' | '¹' | '²' | '³');
    port.is_some_and(|number| number.chars().count() == 1 && number.chars().all(is_number))
}

/// A combining mark that NFC could not join to its letter: part of the word, as in Devanagari.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && unicode_normalization::char::is_combining_mark(c)
}

/// A path of the system with `/` between its parts. Only Windows writes `\`; elsewhere it is a letter like any other.
#[must_use]
pub fn slashed(path: &str) -> String {
    if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    }
}

/// A path as it stands in a URL: every byte that is not unreserved or `/` percent-encoded.
#[must_use]
pub fn percent_encode(path: &str) -> Cow<'_, str> {
    use std::fmt::Write as _;
    let plain = |byte: u8| {
        let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        // `-`, `.`, `/` and the digits stand side by side.
        is_letter | (byte.wrapping_sub(b'-') < 13) | (byte == b'_') | (byte == b'~')
    };
    if !any(path.as_bytes(), |byte| !plain(byte)) {
        return path.into();
    }
    let mut out = String::with_capacity(path.len() * 2);
    for byte in path.bytes() {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    Cow::Owned(out)
}

/// Undoes [`percent_encode`]; `None` where the result would not be UTF-8.
#[must_use]
pub fn percent_decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(text.into());
    }
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.as_bytes().iter();
    while let Some(&byte) = bytes.next() {
        let rest = bytes.as_slice();
        let hex = (byte == b'%')
            .then(|| rest.get(..2))
            .flatten()
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        match hex {
            Some(value) => {
                out.push(value);
                bytes.nth(1);
            }
            None => out.push(byte),
        }
    }
    String::from_utf8(out).ok().map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_letters_of_every_script() {
        for (text, slug) in [
            ("Feeling Felt", "feeling-felt"),
            (
                "  What “attunement” is — and isn’t  ",
                "what-attunement-is-and-isnt",
            ),
            ("Cafe\u{301}", "café"),
            ("Ψυχή & σώμα", "ψυχή-σώμα"),
            ("ÄRGER 2.0", "ärger-2-0"),
            ("---", ""),
        ] {
            assert_eq!(slugify(text), slug);
        }
    }

    #[test]
    fn some_names_belong_to_windows() {
        for name in ["con", "CON", "aux.html", "com1", "lpt9", "com¹"] {
            assert!(is_reserved_on_windows(name), "{name}");
        }
        for name in [
            "", "con-1", "contact", "com", "com0", "com10", "lpt", "nula",
        ] {
            assert!(!is_reserved_on_windows(name), "{name}");
        }
    }

    #[test]
    fn join_never_leaves_the_site() {
        let file = SitePath::new("articles/repair/rupture.md");
        assert_eq!(file.join("../a b.md").as_deref(), Some("articles/a b.md"));
        assert_eq!(
            file.join("./x/./y.md").as_deref(),
            Some("articles/repair/x/y.md")
        );
        assert_eq!(file.join("../../../etc/passwd"), None);
    }

    #[test]
    fn percent_encoding_round_trips() {
        for text in ["a b", "ψυχή", "100%", "x/y.z~_-"] {
            assert_eq!(percent_decode(&percent_encode(text)).as_deref(), Some(text));
        }
        assert_eq!(percent_decode("%ff"), None);
        assert_eq!(percent_decode("%zz%4").as_deref(), Some("%zz%4"));
    }
}
