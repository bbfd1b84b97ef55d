//! Colours, and whether a reader can tell one from the other.

use std::fmt;

/// An opaque sRGB colour, written `#8a4b2d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Colour([u8; 3]);

impl Colour {
    /// Reads `#rrggbb` or `#rgb`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let channel = |i: usize| match digits.len() {
            6 => u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).ok(),
            3 => u8::from_str_radix(&digits[i..=i], 16).ok().map(|v| v * 17),
            _ => None,
        };
        Some(Self([channel(0)?, channel(1)?, channel(2)?]))
    }

    /// Relative luminance, 0 (black) to 1 (white), as WCAG 2.2 defines it.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.0.map(|v| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 {
                v / 12.92
            } else {
                ((v + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The shade of this colour nearest to it that passes `ratio` on every one of `backgrounds`; `None` if neither
    /// darkening nor lightening gets there.
    #[must_use]
    pub fn nearest_passing(self, backgrounds: &[(Self, f64)]) -> Option<Self> {
        let passes = |c: &Self| {
            backgrounds
                .iter()
                .all(|(on, ratio)| c.contrast(*on) >= *ratio)
        };
        (0..=255u16)
            .flat_map(|step| [self.towards(0, step), self.towards(255, step)])
            .find(passes)
    }

    /// Mixed with black (0) or white (255), in 255ths.
    fn towards(self, end: u8, step: u16) -> Self {
        Self(self.0.map(|v| {
            let mixed = u32::from(v) * u32::from(255 - step) + u32::from(end) * u32::from(step);
            // At most 255 by construction.
            (mixed / 255) as u8
        }))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap_or(Colour([0; 3]))
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert_eq!(colour("#000").contrast(colour("#ffffff")), 21.0);
        assert_eq!(
            format!("{:.2}", colour("#777777").contrast(colour("#fff"))),
            "4.48"
        );
        assert_eq!(Colour::parse("#12345"), None);
        assert_eq!(Colour::parse("red"), None);
        assert_eq!(Colour::parse("#ééé"), None);
    }

    #[test]
    fn the_nearest_passing_shade_is_near_and_passes() {
        let near = colour("#777777").nearest_passing(&[(colour("#fff"), 4.5)]);
        assert_eq!(near.map(|c| c.to_string()).as_deref(), Some("#767676"));
        let both =
            colour("#777777").nearest_passing(&[(colour("#fff"), 4.5), (colour("#000"), 7.0)]);
        assert_eq!(both, None);
    }
}
