//! Telephone numbers as people write them, and as a telephone takes them.

/// Whether all of `text` is one number. One that cannot be dialled is worse than none, and so is one of which only a part
/// would be.
#[must_use]
pub fn is_number(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || " \u{a0}\u{202f}-‐‑–./()+*#".contains(c);
    text.chars().all(is_part) && text.contains(|c: char| c.is_ascii_digit())
}

/// A number as a telephone takes it in an address: `+44 (0)20 7946 0000` is `+442079460000`.
#[must_use]
pub fn dialled(number: &str) -> String {
    let whole = number.trim();
    // The zero that is dialled within the country only.
    let whole = match whole.starts_with('+') {
        true => whole.replace("(0)", ""),
        false => whole.to_owned(),
    };
    let mut dialled = String::with_capacity(whole.len());
    for c in whole.chars() {
        match c {
            '0'..='9' | '*' => dialled.push(c),
            '+' if dialled.is_empty() => dialled.push(c),
            '#' => dialled.push_str("%23"),
            _ => {}
        }
    }
    dialled
}

#[cfg(test)]
mod tests {
    use super::dialled;

    #[test]
    fn numbers_are_dialled_as_they_are_meant() {
        assert_eq!(dialled("116 123"), "116123");
        assert_eq!(dialled("0800 111 0 111"), "08001110111");
        assert_eq!(dialled("+44 (0)20 7946-0000"), "+442079460000");
        assert_eq!(dialled("(020) 7946 0000"), "02079460000");
        assert_eq!(dialled("*16#"), "*16%23");
    }
}
