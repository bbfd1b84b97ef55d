//! Numbers as they are read aloud: `1918` is nineteen eighteen, `1,200` one thousand two hundred.

/// The syllables of zero to nineteen.
const SMALL: [usize; 20] = [2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2];

/// Whether a word begins with a digit: `7`, `21st`, `3.5`, `40–60`.
pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// The syllables of a word that begins with a digit. Letters after the digits belong to it (`1990s`).
pub(super) fn syllables(word: &str) -> usize {
    let numbers = word.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | ',')));
    let of_each = numbers.map(|number| {
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let is_year = !whole.contains(',') && fraction.is_empty();
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
        let fraction = digits(fraction);
        let point = usize::from(!fraction.is_empty());
        of_whole(&digits(whole), is_year) + point + one_by_one(&fraction)
    });
    of_each.sum::<usize>().max(1)
}

fn of_whole(digits: &[u8], is_year: bool) -> usize {
    let significant: Vec<u8> = digits
        .iter()
        .copied()
        .skip_while(|digit| *digit == b'0')
        .collect();
    let value = significant.iter().fold(0_u64, |value, digit| {
        value
            .saturating_mul(10)
            .saturating_add(u64::from(digit - b'0'))
    });
    match value {
        // No digits at all, or nothing but zeros.
        0 => one_by_one(digits),
        // Nineteen eighteen; twenty twenty-six; but two thousand and eight is read as a number.
        1100..=1999 | 2010..=2099 if is_year => {
            let rest = match value % 100 {
                0 => 2,                                  // hundred
                ones @ 1..=9 => 1 + below_hundred(ones), // nineteen oh five
                rest => below_hundred(rest),
            };
            below_hundred(value / 100) + rest
        }
        _ if significant.len() > 12 => one_by_one(&significant),
        _ => {
            let mut rest = value;
            let mut count = 0;
            // Billions, millions, thousands, and what is left.
            for (size, name) in [(1_000_000_000, 2), (1_000_000, 2), (1_000, 2)] {
                if rest >= size {
                    count += below_thousand(rest / size) + name;
                    rest %= size;
                }
            }
            count + below_thousand(rest)
        }
    }
}

/// Nothing for nought: it is not said within a number.
fn below_thousand(value: u64) -> usize {
    let hundreds = match value / 100 {
        0 => 0,
        hundreds => below_hundred(hundreds) + 2,
    };
    hundreds
        + match value % 100 {
            0 => 0,
            rest => below_hundred(rest),
        }
}

fn below_hundred(value: u64) -> usize {
    let small = |value: u64| {
        SMALL
            .get(usize::try_from(value).unwrap_or(0))
            .copied()
            .unwrap_or(2)
    };
    if value < 20 {
        return small(value);
    }
    let tens = if value / 10 == 7 { 3 } else { 2 };
    tens + if value.is_multiple_of(10) {
        0
    } else {
        small(value % 10)
    }
}

fn one_by_one(digits: &[u8]) -> usize {
    digits
        .iter()
        .map(|digit| below_hundred(u64::from(digit - b'0')))
        .sum()
}
