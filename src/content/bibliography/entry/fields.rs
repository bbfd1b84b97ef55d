//! One field at a time: its text, names, title, date or address, and what is wrong with it.

use super::super::Problems;
use super::super::name::{self, Names};
use super::super::tex::{self, Chunk};
use super::super::title;
use super::super::when::{When, Wrong};
use super::forms::{date_text, doi};
use super::{Entry, Value};

pub(super) struct Reader<'e, 'p, 'f> {
    pub(super) entry: &'e Entry,
    pub(super) kind_name: String,
    pub(super) problems: &'p mut Problems<'f>,
}

impl<'e> Reader<'e, '_, '_> {
    pub(super) fn field(&self, name: &str) -> Option<&'e Value> {
        let value = self.entry.fields.get(name)?;
        Some(value).filter(|value| !value.raw.trim().is_empty())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.field(name).is_some()
    }

    /// A value as text, letters with whether braces keep them.
    pub(super) fn chunks(&mut self, name: &str) -> Option<Vec<Chunk>> {
        let value = self.field(name)?;
        let read = tex::read(&value.raw);
        for unknown in &read.unknown {
            let command = value.raw.get(unknown.clone()).unwrap_or_default();
            let message = format!("`{command}` is a command of TeX that is not known here");
            let help = "write the letter itself; files are UTF-8";
            let at = value.place(unknown);
            self.problems.warning("bibliography/tex", at, message, help);
        }
        Some(read.chunks)
    }

    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let chunks = self.chunks(name)?;
        Some(title::as_written(&chunks)).filter(|text| !text.is_empty())
    }

    /// The first of several fields that is there.
    pub(super) fn first(&mut self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.text(name))
    }

    /// A field whose TeX is none, such as an address.
    pub(super) fn verbatim(&self, name: &str) -> Option<(String, &'e Value)> {
        let value = self.field(name)?;
        let mut text = String::new();
        let mut chars = value.raw.trim().chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\\' if chars.peek().is_some_and(|c| "_%&#~${}\\".contains(*c)) => {
                    text.extend(chars.next());
                }
                '{' | '}' => {}
                c => text.push(c),
            }
        }
        Some((tex::tidy(&text), value))
    }

    pub(super) fn names(&mut self, name: &str) -> Names {
        let Some(value) = self.field(name) else {
            return Names::default();
        };
        let mut faults = Vec::new();
        let names = name::names(&value.raw, &mut faults);
        for fault in faults {
            let at = value.place(&fault.at);
            match fault.is_doubt {
                true => self
                    .problems
                    .warning("bibliography/name", at, fault.message, fault.help),
                false => {
                    self.problems
                        .error("bibliography/name", at, fault.message, fault.help);
                }
            }
        }
        names
    }

    /// A title with its subtitle, in sentence case where it is English.
    pub(super) fn title(&mut self, main: &str, sub: &str, is_english: bool) -> Option<String> {
        let show = |chunks: &[Chunk]| match is_english {
            true => title::sentence_case(chunks),
            false => title::as_written(chunks),
        };
        let mut main_chunks = self.chunks(main)?;
        let Some(sub_chunks) = self.chunks(sub) else {
            return Some(show(&main_chunks)).filter(|title| !title.is_empty());
        };
        // The two are judged together: a subtitle in small letters shows that the capitals of the title are names.
        let written = title::as_written(&main_chunks);
        let subtitle = title::capitalised(&title::as_written(&sub_chunks));
        if subtitle.is_empty() {
            return Some(show(&main_chunks)).filter(|title| !title.is_empty());
        }
        let joint = match written.ends_with(['?', '!', ':', '.', '—', '–']) {
            true => " ",
            false => ": ",
        };
        main_chunks.push(Chunk {
            text: joint.into(),
            is_kept: false,
        });
        let mut is_start = true;
        for mut chunk in sub_chunks {
            if is_start && !chunk.text.trim().is_empty() {
                chunk.text = title::capitalised(chunk.text.trim_start());
                is_start = false;
            }
            main_chunks.push(chunk);
        }
        Some(show(&main_chunks))
    }

    pub(super) fn date(&mut self, name: &str) -> When {
        let Some(value) = self.field(name) else {
            return When::Unknown;
        };
        let text = date_text(&value.raw);
        match When::parse(&text) {
            Ok(when) => when,
            Err(wrong) => {
                self.wrong_date(name, value, &text, wrong);
                When::Unknown
            }
        }
    }

    pub(super) fn wrong_date(&mut self, name: &str, value: &Value, text: &str, wrong: Wrong) {
        let message = match wrong {
            Wrong::Form => format!("`{text}` is no date"),
            Wrong::Month => format!("`{text}` has a month that does not exist"),
            Wrong::Day => format!("`{text}` is a day that does not exist"),
        };
        let help = match name {
            "date" | "year" => {
                "write the year, such as 2015, or year-month-day, such as 2015-03-21; for a work without one, n.d. or in press"
            }
            "month" => "write a month from 1 to 12, or its English name",
            "day" => "write a day of that month",
            _ => "write the year, such as 2015, or year-month-day, such as 2015-03-21",
        };
        let at = value.value_at.clone();
        self.problems.error("bibliography/date", at, message, help);
    }

    /// When the work appeared.
    pub(super) fn issued(&mut self) -> When {
        let state = self.text("pubstate");
        if let Some(state @ When::InPress) = state.as_deref().and_then(When::word) {
            return state;
        }
        let by_parts = self.field("year").map(|year| {
            let text = |name: &str| self.field(name).map(|value| tex::plain(&value.raw));
            let year_text = date_text(&year.raw);
            When::parts(&year_text, text("month").as_deref(), text("day").as_deref())
        });
        if self.has("date") {
            let date = self.date("date");
            if let (When::At(date), Some(Ok(When::At(parts)))) = (date, by_parts)
                && let Some(year) = self.field("year")
                && date.start.year != parts.start.year
            {
                let message = format!(
                    "`year` is {}, but `date` is {}",
                    parts.start.year, date.start.year
                );
                let at = year.value_at.clone();
                let help =
                    "keep the right one and delete the other; `date` is the one that is read";
                self.problems
                    .warning("bibliography/date", at, message, help);
            }
            return date;
        }
        match by_parts {
            Some(Ok(when)) => return when,
            Some(Err((part, wrong))) => {
                let name = ["year", "month", "day"]
                    .get(part)
                    .copied()
                    .unwrap_or("year");
                let value = self.field(name).or_else(|| self.field("month"));
                if let Some(value) = value {
                    let text = tex::plain(&value.raw);
                    self.wrong_date(name, value, &text, wrong);
                }
                return When::Unknown;
            }
            None => {}
        }
        if !self.entry.fields.contains_key("date") {
            self.missing_date();
        }
        When::Unknown
    }

    pub(super) fn missing_date(&mut self) {
        let message = format!("`{}` has no date, so it is cited as n.d.", self.entry.key);
        let help = match self.problems.is_yaml {
            true => "write date: 2015; if it has none, say so: date: n.d.",
            false => "write date = {2015}; if it has none, say so: date = {n.d.}",
        };
        let at = self.entry.key_at.clone();
        self.problems
            .warning("bibliography/missing-field", at, message, help);
    }

    pub(super) fn doi(&mut self) -> Option<String> {
        let (text, value) = self.verbatim("doi")?;
        match doi(&text) {
            Some(doi) => Some(doi),
            None => {
                let message = format!("`{text}` is no DOI");
                let help = match text.split_once("10.") {
                    Some((_, rest)) if doi(&format!("10.{rest}")).is_some() => format!("write 10.{rest}"),
                    _ => "a DOI begins with 10. and has a slash, such as 10.1037/a0022140; an address belongs into url".into(),
                };
                let at = value.value_at.clone();
                self.problems.error("bibliography/doi", at, message, help);
                None
            }
        }
    }

    pub(super) fn url(&mut self) -> Option<String> {
        let (text, value) = self.verbatim("url")?;
        let host = ["https://", "http://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme));
        let is_sound = host.is_some_and(|rest| {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
        }) && !text.contains(char::is_whitespace)
            && !text.contains(['<', '>', '"']);
        if is_sound {
            return Some(text);
        }
        let help = match host {
            None if text.contains('.') && !text.contains(':') && !text.contains(' ') => {
                format!("write https://{text}")
            }
            _ => "write the whole address, such as https://example.org/page".into(),
        };
        let message = format!("`{text}` is no web address");
        let at = value.value_at.clone();
        self.problems.error("bibliography/url", at, message, help);
        None
    }

    /// `bib` and `yaml` say what to write in a file of that kind.
    pub(super) fn missing(&mut self, is_error: bool, what: &str, bib: &str, yaml: &str) {
        let help = if self.problems.is_yaml { yaml } else { bib };
        let message = format!("`{}` has no {what}", self.entry.key);
        let at = self.entry.key_at.clone();
        match is_error {
            true => self
                .problems
                .error("bibliography/missing-field", at, message, help),
            false => self
                .problems
                .warning("bibliography/missing-field", at, message, help),
        }
    }
}
