//! Dates, DOIs, pages and editions, in one form whatever form they are written in.

use super::super::tex;

/// A date without TeX's markup; `~` at its end says that it is an estimate, and `--` joins a range.
pub(super) fn date_text(raw: &str) -> String {
    let raw = raw.replace("--", "/");
    match raw.trim_end().strip_suffix('~') {
        Some(date) => format!("{}~", tex::plain(date)),
        None => tex::plain(&raw),
    }
}

/// The DOI in a text that may be its address.
pub(super) fn doi(text: &str) -> Option<String> {
    let start = text.find("10.")?;
    let before = text[..start].to_ascii_lowercase();
    let is_address = matches!(
        before.trim(),
        "" | "doi:"
            | "https://doi.org/"
            | "http://doi.org/"
            | "https://dx.doi.org/"
            | "http://dx.doi.org/"
            | "doi.org/"
            | "https://www.doi.org/"
    ) || before == "doi: ";
    let doi = &text[start..];
    let (prefix, suffix) = doi[3..].split_once('/')?;
    let is_prefix =
        (4..=9).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let is_suffix = !suffix.is_empty() && !suffix.contains(char::is_whitespace);
    (is_address && is_prefix && is_suffix).then(|| doi.to_owned())
}

/// Ranges with an en dash (APA section 6.6).
pub(super) fn dashed(text: &str) -> String {
    let mut dashed = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let is_range = matches!(c, '-' | '‐' | '−')
            && last.is_ascii_digit()
            && chars.peek().is_some_and(char::is_ascii_digit);
        dashed.push(if is_range { '–' } else { c });
        last = c;
    }
    dashed
}

/// Pages without "pp." and with simple hyphens: the style sets the dashes.
pub(super) fn pages(text: &str) -> String {
    let bare = ["pp.", "pp ", "p."]
        .iter()
        .find_map(|label| text.strip_prefix(label))
        .unwrap_or(text)
        .trim();
    let mut pages = String::with_capacity(bare.len());
    let spread = bare.replace(['–', '—', '‐', '−'], "-");
    for part in spread.split('-') {
        let part = part.trim();
        if !pages.is_empty() && !part.is_empty() {
            pages.push('-');
        }
        pages.push_str(part);
    }
    pages
}

/// The number of an edition, from "2", "2nd" or "Second"; else its words.
pub(super) fn edition(text: &str) -> String {
    const WORDS: [&str; 10] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth",
    ];
    let bare = text
        .trim_end_matches(" edition")
        .trim_end_matches(" Edition")
        .trim_end_matches(" ed.");
    let folded = bare.to_lowercase();
    let digits: String = folded.chars().take_while(char::is_ascii_digit).collect();
    let ending = &folded[digits.len()..];
    if !digits.is_empty() && matches!(ending, "" | "st" | "nd" | "rd" | "th" | ".") {
        return digits;
    }
    if let Some(n) = WORDS.iter().position(|word| *word == folded) {
        return (n + 1).to_string();
    }
    match bare.ends_with('.') {
        true => format!("{bare} ed."),
        false => match folded.as_str() {
            "revised" => "Rev. ed.".into(),
            _ => format!("{bare} ed."),
        },
    }
}
