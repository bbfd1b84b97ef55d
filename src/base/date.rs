//! Calendar dates. Attuned has no times of day: a date is that day at 00:00 UTC.

use std::fmt;

use jiff::ToSpan as _;

/// The months in English, January first.
pub const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day of the Gregorian calendar that exists, written `2026-11-03`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

/// Why a text is no [`Date`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    /// It does not have the form `YYYY-MM-DD`.
    Form,
    /// It has the form, but no calendar holds that day (such as 30 February).
    NoSuchDay,
}

impl Date {
    /// Reads `YYYY-MM-DD` and nothing else.
    ///
    /// # Errors
    /// [`DateError`] says whether the form or the day is wrong.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let bytes = text.as_bytes();
        let form = bytes.len() == 10
            && bytes.iter().enumerate().all(|(i, b)| match i {
                4 | 7 => *b == b'-',
                _ => b.is_ascii_digit(),
            });
        if !form {
            return Err(DateError::Form);
        }
        let number = |range: std::ops::Range<usize>| text[range].parse::<i16>().unwrap_or(0);
        let (month, day) = (number(5..7) as i8, number(8..10) as i8);
        jiff::civil::Date::new(number(0..4), month, day)
            .map(Self)
            .map_err(|_| DateError::NoSuchDay)
    }

    /// The day that holds `unix_seconds` in UTC.
    #[must_use]
    pub fn from_unix_seconds(unix_seconds: i64) -> Self {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        let days = unix_seconds.div_euclid(86_400);
        Self(epoch.checked_add(days.days()).unwrap_or(epoch))
    }

    /// The year, such as 2026.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.0.month() as u8
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.0.day() as u8
    }

    /// The same day `months` later; the last day of that month where it is shorter.
    #[must_use]
    pub fn months_later(self, months: u8) -> Self {
        Self(self.0.saturating_add(i32::from(months).months()))
    }

    /// The day so many `days` later.
    #[must_use]
    pub fn days_later(self, days: i32) -> Self {
        Self(self.0.saturating_add(days.days()))
    }

    /// As Atom and JSON-LD want it: `2026-11-03T00:00:00Z`.
    #[must_use]
    pub fn rfc3339(self) -> String {
        format!("{self}T00:00:00Z")
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.year(),
            self.month(),
            self.day()
        )
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl schemars::JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "format": "date", "description": "A day, as YYYY-MM-DD."
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_four_digits_two_two_and_exists() {
        assert_eq!(
            Date::parse("2026-02-28").map(|d| d.to_string()),
            Ok("2026-02-28".into())
        );
        assert_eq!(Date::parse("2024-02-29").map(|d| d.day()), Ok(29));
        assert_eq!(Date::parse("2026-02-29"), Err(DateError::NoSuchDay));
        assert_eq!(Date::parse("2026-13-01"), Err(DateError::NoSuchDay));
        for text in [
            "3 Nov 2026",
            "2026-1-1",
            "26-01-01",
            "2026-01-01 ",
            "2026/01/01",
            "２０２６-01-01",
            "",
        ] {
            assert_eq!(Date::parse(text), Err(DateError::Form), "{text}");
        }
    }

    #[test]
    fn months_later_keeps_to_the_month() {
        let date = Date::parse("2026-01-31").map(|d| d.months_later(1).to_string());
        assert_eq!(date, Ok("2026-02-28".into()));
    }

    #[test]
    fn seconds_before_the_epoch_count_back() {
        assert_eq!(Date::from_unix_seconds(-1).to_string(), "1969-12-31");
        assert_eq!(
            Date::from_unix_seconds(1_793_664_000).to_string(),
            "2026-11-03"
        );
    }
}
