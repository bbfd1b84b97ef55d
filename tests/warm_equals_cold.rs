//! The first invariant: after any edit a warm build gives what a cold build gives, byte for byte, diagnostics too.
//!
//! `ATTUNED_CASES=1000 cargo test --release --test warm_equals_cold` makes the long run of about 10,000 steps.
#![allow(
    clippy::disallowed_methods,
    reason = "the length of the run is asked for by the environment"
)]

mod support;

use attuned::build::builder::Builder;
use attuned::build::emit::Memory;
use proptest::prelude::*;
use support::{TestSite, diagnostics, texts};

/// How many articles a site can have; every edit names one of them by number.
const ARTICLES: usize = 7;

/// One thing that an author may do.
#[derive(Clone, Debug)]
enum Edit {
    Body(usize, usize),
    Title(usize, usize),
    Description(usize, usize),
    Topics(usize, usize),
    Date(usize, usize),
    Flags(usize, usize),
    Link(usize, usize, usize),
    Series(usize, usize),
    Author(usize, usize),
    Alias(usize, usize),
    Delete(usize),
    Unreadable(usize),
    Rename(usize),
    Translate(usize, usize),
    BreakYaml(usize),
    BreakBody(usize),
    Repair(usize),
    RepairAll,
    Review(usize, usize),
    Related(usize, usize),
    Picture(usize, usize),
    Person(usize),
    Topic(usize),
    Glossary(usize),
    Bibliography(usize),
    Cite(usize, usize),
    Mention(usize, usize),
    Note(usize, usize),
    Support(usize),
    Config(usize),
    Template(usize),
    Stylesheet(usize),
    Words(usize),
    Options(usize),
}

/// The bibliographies that a site may have: the name of the file, and what it holds.
const BIBLIOGRAPHIES: [(&str, &str); 11] = [
    ("references.bib", ""),
    (
        "references.bib",
        "@book{stern, author = {Stern, Daniel}, title = {A World}, date = {1985}}\n@article{tronick, author = {Tronick, Ed and Als, Heidelise}, title = {Play}, journaltitle = {Infants}, date = {1978}}\n",
    ),
    // Another year; further down the file.
    (
        "references.bib",
        "% Works\n\n@book{stern, author = {Stern, Daniel}, title = {A World}, date = {2000}}\n@article{tronick, author = {Tronick, Ed and Als, Heidelise}, title = {Play}, journaltitle = {Infants}, date = {1978}}\n",
    ),
    (
        "references.bib",
        "@book{stern, author = {Stern, Daniel}, title = {A World}, date = {1985}}\n",
    ),
    // Further works of the same author and year take letters, one of another author of that name takes initials.
    (
        "references.bib",
        "@book{stern, author = {Stern, Daniel}, title = {A World}, date = {1985}}\n@book{dyad, author = {Stern, Daniel}, title = {The Dyad}, date = {1985}}\n@book{tronick, author = {Stern, Ada}, title = {Play}, date = {1978}}\n",
    ),
    // Other keys for a work, which lead to another work below.
    (
        "references.bib",
        "@book{stern, ids = {dyad}, author = {Stern, Daniel}, title = {A World}, date = {1985}}\n@book{tronick, author = {Tronick, Ed}, title = {Play}, date = {1978}}\n",
    ),
    (
        "references.bib",
        "@book{stern, author = {Stern, Daniel}, title = {A World}, date = {1985}}\n@book{tronick, ids = {dyad}, author = {Tronick, Ed}, title = {Play}, date = {1978}}\n",
    ),
    // The same works in another order.
    (
        "references.bib",
        "@article{tronick, author = {Tronick, Ed and Als, Heidelise}, title = {Play}, journaltitle = {Infants}, date = {1978}}\n@book{stern, author = {Stern, Daniel}, title = {A World}, date = {1985}}\n",
    ),
    (
        "references.bib",
        "@book{stern, author = {Stern, Daniel, title = {A World}, date = {1985}}\n",
    ),
    (
        "references.bib",
        "@book{stern, author = {Stern, Daniel}, title = {A World}, date = {next year}}\n@book{tronick, author = {Tronick, Ed}, title = {Play}, date = {1978}}\n",
    ),
    (
        "references.yaml",
        "stern:\n  type: book\n  title: A World\n  author: Stern, Daniel\n  date: 1985\n",
    ),
];

/// Whom to call. The last is broken.
const SUPPORT: [&str; 7] = [
    "",
    "GB: {emergency: 999, lines: [{name: One, phone: 116 123}]}\n",
    "# Moved\n\nGB: {emergency: 999, lines: [{name: One, phone: 116 123}]}\n",
    "GB: {lines: [{name: One, phone: 116 123, checked: 2026-11-01}, {name: Dos, phone: 2, languages: [es], checked: 2025-01-01}]}\n",
    "GB: {lines: [{name: One, text: {to: 3, body: HI}, hours: 24/7}]}\nNO: {emergency: 112}\n",
    "NO: {emergency: 112}\n",
    "GB: [\n",
];

/// What bodies mention, in both languages, and where.
const MENTIONS: [&str; 5] = [
    "",
    "\n\nOn suicide, o suicidio.",
    "\n\n## On *suicide* y el suicidio\n\nWords.",
    "\n\n## Loss {.sensitive}\n\nWords.\n\n## Next\n\nSelf-harm, autolesiones.",
    "\n\nWords.[^n]\n\n[^n]: On suicide, el suicidio.",
];

/// Content notes.
const NOTES: [&str; 3] = [
    "",
    "content_notes: [suicide]\n",
    "content_notes: [loss, pain]\n",
];

/// What bodies cite.
const CITATIONS: [&str; 6] = [
    "",
    "\n\nSo it is [@stern].",
    "\n\nAs @tronick found, it is so [@stern, p. 3; @tronick].",
    "\n\nSo it is [see @dyad, chap. 2].",
    "\n\nSo say @stern and @dyad [-@stern].",
    "\n\nSo it is [@sterm].",
];

/// Lines of site.yaml. The last is a mistake.
const CONFIGS: [&str; 13] = [
    "region: GB\n",
    "tagline: Hello\nregion: GB\n",
    "paginate: 2\n",
    "feed_items: 2\n",
    "menu: [/articles/, /topics/]\n",
    "strings: {home: Start}\n",
    "menu: [/articles/, part-0/a0.md]\n",
    "",
    "menu: [/references/, /glossary/]\n",
    "menu: [part-0/a0.md, part-1/a1.md]\ndiscreet_title: Quiet\nquick_exit: https://example.net/\ndisclaimer: Words.\n",
    "region: GB\n",
    "region: NO\ntagline: Hello\n",
    "menu: [\n",
];

fn edits() -> impl Strategy<Value = Edit> {
    let n = 0..ARTICLES;
    let k = 0..4usize;
    prop_oneof![
        3 => (n.clone(), k.clone()).prop_map(|(n, k)| Edit::Body(n, k)),
        2 => (n.clone(), k.clone()).prop_map(|(n, k)| Edit::Title(n, k)),
        1 => (n.clone(), k.clone()).prop_map(|(n, k)| Edit::Description(n, k)),
        2 => (n.clone(), k.clone()).prop_map(|(n, k)| Edit::Topics(n, k)),
        1 => (n.clone(), k.clone()).prop_map(|(n, k)| Edit::Date(n, k)),
        2 => (n.clone(), 0..64usize).prop_map(|(n, k)| Edit::Flags(n, k)),
        3 => (n.clone(), n.clone(), k.clone()).prop_map(|(n, m, k)| Edit::Link(n, m, k)),
        1 => (n.clone(), k.clone()).prop_map(|(n, k)| Edit::Series(n, k)),
        1 => (n.clone(), k.clone()).prop_map(|(n, k)| Edit::Author(n, k)),
        1 => (n.clone(), k.clone()).prop_map(|(n, k)| Edit::Alias(n, k)),
        2 => n.clone().prop_map(Edit::Delete),
        1 => n.clone().prop_map(Edit::Unreadable),
        1 => n.clone().prop_map(Edit::Rename),
        1 => (n.clone(), k.clone()).prop_map(|(n, k)| Edit::Translate(n, k)),
        1 => n.clone().prop_map(Edit::BreakYaml),
        1 => n.clone().prop_map(Edit::BreakBody),
        3 => n.clone().prop_map(Edit::Repair),
        6 => Just(Edit::RepairAll),
        1 => (n.clone(), k.clone()).prop_map(|(n, k)| Edit::Review(n, k)),
        1 => (n.clone(), n.clone()).prop_map(|(n, m)| Edit::Related(n, m)),
        1 => (n.clone(), k.clone()).prop_map(|(n, k)| Edit::Picture(n, k)),
        1 => (0..6usize).prop_map(Edit::Person),
        1 => k.clone().prop_map(Edit::Topic),
        2 => (0..7usize).prop_map(Edit::Glossary),
        3 => (0..BIBLIOGRAPHIES.len()).prop_map(Edit::Bibliography),
        3 => (n.clone(), 0..CITATIONS.len()).prop_map(|(n, k)| Edit::Cite(n, k)),
        2 => (n.clone(), 0..MENTIONS.len()).prop_map(|(n, k)| Edit::Mention(n, k)),
        1 => (n, 0..3usize).prop_map(|(n, k)| Edit::Note(n, k)),
        3 => (0..SUPPORT.len()).prop_map(Edit::Support),
        1 => (0..CONFIGS.len()).prop_map(Edit::Config),
        1 => k.clone().prop_map(Edit::Template),
        1 => k.clone().prop_map(Edit::Stylesheet),
        1 => k.clone().prop_map(Edit::Words),
        1 => (0..6usize).prop_map(Edit::Options),
    ]
}

/// What an article of the script holds.
#[derive(Clone, Debug, Default)]
struct Article {
    renamed: bool,
    title: usize,
    description: usize,
    body: usize,
    topics: usize,
    date: usize,
    flags: usize,
    link: Option<(usize, usize)>,
    series: usize,
    author: usize,
    alias: usize,
    picture: usize,
    cite: usize,
    mention: usize,
    note: usize,
    review: usize,
    related: Option<usize>,
    translation: usize,
    broken_yaml: bool,
    broken_body: bool,
    unreadable: bool,
}

impl Article {
    /// Takes out whatever may be a mistake.
    fn repair(&mut self) {
        self.broken_yaml = false;
        self.broken_body = false;
        self.unreadable = false;
        self.link = None;
        self.related = None;
        self.author = 0;
        self.cite = self.cite.min(CITATIONS.len() - 2);
        if self.mention > 0 {
            self.note = self.note.max(1);
        }
    }
}

/// The whole site of the script.
#[derive(Clone, Debug, Default)]
struct Script {
    articles: [Option<Article>; ARTICLES],
    person: usize,
    topic: usize,
    glossary: usize,
    bibliography: usize,
    support: usize,
    config: usize,
    template: usize,
    stylesheet: usize,
    words: usize,
    options: usize,
}

impl Script {
    fn begin() -> Self {
        let mut script = Self::default();
        for (n, article) in script.articles.iter_mut().enumerate().take(4) {
            *article = Some(Article {
                title: n,
                topics: n % 4,
                ..Article::default()
            });
        }
        script
    }

    fn apply(&mut self, edit: &Edit) {
        let mut at = |n: usize, change: &dyn Fn(&mut Article)| {
            change(self.articles[n].get_or_insert_default());
        };
        match *edit {
            Edit::Body(n, k) => at(n, &|a| a.body = k),
            Edit::Title(n, k) => at(n, &|a| a.title = k),
            Edit::Description(n, k) => at(n, &|a| a.description = k),
            Edit::Topics(n, k) => at(n, &|a| a.topics = k),
            Edit::Date(n, k) => at(n, &|a| a.date = k),
            Edit::Flags(n, k) => at(n, &|a| a.flags = k),
            Edit::Link(n, m, k) => at(n, &|a| a.link = Some((m, k))),
            Edit::Series(n, k) => at(n, &|a| a.series = k),
            Edit::Author(n, k) => at(n, &|a| a.author = k),
            Edit::Alias(n, k) => at(n, &|a| a.alias = k),
            Edit::Picture(n, k) => at(n, &|a| a.picture = k),
            Edit::Cite(n, k) => at(n, &|a| a.cite = k),
            Edit::Mention(n, k) => at(n, &|a| a.mention = k),
            Edit::Note(n, k) => at(n, &|a| a.note = k),
            Edit::Support(k) => self.support = k,
            Edit::Translate(n, k) => at(n, &|a| a.translation = k),
            Edit::Rename(n) => at(n, &|a| a.renamed = !a.renamed),
            Edit::BreakYaml(n) => at(n, &|a| a.broken_yaml = true),
            Edit::BreakBody(n) => at(n, &|a| a.broken_body = true),
            Edit::Review(n, k) => at(n, &|a| a.review = k),
            Edit::Related(n, m) => at(n, &|a| a.related = Some(m)),
            Edit::Repair(n) => at(n, &Article::repair),
            Edit::RepairAll => {
                self.articles.iter_mut().flatten().for_each(Article::repair);
                self.repair();
            }
            Edit::Unreadable(n) => at(n, &|a| a.unreadable = true),
            Edit::Delete(n) => self.articles[n] = None,
            Edit::Person(k) => self.person = k,
            Edit::Topic(k) => self.topic = k,
            Edit::Glossary(k) => self.glossary = k,
            Edit::Bibliography(k) => self.bibliography = k,
            Edit::Config(k) => self.config = k,
            Edit::Template(k) => self.template = k,
            Edit::Stylesheet(k) => self.stylesheet = k,
            Edit::Words(k) => self.words = k,
            Edit::Options(k) => self.options = k,
        }
    }

    /// Mends the files that are no articles; the keys that articles cite are all there then.
    fn repair(&mut self) {
        self.bibliography = if self.articles.iter().flatten().any(|a| a.cite > 0) {
            4 + self.bibliography % 3
        } else {
            self.bibliography % 8
        };
        self.glossary = self.glossary.min(4);
        self.support = self.support.min(SUPPORT.len() - 2);
        self.config = self.config.min(CONFIGS.len() - 2);
        self.template = self.template.min(2);
        self.person = self.person.min(4);
    }

    fn site(&self) -> TestSite {
        let mut site = TestSite::new();
        for (n, article) in self.articles.iter().enumerate() {
            let Some(article) = article else { continue };
            let name = |suffix: &str| {
                format!(
                    "part-{}/{}{n}{suffix}.md",
                    n % 2,
                    // Its address shares a word with a content note.
                    if article.renamed { "pain-" } else { "a" }
                )
            };
            if article.unreadable {
                site.unreadable.push(format!("articles/{}", name("")));
            } else {
                site = site.article(&name(""), &front(n, article), &body(article));
            }
            if article.translation > 0 {
                let front = format!(
                    "title: Artículo {n}.{}\n{}",
                    article.translation, NOTES[article.note]
                );
                site = site.article(
                    &name(".es"),
                    &front,
                    &body(&Article {
                        link: None,
                        ..article.clone()
                    }),
                );
                // A translation inherits the date of its original.
                let path = format!("articles/{}", name(".es"));
                if let Some(text) = site.files.get_mut(&path) {
                    *text = String::from_utf8_lossy(text)
                        .replace("date: 2026-01-01\n", "")
                        .into_bytes();
                }
            }
            if article.picture > 0 {
                let path = format!("articles/part-{}/p{n}.png", n % 2);
                site.files.insert(path, picture(article.picture));
            }
        }
        let people = [
            "ada:\n  name: Ada Example\n",
            "ada:\n  name: Ben Example\n",
            "ada:\n  name: Ada Example\n  photo: {src: ada.png, alt: Ada}\n",
            "ada:\n  name: Ada Example\n  photo: {src: ada.png, alt: Ada}\neve:\n  name: Eve\n",
            "",
            "ada:\n  name: Ada Example\n  photo: {src: nobody.png, alt: Ada}\n",
        ][self.person];
        if !people.is_empty() {
            site = site.file("articles/people.yaml", people);
            // Another picture of the same name.
            site.files
                .insert("articles/ada.png".into(), picture(1 + self.topic));
        }
        if self.topic > 0 {
            let text = format!(
                "repair:\n  title: Repair {}\n  description: On repair\n",
                self.topic
            );
            site = site.file("articles/topics.yaml", &text);
        }
        let glossary = [
            "",
            "terms: [{term: words, meaning: What one says.}, {term: heading, meaning: x}]\n",
            "terms: [{term: words, meaning: What somebody says.}, {term: heading, meaning: x}]\n",
            "terms: [{term: words, forms: [more words, other words], meaning: What one says., see_also: [notes]}, {term: notes, forms: [note], meaning: y}]\n",
            "terms: [{term: words, meaning: What one says., translations: {es: {term: more words, meaning: z}}}]\n",
            "terms: [{term: words, meaning: broken: here}]\n",
            "terms: [{term: words, meaning: x, sources: [stern]}, {term: note, meaning: y, sources: [tronick, stern]}]\n",
        ][self.glossary];
        if !glossary.is_empty() {
            site = site.file("articles/glossary.yaml", glossary);
        }
        let (name, works) = BIBLIOGRAPHIES[self.bibliography];
        if !works.is_empty() {
            site = site.file(&format!("articles/{name}"), works);
        }
        if !SUPPORT[self.support].is_empty() {
            site = site.file("articles/support.yaml", SUPPORT[self.support]);
        }
        let config = CONFIGS[self.config];
        // Quotation marks follow the language.
        let language = ["en", "de"][usize::from(self.config == 7)];
        let menu = ["", ", menu: [/articles/, part-1/a1.md]"][usize::from(self.config == 3)];
        site = site.file(
            "site.yaml",
            &format!("name: Test\nbase_url: https://example.org/\nlanguage: {language}\nlanguages: {{es: {{name: Prueba{menu}}}}}\ntheme: mine\n{config}"),
        );
        site = self.theme(site);
        match self.options {
            1 => site.drafts = true,
            2 => site.future = true,
            3 => site.today = "2026-01-02",
            4 => site.base_url = Some("https://example.org/sub/path/".into()),
            5 => site.today = "2027-06-01",
            _ => {}
        }
        site
    }

    fn theme(&self, site: TestSite) -> TestSite {
        let mut site = site.file(
            "themes/mine/theme.yaml",
            "name: Mine\nextends: hearth\nstylesheet: mine.css\n",
        );
        site = site.file(
            "themes/mine/assets/mine.css",
            &format!("p{{margin:{}em}}\n", self.stylesheet),
        );
        if self.words > 0 {
            site = site.file(
                "themes/mine/i18n/en.ftl",
                &format!("articles = Articles {}\n", self.words),
            );
        }
        let template = match self.template {
            0 => return site,
            1 => "{% extends \"hearth/list.html\" %}",
            2 => {
                "{% extends \"base.html\" %}{% block main %}{% for a in list.articles %}{{ a.title }}{% endfor %}{% endblock %}"
            }
            // Fails as it is rendered, not as it is loaded.
            _ => "{{ list.no.such.thing }}",
        };
        site.file("themes/mine/templates/list.html", template)
    }
}

fn front(n: usize, article: &Article) -> String {
    let mut front = format!("title: Article {n}.{}\n", article.title);
    front += [
        "",
        "description: Short.\n",
        "description: A little longer.\n",
        "",
    ][article.description];
    front += [
        "",
        "topics: [Repair]\n",
        "topics: [repair, The Body]\naudience: [LGBTQ+ people]\n",
        "topics: [Safety, the body]\naudience: [lgbtq people]\n",
    ][article.topics];
    front += [
        "date: 2026-01-01",
        "date: 2026-03-05",
        "date: 2026-12-24",
        "date: 2025-05-05\nupdated: 2026-06-06",
    ][article.date];
    front += "\n";
    for (bit, key) in [
        (1, "draft: yes\n"),
        (2, "featured: true\n"),
        (4, "discreet: true\n"),
        (8, "glossary: no\n"),
        (16, "kind: page\n"),
        // Shared with the address of an article that was renamed, which tells of a discreet one.
        (32, "content_notes: [having moved]\n"),
    ] {
        if article.flags & bit != 0 {
            front += key;
        }
    }
    front += NOTES[article.note];
    if article.series > 0 {
        front += &format!("series: {{name: Series, part: {}}}\n", article.series);
    }
    front += [
        "",
        "authors: [ada]\n",
        "authors: [ada]\nreviewed_by: [ada]\nlast_reviewed: 2026-01-01\n",
        "authors: [eve]\n",
    ][article.author];
    if article.alias > 0 {
        front += &format!("aliases: [/old/{}/]\n", article.alias);
    }
    front += [
        "",
        "review_by: 2026-12-24\n",
        "review_by: 2027-01-02\n",
        "review_by: 2030-01-01\n",
    ][article.review];
    if let Some(other) = article.related {
        front += &format!("related: [part-{}/a{other}.md]\n", other % 2);
    }
    if article.broken_yaml {
        front += "topics: [unclosed\n";
    }
    front
}

fn body(article: &Article) -> String {
    let mut body = [
        "Words \"here\".\n\n## A \"heading\"\n\nMore words.",
        "Words here.\n\n## A heading\n\nMore words, changed.",
        "Other words.[^1]\n\n## Another heading\n\n> [!try-this] Now\n> Breathe.\n\n[^1]: A note.",
        "Words.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [ ] task",
    ][article.body]
        .to_owned();
    if let Some((to, kind)) = article.link {
        let folder = to % 2;
        let path = format!("../part-{folder}/a{to}.md");
        body += &match kind {
            0 => format!("\n\nSee [that]({path})."),
            1 => format!("\n\nSee [that]({path}#a-heading)."),
            2 => format!("\n\nSee [that](/part-{folder}/a{to}/)."),
            _ => "\n\nSee [all](/topics/repair/).".to_owned(),
        };
    }
    if article.picture > 0 {
        body += "\n\n![A picture](PICTURE)";
    }
    body += CITATIONS[article.cite];
    body += MENTIONS[article.mention];
    if article.broken_body {
        body += "\n\n<script>alert(1)</script>";
    }
    body
}

fn picture(size: usize) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let side = size as u32;
    image::DynamicImage::new_rgb8(side, side + 1)
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a picture");
    bytes.into_inner()
}

/// Builds warm and cold after each step and compares everything.
fn run(script: &[Edit]) {
    let mut state = Script::begin();
    let mut warm = Builder::default();
    let mut warm_sink = Memory::default();
    // Build once before the first edit, so that every step finds memos.
    state.site().build_into(&mut warm, &mut warm_sink);
    for (step, edit) in script.iter().enumerate() {
        state.apply(edit);
        let mut site = state.site();
        for (path, text) in &mut site.files {
            if let Some(n) = path
                .strip_suffix(".md")
                .and_then(|p| p.trim_end_matches(".es").chars().last())
            {
                *text = String::from_utf8_lossy(text)
                    .replace("PICTURE", &format!("p{n}.png"))
                    .into_bytes();
            }
        }
        let before = texts(&warm_sink);
        let warm_outcome = site.build_into(&mut warm, &mut warm_sink);
        let mut cold_sink = Memory::default();
        let cold_outcome = site.build_into(&mut Builder::default(), &mut cold_sink);
        let snapshot = site.snapshot();
        assert_eq!(
            diagnostics(&warm_outcome, &snapshot),
            diagnostics(&cold_outcome, &snapshot),
            "diagnostics differ after step {step}, {edit:?}"
        );
        let (warm_files, cold_files) = (texts(&warm_sink), texts(&cold_sink));
        if cold_outcome.emitted.is_some() {
            for (path, cold) in &cold_files {
                assert_eq!(
                    warm_files.get(path),
                    Some(cold),
                    "{path} differs after step {step}, {edit:?}"
                );
            }
            assert_eq!(
                warm_files.len(),
                cold_files.len(),
                "stale outputs after step {step}, {edit:?}"
            );
            // And a third time: nothing changed, nothing is done.
            let again = site.build_into(&mut warm, &mut warm_sink);
            assert_eq!(
                (again.work.parsed, again.work.indexed, again.work.rendered),
                (0, false, 0)
            );
        } else {
            assert_eq!(
                warm_files, before,
                "a build with errors wrote something at step {step}, {edit:?}"
            );
        }
    }
}

fn cases() -> u32 {
    std::env::var("ATTUNED_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(30)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_warm_build_equals_a_cold_one_after_any_edit(script in proptest::collection::vec(edits(), 1..20)) {
        run(&script);
    }
}
