//! The block that says whom to call, as values and as HTML: made once a language, and shown by every page.

use std::fmt::Write as _;
use std::sync::Arc;

use tera::Value;

use crate::base::date::Date;
use crate::base::phone::dialled;
use crate::content::language::Language;
use crate::content::markdown::escaped;
use crate::content::support::{Checked, Help, HelpLine, TextMessage};

use super::values::{self, map, text};
use super::words::Words;

/// The id of the block on every page. No id of an article's own has two hyphens in a row.
pub const BLOCK_ID: &str = "help--now";

/// How many services the short form names.
const FEW: usize = 3;

/// The block of one language.
pub struct Block {
    /// What templates get from `support()`.
    pub value: Value,
    /// The short form, without its link to the whole block.
    few: String,
    more: String,
}

impl Block {
    /// The block for readers of a language.
    #[must_use]
    /// `foreign` is the language of support.yaml, where theirs is another.
    pub fn new(
        help: &Help,
        words: &Words,
        language: Option<&Language>,
        tag: &str,
        foreign: Option<&str>,
    ) -> Self {
        let say = Say {
            words,
            language,
            tag,
            foreign,
        };
        let lines = help.lines.iter().map(|line| say.value(line));
        let emergency = help.emergency.iter().map(|number| {
            map([
                ("number", Value::normal_string(number)),
                ("url", format!("tel:{}", dialled(number)).into()),
            ])
        });
        let value = map([
            ("emergency", emergency.collect::<Vec<_>>().into()),
            ("html", Value::safe_string(&say.whole(help))),
            ("id", BLOCK_ID.into()),
            ("lines", lines.collect::<Vec<_>>().into()),
            ("region", text(help.region.as_deref())),
            ("title", say.word("support-title").into()),
        ]);
        Self {
            value,
            few: say.few(help),
            more: say.word("support-more"),
        }
    }

    /// The short form; `page` is the address of the page, empty on the page itself.
    #[must_use]
    pub fn short(&self, page: &str) -> Arc<str> {
        format!(
            "{} <a href=\"{}#{BLOCK_ID}\">{}</a></p>\n</div>\n",
            self.few,
            escaped(page),
            escaped(&self.more)
        )
        .into()
    }
}

/// Says things in one language.
struct Say<'a> {
    words: &'a Words,
    language: Option<&'a Language>,
    tag: &'a str,
    foreign: Option<&'a str>,
}

impl Say<'_> {
    fn word(&self, key: &str) -> String {
        self.words.or_key(key, &[])
    }

    fn with(&self, key: &str, name: &str, value: &str) -> String {
        self.words.or_key(key, &[(name, value)])
    }

    /// A word as HTML, with some HTML of ours in the place of its argument.
    fn around(&self, key: &str, name: &str, html: &str) -> String {
        escaped(&self.with(key, name, "\u{fffc}")).replace('\u{fffc}', html)
    }

    /// What a template may want to know of a line.
    fn value(&self, help: &HelpLine) -> Value {
        let line = &help.line;
        let phone = line.phone.as_deref().map(|number| {
            map([
                ("number", Value::normal_string(number)),
                ("url", format!("tel:{}", dialled(number)).into()),
            ])
        });
        let message = line.text.as_ref().map(|message| {
            map([
                ("number", Value::normal_string(&message.to)),
                ("url", sms(message).into()),
                ("word", text(message.body.as_deref())),
            ])
        });
        let others: Vec<Value> = self.others(help).into_iter().map(Value::from).collect();
        let day = match help.checked {
            Checked::Never => None,
            Checked::Lately(day) | Checked::LongAgo(day) => Some(day),
        };
        let is_sure = matches!(help.checked, Checked::Lately(_));
        map([
            ("about", text(line.about.as_deref())),
            ("chat", text(line.chat.as_deref())),
            ("checked", values::date(day, self.language)),
            ("hours", text(self.hours(help).as_deref())),
            ("languages", others.into()),
            ("name", Value::normal_string(&line.name)),
            ("phone", phone.into()),
            ("sure", is_sure.into()),
            ("text", message.into()),
            ("url", text(line.url.as_deref())),
        ])
    }

    /// The languages of a line that does not speak the page's.
    fn others(&self, help: &HelpLine) -> Vec<String> {
        if help.speaks(self.tag) != Some(false) {
            return Vec::new();
        }
        let name = |tag: &String| {
            let primary = tag.split('-').next().unwrap_or(tag);
            let key = format!("language-{primary}");
            match self.word(&key) {
                word if word == key => tag.clone(),
                word => word,
            }
        };
        help.line.languages.iter().map(name).collect()
    }

    fn hours(&self, help: &HelpLine) -> Option<String> {
        let hours = help.line.hours.as_deref()?;
        Some(match hours {
            "24/7" => self.word("support-always"),
            "24 h" | "24h" => self.word("support-all-day"),
            hours => hours.to_owned(),
        })
    }

    /// Whether the hours are shown as they were written.
    fn is_written(&self, help: &HelpLine) -> bool {
        self.hours(help) == help.line.hours
    }

    /// Text from support.yaml, marked with its language.
    fn written(&self, html: String) -> String {
        match self.foreign {
            Some(tag) => format!("<span lang=\"{tag}\" dir=\"auto\">{html}</span>"),
            None => html,
        }
    }

    /// "Call 999": what to do at once.
    fn emergency(&self, help: &Help) -> String {
        if help.emergency.is_empty() {
            return escaped(&self.word("support-no-number"));
        }
        let tel = |number: &String| {
            let shown = self.number(number);
            format!("<a href=\"tel:{}\">{shown}</a>", dialled(number))
        };
        let numbers: Vec<String> = help.emergency.iter().map(tel).collect();
        let or = format!(" {} ", escaped(&self.word("support-or")));
        self.around("support-emergency", "number", &numbers.join(&or))
    }

    /// The ways to reach a line by telephone, each an element `a`.
    fn ways(&self, help: &HelpLine) -> Vec<String> {
        let line = &help.line;
        let mut ways = Vec::new();
        if let Some(phone) = &line.phone {
            // A line that ends within would part the number from what to do with it.
            let words = escaped(&self.with("support-call", "number", "\u{fffc}"));
            let words = words
                .replace(' ', "\u{a0}")
                .replace('\u{fffc}', &self.number(phone));
            ways.push(format!("<a href=\"tel:{}\">{words}</a>", dialled(phone)));
        }
        if let Some(message) = &line.text {
            let to = self.number(&message.to);
            let words = match &message.body {
                Some(body) => {
                    let args = [("word", body.as_str()), ("number", "\u{fffc}")];
                    escaped(&self.words.or_key("support-text-word", &args)).replace('\u{fffc}', &to)
                }
                None => self.around("support-text", "number", &to),
            };
            ways.push(format!(
                "<a href=\"{}\">{words}</a>",
                escaped(&sms(message))
            ));
        }
        ways
    }

    /// The whole block.
    fn whole(&self, help: &Help) -> String {
        let mut out = format!(
            "<section class=\"support\" id=\"{BLOCK_ID}\" aria-labelledby=\"help--title\" tabindex=\"-1\">\n\
             <h2 id=\"help--title\">{}</h2>\n<p class=\"support-emergency\">{}</p>\n",
            escaped(&self.word("support-title")),
            self.emergency(help),
        );
        if !help.lines.is_empty() {
            let _ = writeln!(
                out,
                "<p>{}</p>\n<ul class=\"support-lines\">",
                escaped(&self.word("support-lines"))
            );
            for line in &help.lines {
                self.item(line, &mut out);
            }
            out.push_str("</ul>\n");
        }
        out.push_str("</section>\n");
        out
    }

    fn item(&self, help: &HelpLine, out: &mut String) {
        let line = &help.line;
        let _ = writeln!(out, "<li>\n<p><strong>{}</strong></p>", escaped(&line.name));
        let about = line.about.clone();
        let languages = match self.others(help) {
            others if others.is_empty() => None,
            others => {
                let others = others.join(", ");
                Some(escaped(&self.with(
                    "support-languages",
                    "languages",
                    &others,
                )))
            }
        };
        let hours = self.hours(help).map(|hours| escaped(&hours));
        // Hours in figures run as numbers do.
        let hours = hours.map(|hours| match hours.chars().any(char::is_alphabetic) {
            true if self.is_written(help) => self.written(hours),
            true => hours,
            false => self.apart(&hours),
        });
        let about = about.map(|about| self.written(escaped(&about)));
        let told = [about, hours, languages];
        let told: Vec<String> = told.into_iter().flatten().collect();
        if !told.is_empty() {
            let _ = writeln!(out, "<p class=\"small\">{}</p>", told.join(" · "));
        }
        let mut ways = self.ways(help);
        if let Some(chat) = &line.chat {
            ways.push(web(chat, &self.word("support-chat")));
        }
        if let Some(url) = &line.url {
            ways.push(web(url, shown(url)));
        }
        out.push_str("<ul class=\"ways\">\n");
        for way in ways {
            let _ = writeln!(out, "<li>{way}</li>");
        }
        out.push_str("</ul>\n");
        let checked = match help.checked {
            Checked::Never => self.word("support-unchecked"),
            Checked::LongAgo(day) => format!(
                "{} {}",
                self.with("support-checked", "date", &self.day(day)),
                self.word("support-unchecked")
            ),
            Checked::Lately(day) => self.with("support-checked", "date", &self.day(day)),
        };
        let _ = writeln!(out, "<p class=\"small\">{}</p>\n</li>", escaped(&checked));
    }

    /// A number that is not broken over lines, and runs from left to right in every script.
    fn number(&self, number: &str) -> String {
        let kept = number
            .trim()
            .replace(' ', "\u{a0}")
            .replace('-', "\u{2011}");
        self.apart(&escaped(&kept))
    }

    /// HTML that keeps its own direction.
    fn apart(&self, html: &str) -> String {
        match self.language.map(|language| language.direction) {
            Some("rtl") => format!("<bdi dir=\"ltr\">{html}</bdi>"),
            _ => html.to_owned(),
        }
    }

    fn day(&self, day: Date) -> String {
        self.language
            .map_or_else(|| day.to_string(), |language| language.date(day))
    }

    /// The short form, up to its link to the whole.
    fn few(&self, help: &Help) -> String {
        // Not an aside, which is a landmark: there may be several on a page.
        let title = escaped(&self.word("support-title"));
        let mut out = format!(
            "<div class=\"support-short\" role=\"note\" aria-label=\"{title}\">\n<p><strong>{title}</strong> {}</p>\n",
            self.emergency(help)
        );
        let lines = help.lines.iter().map(|line| (line, self.ways(line)));
        let lines = lines.filter(|(_, ways)| !ways.is_empty()).take(FEW);
        let lines = lines.map(|(line, ways)| {
            let name = escaped(&line.line.name);
            format!("<li>{name}: {}</li>\n", ways.join(" · "))
        });
        let lines: String = lines.collect();
        if !lines.is_empty() {
            let _ = write!(out, "<ul>\n{lines}</ul>\n");
        }
        let is_sure = |line: &HelpLine| matches!(line.checked, Checked::Lately(_));
        out.push_str("<p class=\"small\">");
        if !lines.is_empty() && !help.lines.iter().all(is_sure) {
            out.push_str(&escaped(&self.word("support-unchecked")));
        }
        out
    }
}

/// The address of a text message (RFC 5724). Android takes its words after `?`, iOS after `&`: this serves both.
fn sms(message: &TextMessage) -> String {
    let number = dialled(&message.to);
    match &message.body {
        Some(body) => format!("sms:{number}?&body={}", encoded(body)),
        None => format!("sms:{number}"),
    }
}

/// A link to a page elsewhere, which is not told where the reader came from.
fn web(url: &str, words: &str) -> String {
    format!(
        "<a href=\"{}\" rel=\"noopener noreferrer\">{}</a>",
        escaped(url),
        escaped(words)
    )
}

/// An address as people say it: without scheme, and without the slash at its end.
fn shown(url: &str) -> &str {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    host.trim_start_matches("www.").trim_end_matches('/')
}

/// A value within an address.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_written_for_both_kinds_of_phone() {
        let message = |to: &str, body: Option<&str>| {
            sms(&TextMessage {
                to: to.into(),
                body: body.map(str::to_owned),
            })
        };
        assert_eq!(message("85258", Some("SHOUT")), "sms:85258?&body=SHOUT");
        assert_eq!(
            message("+44 7000 000", Some("I need help & you?")),
            "sms:+447000000?&body=I%20need%20help%20%26%20you%3F"
        );
        assert_eq!(message("988", None), "sms:988");
    }

    #[test]
    fn addresses_are_shown_as_people_say_them() {
        assert_eq!(shown("https://www.samaritans.org/"), "samaritans.org");
        assert_eq!(shown("https://988.ca"), "988.ca");
    }
}
