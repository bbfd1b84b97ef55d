//! `support.yaml`: whom to call, by country.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::config::{check_language, check_url, region_code};
use crate::base::date::Date;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::path::SitePath;
use crate::base::phone::is_number;
use crate::base::yaml::{At, Dialect, Fault, FromNode, Node, Part, Reader, Source, Step, record};

/// Where it lies in a site.
pub const FILE: &str = "articles/support.yaml";

/// The list that comes with Attuned: from public pages, each line with its source; nobody has rung the numbers.
pub const SHIPPED: &str = include_str!("../../articles/support.yaml");

/// How long a check holds, in days.
pub const CHECK_HOLDS_DAYS: i32 = 180;

/// Whom to call, by the code of the country.
pub type Countries = BTreeMap<String, Country>;

/// The day, month or year of a source: `2023-07-13`, `2022-02` or `2022`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SourceDate(String);

impl SourceDate {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromNode for SourceDate {
    fn from_node(node: Node, at: &At<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = String::from_node(node, at, reader)?;
        let missing = match text.len() {
            4 => "-01-01",
            7 => "-01",
            _ => "",
        };
        if Date::parse(&format!("{text}{missing}")).is_ok() {
            return Some(Self(text));
        }
        let range = reader.value(at);
        let message = "`source_date` is not a day, a month or a year";
        reader.fault(
            Fault::Date,
            range,
            message,
            "write it as 2026-11-03, 2026-11 or 2026",
        );
        None
    }

    fn schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": ["string", "integer"] })
    }
}

record! {
    /// A service that is reached by text message; its number alone will do.
    pub struct TextMessage or to {
        /// The number to write to.
        pub to: String,
        /// The word to send.
        pub body: Option<String>,
    }
}

record! {
    /// A service that listens.
    pub struct SupportLine {
        /// The name of the service.
        pub name: String as prose,
        /// Whom it is for, or what to know before one calls.
        pub about: Option<String> as prose,
        /// The number to call.
        pub phone: Option<String>,
        /// The number to write to.
        pub text: Option<TextMessage>,
        /// The address of the page where people chat.
        pub chat: Option<String>,
        /// The address of the service.
        pub url: Option<String>,
        /// When it is open; `24/7` and `24 h` are shown in words, in the page's language.
        pub hours: Option<String> as prose,
        /// The languages it speaks, by tag.
        pub languages: Vec<String>,
        /// Where these details were read.
        pub source: Option<String>,
        /// The date of that source.
        pub source_date: Option<SourceDate>,
        /// The day on which a person called the service or opened its own page.
        pub checked: Option<Date>,
    }
}

record! {
    /// Whom to call in one country.
    pub struct Country {
        /// The numbers for emergencies.
        pub emergency: Vec<String>,
        /// Services that listen.
        pub lines: Vec<SupportLine>,
    }
}

/// Reads `support.yaml`: whom to call, by the two-letter code of the country.
pub fn read(text: &str, file: &SitePath, problems: &mut Vec<Diagnostic>) -> Option<Countries> {
    let mut reader = Reader::new(Source::whole(file, text, Dialect::Data), problems);
    let countries: Countries = reader.read()?;
    for (code, country) in &countries {
        if let Err(help) = region_code(code) {
            let range = reader.span(&[Step::Key(code)], Part::Key);
            let message = format!("`{code}` is not the two-letter code of a country");
            reader.report(Severity::Error, "data/region", range, message, help);
        }
        for (n, number) in country.emergency.iter().enumerate() {
            let steps = [Step::Key(code), Step::Key("emergency"), Step::Index(n)];
            check_number(number, &steps, &mut reader);
        }
        for (n, line) in country.lines.iter().enumerate() {
            check_line(
                line,
                &[Step::Key(code), Step::Key("lines"), Step::Index(n)],
                &mut reader,
            );
        }
    }
    Some(countries)
}

fn check_line(line: &SupportLine, steps: &[Step<'_>], reader: &mut Reader<'_>) {
    let at = |keys: &[Step<'static>]| [steps, keys].concat();
    if line.phone.is_none() && line.text.is_none() && line.chat.is_none() && line.url.is_none() {
        let range = reader.span(steps, Part::Value);
        let message = format!("`{}` cannot be reached", line.name);
        let help = "add one of phone, text, chat and url, or delete the line";
        reader.report(Severity::Error, "data/unreachable", range, message, help);
    }
    if let Some(phone) = &line.phone {
        check_number(phone, &at(&[Step::Key("phone")]), reader);
    }
    if let Some(text) = &line.text {
        check_number(&text.to, &at(&[Step::Key("text"), Step::Key("to")]), reader);
    }
    for (key, url) in [("chat", &line.chat), ("url", &line.url)] {
        if let Some(url) = url {
            check_url(url, "data/url", &at(&[Step::Key(key)]), reader);
        }
    }
    for (n, tag) in line.languages.iter().enumerate() {
        let steps = at(&[Step::Key("languages"), Step::Index(n)]);
        check_language(tag, "data/language", &steps, Part::Value, reader);
    }
}

fn check_number(number: &str, steps: &[Step<'_>], reader: &mut Reader<'_>) {
    if !is_number(number) {
        let range = reader.span(steps, Part::Value);
        let message = "this is not a number that can be dialled";
        let help = "write the number alone, in quotes, such as \"116 123\"; what else there is to say goes into `about`";
        reader.report(Severity::Error, "data/phone", range, message, help);
    }
}

/// Whom to call on this site: what support.yaml says of its region, as it stands today.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Help {
    /// The country.
    pub region: Option<String>,
    /// The numbers for emergencies; none where nobody has written one.
    pub emergency: Vec<String>,
    /// Services that listen.
    pub lines: Vec<HelpLine>,
}

/// A service that listens, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HelpLine {
    /// As support.yaml has it.
    pub line: Arc<SupportLine>,
    /// Whether somebody has checked it.
    pub checked: Checked,
}

/// Whether somebody has rung a service or opened its own page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Checked {
    /// Nobody has said so.
    Never,
    /// On this day, which is longer ago than [`CHECK_HOLDS_DAYS`].
    LongAgo(Date),
    /// On this day.
    Lately(Date),
}

impl Checked {
    /// How a line stands that was checked on that day.
    #[must_use]
    pub fn of(day: Option<Date>, today: Date) -> Self {
        match day {
            None => Self::Never,
            Some(day) if day.days_later(CHECK_HOLDS_DAYS) < today => Self::LongAgo(day),
            Some(day) => Self::Lately(day),
        }
    }
}

impl Help {
    /// What `countries` says of `region`.
    #[must_use]
    pub fn of(countries: &Countries, region: Option<&str>, today: Date) -> Self {
        let country = region.and_then(|region| countries.get(region));
        let lines = country.iter().flat_map(|country| &country.lines);
        Self {
            region: region.map(str::to_owned),
            emergency: country.map_or_else(Vec::new, |country| country.emergency.clone()),
            lines: lines
                .map(|line| HelpLine {
                    line: Arc::new(line.clone()),
                    checked: Checked::of(line.checked, today),
                })
                .collect(),
        }
    }

    /// The same for readers of `language`: lines that speak it come first, those that speak others last.
    #[must_use]
    pub fn for_language(&self, language: &str) -> Self {
        let mut help = self.clone();
        let order = |line: &HelpLine| match line.speaks(language) {
            Some(true) => 0,
            None => 1,
            Some(false) => 2,
        };
        help.lines.sort_by_key(order);
        help
    }
}

impl HelpLine {
    /// Whether it speaks `language`, in whichever country's way; `None` where nobody has said.
    #[must_use]
    pub fn speaks(&self, language: &str) -> Option<bool> {
        let primary = |tag: &str| tag.split('-').next().map(str::to_ascii_lowercase);
        let languages = &self.line.languages;
        let own = primary(language);
        (!languages.is_empty()).then(|| languages.iter().any(|tag| primary(tag) == own))
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::base::yaml::rendered;

    fn said(text: &str) -> String {
        let mut problems = Vec::new();
        read(text, &SitePath::new("support.yaml"), &mut problems);
        rendered(text, &problems)
    }

    #[test]
    fn lines_are_read_by_country() {
        let text = "\
GB:
  emergency: [999, \"112\"]
  lines:
    - name: Samaritans
      phone: 116 123
      source: https://www.samaritans.org
      source_date: 2022-02
    - name: Shout
      text: {to: 85258, body: SHOUT}
      languages: [en, cy]
      checked: 2026-11-03
US:
  emergency: 911
  lines: {name: 988, phone: 988, text: 988, source_date: 2022}
NO: {}
";
        let mut problems = Vec::new();
        let countries = read(text, &SitePath::new("support.yaml"), &mut problems).unwrap();
        assert_eq!(rendered(text, &problems), "");
        assert_eq!(countries["GB"].emergency, ["999", "112"]);
        assert_eq!(
            countries["GB"].lines[1]
                .text
                .as_ref()
                .map(|text| text.to.as_str()),
            Some("85258")
        );
        assert_eq!(
            countries["US"].lines[0]
                .source_date
                .as_ref()
                .map(SourceDate::as_str),
            Some("2022")
        );
    }

    #[test]
    fn the_list_that_comes_with_attuned_names_a_source_for_each_line_and_claims_no_check() {
        let mut problems = Vec::new();
        let countries = read(SHIPPED, &SitePath::new(FILE), &mut problems).unwrap();
        assert_eq!(rendered(SHIPPED, &problems), "");
        assert!(countries.len() >= 12);
        for (code, country) in &countries {
            assert!(!country.lines.is_empty(), "{code}");
            for line in &country.lines {
                let name = &line.name;
                assert!(line.source.as_ref().is_some_and(|s| s.len() > 3), "{name}");
                assert_eq!(line.checked, None, "{name}");
            }
        }
        // What was read in pages of years ago alone is not among them.
        let all: Vec<&str> = countries
            .values()
            .flat_map(|country| &country.lines)
            .map(|line| line.name.as_str())
            .collect();
        for dated in [
            "Lifeline",
            "Teléfono de la Esperanza",
            "De Luisterlijn",
            "Pieta",
        ] {
            assert!(!all.contains(&dated), "{dated}");
        }
    }

    #[test]
    fn lines_that_speak_the_readers_language_come_first() {
        let text = "US:\n  lines:\n    - {name: French, phone: 1, languages: [fr, de]}\n    - {name: Unsaid, phone: 2}\n    - {name: Spanish, phone: 3, languages: [es]}\n    - {name: English, phone: 4, languages: [en-US]}\n";
        let countries = read(text, &SitePath::new(FILE), &mut Vec::new()).unwrap();
        let today = Date::parse("2026-11-22").unwrap();
        let help = Help::of(&countries, Some("US"), today);
        let names = |language: &str| -> Vec<String> {
            let lines = help.for_language(language).lines.into_iter();
            lines.map(|line| line.line.name.clone()).collect()
        };
        assert_eq!(names("en-GB"), ["English", "Unsaid", "French", "Spanish"]);
        assert_eq!(names("es"), ["Spanish", "Unsaid", "French", "English"]);
        assert_eq!(Help::of(&countries, Some("NO"), today).lines, []);
        assert_eq!(Help::of(&countries, None, today), Help::default());
    }

    #[test]
    fn a_check_holds_for_180_days() {
        let day = |text| Date::parse(text).unwrap();
        let today = day("2026-11-22");
        let on = |checked| Checked::of(Some(day(checked)), today);
        assert_eq!(on("2026-05-26"), Checked::Lately(day("2026-05-26")));
        assert_eq!(on("2026-05-25"), Checked::LongAgo(day("2026-05-25")));
        assert_eq!(Checked::of(None, today), Checked::Never);
    }

    #[test]
    fn what_cannot_be_dialled_or_opened_is_told() {
        assert_snapshot!(said("\
UK:
  emergency: [call]
  lines:
    - name: A
    - {name: B, phone: none, chat: yes, url: example.org, languages: [English]}
    - {name: D, phone: 111 then 2, text: SHOUT to 85258}
    - {name: C, phone: 1, source_date: last year, checked: 2026-02-30}
GB: {}
GB: {}
"), @r#"
        7:40 error data/date `source_date` is not a day, a month or a year | write it as 2026-11-03, 2026-11 or 2026
        7:60 error data/date `checked` is a day that does not exist | February 2026 has 28 days
        9:1 error data/duplicate-key `GB` is already on line 8 | keep one of the two and delete the other
        1:1 error data/region `UK` is not the two-letter code of a country | write GB, the code of the United Kingdom
        2:15 error data/phone this is not a number that can be dialled | write the number alone, in quotes, such as "116 123"; what else there is to say goes into `about`
        4:7 error data/unreachable `A` cannot be reached | add one of phone, text, chat and url, or delete the line
        5:24 error data/phone this is not a number that can be dialled | write the number alone, in quotes, such as "116 123"; what else there is to say goes into `about`
        5:36 error data/url this is not a web address | write it as the browser shows it, such as https://example.org/
        5:46 error data/url this is not a web address | write https://example.org
        5:71 error data/language `English` is not the tag of a language | write the code of the language, such as en, en-GB or el
        6:24 error data/phone this is not a number that can be dialled | write the number alone, in quotes, such as "116 123"; what else there is to say goes into `about`
        6:42 error data/phone this is not a number that can be dialled | write the number alone, in quotes, such as "116 123"; what else there is to say goes into `about`
        "#);
    }

    #[test]
    fn once_an_item_is_lost_the_list_is_shown_for_the_others() {
        assert_snapshot!(said("GB:\n  lines:\n    - {phone: 1}\n    - {name: B}\n"), @"
        3:7 error data/missing-key item 1 of `lines` has no `name` | add a line name: …
        2:3 error data/unreachable `B` cannot be reached | add one of phone, text, chat and url, or delete the line
        ");
    }
}
