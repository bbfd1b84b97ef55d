//! `support.yaml`: whom to call, by country.

use std::collections::BTreeMap;

use super::config::{check_language, check_url, region_code};
use crate::base::date::Date;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::path::SitePath;
use crate::base::yaml::{At, Dialect, Fault, FromNode, Node, Part, Reader, Source, Step, record};

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
        /// The number to call.
        pub phone: Option<String>,
        /// The number to write to.
        pub text: Option<TextMessage>,
        /// The address of the page where people chat.
        pub chat: Option<String>,
        /// The address of the service.
        pub url: Option<String>,
        /// When it is open.
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
pub fn read(
    text: &str,
    file: &SitePath,
    problems: &mut Vec<Diagnostic>,
) -> Option<BTreeMap<String, Country>> {
    let mut reader = Reader::new(Source::whole(file, text, Dialect::Data), problems);
    let countries: BTreeMap<String, Country> = reader.read()?;
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

/// A number that cannot be dialled is worse than none.
fn check_number(number: &str, steps: &[Step<'_>], reader: &mut Reader<'_>) {
    if !number.contains(|c: char| c.is_ascii_digit()) {
        let range = reader.span(steps, Part::Value);
        let message = "this is not a number that can be dialled";
        let help = "write it as people would dial it, in quotes, such as \"116 123\"";
        reader.report(Severity::Error, "data/phone", range, message, help);
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
    fn what_cannot_be_dialled_or_opened_is_told() {
        assert_snapshot!(said("\
UK:
  emergency: [call]
  lines:
    - name: A
    - {name: B, phone: none, chat: yes, url: example.org, languages: [English]}
    - {name: C, phone: 1, source_date: last year, checked: 2026-02-30}
GB: {}
GB: {}
"), @r#"
        6:40 error data/date `source_date` is not a day, a month or a year | write it as 2026-11-03, 2026-11 or 2026
        6:60 error data/date `checked` is a day that does not exist | February 2026 has 28 days
        8:1 error data/duplicate-key `GB` is already on line 7 | keep one of the two and delete the other
        1:1 error data/region `UK` is not the two-letter code of a country | write GB, the code of the United Kingdom
        2:15 error data/phone this is not a number that can be dialled | write it as people would dial it, in quotes, such as "116 123"
        4:7 error data/unreachable `A` cannot be reached | add one of phone, text, chat and url, or delete the line
        5:24 error data/phone this is not a number that can be dialled | write it as people would dial it, in quotes, such as "116 123"
        5:36 error data/url this is not a web address | write it as the browser shows it, such as https://example.org/
        5:46 error data/url this is not a web address | write https://example.org
        5:71 error data/language `English` is not the tag of a language | write the code of the language, such as en, en-GB or el
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
