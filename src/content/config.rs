//! `site.yaml`: the practice and its choices.

use std::collections::BTreeMap;

use unic_langid::LanguageIdentifier;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::path::SitePath;
use crate::base::phone::is_number;
use crate::base::yaml::{Dialect, Node, Part, Reader, Source, Step, choice, record};

choice! {
    /// What becomes of HTML that an author writes into an article.
    pub enum Html {
        /// A short list of harmless elements may stand in it; any other is an error.
        Safe = "safe",
        /// It is passed on.
        Allow = "allow",
    }
}

record! {
    /// The fonts, as CSS names them.
    pub struct Fonts {
        /// The font of running text.
        pub body: Option<String>,
        /// The font of headings.
        pub heading: Option<String>,
    }
}

record! {
    /// The theme and what may be chosen in it; its name alone will do.
    pub struct ThemeChoice or name {
        /// The theme's name.
        pub name: String = "hearth".to_owned(),
        /// The colour of links and buttons, as #rrggbb or #rgb.
        pub accent: Option<String>,
        /// The fonts.
        pub fonts: Fonts,
    }
}

record! {
    /// How to reach the practice.
    pub struct Contact {
        /// The e-mail address.
        pub email: Option<String>,
        /// The telephone number, as people would dial it.
        pub phone: Option<String>,
        /// The postal address.
        pub address: Option<String> as prose,
        /// The web page where appointments are booked.
        pub booking: Option<String>,
        /// The opening hours, a line each.
        pub hours: Vec<String> as prose,
    }
}

record! {
    /// What differs in a further language of the site.
    pub struct Language {
        /// The name of the practice.
        pub name: Option<String> as prose,
        /// The line below the name.
        pub tagline: Option<String> as prose,
        /// The notice that the site replaces no therapy.
        pub disclaimer: Option<String> as prose,
        /// How to reach the practice.
        pub contact: Option<Contact>,
        /// The paths in the menu, in order.
        pub menu: Vec<String>,
        /// The address that the quick exit leads to; Wikipedia if nothing is written.
        pub quick_exit: Option<String>,
        /// The title that discreet articles show in the browser.
        pub discreet_title: Option<String> as prose,
        /// Words of the theme, replaced.
        pub strings: BTreeMap<String, String>,
    }
}

record! {
    /// The practice and its choices.
    pub struct Config {
        /// The name of the practice, which is the site's.
        pub name: String as prose,
        /// The address of the site, such as `https://example.org/`.
        pub base_url: String,
        /// The language of the site, such as en or en-GB.
        pub language: String,
        /// The line below the name.
        pub tagline: Option<String> as prose,
        /// The country whose support lines are shown, as two letters, such as GB.
        pub region: Option<String>,
        /// The paths in the menu, in order.
        pub menu: Vec<String>,
        /// The theme and what may be chosen in it.
        pub theme: ThemeChoice,
        /// How many articles a page of a list shows.
        pub paginate: u32 = 20,
        /// How many articles a feed holds.
        pub feed_items: u32 = 20,
        /// The school grade that texts should be readable at, by audience.
        pub reading_grade: BTreeMap<String, u32>,
        /// The notice that the site replaces no therapy.
        pub disclaimer: Option<String> as prose,
        /// How to reach the practice.
        pub contact: Contact,
        /// Reading lists by name: the paths of their articles, in order.
        pub lists: BTreeMap<String, Vec<String>>,
        /// Which HTML may stand in articles: safe (a short list of harmless elements) or allow (any).
        pub html: Html = Html::Safe,
        /// The address that the quick exit of discreet articles leads to; Wikipedia if nothing is written.
        pub quick_exit: Option<String>,
        /// The title that discreet articles show in the browser; the site's name if nothing is written.
        pub discreet_title: Option<String> as prose,
        /// Further languages, by tag.
        pub languages: BTreeMap<String, Language>,
        /// Words of the theme, replaced, in the site's own language.
        pub strings: BTreeMap<String, String>,
    }
}

/// The most articles on a page of a list, or in a feed.
pub(super) const MOST_LISTED: u32 = 1_000;
/// The highest school grade that a text may be asked to stay below.
pub(super) const HIGHEST_GRADE: u32 = 20;

/// Where a quick exit leads unless the site says otherwise: known everywhere, plausible on any screen, quick to load, and the
/// same for everybody. The GOV.UK Design System ("Exit this page") warns of pages that show what a person last looked at.
pub const QUICK_EXIT: &str = "https://www.wikipedia.org/";

impl Config {
    /// Every language of the site, its own first.
    pub fn language_tags(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.language.as_str()).chain(self.languages.keys().map(String::as_str))
    }

    /// Where the quick exit of a page in `language` leads.
    #[must_use]
    pub fn quick_exit(&self, language: &str) -> &str {
        self.languages
            .get(language)
            .and_then(|further| further.quick_exit.as_deref())
            .or(self.quick_exit.as_deref())
            .unwrap_or(QUICK_EXIT)
    }

    /// The title that a discreet page in `language` shows in the browser. A neutral title in another language comes before
    /// a name in this one, which may say what the page is about.
    #[must_use]
    pub fn discreet_title(&self, language: &str) -> &str {
        let further = self.languages.get(language);
        let title = further.and_then(|further| further.discreet_title.as_ref());
        let name = further.and_then(|further| further.name.as_ref());
        title
            .or(self.discreet_title.as_ref())
            .or(name)
            .unwrap_or(&self.name)
    }

    /// The school grade that texts for `audience` should be readable at.
    #[must_use]
    pub fn grade_for(&self, audience: &str) -> Option<u32> {
        self.reading_grade.get(audience).copied()
    }
}

/// Reads and checks `site.yaml`. `Some` whenever what is required is there, so that other checks can go on.
pub fn read(text: &str, file: &SitePath, problems: &mut Vec<Diagnostic>) -> Option<Config> {
    let source = Source::whole(file, text, Dialect::Config);
    let mut reader = Reader::new(source, problems);
    let node = reader.parse()?;
    let complete: Option<Config> = reader.read_node(node.clone());
    let is_complete = complete.is_some();
    // Without what is required nothing can be built, but what the other keys say is checked all the same.
    let mut config = complete.or_else(|| reader.quietly(|reader| read_completed(node, reader)))?;

    match base_url(&config.base_url) {
        Ok(url) => config.base_url = url,
        Err(help) => error(
            &mut reader,
            "config/base-url",
            &[Step::Key("base_url")],
            "`base_url` is not the address of a site",
            help,
        ),
    }
    check_language(
        &config.language,
        "config/language",
        &[Step::Key("language")],
        Part::Value,
        &mut reader,
    );
    for tag in config.languages.keys() {
        let steps = [Step::Key("languages"), Step::Key(tag)];
        check_language(tag, "config/language", &steps, Part::Key, &mut reader);
        if *tag == config.language {
            let range = reader.span(&steps, Part::Key);
            reader.report(
                Severity::Error,
                "config/language-repeated",
                range,
                format!("`{tag}` is already the site's own language"),
                "`languages` names the further ones: move what is below it to the top of the file",
            );
        }
    }
    if let Some(region) = &config.region
        && let Err(help) = region_code(region)
    {
        error(
            &mut reader,
            "config/region",
            &[Step::Key("region")],
            "`region` is not the two-letter code of a country",
            help,
        );
    }
    check_theme(&config.theme, &mut reader);
    for (key, number) in [
        ("paginate", &mut config.paginate),
        ("feed_items", &mut config.feed_items),
    ] {
        if *number == 0 || *number > MOST_LISTED {
            let message = format!("`{key}` is a number from 1 to {MOST_LISTED}");
            error(
                &mut reader,
                "config/wrong-value",
                &[Step::Key(key)],
                &message,
                format!("write {key}: 20"),
            );
            // Nothing later divides by zero.
            *number = 20;
        }
    }
    for (audience, grade) in &config.reading_grade {
        if *grade == 0 || *grade > HIGHEST_GRADE {
            let steps = [Step::Key("reading_grade"), Step::Key(audience)];
            let help = format!("write {audience}: 8 for texts that most adults read with ease");
            error(
                &mut reader,
                "config/wrong-value",
                &steps,
                &format!("a reading grade is a number from 1 to {HIGHEST_GRADE}"),
                help,
            );
        }
    }
    config.reading_grade.entry("clients".into()).or_insert(8);

    check_contact(&config.contact, &[Step::Key("contact")], &mut reader);
    for (tag, language) in &config.languages {
        if let Some(contact) = &language.contact {
            let steps = [Step::Key("languages"), Step::Key(tag), Step::Key("contact")];
            check_contact(contact, &steps, &mut reader);
        }
        if let Some(url) = &language.quick_exit {
            let steps = [
                Step::Key("languages"),
                Step::Key(tag),
                Step::Key("quick_exit"),
            ];
            check_url(url, "config/url", &steps, &mut reader);
        }
    }
    if let Some(url) = &config.quick_exit {
        check_url(url, "config/url", &[Step::Key("quick_exit")], &mut reader);
    }
    is_complete.then_some(config)
}

/// The configuration with something in the place of each required key that is missing.
fn read_completed(node: Node, reader: &mut Reader<'_>) -> Option<Config> {
    let Node::Map(mut entries) = node else {
        return None;
    };
    for (key, value) in [
        ("name", "Untitled"),
        ("base_url", "https://example.org/"),
        ("language", "en"),
    ] {
        let missing = |(k, value): &(String, Node)| k != key || !value.is_empty();
        if entries
            .iter()
            .all(|entry| entry.0 != key || entry.1.is_empty())
        {
            entries.retain(missing);
            entries.push((key.into(), Node::Str(value.into())));
        }
    }
    reader.read_node(Node::Map(entries))
}

fn error(
    reader: &mut Reader<'_>,
    code: &'static str,
    steps: &[Step<'_>],
    message: &str,
    help: impl Into<String>,
) {
    let range = reader.span(steps, Part::Value);
    reader.report(Severity::Error, code, range, message, help);
}

fn check_theme(theme: &ThemeChoice, reader: &mut Reader<'_>) {
    if let Some(accent) = &theme.accent {
        // What the theme can use, so that a colour that is hard to read is told of for that alone.
        let is_colour = accent.trim().strip_prefix('#').is_some_and(|hex| {
            matches!(hex.len(), 3 | 6) && hex.bytes().all(|b| b.is_ascii_hexdigit())
        });
        if !is_colour {
            let steps = [Step::Key("theme"), Step::Key("accent")];
            let help = "write six hexadecimal digits after #, in quotes: accent: \"#2f6f6b\"";
            error(
                reader,
                "config/accent",
                &steps,
                "`accent` is not a colour",
                help,
            );
        }
    }
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if !theme.name.chars().all(plain) {
        let steps = [Step::Key("theme"), Step::Key("name")];
        let help = "write the name of its folder in themes/, such as hearth";
        error(
            reader,
            "config/theme",
            &steps,
            "the name of a theme holds letters, digits and hyphens",
            help,
        );
    }
}

fn check_contact(contact: &Contact, steps: &[Step<'_>], reader: &mut Reader<'_>) {
    let at = |key| [steps, &[Step::Key(key)]].concat();
    if let Some(email) = &contact.email {
        let is_email = email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.contains('@')
        });
        if !is_email || email.contains(char::is_whitespace) {
            let help = "write it as hello@example.org";
            error(
                reader,
                "config/email",
                &at("email"),
                "`email` is not an e-mail address",
                help,
            );
        }
    }
    if let Some(phone) = &contact.phone
        && !is_number(phone)
    {
        let help =
            "write one number alone, such as \"+44 20 7946 0000\"; other words fit in `hours`";
        error(
            reader,
            "config/phone",
            &at("phone"),
            "`phone` is not a number that can be dialled",
            help,
        );
    }
    if let Some(url) = &contact.booking {
        check_url(url, "config/url", &at("booking"), reader);
    }
}

/// Tells of an address of another site that is none.
pub(super) fn check_url(
    url: &str,
    code: &'static str,
    steps: &[Step<'_>],
    reader: &mut Reader<'_>,
) {
    if !is_web_address(url) {
        let help = match url.contains("://") || !url.contains('.') {
            true => "write it as the browser shows it, such as https://example.org/".into(),
            false => format!("write https://{}", url.trim_start_matches('/')),
        };
        error(reader, code, steps, "this is not a web address", help);
    }
}

/// Tells of a language tag that is none, or that is written in another than its canonical form.
pub(super) fn check_language(
    tag: &str,
    code: &'static str,
    steps: &[Step<'_>],
    part: Part,
    reader: &mut Reader<'_>,
) {
    if let Err(help) = language_tag(tag) {
        let range = reader.span(steps, part);
        let message = format!("`{tag}` is not the tag of a language");
        reader.report(Severity::Error, code, range, message, help);
    }
}

/// A web address that begins with `https://` or `http://` and names a host.
#[must_use]
pub fn is_web_address(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let Some(rest) = rest else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty()
        && !url.contains(|c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\')
        })
}

/// The address of a site in its normal form, with a slash at the end.
///
/// # Errors
/// What to write instead.
pub fn base_url(text: &str) -> Result<String, String> {
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (scheme.to_lowercase(), rest),
        None => return Err(format!("write https://{}", text.trim_start_matches('/'))),
    };
    if scheme != "http" && scheme != "https" {
        return Err(format!("write https://{rest}"));
    }
    if let Some(at) = rest.find(['?', '#']) {
        return Err(format!(
            "end it before the `{}`: {scheme}://{}",
            &rest[at..=at],
            &rest[..at]
        ));
    }
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (name, port) = host.split_once(':').unwrap_or((host, "443"));
    let in_host = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
    if name.is_empty()
        || name.starts_with('.')
        || !name.chars().all(in_host)
        || port.parse::<u16>().is_err()
    {
        return Err(
            "write the address as the browser will show it, such as https://example.org/".into(),
        );
    }
    let path = path.trim_matches('/');
    let in_path = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '/');
    let is_path = path.is_empty()
        || path.chars().all(in_path)
            && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    if !is_path {
        return Err("its folders hold only letters, digits, hyphens and dots, such as https://example.org/practice/".into());
    }
    let slash = if path.is_empty() { "" } else { "/" };
    Ok(format!("{scheme}://{}/{path}{slash}", host.to_lowercase()))
}

/// Codes of countries that are taken for the code of their language.
const NOT_LANGUAGES: &[(&str, &str)] = &[
    ("gr", "el"),
    ("jp", "ja"),
    ("cn", "zh"),
    ("dk", "da"),
    ("cz", "cs"),
    ("ua", "uk"),
    ("us", "en-US"),
    ("gb", "en-GB"),
    ("at", "de-AT"),
];

/// Whether `tag` is a BCP 47 language tag in its canonical form: it becomes part of addresses and file names.
///
/// # Errors
/// What to write instead.
pub fn language_tag(tag: &str) -> Result<(), String> {
    const EXAMPLE: &str = "write the code of the language, such as en, en-GB or el";
    let identifier: LanguageIdentifier = tag.parse().map_err(|_| EXAMPLE.to_owned())?;
    if identifier.language.as_str().len() > 3 {
        return Err(EXAMPLE.into());
    }
    if let Some((_, right)) = NOT_LANGUAGES
        .iter()
        .find(|(code, _)| *code == identifier.language.as_str())
    {
        return Err(format!(
            "that is the code of a country; the language is {right}"
        ));
    }
    let canonical = identifier.to_string();
    if canonical == tag && tag != "und" {
        Ok(())
    } else if tag == "und" {
        Err(EXAMPLE.into())
    } else {
        Err(format!("write {canonical}"))
    }
}

/// The countries of ISO 3166-1, by their two letters.
const REGIONS: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK \
FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM \
JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS \
MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW \
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM \
US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// Whether `code` is the two-letter code of a country (ISO 3166-1).
///
/// # Errors
/// What to write instead.
pub fn region_code(code: &str) -> Result<(), String> {
    let upper = code.to_uppercase();
    if upper == "UK" {
        return Err("write GB, the code of the United Kingdom".into());
    }
    let exists = REGIONS.split(' ').any(|region| region == upper);
    match (exists, upper == code) {
        (true, true) => Ok(()),
        (true, false) => Err(format!("write {upper}")),
        (false, _) => Err("write the two letters of ISO 3166, such as GB, US or GR".into()),
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::base::yaml::rendered;

    fn said(text: &str) -> String {
        let mut problems = Vec::new();
        read(text, &SitePath::new("site.yaml"), &mut problems);
        rendered(text, &problems)
    }

    const LEAST: &str = "name: Example Practice\nbase_url: https://example.org\nlanguage: en\n";

    fn right(text: &str) -> Config {
        let mut problems = Vec::new();
        let config = read(text, &SitePath::new("site.yaml"), &mut problems);
        assert_eq!(rendered(text, &problems), "");
        config.unwrap()
    }

    #[test]
    fn a_number_that_is_told_is_replaced() {
        let text = format!("{LEAST}paginate: 0\nfeed_items: 1001\n");
        let mut problems = Vec::new();
        let config = read(&text, &SitePath::new("site.yaml"), &mut problems).unwrap();
        assert_eq!(problems.len(), 2);
        assert_eq!((config.paginate, config.feed_items), (20, 20));
    }

    #[test]
    fn three_keys_are_enough() {
        let config = right(LEAST);
        assert_eq!(config.base_url, "https://example.org/");
        assert_eq!(
            (config.theme.name.as_str(), config.paginate),
            ("hearth", 20)
        );
        assert_eq!(config.html, Html::Safe);
        assert_eq!(config.grade_for("clients"), Some(8));
        assert_snapshot!(said(""), @"
        1:1 error config/missing-key site.yaml has no `name` | add a line name: …
        1:1 error config/missing-key site.yaml has no `base_url` | add a line base_url: …
        1:1 error config/missing-key site.yaml has no `language` | add a line language: …
        ");
    }

    #[test]
    fn every_key_is_read() {
        let config = right(&format!(
            "{LEAST}\
tagline: Reading for clients
region: GB
menu: [/articles/, about.md]
theme: {{name: hearth, accent: '#2F6f6b', fonts: {{body: Literata, heading: Inter}}}}
paginate: 10
feed_items: 5
reading_grade: {{parents: 7}}
disclaimer: No therapy.
contact:
  email: hello@example.org
  phone: 020 7946 0000
  address: 1 Example Street
  booking: https://example.org/book
  hours: Mon, Tue 9 to 5
lists: {{start here: [a.md, b.md]}}
html: allow
quick_exit: https://www.bbc.co.uk/weather
discreet_title: Reading
languages:
  el: {{name: Παράδειγμα, strings: {{read-more: Περισσότερα}}}}
  pt-BR:
    tagline: Leituras
strings: {{read-more: Read on}}
"
        ));
        assert_eq!(
            config.language_tags().collect::<Vec<_>>(),
            ["en", "el", "pt-BR"]
        );
        assert_eq!(config.contact.phone.as_deref(), Some("020 7946 0000"));
        assert_eq!(config.lists["start here"], ["a.md", "b.md"]);
        assert_eq!(right(&format!("{LEAST}theme: quiet\n")).theme.name, "quiet");
    }

    #[test]
    fn addresses_of_sites_are_brought_into_one_form() {
        for (text, url) in [
            ("https://Example.org", "https://example.org/"),
            (
                "HTTP://example.org/Practice//",
                "http://example.org/Practice/",
            ),
            ("http://localhost:4000", "http://localhost:4000/"),
            ("https://παράδειγμα.gr/a/b", "https://παράδειγμα.gr/a/b/"),
        ] {
            assert_eq!(base_url(text).as_deref(), Ok(url));
        }
        let refused = [
            "example.org",
            "ftp://example.org",
            "https://",
            "https:///x",
            "https://a.org/?q=1",
            "https://a.org/../b",
            "https://a b.org",
            "https://user@a.org",
            "https://a.org:x/",
        ];
        let helps: Vec<String> = refused
            .iter()
            .filter_map(|url| base_url(url).err())
            .collect();
        assert_snapshot!(helps.join("\n"), @"
        write https://example.org
        write https://example.org
        write the address as the browser will show it, such as https://example.org/
        write the address as the browser will show it, such as https://example.org/
        end it before the `?`: https://a.org/
        its folders hold only letters, digits, hyphens and dots, such as https://example.org/practice/
        write the address as the browser will show it, such as https://example.org/
        write the address as the browser will show it, such as https://example.org/
        write the address as the browser will show it, such as https://example.org/
        ");
    }

    #[test]
    fn language_tags_are_canonical_and_safe_in_addresses() {
        for tag in ["en", "en-GB", "el", "zh-Hant-TW", "fil"] {
            assert_eq!(language_tag(tag), Ok(()), "{tag}");
        }
        let refused = [
            "EN", "en_GB", "english", "gr", "..", "en/x", "", "und", "en-gb",
        ];
        let helps: Vec<String> = refused
            .iter()
            .filter_map(|tag| language_tag(tag).err())
            .collect();
        assert_snapshot!(helps.join("\n"), @"
        write en
        write en-GB
        write the code of the language, such as en, en-GB or el
        that is the code of a country; the language is el
        write the code of the language, such as en, en-GB or el
        write the code of the language, such as en, en-GB or el
        write the code of the language, such as en, en-GB or el
        write the code of the language, such as en, en-GB or el
        write en-GB
        ");
    }

    #[test]
    fn every_mistake_is_told_where_it_stands() {
        assert_snapshot!(said("\
name: Practice #1
base_url: example.org
language: english
region: UK
theme: {accent: red, colour: blue}
paginate: 0
feed_items: many
reading_grade: {clients: 99}
contact: {email: hello, phone: none, booking: example.org/book}
html: unsafe
quick_exit: bbc.co.uk
languages:
  gr: {name: A}
  EL: {contact: {booking: x}}
  el: {}
  el: {}
menus: []
"), @r##"
        17:1 error config/unknown-key `menus` is not a key of site.yaml | did you mean `menu`?
        1:16 error config/cut-by-comment `name` is cut here: ` #` begins a comment | put the text in quotes: name: "Practice #1"
        5:22 error config/unknown-key `colour` is not a key of `theme` | the keys are `name`, `accent`, `fonts`
        7:13 error config/wrong-type `feed_items` needs a whole number, not `many` | write a whole number, such as feed_items: 1
        10:7 error config/wrong-value `html` cannot be `unsafe` | did you mean `safe`?
        16:3 error config/duplicate-key `el` is already on line 15 | keep one of the two and delete the other
        2:11 error config/base-url `base_url` is not the address of a site | write https://example.org
        3:11 error config/language `english` is not the tag of a language | write the code of the language, such as en, en-GB or el
        14:3 error config/language `EL` is not the tag of a language | write el
        13:3 error config/language `gr` is not the tag of a language | that is the code of a country; the language is el
        4:9 error config/region `region` is not the two-letter code of a country | write GB, the code of the United Kingdom
        5:17 error config/accent `accent` is not a colour | write six hexadecimal digits after #, in quotes: accent: "#2f6f6b"
        6:11 error config/wrong-value `paginate` is a number from 1 to 1000 | write paginate: 20
        8:26 error config/wrong-value a reading grade is a number from 1 to 20 | write clients: 8 for texts that most adults read with ease
        9:18 error config/email `email` is not an e-mail address | write it as hello@example.org
        9:32 error config/phone `phone` is not a number that can be dialled | write one number alone, such as "+44 20 7946 0000"; other words fit in `hours`
        9:47 error config/url this is not a web address | write https://example.org/book
        14:27 error config/url this is not a web address | write it as the browser shows it, such as https://example.org/
        11:13 error config/url this is not a web address | write https://bbc.co.uk
        "##);
        assert_snapshot!(said(&format!("{LEAST}languages: {{en: {{name: A}}}}\n")), @"4:13 error config/language-repeated `en` is already the site's own language | `languages` names the further ones: move what is below it to the top of the file");
        assert_snapshot!(said("name: A\n---\nname: B\n"), @"2:1 error config/several-documents a second document begins here | delete the line `---`: all keys stand in one piece");
    }
}
