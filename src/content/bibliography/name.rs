//! Names of authors and editors.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use super::tex;

/// Whoever made a work.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Creator {
    /// A person.
    Person(Name),
    /// An organisation, written as it is.
    Group {
        /// Its name.
        name: String,
        /// What citations after the first call it (APA section 8.21).
        short: Option<String>,
    },
}

/// The name of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Name {
    /// The family name.
    pub family: String,
    /// Given names or initials, as written.
    pub given: String,
    /// What stands before the family name and belongs to it, such as "van".
    pub particle: String,
    /// "Jr.", "III".
    pub suffix: String,
}

/// Names in the order of a work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Names {
    /// Those that are written.
    pub list: Vec<Creator>,
    /// Whether there are others who are not written: `and others`.
    pub has_others: bool,
}

impl Creator {
    /// The name as a citation shows it: "van IJzendoorn".
    #[must_use]
    pub fn family(&self) -> String {
        match self {
            Self::Person(name) => name.surname(),
            Self::Group { name, .. } => name.clone(),
        }
    }

    /// The whole name as a sentence shows it: "Marinus H. van IJzendoorn".
    #[must_use]
    pub fn full(&self) -> String {
        match self {
            Self::Person(name) => {
                let parts = [&*name.given, &name.particle, &name.family, &name.suffix];
                let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                parts.join(" ")
            }
            Self::Group { name, .. } => name.clone(),
        }
    }

    /// The initials of the given names: "M. H.", "J.-P.".
    #[must_use]
    pub fn initials(&self) -> String {
        match self {
            Self::Person(name) => name.initials(),
            Self::Group { .. } => String::new(),
        }
    }
}

impl Name {
    /// The family name with its particle.
    #[must_use]
    pub fn surname(&self) -> String {
        match (self.particle.as_str(), self.family.as_str()) {
            ("", family) => family.to_owned(),
            // `d'Arcy` needs no space.
            (particle, family) if particle.ends_with(['’', '\'', '-']) => {
                format!("{particle}{family}")
            }
            (particle, family) => format!("{particle} {family}"),
        }
    }

    fn initials(&self) -> String {
        let mut initials = String::new();
        for word in self.given.split_whitespace() {
            let mut parts = String::new();
            for part in word.split(['-', '‐']) {
                // `J.C.` are two initials; `Anna` is one.
                for letters in part.split('.').filter(|letters| !letters.is_empty()) {
                    let Some(first) = letters.chars().find(|c| c.is_alphabetic()) else {
                        continue;
                    };
                    if !parts.is_empty() && !parts.ends_with('-') {
                        parts.push(' ');
                    }
                    parts.extend(first.to_uppercase());
                    parts.push('.');
                }
                if word.contains(['-', '‐']) {
                    parts.push('-');
                }
            }
            let parts = parts.trim_end_matches('-');
            if !initials.is_empty() && !parts.is_empty() {
                initials.push(' ');
            }
            initials.push_str(parts);
        }
        initials
    }
}

/// Letters for sorting: no case, accents, spaces or punctuation, for names are alphabetised letter by letter (APA
/// section 9.44).
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfd().flat_map(char::to_lowercase) {
        match c {
            'ø' => folded.push('o'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ß' => folded.push_str("ss"),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            c if c.is_alphanumeric() => folded.push(c),
            _ => {}
        }
    }
    folded
}

/// What is wrong with a list of names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NameFault {
    /// Bytes of the value.
    pub(super) at: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
    /// Whether it may yet be meant.
    pub(super) is_doubt: bool,
}

/// Reads a list of names as BibTeX has it: joined by `and`, each `Given von Family`, `von Family, Given` or
/// `von Family, Jr, Given`; in braces the name of an organisation.
pub(super) fn names(raw: &str, faults: &mut Vec<NameFault>) -> Names {
    let mut names = Names::default();
    let parts = split(raw, Separator::And);
    let last = parts.len().saturating_sub(1);
    for (n, range) in parts.into_iter().enumerate() {
        let part = &raw[range.clone()];
        if part.is_empty() {
            if !raw.trim().is_empty() {
                faults.push(NameFault {
                    at: range,
                    message: "a name is missing beside this `and`".into(),
                    help: "write a name, or delete the `and`".into(),
                    is_doubt: false,
                });
            }
            continue;
        }
        let folded = part.to_lowercase();
        if matches!(folded.as_str(), "others" | "et al." | "et al") && n == last && n > 0 {
            names.has_others = true;
            continue;
        }
        check(part, &range, faults);
        if let Some(creator) = name(part) {
            names.list.push(creator);
        }
    }
    names
}

/// The items of a list such as that of publishers: joined by `and`.
pub(super) fn list(raw: &str) -> Vec<String> {
    let parts = split(raw, Separator::And).into_iter();
    parts
        .map(|range| tex::plain(&raw[range]))
        .filter(|item| !item.is_empty())
        .collect()
}

/// Slips that BibTeX takes without a word.
fn check(part: &str, range: &Range<usize>, faults: &mut Vec<NameFault>) {
    let mut fault = |at: Range<usize>, is_doubt, message: &str, help: String| {
        faults.push(NameFault {
            at: range.start + at.start..range.start + at.end,
            message: message.into(),
            help,
            is_doubt,
        });
    };
    if whole_group(part).is_some() || part.contains('=') {
        return;
    }
    let bare = outside_braces(part);
    let whole = 0..part.len();
    if let Some(at) = bare.find("et al") {
        let help = "write `and others` for authors who are left out".to_owned();
        fault(at..at + 5, false, "`et al.` is no name", help);
    } else if let Some(at) = bare.find([';', '&']) {
        let help = "write Family, Given and Family, Given".to_owned();
        fault(at..at + 1, false, "names are joined by `and`", help);
    } else if bare.matches(',').count() > 2 {
        let help = "write Family, Given and Family, Given".to_owned();
        fault(whole, false, "this name has too many commas: names are joined by `and`", help);
    } else if !bare.contains(',')
        && let Some(word) = bare
            .split_whitespace()
            .find(|word| GROUP_WORDS.contains(&word.to_lowercase().as_str()))
    {
        let _ = word;
        let help = format!("put the name of an organisation in braces of its own: {{{{{part}}}}}");
        fault(whole, true, "this is read as the name of a person", help);
    }
}

/// Words that are in the names of organisations and hardly in those of people.
const GROUP_WORDS: &[&str] = &[
    "academy",
    "agency",
    "association",
    "board",
    "bureau",
    "center",
    "centre",
    "centers",
    "college",
    "collaboration",
    "commission",
    "committee",
    "consortium",
    "council",
    "department",
    "federation",
    "foundation",
    "government",
    "group",
    "health",
    "hospital",
    "institute",
    "institutes",
    "ministry",
    "network",
    "office",
    "organisation",
    "organization",
    "service",
    "society",
    "taskforce",
    "trust",
    "university",
];

/// The text with what stands in braces blanked, byte for byte.
fn outside_braces(text: &str) -> String {
    let mut depth = 0_usize;
    let blanked = text.char_indices().flat_map(|(_, c)| {
        if c == '{' {
            depth += 1;
        }
        let shown = if depth == 0 { Some(c) } else { None };
        if c == '}' {
            depth = depth.saturating_sub(1);
        }
        let blanks = if shown.is_none() { c.len_utf8() } else { 0 };
        shown.into_iter().chain(std::iter::repeat_n('_', blanks))
    });
    blanked.collect()
}

/// What is in the braces that hold all of `part`.
fn whole_group(part: &str) -> Option<&str> {
    let inside = part.strip_prefix('{')?.strip_suffix('}')?;
    let mut depth = 0_i32;
    let mut bytes = inside.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return None;
        }
    }
    Some(inside)
}

fn name(part: &str) -> Option<Creator> {
    if let Some(inside) = whole_group(part) {
        let name = tex::plain(inside);
        let group = Creator::Group { name, short: None };
        return Some(group).filter(|group| !group.family().is_empty());
    }
    let pieces: Vec<&str> = split(part, Separator::Comma)
        .into_iter()
        .map(|range| &part[range])
        .collect();
    if pieces.iter().any(|piece| piece.contains('=')) && pieces.iter().all(|p| p.contains('=')) {
        return extended(&pieces);
    }
    let (before, suffix, given) = match pieces.as_slice() {
        [] => return None,
        [whole] => return unified(whole),
        [before, given] => (*before, "", *given),
        [before, suffix, given, ..] => (*before, *suffix, *given),
    };
    let (particle, family) = particle_first(before);
    Some(Creator::Person(Name {
        family,
        given: tex::plain(given),
        particle,
        suffix: tex::plain(suffix),
    }))
    .filter(|creator| !creator.family().is_empty())
}

/// `family=…, given=…`, BibLaTeX's extended format.
fn extended(pieces: &[&str]) -> Option<Creator> {
    let mut name = Name::default();
    for piece in pieces {
        let Some((key, value)) = piece.split_once('=') else {
            continue;
        };
        let value = tex::plain(value.trim().trim_matches('"'));
        match key.trim().to_ascii_lowercase().as_str() {
            "family" => name.family = value,
            "given" => name.given = value,
            "prefix" => name.particle = value,
            "suffix" => name.suffix = value,
            _ => {}
        }
    }
    Some(Creator::Person(name)).filter(|creator| !creator.family().is_empty())
}

fn starts_small(word: &str) -> bool {
    // A word in braces counts as capitalised, an accented letter by its letter.
    let bare = word.trim_start_matches(|c: char| !c.is_alphabetic() && c != '{');
    bare.chars().next().is_some_and(char::is_lowercase)
}

fn words(text: &str) -> Vec<&str> {
    split(text, Separator::Space)
        .into_iter()
        .map(|range| &text[range])
        .filter(|word| !word.is_empty())
        .collect()
}

/// `van der Berg` into particle and family name: all up to the last word in small letters, unless it is the last of all.
fn particle_first(text: &str) -> (String, String) {
    let words = words(text);
    let end = words
        .iter()
        .take(words.len().saturating_sub(1))
        .rposition(|word| starts_small(word))
        .map_or(0, |last| last + 1);
    let join = |words: &[&str]| tex::plain(&words.join(" "));
    (join(&words[..end]), join(&words[end..]))
}

/// `Given von Family`.
fn unified(text: &str) -> Option<Creator> {
    let words = words(text);
    let join = |words: &[&str]| tex::plain(&words.join(" "));
    let (last, before) = words.split_last()?;
    let name = match before.iter().position(|word| starts_small(word)) {
        Some(start) => {
            let end = before.iter().rposition(|word| starts_small(word)).map_or(start, |i| i + 1);
            Name {
                given: join(&words[..start]),
                particle: join(&words[start..end]),
                family: join(&words[end..]),
                suffix: String::new(),
            }
        }
        None => Name {
            given: join(before),
            family: join(&[last]),
            ..Name::default()
        },
    };
    Some(Creator::Person(name)).filter(|creator| !creator.family().is_empty())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    And,
    Comma,
    Space,
}

/// The parts of `text` outside of braces, trimmed.
fn split(text: &str, separator: Separator) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let bytes = text.as_bytes();
    let (mut start, mut at, mut depth) = (0, 0, 0_usize);
    let trimmed = |start: usize, end: usize| {
        let part = &text[start..end];
        let from = start + part.len() - part.trim_start().len();
        let length = part.trim().len();
        from.min(end)..(from + length).min(end).max(from.min(end))
    };
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => {
                // What is escaped separates nothing; a letter after it is read as such.
                at += 1;
                while at + 1 < bytes.len() && !text.is_char_boundary(at + 1) {
                    at += 1;
                }
            }
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 0 && separator == Separator::Comma => {
                parts.push(trimmed(start, at));
                start = at + 1;
            }
            byte if depth == 0 && byte.is_ascii_whitespace() => {
                let rest = &text[at + 1..];
                if separator == Separator::Space {
                    parts.push(trimmed(start, at));
                    start = at + 1;
                } else if separator == Separator::And
                    && rest.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("and"))
                    && rest[3..].chars().next().is_none_or(char::is_whitespace)
                {
                    parts.push(trimmed(start, at));
                    start = at + 4;
                    // The space after it may begin the next `and`.
                    at += 3;
                }
            }
            // `~` is a space that does not break.
            b'~' if depth == 0 && separator == Separator::Space => {
                parts.push(trimmed(start, at));
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    parts.push(trimmed(start.min(text.len()), text.len()));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `particle|family|given|suffix`, or the name of a group in brackets.
    fn shown(raw: &str) -> String {
        let names = names(raw, &mut Vec::new());
        let mut shown: Vec<String> = names
            .list
            .iter()
            .map(|creator| match creator {
                Creator::Person(name) => format!(
                    "{}|{}|{}|{}",
                    name.particle, name.family, name.given, name.suffix
                ),
                Creator::Group { name, .. } => format!("[{name}]"),
            })
            .collect();
        if names.has_others {
            shown.push("…".into());
        }
        shown.join("; ")
    }

    #[test]
    fn every_form_of_a_name_is_read() {
        for (raw, expected) in [
            ("Safran, Jeremy D. and Muran, J. Christopher", "|Safran|Jeremy D.|; |Muran|J. Christopher|"),
            ("Jeremy D. Safran", "|Safran|Jeremy D.|"),
            ("van IJzendoorn, Marinus H.", "van|IJzendoorn|Marinus H.|"),
            ("Marinus H. van IJzendoorn", "van|IJzendoorn|Marinus H.|"),
            ("Ludwig van der Rohe", "van der|Rohe|Ludwig|"),
            ("De Leersnyder, Jozefien", "|De Leersnyder|Jozefien|"),
            ("Del Re, A. C.", "|Del Re|A. C.|"),
            ("Scotto di Minico, Giunia", "Scotto di|Minico|Giunia|"),
            ("King, Jr., Martin Luther", "|King|Martin Luther|Jr."),
            ("{World Health Organization}", "[World Health Organization]"),
            ("{{Barnes and Noble}} and Smith, A.", "[Barnes and Noble]; |Smith|A.|"),
            ("{Barnes and Noble}, A.", "|Barnes and Noble|A.|"),
            ("Grossman, Paul and others", "|Grossman|Paul|; …"),
            ("Wampold, B. AND Imel, Z.", "|Wampold|B.|; |Imel|Z.|"),
            ("family=Hasselt, given=Anna, prefix=van, useprefix=true", "van|Hasselt|Anna|"),
            ("Plato", "|Plato||"),
            ("Garc{\\'\\i}a M\\'arquez, Gabriel", "|García Márquez|Gabriel|"),
            ("{\\'E}mile Zola", "|Zola|Émile|"),
            ("jean de la fontaine", "jean de la|fontaine||"),
            ("", ""),
            (" and ", ""),
            ("Sandler, A.\n  and\n  Sanders, B.", "|Sandler|A.|; |Sanders|B.|"),
        ] {
            assert_eq!(shown(raw), expected, "{raw}");
        }
    }

    #[test]
    fn initials_keep_hyphens() {
        for (given, initials) in [
            ("Jeremy D.", "J. D."),
            ("Jean-Paul", "J.-P."),
            ("J.C.", "J. C."),
            ("M.-A.", "M.-A."),
            ("émile", "É."),
            ("", ""),
            ("- .", ""),
        ] {
            let name = Name {
                given: given.into(),
                ..Name::default()
            };
            assert_eq!(name.initials(), initials, "{given}");
        }
    }

    #[test]
    fn slips_are_told() {
        let told = |raw: &str| {
            let mut faults = Vec::new();
            names(raw, &mut faults);
            faults
                .into_iter()
                .map(|fault| format!("{} {}", &raw[fault.at.clone()], fault.message))
                .collect::<Vec<_>>()
                .join("\n")
        };
        assert_eq!(told("Smith, A. & Jones, B."), "& names are joined by `and`");
        assert_eq!(told("Smith, A.; Jones, B."), "; names are joined by `and`");
        assert_eq!(told("Smith, A. et al."), "et al `et al.` is no name");
        assert!(told("Smith, A., Jones, B., Lee, C.").ends_with("names are joined by `and`"));
        assert_eq!(
            told("World Health Organization"),
            "World Health Organization this is read as the name of a person"
        );
        assert_eq!(told("{World Health Organization} and {A; B & C}"), "");
        assert!(told("Smith, A. and and Jones, B.").contains("a name is missing"));
    }

    #[test]
    fn sorting_ignores_case_accents_and_spaces() {
        assert_eq!(folded("De Leersnyder"), "deleersnyder");
        assert_eq!(folded("Høglend, É.-Ö."), "hoglendeo");
        assert_eq!(folded("Ψυχή"), "ψυχη");
    }
}
