//! When a work appeared.

use super::words::Words;

/// When a work appeared (APA Publication Manual, 7th ed., sections 9.13–9.17).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum When {
    /// Nobody knows: "n.d.".
    #[default]
    Unknown,
    /// Accepted and not yet published: "in press".
    InPress,
    /// At a date or over a time.
    At(Issued),
}

/// A date or a range of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Issued {
    /// The date, or where the range begins.
    pub start: Day,
    /// Where the range ends.
    pub end: Option<End>,
    /// Whether the date is an estimate: "ca.".
    pub is_circa: bool,
}

/// The end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// It goes on: "1998–present".
    Open,
    /// The last year or day.
    At(Day),
}

/// A year, a month or a day that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// The year; 0 is 1 BCE.
    pub year: i16,
    /// 1 to 12, or 21 to 24 for spring to winter.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    Form,
    Month,
    Day,
}

impl When {
    /// Reads a `date`: a year, month or day as BibLaTeX writes them (ISO 8601-2, level 1), a range of them, or one of the
    /// words for a work without one.
    pub(super) fn parse(text: &str) -> Result<Self, Wrong> {
        let text = text.trim();
        if let Some(when) = Self::word(text) {
            return Ok(when);
        }
        let text = text.replace('–', "/");
        let (start, end) = match text.split_once('/') {
            Some((start, end)) => (start.trim(), Some(end.trim())),
            None => (&*text, None),
        };
        let is_open = |text: &str| text.is_empty() || text == "..";
        if is_open(start) {
            let (day, is_circa) = day(end.filter(|end| !is_open(end)).ok_or(Wrong::Form)?)?;
            return Ok(Self::At(Issued {
                start: day,
                end: None,
                is_circa,
            }));
        }
        let (start, is_circa) = day(start)?;
        let end = match end {
            None => None,
            Some(end) if is_open(end) => Some(End::Open),
            Some(end) => {
                let (end, _) = day(end)?;
                (end != start).then_some(End::At(end))
            }
        };
        Ok(Self::At(Issued {
            start,
            end,
            is_circa,
        }))
    }

    /// What stands for a date: "in press", "n.d." and the words of `pubstate`.
    pub(super) fn word(text: &str) -> Option<Self> {
        let folded: String = text
            .chars()
            .filter(|c| c.is_alphabetic())
            .flat_map(char::to_lowercase)
            .collect();
        match folded.as_str() {
            // "forthcoming" and "submitted" are BibLaTeX's words; APA knows "in press" for what is accepted (9.14).
            "inpress" | "forthcoming" | "advanceonlinepublication" => Some(Self::InPress),
            "nd" | "nodate" | "undated" => Some(Self::Unknown),
            _ => None,
        }
    }

    /// Reads `year`, `month` and `day`.
    pub(super) fn parts(
        year: &str,
        month: Option<&str>,
        day: Option<&str>,
    ) -> Result<Self, (usize, Wrong)> {
        let when = Self::parse(year).map_err(|wrong| (0, wrong))?;
        let Self::At(mut issued) = when else {
            return Ok(when);
        };
        if issued.end.is_some() || issued.start.month.is_some() {
            return Ok(when);
        }
        let Some(month) = month.map(str::trim).filter(|month| !month.is_empty()) else {
            return Ok(when);
        };
        // Old files write the day with the month: `month = {march 3}`.
        let (name, written_day) = match month.split_once([' ', '\u{a0}']) {
            Some((name, day)) => (name, Some(day.trim())),
            None => (month, None),
        };
        issued.start.month = Some(month_number(name).ok_or((1, Wrong::Month))?);
        if let Some(day) = day.map(str::trim).filter(|d| !d.is_empty()).or(written_day) {
            let number = day.parse().map_err(|_| (2, Wrong::Day))?;
            issued.start.day = Some(number);
            exists(issued.start).map_err(|wrong| (2, wrong))?;
        }
        Ok(Self::At(issued))
    }

    /// The year alone, as a citation shows it: "2015", "1998–2005", "n.d.".
    #[must_use]
    pub fn year(&self, words: &Words) -> String {
        match self {
            Self::Unknown => words.no_date.into(),
            Self::InPress => words.in_press.into(),
            Self::At(issued) => {
                let mut text = String::new();
                if issued.is_circa {
                    text.push_str(words.circa);
                    text.push(' ');
                }
                text.push_str(&year_text(issued.start.year, words));
                match issued.end {
                    Some(End::Open) => {
                        text.push('–');
                        text.push_str(words.present);
                    }
                    Some(End::At(end)) if end.year != issued.start.year => {
                        text.push('–');
                        text.push_str(&year_text(end.year, words));
                    }
                    _ => {}
                }
                text
            }
        }
    }

    /// The year with the letter that tells it from the other works of that author and year: "2015a", "n.d.-a"
    /// (section 8.19).
    #[must_use]
    pub fn year_with_letter(&self, letter: Option<char>, words: &Words) -> String {
        let mut year = self.year(words);
        if let Some(letter) = letter {
            if !matches!(self, Self::At(_)) {
                year.push('-');
            }
            year.push(letter);
        }
        year
    }

    /// The date as a reference shows it: "2015a, March 3".
    #[must_use]
    pub(super) fn full(&self, letter: Option<char>, words: &Words) -> String {
        let mut text = self.year_with_letter(letter, words);
        let Self::At(issued) = self else {
            return text;
        };
        let start = month_and_day(issued.start, words);
        let Some(start) = start else {
            return text;
        };
        text.push_str(", ");
        text.push_str(&start);
        if let Some(End::At(end)) = issued.end
            && end.year == issued.start.year
            && let Some(end_text) = month_and_day(end, words)
        {
            text.push('–');
            let is_same_month = end.month == issued.start.month;
            match end.day.filter(|_| is_same_month) {
                Some(day) => text.push_str(&day.to_string()),
                None => text.push_str(&end_text),
            }
        }
        text
    }

    /// For machines: `2015`, `2015-03`, `2015-03-03`; a range by its start.
    #[must_use]
    pub fn iso(&self) -> Option<String> {
        let Self::At(issued) = self else {
            return None;
        };
        let day = issued.start;
        if day.year < 0 {
            return None;
        }
        let mut text = format!("{:04}", day.year);
        if let Some(month) = day.month.filter(|month| *month <= 12) {
            text.push_str(&format!("-{month:02}"));
            if let Some(day) = day.day {
                text.push_str(&format!("-{day:02}"));
            }
        }
        Some(text)
    }

    /// The order of one author's works: without a date first, then by date, in press last (section 9.46); a year alone
    /// before the days of that year (9.47).
    pub(super) fn rank(&self) -> (u8, Option<Day>) {
        match self {
            Self::Unknown => (0, None),
            Self::At(issued) => (1, Some(issued.start)),
            Self::InPress => (2, None),
        }
    }
}

fn year_text(year: i16, words: &Words) -> String {
    if year > 0 {
        year.to_string()
    } else {
        format!("{} {}", 1 - i32::from(year), words.before_common_era)
    }
}

fn month_and_day(day: Day, words: &Words) -> Option<String> {
    let month = usize::from(day.month?);
    let name = match month {
        1..=12 => words.months.get(month - 1)?,
        _ => words.seasons.get(month.checked_sub(21)?)?,
    };
    Some(match day.day {
        Some(day) => words
            .month_day
            .replace("{month}", name)
            .replace("{day}", &day.to_string()),
        None => (*name).to_owned(),
    })
}

/// A year, month or day, and whether it is an estimate.
fn day(text: &str) -> Result<(Day, bool), Wrong> {
    let bare = text.trim_end_matches(['?', '~', '%']);
    let mut is_circa = bare.len() < text.len();
    let mut bare = bare.trim();
    for circa in ["ca.", "c.", "circa"] {
        if let Some(rest) = bare.strip_prefix(circa) {
            bare = rest.trim_start_matches([' ', '~', '\u{a0}']);
            is_circa = true;
        }
    }
    // The time of day is nothing a reference shows.
    let bare = bare.split_once('T').map_or(bare, |(day, _)| day);
    let (sign, digits) = match bare.strip_prefix(['-', '−']) {
        Some(digits) => (-1, digits),
        None => (1, bare),
    };
    let mut parts = digits.split('-');
    let year = parts.next().unwrap_or_default();
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !matches!(year.len(), 1..=4) || !is_number(year) || (year.len() < 3 && sign > 0) {
        return Err(Wrong::Form);
    }
    let year: i16 = year.parse().map_err(|_| Wrong::Form)?;
    let mut number = |wrong| match parts.next() {
        None => Ok(None),
        Some(text) if matches!(text.len(), 1..=2) && is_number(text) => {
            text.parse::<u8>().map(Some).map_err(|_| wrong)
        }
        Some(_) => Err(Wrong::Form),
    };
    let month = number(Wrong::Month)?;
    let day = number(Wrong::Day)?;
    if parts.next().is_some() {
        return Err(Wrong::Form);
    }
    let day = Day {
        year: year * sign,
        month,
        day,
    };
    exists(day)?;
    Ok((day, is_circa))
}

fn exists(day: Day) -> Result<(), Wrong> {
    let Some(month) = day.month else {
        return Ok(());
    };
    let is_season = (21..=24).contains(&month) && day.day.is_none();
    if !(1..=12).contains(&month) && !is_season {
        return Err(Wrong::Month);
    }
    let Some(number) = day.day else {
        return Ok(());
    };
    let is_leap = day.year % 4 == 0 && (day.year % 100 != 0 || day.year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    match (1..=days).contains(&number) {
        true => Ok(()),
        false => Err(Wrong::Day),
    }
}

/// The number of a month, from its English name, the first letters of it or a number.
fn month_number(text: &str) -> Option<u8> {
    if let Ok(number) = text.parse::<u8>() {
        return (1..=12).contains(&number).then_some(number);
    }
    let folded = text.trim_end_matches('.').to_lowercase();
    let names = Words::ENGLISH.months.iter().map(|name| name.to_lowercase());
    let found = names.enumerate().find(|(_, name)| {
        folded.len() >= 3 && name.starts_with(&folded) || (*name == "september" && folded == "sept")
    });
    found.and_then(|(n, _)| u8::try_from(n + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full(text: &str) -> String {
        let when = When::parse(text);
        when.map_or_else(|wrong| format!("{wrong:?}"), |when| when.full(None, &Words::ENGLISH))
    }

    #[test]
    fn dates_are_read_and_shown() {
        for (written, shown) in [
            ("2015", "2015"),
            ("2013-08-14", "2013, August 14"),
            ("2013-08", "2013, August"),
            ("2013-8-4", "2013, August 4"),
            ("2020-21", "2020, Spring"),
            ("1998/2005", "1998–2005"),
            ("1998–2005", "1998–2005"),
            ("1998/", "1998–present"),
            ("1998/..", "1998–present"),
            ("/2005", "2005"),
            ("2020-05-03/2020-05-07", "2020, May 3–7"),
            ("2020-05-30/2020-06-02", "2020, May 30–June 2"),
            ("1750~", "ca. 1750"),
            ("ca. 1750", "ca. 1750"),
            ("-0299", "300 B.C.E."),
            ("2020-01-01T10:00:00", "2020, January 1"),
            ("n.d.", "n.d."),
            ("in press", "in press"),
            ("{in press}", "in press"),
        ] {
            assert_eq!(full(written), shown, "{written}");
        }
    }

    #[test]
    fn what_no_calendar_holds_is_no_date() {
        for (written, wrong) in [
            ("2011-02-30", "Day"),
            ("2011-00-03", "Month"),
            ("2011-13", "Month"),
            ("2011-02-30/2012", "Day"),
            ("12345X", "Form"),
            ("20111", "Form"),
            ("11", "Form"),
            ("3 May 2011", "Form"),
            ("2011-1-1-1", "Form"),
            ("/", "Form"),
            ("", "Form"),
            ("２０１１", "Form"),
            ("99999999999999", "Form"),
        ] {
            assert_eq!(full(written), wrong, "{written}");
        }
        assert_eq!(full("1900-02-29"), "Day");
        assert_eq!(full("2000-02-29"), "2000, February 29");
    }

    #[test]
    fn three_fields_make_a_date() {
        let full = |year, month, day| {
            When::parts(year, month, day).map(|when| when.full(Some('b'), &Words::ENGLISH))
        };
        assert_eq!(full("2015", None, None), Ok("2015b".into()));
        assert_eq!(full("2015", Some("mar"), Some("3")), Ok("2015b, March 3".into()));
        assert_eq!(full("2015", Some("Sept."), None), Ok("2015b, September".into()));
        assert_eq!(full("2015", Some("May 3"), None), Ok("2015b, May 3".into()));
        assert_eq!(full("n.d.", None, None), Ok("n.d.-b".into()));
        assert_eq!(full("2015", Some("0"), None), Err((1, Wrong::Month)));
        assert_eq!(full("2015", Some("2"), Some("31")), Err((2, Wrong::Day)));
    }
}
