//! Citations in the text: the author–date system of the APA Publication Manual, 7th ed., sections 8.10–8.22.
//!
//! How a work is cited depends on what else the article cites: a letter after the year, initials, more names before "et
//! al.". So all citations of an article are composed at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::bibliography::{Creator, When, Words, Work, title_case};
use super::markdown::{Citation, Cite, Form};

/// The citations of an article as readers see them, and the works they lead to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Composed {
    /// For each citation, in the order given, what replaces it.
    pub citations: Vec<Vec<Piece>>,
    /// The works cited, in the order of the reference list.
    pub references: Vec<Listed>,
}

/// A work in the reference list of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The work.
    pub work: Arc<Work>,
    /// What tells it from the author's other works of that year: for [`Work::reference`].
    pub letter: Option<char>,
    /// The citations that name it: indices into [`Composed::citations`], ascending.
    pub cited_by: Vec<usize>,
}

/// A piece of a citation. Pieces beside each other that lead to the same work are one link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its words.
    pub text: String,
    /// The work it leads to: an index into [`Composed::references`].
    pub work: Option<usize>,
    /// Whether it is the title of a whole work, in italics.
    pub is_italic: bool,
}

impl Composed {
    /// A citation's words alone.
    #[must_use]
    pub fn text(&self, citation: usize) -> String {
        let pieces = self.citations.get(citation).into_iter().flatten();
        pieces.map(|piece| piece.text.as_str()).collect()
    }
}

/// Composes the citations of one article. `find` knows the works; a key it does not know is shown as it is written, which
/// is for whoever checks the article to tell of.
#[must_use]
pub fn compose<'c>(
    citations: impl IntoIterator<Item = &'c Citation>,
    find: impl Fn(&str) -> Option<Arc<Work>>,
    words: &Words,
) -> Composed {
    let citations: Vec<&Citation> = citations.into_iter().collect();
    let mut works: BTreeMap<Arc<str>, (Arc<Work>, Vec<usize>)> = BTreeMap::new();
    let mut keys: BTreeMap<&str, Arc<str>> = BTreeMap::new();
    for (n, citation) in citations.iter().enumerate() {
        for cite in &citation.cites {
            let key = match keys.get(cite.key.as_str()) {
                Some(key) => Arc::clone(key),
                None => {
                    let Some(work) = find(&cite.key) else {
                        continue;
                    };
                    let key = Arc::clone(&work.key);
                    keys.insert(&cite.key, Arc::clone(&key));
                    works.entry(Arc::clone(&key)).or_insert((work, Vec::new()));
                    key
                }
            };
            if let Some((_, cited_by)) = works.get_mut(&key)
                && cited_by.last() != Some(&n)
            {
                cited_by.push(n);
            }
        }
    }

    let mut references: Vec<Listed> = works
        .into_values()
        .map(|(work, cited_by)| Listed {
            work,
            letter: None,
            cited_by,
        })
        .collect();
    references.sort_by_cached_key(|listed| (listed.work.sort_key(), Arc::clone(&listed.work.key)));
    let shown = names(&references);
    letters(&mut references, &shown, words);

    let by_key: BTreeMap<&str, usize> = keys
        .iter()
        .filter_map(|(cited, key)| {
            let n = references.iter().position(|listed| listed.work.key == *key)?;
            Some((*cited, n))
        })
        .collect();
    let mut writer = Writer {
        references: &references,
        shown: &shown,
        by_key,
        words,
        introduced: BTreeSet::new(),
        pieces: Vec::new(),
    };
    let citations = citations
        .iter()
        .map(|citation| writer.citation(citation))
        .collect();
    Composed {
        citations,
        references,
    }
}

/// How the names of a work are shown throughout the article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shown {
    /// The names that are written, the first with initials where they are needed.
    names: Vec<String>,
    /// Whether others are left out.
    has_others: bool,
}

/// Decides which names are written.
fn names(references: &[Listed]) -> Vec<Shown> {
    let needs_initials = shared_surnames(references);
    let all: Vec<Vec<String>> = references
        .iter()
        .map(|listed| {
            let list = listed.work.creators.list.iter().enumerate();
            list.map(|(n, creator)| match n {
                0 if needs_initials.contains(&creator.family()) && !creator.initials().is_empty() => {
                    format!("{} {}", creator.initials(), creator.family())
                }
                _ => creator.family(),
            })
            .collect()
        })
        .collect();
    references
        .iter()
        .enumerate()
        .map(|(n, listed)| {
            let own = &all[n];
            let has_more = listed.work.creators.has_others;
            let count = own.len() + usize::from(has_more);
            // Section 8.17: one or two names are written, of three and more the first.
            let mut written = if count < 3 && !has_more { count } else { 1 };
            // Section 8.18: as many as tell it from another work of that year which would look the same.
            for (m, other) in references.iter().enumerate() {
                let is_short = all[m].len() + usize::from(other.work.creators.has_others) >= 3;
                if m == n || count < 3 || !is_short || all[m] == *own || !is_same_year(listed, other) {
                    continue;
                }
                let shared = own
                    .iter()
                    .zip(&all[m])
                    .take_while(|(own, other)| own == other)
                    .count();
                if shared > 0 {
                    written = written.max(shared + 1);
                }
            }
            // "Et al." stands for two and more, so the last name alone is never left out.
            if !has_more && written + 1 >= own.len() && count >= 3 {
                written = own.len();
            }
            let written = written.min(own.len());
            Shown {
                names: own[..written].to_vec(),
                has_others: written < own.len() || has_more,
            }
        })
        .collect()
}

fn is_same_year(one: &Listed, other: &Listed) -> bool {
    match (&one.work.date, &other.work.date) {
        (When::At(a), When::At(b)) => a.start.year == b.start.year,
        (a, b) => a == b,
    }
}

/// The surnames that first authors with different initials share (section 8.20). Whoever signs as "E." here and as "E. Z."
/// there is taken for one person.
fn shared_surnames(references: &[Listed]) -> BTreeSet<String> {
    let mut initials: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for listed in references {
        if let Some(creator @ Creator::Person(_)) = listed.work.creators.list.first() {
            let letters = creator.initials();
            let letters = letters.chars().filter(|c| c.is_alphabetic()).collect();
            initials.entry(creator.family()).or_default().insert(letters);
        }
    }
    let differ = |set: &BTreeSet<String>| {
        set.iter()
            .any(|a| set.iter().any(|b| !a.starts_with(b.as_str()) && !b.starts_with(a.as_str())))
    };
    let shared = initials.into_iter().filter(|(_, set)| differ(set));
    shared.map(|(family, _)| family).collect()
}

/// Gives letters to works that would be cited alike (section 8.19), in the order of the reference list (9.47).
fn letters(references: &mut [Listed], shown: &[Shown], words: &Words) {
    let mut alike: BTreeMap<(Shown, String, String), Vec<usize>> = BTreeMap::new();
    for (n, listed) in references.iter().enumerate() {
        // Works without an author are told apart by their titles.
        let title = match listed.work.creators.list.is_empty() {
            true => short_title(&listed.work),
            false => String::new(),
        };
        let year = listed.work.date.year(words);
        alike
            .entry((shown[n].clone(), title, year))
            .or_default()
            .push(n);
    }
    for group in alike.into_values().filter(|group| group.len() > 1) {
        for (n, letter) in group.into_iter().zip(('a'..='z').chain(std::iter::repeat('z'))) {
            references[n].letter = Some(letter);
        }
    }
}

/// The title of a work without an author, as the text has it (section 8.14): the first words of a long one.
fn short_title(work: &Work) -> String {
    const LONGEST: usize = 5;
    let title = match &work.short_title {
        Some(short) => short.clone(),
        None => {
            let main = work.title.split(": ").next().unwrap_or_default();
            let all: Vec<&str> = main.split(' ').collect();
            let mut some = all.as_slice();
            if some.len() > LONGEST {
                some = &some[..LONGEST - 1];
                // "The Art of" stops nowhere.
                while let [before @ .., last] = some
                    && before.len() > 1
                    && last.chars().count() < 4
                    && last.chars().all(char::is_lowercase)
                {
                    some = before;
                }
            }
            some.join(" ")
        }
    };
    match work.is_english() {
        true => title_case(&title),
        false => title,
    }
}

struct Writer<'a> {
    references: &'a [Listed],
    shown: &'a [Shown],
    by_key: BTreeMap<&'a str, usize>,
    words: &'a Words,
    /// Organisations whose abbreviation has been introduced.
    introduced: BTreeSet<Arc<str>>,
    pieces: Vec<Piece>,
}

/// A work within brackets, found.
#[derive(Clone, Copy)]
struct Item<'c> {
    cite: &'c Cite,
    /// What stands before it: its own phrase, or that of its part.
    prefix: &'c str,
    work: Option<usize>,
}

impl Writer<'_> {
    fn push(&mut self, text: &str, work: Option<usize>) {
        self.push_styled(text, work, false);
    }

    fn push_styled(&mut self, text: &str, work: Option<usize>, is_italic: bool) {
        match self.pieces.last_mut() {
            Some(last) if last.work == work && last.is_italic == is_italic => {
                last.text.push_str(text);
            }
            _ if text.is_empty() => {}
            _ => self.pieces.push(Piece {
                text: text.into(),
                work,
                is_italic,
            }),
        }
    }

    fn citation(&mut self, citation: &Citation) -> Vec<Piece> {
        let mut items = citation.cites.iter().map(|cite| Item {
            cite,
            prefix: &cite.prefix,
            work: self.by_key.get(cite.key.as_str()).copied(),
        });
        match citation.form {
            Form::Brackets => {
                let items = ordered(items.collect());
                self.push("(", None);
                self.items(&items);
                self.push(")", None);
            }
            Form::Prose => {
                if let Some(first) = items.next() {
                    let others = ordered(items.collect());
                    self.prose(first, &others);
                }
            }
        }
        std::mem::take(&mut self.pieces)
    }

    /// "Stern (1985, p. 138)".
    fn prose(&mut self, first: Item<'_>, others: &[Item<'_>]) {
        let Some(work) = first.work else {
            self.unknown(first.cite);
            if !others.is_empty() {
                self.push(" (", None);
                self.items(others);
                self.push(")", None);
            }
            return;
        };
        // With other works in its brackets the link is the year, which stands beside theirs.
        let is_alone = others.is_empty() && first.cite.suffix.is_empty();
        let link = Some(work).filter(|_| is_alone);
        let short = self.name(work, link, Some(self.words.and));
        self.push(" (", link);
        if let Some(short) = short {
            self.push(&short, link);
            self.push(", ", link);
        }
        let year = self.year(work);
        self.push(&year, Some(work));
        self.places(first.cite, Some(work));
        self.suffix(first.cite);
        if !others.is_empty() {
            self.push("; ", None);
            self.items(others);
        }
        self.push(")", link);
    }

    fn unknown(&mut self, cite: &Cite) {
        self.push("@", None);
        self.push(&cite.key, None);
    }

    /// What stands in brackets.
    fn items(&mut self, items: &[Item<'_>]) {
        let mut before: Option<Item<'_>> = None;
        for item in items {
            if let Some(before) = before {
                if self.is_same(before, *item) {
                    continue;
                }
                if let Some(work) = item.work.filter(|_| self.joins(before, *item)) {
                    self.push(", ", None);
                    let year = self.year(work);
                    self.push(&year, Some(work));
                    continue;
                }
                self.push("; ", None);
            }
            self.item(*item);
            before = Some(*item);
        }
    }

    /// Whether the same is said twice.
    fn is_same(&self, before: Item<'_>, item: Item<'_>) -> bool {
        let plain = |cite: &Cite| cite.suffix.is_empty() && cite.locators.is_empty();
        item.work.is_some()
            && before.work == item.work
            && item.prefix.is_empty()
            && plain(item.cite)
            && plain(before.cite)
    }

    /// Whether the year alone is enough after the work before: it is by the same authors (section 8.12).
    fn joins(&self, before: Item<'_>, item: Item<'_>) -> bool {
        let (Some(a), Some(b)) = (before.work, item.work) else {
            return false;
        };
        let (one, other) = (&self.references[a].work, &self.references[b].work);
        one.creators == other.creators
            && !one.creators.list.is_empty()
            && self.shown[a] == self.shown[b]
            && !before.cite.is_year_alone
            && !item.cite.is_year_alone
            && before.cite.suffix.is_empty()
            && before.cite.locators.is_empty()
            && item.prefix.is_empty()
            && item.cite.locators.is_empty()
            && item.cite.suffix.is_empty()
    }

    /// "see Stern, 1985, p. 138, emphasis added".
    fn item(&mut self, item: Item<'_>) {
        let cite = item.cite;
        if !item.prefix.is_empty() {
            self.push(item.prefix, None);
            self.push(" ", None);
        }
        let Some(work) = item.work else {
            self.unknown(cite);
            return;
        };
        if !cite.is_year_alone {
            let short = self.name(work, Some(work), None);
            if let Some(short) = short {
                self.push(" [", Some(work));
                self.push(&short, Some(work));
                self.push("]", Some(work));
            }
            let has_comma = self.pieces.last().is_some_and(|piece| piece.text.ends_with(",”"));
            self.push(if has_comma { " " } else { ", " }, Some(work));
        }
        let year = self.year(work);
        self.push(&year, Some(work));
        self.places(cite, Some(work));
        self.suffix(cite);
    }

    /// Writes who made a work, with `and` between names in prose; in brackets with `&`. Gives the abbreviation that is to be
    /// introduced beside it.
    fn name(&mut self, work: usize, link: Option<usize>, and: Option<&str>) -> Option<String> {
        let record = &self.references[work].work;
        if record.creators.list.is_empty() {
            self.title(work, link, and.is_none());
            return None;
        }
        if let [Creator::Group { name, short: Some(short) }] = record.creators.list.as_slice() {
            let is_new = self.introduced.insert(name.as_str().into());
            let text = if is_new { name.clone() } else { short.clone() };
            let short = is_new.then(|| short.clone());
            self.push(&text, link);
            return short;
        }
        let shown = &self.shown[work];
        let mut text = String::new();
        let last = shown.names.len().saturating_sub(1);
        for (n, name) in shown.names.iter().enumerate() {
            let is_last = n == last && n > 0 && !shown.has_others;
            match n {
                0 => {}
                _ if is_last && last == 1 => text.push(' '),
                _ => text.push_str(", "),
            }
            if is_last {
                text.push_str(and.unwrap_or(self.words.ampersand));
                text.push(' ');
            }
            text.push_str(name);
        }
        if shown.has_others {
            text.push_str(if last > 0 { ", " } else { " " });
            text.push_str(self.words.et_al);
        }
        self.push(&text, link);
        None
    }

    /// Section 8.14: italic if it is so in the reference, else in quotation marks.
    fn title(&mut self, work: usize, link: Option<usize>, is_in_brackets: bool) {
        let record = &self.references[work].work;
        let title = short_title(record);
        if !record.kind.is_part() {
            self.push_styled(&title, link, true);
            return;
        }
        let [open, close] = self.words.quotes;
        // English sets the comma that follows within the quotation marks.
        let comma = match is_in_brackets && self.words.locale.starts_with("en") {
            true => ",",
            false => "",
        };
        self.push(&format!("{open}{title}{comma}{close}"), link);
    }

    /// "2015a", "1923/1961" (section 8.15).
    fn year(&self, work: usize) -> String {
        let listed = &self.references[work];
        let year = listed.work.date.year_with_letter(listed.letter, self.words);
        match listed.work.original {
            original @ When::At(_) if original != listed.work.date => {
                format!("{}/{year}", original.year(self.words))
            }
            _ => year,
        }
    }

    /// Section 8.13.
    fn places(&mut self, cite: &Cite, link: Option<usize>) {
        for locator in &cite.locators {
            let [one, several] = self.words.places[locator.place as usize];
            let label = if locator.is_plural() { several } else { one };
            self.push(&format!(", {label} {}", locator.value), link);
        }
    }

    fn suffix(&mut self, cite: &Cite) {
        let suffix = cite.suffix.trim_end();
        if suffix.starts_with(char::is_alphanumeric) {
            self.push(" ", None);
        }
        self.push(suffix, None);
    }
}

/// The order within brackets: that of the reference list, since `work` is the place there (section 8.12). A phrase such as
/// "see also" begins a part of its own and stays at its head, because it is said of all that follow; unless it says
/// something of its one work ("see Stern, 1985, for a review"), which it then stays with.
fn ordered<'c>(items: Vec<Item<'c>>) -> Vec<Item<'c>> {
    let mut ordered: Vec<Item<'c>> = Vec::with_capacity(items.len());
    let mut start = 0;
    for item in items {
        if !item.prefix.is_empty() || item.cite.is_year_alone {
            sort_part(&mut ordered[start..]);
            start = ordered.len();
        }
        let is_pinned = item.cite.is_year_alone
            || (!item.prefix.is_empty()
                && !(item.cite.suffix.is_empty() && item.cite.locators.is_empty()));
        ordered.push(item);
        if is_pinned {
            start = ordered.len();
        }
    }
    sort_part(&mut ordered[start..]);
    ordered
}

fn sort_part(part: &mut [Item<'_>]) {
    let prefix = part.first_mut().map(|item| std::mem::take(&mut item.prefix));
    part.sort_by_key(|item| item.work.unwrap_or(usize::MAX));
    if let (Some(first), Some(prefix)) = (part.first_mut(), prefix) {
        first.prefix = prefix;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::path::SitePath;
    use crate::content::bibliography::{self, Bibliography};
    use crate::content::markdown::citations;

    fn works(bib: &str) -> Bibliography {
        bibliography::read(bib, &SitePath::new("references.bib"), &mut Vec::new())
    }

    fn project() -> Bibliography {
        works(include_str!("../../articles/references.bib"))
    }

    /// The text with its citations composed; links in guillemets, italics in stars.
    fn shown(bibliography: &Bibliography, text: &str) -> String {
        let found = citations(text, |_| false);
        let composed = compose(&found, |key| bibliography.get(key).cloned(), &Words::ENGLISH);
        let mut out = String::new();
        let mut done = 0;
        for (citation, pieces) in found.iter().zip(&composed.citations) {
            out.push_str(&text[done..citation.range.start]);
            done = citation.range.end;
            for piece in pieces {
                match piece.is_italic {
                    true => out.push_str(&format!("*{}*", piece.text)),
                    false => out.push_str(&piece.text),
                }
            }
        }
        out.push_str(&text[done..]);
        out
    }

    fn check(bibliography: &Bibliography, cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(shown(bibliography, text), *expected, "{text}");
        }
    }

    /// Sections 8.11, 8.12, 8.13 and 8.17.
    #[test]
    fn names_years_and_places() {
        check(
            &project(),
            &[
                ("@safran2000 say", "Safran and Muran (2000) say"),
                ("[@safran2000]", "(Safran & Muran, 2000)"),
                ("[@stern1985; @stern2004]", "(Stern, 1985, 2004)"),
                ("[@stern2004; @stern1985]", "(Stern, 1985, 2004)"),
                ("[@stern1985; @bowlby1988]", "(Bowlby, 1988; Stern, 1985)"),
                ("@eubanks2018", "Eubanks et al. (2018)"),
                ("[@eubanks2018]", "(Eubanks et al., 2018)"),
                ("[@eubanks2018; @eubanks2019]", "(Eubanks et al., 2018, 2019)"),
                ("Stern says [-@stern1985]", "Stern says (1985)"),
                ("Stern -@stern1985 says", "Stern (1985) says"),
                ("@stern1985 [p. 138]", "Stern (1985, p. 138)"),
                ("[@stern1985, pp. 33-35]", "(Stern, 1985, pp. 33–35)"),
                ("[@stern1985, chap. 1]", "(Stern, 1985, Chapter 1)"),
                ("[@stern1985, para. 4]", "(Stern, 1985, para. 4)"),
                ("[@stern1985, 33]", "(Stern, 1985, p. 33)"),
                (
                    "[see @stern1985, pp. 33-35; @kohut1984, chap. 1]",
                    "(see Stern, 1985, pp. 33–35; Kohut, 1984, Chapter 1)",
                ),
                ("[@stern1985, {pp. iv}, suffix]", "(Stern, 1985, p. iv, suffix)"),
                ("[see @stern1985; @bowlby1988]", "(see Bowlby, 1988; Stern, 1985)"),
                (
                    "[@stern1985; see also @bowlby1988; @ainsworth1978]",
                    "(Stern, 1985; see also Ainsworth et al., 1978; Bowlby, 1988)",
                ),
                ("[@stern1985, p. 3; @stern2004]", "(Stern, 1985, p. 3; Stern, 2004)"),
                ("[@stern1985; @stern1985]", "(Stern, 1985)"),
                (
                    "@stern1985 [p. 33; @bowlby1988]",
                    "Stern (1985, p. 33; Bowlby, 1988)",
                ),
                ("@stern1985's view", "Stern (1985)'s view"),
                ("[@norcross2019]", "(Norcross & Lambert, 2019)"),
                ("@mesman2009", "Mesman et al. (2009)"),
                ("@grossman2026", "Grossman et al. (2026)"),
                ("[@nobody; @stern1985]", "(Stern, 1985; @nobody)"),
                ("@nobody [p. 3]", "@nobody"),
                // The same words, other authors: each with its name, in the order of the reference list.
                ("[@coan2006; @coan2017]", "(Coan et al., 2017; Coan et al., 2006)"),
            ],
        );
    }

    const LIKE: &str = "
@book{a1, author = {Kapoor, A. and Bloom, B. and Montez, C. and Warner, D. and Hill, E.}, title = {One}, date = {2017}, publisher = {P}}
@book{a2, author = {Kapoor, A. and Bloom, B. and Zucker, C. and Tang, D.}, title = {Two}, date = {2017}, publisher = {P}}
@book{a3, author = {Kapoor, A. and Bloom, B. and Zucker, C. and Tang, D.}, title = {Three}, date = {2016}, publisher = {P}}
@book{h1, author = {Hasan, A. and Liang, B. and Kahn, C. and Jones-Miller, D.}, title = {One}, date = {2015}, publisher = {P}}
@book{h2, author = {Hasan, A. and Liang, B. and Kahn, C. and Weintraub, D.}, title = {Two}, date = {2015}, publisher = {P}}
@book{t1, author = {Taylor, J. M. and Neimeyer, G.}, title = {One}, date = {2015}, publisher = {P}}
@book{t2, author = {Taylor, Tess}, title = {Two}, date = {2014}, publisher = {P}}
@book{e1, author = {Tronick, E.}, title = {One}, date = {2014}, publisher = {P}}
@book{e2, author = {Tronick, Edward Z.}, title = {Two}, date = {2015}, publisher = {P}}
@book{l1, author = {Lee, A.}, title = {The Zoo}, date = {2015}, publisher = {P}}
@book{l2, author = {Lee, A.}, title = {A Bee}, date = {2015}, publisher = {P}}
@book{l3, author = {Lee, A.}, title = {Cat}, date = {2015-03-02}, publisher = {P}}
@book{l4, author = {Lee, A.}, title = {Dog}, date = {n.d.}, publisher = {P}}
@book{l5, author = {Lee, A.}, title = {Eel}, date = {n.d.}, publisher = {P}}
@book{l6, author = {Lee, A.}, title = {Fox}, pubstate = {inpress}, publisher = {P}}
@book{l7, author = {Lee, A.}, title = {Gnu}, date = {2001}, publisher = {P}}
";

    /// Section 8.18.
    #[test]
    fn as_many_names_as_tell_works_apart() {
        check(
            &works(LIKE),
            &[
                (
                    "@a1 and @a2",
                    "Kapoor, Bloom, Montez, et al. (2017) and Kapoor, Bloom, Zucker, and Tang (2017)",
                ),
                ("@a1 and @a3", "Kapoor et al. (2017) and Kapoor et al. (2016)"),
                (
                    "[@h1; @h2]",
                    "(Hasan, Liang, Kahn, & Jones-Miller, 2015; Hasan, Liang, Kahn, & Weintraub, 2015)",
                ),
            ],
        );
    }

    /// Section 8.20.
    #[test]
    fn initials_tell_people_of_one_name_apart() {
        check(
            &works(LIKE),
            &[
                ("[@t1; @t2]", "(J. M. Taylor & Neimeyer, 2015; T. Taylor, 2014)"),
                ("@t2", "Taylor (2014)"),
                ("@e1 and @e2", "Tronick (2014) and Tronick (2015)"),
            ],
        );
    }

    /// Sections 8.19, 9.46 and 9.47.
    #[test]
    fn letters_follow_the_reference_list() {
        check(
            &works(LIKE),
            &[
                ("@l1, @l2", "Lee (2015b), Lee (2015a)"),
                // A year alone stands before a day of that year.
                ("[@l3; @l2; @l1]", "(Lee, 2015a, 2015b, 2015c)"),
                ("@l4, @l5", "Lee (n.d.-a), Lee (n.d.-b)"),
                ("[@l6; @l7; @l4]", "(Lee, n.d., 2001, in press)"),
                ("@l1", "Lee (2015)"),
            ],
        );
        let bibliography = works(LIKE);
        let found = citations("@l3, [@l1; @l2] @l1", |_| false);
        let composed = compose(&found, |key| bibliography.get(key).cloned(), &Words::ENGLISH);
        let list: Vec<String> = composed
            .references
            .iter()
            .map(|listed| {
                let reference = listed.work.reference(listed.letter, &Words::ENGLISH);
                format!("{} {:?}", reference.text, listed.cited_by)
            })
            .collect();
        assert_eq!(
            list,
            [
                "Lee, A. (2015a). A bee. P. [1]",
                "Lee, A. (2015b). The zoo. P. [1, 2]",
                "Lee, A. (2015c). Cat. P. [0]"
            ]
        );
    }

    const OTHER: &str = "
@report{nimh, author = {{National Institute of Mental Health}}, shortauthor = {{NIMH}}, title = {Help}, date = {2020}, institution = {P}}
@book{who, author = {{World Health Organization}}, title = {Health}, date = {2018}, publisher = {P}}
@article{none, title = {Understanding sensory memory and how it lasts}, journaltitle = {J}, date = {2018}}
@book{untitled, title = {Interpersonal Skills}, subtitle = {A guide}, date = {2019}, publisher = {P}}
@book{freud, author = {Freud, Sigmund}, title = {The Ego and the Id}, date = {1961}, origdate = {1923}, publisher = {P}}
@book{van, author = {van der Kolk, Bessel}, title = {X}, date = {2014}, publisher = {P}}
@book{king, author = {King, Jr., Martin Luther}, title = {X}, date = {1963}, publisher = {P}}
@book{circa, author = {Plato}, title = {X}, date = {-0379~}, publisher = {P}}
";

    /// Sections 8.14, 8.15 and 8.21.
    #[test]
    fn organisations_titles_and_reprints() {
        check(
            &works(OTHER),
            &[
                (
                    "[@nimh] and [@nimh] and @nimh",
                    "(National Institute of Mental Health [NIMH], 2020) and (NIMH, 2020) and NIMH (2020)",
                ),
                ("@nimh", "National Institute of Mental Health (NIMH, 2020)"),
                ("[@who]", "(World Health Organization, 2018)"),
                ("[@none]", "(“Understanding Sensory Memory,” 2018)"),
                ("@none", "“Understanding Sensory Memory” (2018)"),
                ("[@untitled]", "(*Interpersonal Skills*, 2019)"),
                ("@freud and [@freud, p. 3]", "Freud (1923/1961) and (Freud, 1923/1961, p. 3)"),
                ("@van", "van der Kolk (2014)"),
                ("[@king]", "(King, 1963)"),
                ("[@circa]", "(Plato, ca. 380 B.C.E.)"),
            ],
        );
    }

    #[test]
    fn links_are_one_for_each_work() {
        let bibliography = project();
        let text = "[see @stern1985, p. 3, and more; @bowlby1988] @stern1985 @stern2004 [p. 4; @bowlby1988]";
        let found = citations(text, |_| false);
        let composed = compose(&found, |key| bibliography.get(key).cloned(), &Words::ENGLISH);
        let links: Vec<(&str, usize)> = composed
            .citations
            .iter()
            .flatten()
            .filter_map(|piece| Some((piece.text.as_str(), piece.work?)))
            .collect();
        assert_eq!(
            links,
            [
                ("Stern, 1985, p. 3", 1),
                ("Bowlby, 1988", 0),
                ("Stern (1985)", 1),
                ("2004, p. 4", 2),
                ("Bowlby, 1988", 0)
            ]
        );
        assert_eq!(
            composed.text(0),
            "(see Stern, 1985, p. 3, and more; Bowlby, 1988)"
        );
    }
}
