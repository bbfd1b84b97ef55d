//! What Attuned must know of a language: its direction, how it writes a date, how it sorts.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use icu_calendar::Gregorian;
use icu_collator::{CollatorBorrowed, options::CollatorOptions};
use icu_datetime::{FixedCalendarDateTimeFormatter, fieldsets::YMD};
use icu_locale::{Direction, Locale, LocaleDirectionality};

use crate::base::date::Date;

/// A BCP 47 tag as it stands in `site.yaml`, such as `en` or `pt-BR`.
pub type Lang = Arc<str>;

/// A language's way of writing and sorting.
pub struct Language {
    /// The tag.
    pub tag: Lang,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    dates: Option<FixedCalendarDateTimeFormatter<Gregorian, YMD>>,
    collator: Option<CollatorBorrowed<'static>>,
}

impl Language {
    /// The language of a tag, as it is written in `region` where the tag names none: English dates differ from country to
    /// country. A tag that Unicode's data does not know writes dates as ISO and sorts by code point.
    #[must_use]
    pub fn new(tag: &str, region: Option<&str>) -> Self {
        let locale = tag.parse::<Locale>().ok().map(|mut locale| {
            let region = region.and_then(|region| region.parse().ok());
            locale.id.region = locale.id.region.or(region);
            locale
        });
        let direction = match locale
            .as_ref()
            .and_then(|l| LocaleDirectionality::new_common().get(&l.id))
        {
            Some(Direction::RightToLeft) => "rtl",
            _ => "ltr",
        };
        let dates = locale.as_ref().and_then(|locale| {
            FixedCalendarDateTimeFormatter::try_new(locale.into(), YMD::long()).ok()
        });
        let collator = locale.as_ref().and_then(|locale| {
            CollatorBorrowed::try_new(locale.into(), CollatorOptions::default()).ok()
        });
        Self {
            tag: tag.into(),
            direction,
            dates,
            collator,
        }
    }

    /// The date as this language writes it in full, such as "3 November 2026" or "3 de noviembre de 2026".
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        let day =
            icu_calendar::Date::try_new_gregorian(i32::from(date.year()), date.month(), date.day());
        match (&self.dates, day) {
            (Some(dates), Ok(day)) => dates.format(&day).to_string(),
            _ => date.to_string(),
        }
    }

    /// The order of two words in this language's dictionaries.
    #[must_use]
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        match &self.collator {
            Some(collator) => collator.compare(a, b).then_with(|| a.cmp(b)),
            None => a.cmp(b),
        }
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.tag)
    }
}

/// The part before `.md`, and the language a file name gives: `feeling-felt.el` is `feeling-felt` in Greek.
/// Only a suffix that looks like a tag counts, so that `version-1.2.md` is a name.
#[must_use]
pub fn split_language(stem: &str) -> (&str, Option<&str>) {
    let Some((name, suffix)) = stem.rsplit_once('.') else {
        return (stem, None);
    };
    let primary = suffix.split('-').next().unwrap_or_default();
    let looks_like_a_tag = matches!(primary.len(), 2 | 3)
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && suffix
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if looks_like_a_tag && !name.is_empty() {
        (name, Some(suffix))
    } else {
        (stem, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_direction_follow_the_language() -> Result<(), crate::base::date::DateError> {
        let day = Date::parse("2026-11-03")?;
        let tags = ["en", "en-GB", "es", "de", "el", "ar"].map(|tag| (tag, None));
        let written = [&tags[..], &[("en", Some("IE")), ("en-US", Some("GB"))]].concat();
        let written = written.iter().map(|(tag, region)| {
            let language = Language::new(tag, *region);
            format!("{tag} {} {}", language.direction, language.date(day))
        });
        let written: Vec<String> = written.collect();
        assert_eq!(
            written,
            [
                "en ltr November 3, 2026",
                "en-GB ltr 3 November 2026",
                "es ltr 3 de noviembre de 2026",
                "de ltr 3. November 2026",
                "el ltr 3 Νοεμβρίου 2026",
                "ar rtl 3 نوفمبر 2026",
                "en ltr 3 November 2026",
                "en-US ltr November 3, 2026",
            ]
        );
        Ok(())
    }

    #[test]
    fn only_what_looks_like_a_tag_is_a_language() {
        assert_eq!(
            split_language("feeling-felt.el"),
            ("feeling-felt", Some("el"))
        );
        assert_eq!(split_language("a.pt-BR"), ("a", Some("pt-BR")));
        assert_eq!(split_language("version-1.2"), ("version-1.2", None));
        assert_eq!(split_language("dr.smith"), ("dr.smith", None));
        assert_eq!(split_language(".el"), (".el", None));
    }
}
