//! Styles in SVG files. They can load things from other sites, which tells
//! those sites who reads the page.

use super::{PictureError, embedded};

/// What can load something, apart from `@import`.
const LOADERS: [&str; 4] = ["url", "image-set", "image", "src"];

/// The style without comments, and without anything from outside the file;
/// only references to parts of the same file and embedded pictures and fonts
/// remain.
pub(super) fn clean(style: &str, depth: u8) -> Result<String, PictureError> {
    // Backslashes spell letters in other ways, so that `u\72l` would be a
    // `url` that is not seen below. Without them, it is nothing.
    let style = without_comments(&style.replace('\\', ""));
    let lower = style.to_ascii_lowercase();
    let mut clean = String::with_capacity(style.len());
    let mut done = 0;
    for (at, sign) in style.match_indices(['(', '@']) {
        if at < done {
            continue;
        }
        if sign == "@" {
            if lower[at..].starts_with("@import") {
                clean.push_str(&style[done..at]);
                // Keeps what stands before and after from growing together.
                clean.push(' ');
                done = statement_end(&style, at);
            }
        } else if let Some(loader) = LOADERS
            .iter()
            .find(|loader| lower[done..at].ends_with(*loader))
        {
            clean.push_str(&style[done..at - loader.len()]);
            let (content, end) = argument(&style, at + 1);
            match kept(content, depth)? {
                Some(address) if *loader == "url" => {
                    clean.push_str("url(");
                    clean.push_str(&address);
                    clean.push(')');
                }
                _ => clean.push_str("none"),
            }
            done = end;
        }
    }
    clean.push_str(&style[done..]);
    Ok(clean)
}

fn without_comments(style: &str) -> String {
    let mut clean = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, after)) = rest.split_once("/*") {
        clean.push_str(before);
        // As browsers do, so that nothing grows together.
        clean.push(' ');
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    clean.push_str(rest);
    clean
}

/// The address to keep, written so that it needs no quotation marks.
fn kept(address: &str, depth: u8) -> Result<Option<String>, PictureError> {
    let is_plain = address
        .chars()
        .all(|c| c.is_alphanumeric() || "#+/=;:,.-_%".contains(c));
    let lower = address.to_ascii_lowercase();
    let is_font = [
        "data:font/",
        "data:application/font",
        "data:application/x-font",
    ]
    .iter()
    .any(|start| lower.starts_with(start));
    if is_plain && (address.starts_with('#') || is_font) {
        return Ok(Some(address.to_owned()));
    }
    embedded::clean(address, depth)
}

/// What stands between a bracket opened before `start` and its closing, without
/// quotation marks, and where the text goes on after that.
fn argument(style: &str, start: usize) -> (&str, usize) {
    let inside = style[start..].trim_start();
    let start = style.len() - inside.len();
    let (content, length) = match inside.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let quoted = &inside[1..];
            let content = quoted.split(quote).next().unwrap_or_default();
            // The quotation marks belong to the length, too.
            (content, content.len() + 2)
        }
        _ => {
            let content = inside.split(')').next().unwrap_or_default();
            (content.trim_end(), content.len())
        }
    };
    let after = style.get(start + length..).unwrap_or_default();
    let end = after
        .find(')')
        .map_or(style.len(), |close| style.len() - after.len() + close + 1);
    (content, end)
}

/// Where a statement that begins at `start` is over.
fn statement_end(style: &str, start: usize) -> usize {
    let mut quote = None;
    for (at, letter) in style[start..].char_indices() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, ';') => return start + at + 1,
            _ => {}
        }
    }
    style.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(style: &str) -> String {
        clean(style, 0).unwrap()
    }

    #[test]
    fn parts_of_the_same_file_and_plain_styles_stay() {
        let style = ".a{fill:url(#shine);transform:rotate(4deg)} @media print{.a{fill:#000}}";
        assert_eq!(cleaned(style), style);
        assert_eq!(cleaned("fill:url( '#shine' )"), "fill:url(#shine)");
        let font = "@font-face{src:url(data:font/woff2;base64,d09GMg==)}";
        assert_eq!(cleaned(font), font);
    }

    #[test]
    fn what_leads_outside_goes() {
        for style in [
            "a{fill:url(http://evil.example/a)}",
            "a{fill:URL( \"//evil.example/a)\" )}",
            "a{fill:u\\rl(http://evil.example/a)}",
            "a{fill:u/**/rl(http://evil.example/a)}",
            "a{fill:\\75rl(evil.example)}",
            "a{fill:url('evil.example\\')}",
            "a{fill:url(evil.example",
            "a{fill:url('evil.example",
            "@import 'http://evil.example/;a.css' screen; a{}",
            "@IMPORT url(evil.example)",
            "@im@import x;port 'evil.example'; ",
            "a{background:image-set('evil.example' 1x, url(evil.example) 2x)}",
            "a{fill:url(#a\"evil.example)}",
            "a{fill:url(url(evil.example))}",
            "a{fill:urlurl(evil.example)(evil.example)}",
            "/* evil.example */ a{}",
        ] {
            let clean = cleaned(style);
            let harmless = !clean.contains("url(") && !clean.to_lowercase().contains("@import");
            assert!(harmless, "{style} became {clean}");
        }
    }
}
