//! `attuned new`: the beginning of a site, and of an article.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this command writes new files, and never over old ones"
)]

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Component, Path, PathBuf};

use clap::Subcommand;

use crate::base::date::Date;
use crate::base::diagnostic::has_errors;
use crate::base::path::{SitePath, slugify};
use crate::base::suggest::nearest;
use crate::build::builder::SITE_FILE;
use crate::build::{source, walk};
use crate::content::config;
use crate::content::reference::ARTICLES;
use crate::content::support;

use super::output::{Failure, print, say};
use super::place::{self, Place};
use super::report::Report;
use super::{End, SiteOption, today};

/// Bytes of a file name that come from the title: every system and every address bar has room for these.
const LONGEST_NAME: usize = 80;

/// What can be begun.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Begin a site in a new or empty folder
    Site {
        /// The folder, such as my-site
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Your country, whose support lines pages show, such as GB
        #[arg(long, value_name = "CODE")]
        region: Option<String>,
    },
    /// Begin an article, as a draft
    Article {
        /// The title, in quotes: "What attunement is"
        title: String,
        /// The folder below `articles` to put it in
        #[arg(long = "in", value_name = "FOLDER")]
        folder: Option<PathBuf>,
        /// The language it is in, if not the site's own
        #[arg(long, value_name = "LANG")]
        lang: Option<String>,
        #[command(flatten)]
        site: SiteOption,
    },
}

pub(super) fn run(command: &Command) -> Result<End, Failure> {
    match command {
        Command::Site { folder, region } => site(folder, region.as_deref()),
        Command::Article {
            title,
            folder,
            lang,
            site,
        } => {
            let folder = folder.as_deref().unwrap_or(Path::new(""));
            article(title, folder, lang.as_deref(), &site.find()?)
        }
    }
}

/// The files of a new site.
const FILES: &[(&str, &str)] = &[
    (SITE_FILE, include_str!("new_site/site.yaml")),
    ("articles/index.md", include_str!("new_site/index.md")),
    ("articles/about.md", include_str!("new_site/about.md")),
    (
        "articles/taking-a-slow-breath.md",
        include_str!("new_site/taking-a-slow-breath.md"),
    ),
    ("articles/people.yaml", include_str!("new_site/people.yaml")),
    ("articles/topics.yaml", include_str!("new_site/topics.yaml")),
    (".gitignore", "/.attuned\n"),
    ("public/.gitignore", "*\n!.gitignore\n"),
];

fn site(folder: &Path, region: Option<&str>) -> Result<End, Failure> {
    if let Some(code) = region {
        config::region_code(code).map_err(|help| {
            Failure::new(format!("`{code}` is not the two-letter code of a country")).help(help)
        })?;
    }
    let shown = place::shown(folder);
    let unusable = |error: io::Error| Failure::new(format!("`{shown}` cannot be used: {error}"));
    match fs::read_dir(folder) {
        Ok(entries) => {
            for entry in entries {
                let name = entry.map_err(unusable)?.file_name();
                // A fresh clone holds `.git` and perhaps `.gitignore`.
                if !name.to_string_lossy().starts_with('.') {
                    return Err(Failure::new(format!(
                        "`{shown}` is not empty: it holds `{}`",
                        name.to_string_lossy()
                    ))
                    .help("name a folder that does not exist yet, or an empty one"));
                }
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(Failure::new(format!("`{shown}` is a file"))
                .help("name a folder that does not exist yet, or an empty one"));
        }
        Err(error) => return Err(unusable(error)),
    }
    let today = today().to_string();
    let lines = region.map(shipped_lines);
    let support = match (region, &lines) {
        (Some(_), Some(Some(lines))) => format!("{}\n{lines}", shipped_notes()),
        (Some(region), _) => NO_LINES.replace("REGION", region),
        (None, _) => support::SHIPPED.to_owned(),
    };
    let country = match region {
        Some(region) => format!("region: {region}"),
        None => "# region: GB".to_owned(),
    };
    let files = FILES.iter().map(|(path, text)| (*path, (*text).to_owned()));
    for (path, text) in files.chain([(support::FILE, support)]) {
        let text = text.replace("TODAY", &today).replace("REGION", &country);
        match create(&folder.join(path), &text) {
            // Whoever has a .gitignore already keeps it.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            result => result.map_err(|error| unwritable(&folder.join(path), &error))?,
        }
    }
    print(&format!("{shown}\n"))?;
    let go = if shown == "." {
        String::new()
    } else {
        // A blank would end the name for the terminal, and other signs mean something to it.
        let plain = |c: char| c.is_alphanumeric() || "-_./\\:".contains(c);
        let quote = if shown.chars().all(plain) { "" } else { "\"" };
        let folder = format!("{quote}{shown}{quote}");
        format!("`cd {folder}`, then ")
    };
    say(&format!(
        "Your site is ready. Next: {go}`attuned build`, which makes the website in the folder public.\n\
         site.yaml holds the name of your practice; what you write goes into the folder articles.\n{}\n",
        match (region, lines) {
            (None, _) => "Write your country into site.yaml (`region`), so that each page can say whom to call in a crisis.".to_owned(),
            (Some(region), Some(Some(_))) => format!(
                "Each page says whom to call in a crisis in {region}. Nobody has rung these numbers: see articles/support.yaml."
            ),
            (Some(region), _) => format!(
                "Attuned knows no support lines for {region}, so each page says to call the local emergency number. Please write some into articles/support.yaml."
            ),
        }
    ));
    Ok(End::Done)
}

/// support.yaml of a new site in a country that the shipped list does not have.
const NO_LINES: &str = include_str!("new_site/support.yaml");

/// What the shipped list says of itself.
fn shipped_notes() -> String {
    let notes = support::SHIPPED.lines();
    let notes = notes.take_while(|line| line.starts_with('#'));
    notes.map(|line| format!("{line}\n")).collect()
}

/// The part of the shipped list for a country, if it has one.
fn shipped_lines(region: &str) -> Option<String> {
    let key = format!("{region}:");
    let mut lines = support::SHIPPED.lines();
    let first = lines.find(|line| line.starts_with(&key))?;
    let rest = lines.take_while(|line| line.is_empty() || line.starts_with(' '));
    let all = std::iter::once(first).chain(rest);
    let text: String = all.map(|line| format!("{line}\n")).collect();
    Some(format!("{}\n", text.trim_end()))
}

fn article(title: &str, folder: &Path, lang: Option<&str>, place: &Place) -> Result<End, Failure> {
    let title = one_line(title);
    let name = name_of(&title)?;
    let suffix = match lang {
        Some(lang) => match suffix(lang, place)? {
            Some(suffix) => suffix,
            None => return Ok(End::SiteHasErrors),
        },
        None => String::new(),
    };
    let path = place
        .root()
        .join(folder_of(folder, place)?)
        .join(format!("{name}{suffix}.md"));
    let shown = place::shown(&path);
    create(&path, &text_of(&title, today())).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::new(format!("`{shown}` exists already"))
            .help("choose another title, or another folder with --in"),
        _ => unwritable(&path, &error),
    })?;
    print(&format!("{shown}\n"))?;
    Ok(End::Done)
}

/// The title without line breaks and other characters that no title holds.
fn one_line(title: &str) -> String {
    let words: Vec<&str> = title
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// The name of the file, without its ending.
fn name_of(title: &str) -> Result<String, Failure> {
    let slug = slugify(title);
    let cut = slug.floor_char_boundary(LONGEST_NAME);
    let name = if cut == slug.len() {
        &slug
    } else {
        // At the end of a word, where there is one.
        slug[..cut]
            .rsplit_once('-')
            .map_or(&slug[..cut], |(words, _)| words)
    };
    match name {
        "" => Err(Failure::new("a title needs at least one letter or digit")
            .help("write it in quotes: attuned new article \"What attunement is\"")),
        "index" => Err(
            Failure::new("`index.md` is the page of its whole folder, not an article")
                .help("choose another title, and change it in the file afterwards"),
        ),
        name => Ok(name.to_owned()),
    }
}

/// The end of the name of a file in `lang`; `None` where site.yaml is broken, which has then been told.
fn suffix(lang: &str, place: &Place) -> Result<Option<String>, Failure> {
    let snapshot = source::read(place.root());
    let file = SitePath::new(SITE_FILE);
    let mut problems = Vec::new();
    let config = snapshot
        .text(&file)
        .and_then(|text| config::read(text, &file, &mut problems));
    let config = match config {
        Some(config) if !has_errors(&problems) => config,
        _ => {
            say(&Report::new(place, &snapshot).human(&problems));
            return Ok(None);
        }
    };
    if lang == config.language {
        return Ok(Some(String::new()));
    }
    if config.language_tags().any(|tag| tag == lang) {
        return Ok(Some(format!(".{lang}")));
    }
    let failure = Failure::new(format!("this site has no language `{lang}`"));
    Err(match nearest(lang, config.language_tags()) {
        Some(near) => failure.help(format!(
            "did you mean `{near}`? Further languages are listed under `languages` in site.yaml"
        )),
        None => failure.help(format!(
            "its languages are {}; further ones are listed under `languages` in site.yaml",
            config.language_tags().collect::<Vec<_>>().join(", ")
        )),
    })
}

/// The folder of a new article, from the site's: always inside `articles`.
fn folder_of(folder: &Path, place: &Place) -> Result<PathBuf, Failure> {
    let refuse = |why: &str| {
        Failure::new(format!("`{}` {why}", folder.display()))
            .help("name a folder below `articles`, such as --in attunement")
    };
    let mut parts = Vec::new();
    for part in folder.components() {
        match part {
            Component::Normal(part) => parts.push(
                part.to_str()
                    .ok_or_else(|| refuse("is not a name that can be written"))?,
            ),
            Component::CurDir => {}
            _ => return Err(refuse("is not inside the folder `articles`")),
        }
    }
    // The shell completes the name of the folder from the site's.
    if parts.first() == Some(&"articles") {
        parts.remove(0);
    }
    if let Some(part) = parts.iter().find(|part| walk::is_litter(part)) {
        return Err(refuse(&format!(
            "would never be read: `{part}` is a name for hidden or temporary files"
        )));
    }
    let mut path = PathBuf::from(ARTICLES);
    let mut existing = Ok(fs::canonicalize(place.root()).unwrap_or_else(|_| place.root().into()));
    let root = existing.as_ref().ok().cloned().unwrap_or_default();
    for part in [None].into_iter().chain(parts.into_iter().map(Some)) {
        path.extend(part);
        // A link may lead anywhere; what does not exist yet leads nowhere.
        if existing.is_ok() {
            existing = fs::canonicalize(place.root().join(&path));
            if existing.as_ref().is_ok_and(|real| !real.starts_with(&root)) {
                return Err(refuse("is a link that leads out of the site"));
            }
        }
    }
    Ok(path)
}

/// A new article.
fn text_of(title: &str, date: Date) -> String {
    format!(
        "---\n\
         title: {}\n\
         date: {date}\n\
         # One or two sentences on what it says, for lists and search:\n\
         description:\n\
         # Topics, with commas between them:\n\
         topics: []\n\
         # Delete the next line when the article is ready.\n\
         draft: true\n\
         ---\n\
         \n\
         Write here.\n",
        quoted(title)
    )
}

/// A text in the quotes of YAML in which everything can be written.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            // What YAML does not count as printable.
            '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Writes a file that does not exist yet, with the folders it needs.
fn create(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    File::create_new(path)?.write_all(text.as_bytes())
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!(
        "`{}` cannot be written: {error}",
        place::shown(path)
    ))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::front_matter;

    fn title_read(text: &str) -> String {
        let file = SitePath::new("articles/a.md");
        let mut problems = Vec::new();
        let split = front_matter::split(text, &file, &mut problems).unwrap();
        let front = front_matter::read(text, &split, &file, false, &mut problems);
        problems.retain(|p| p.code != "front-matter/hidden-character");
        assert_eq!(problems, []);
        front.unwrap().title
    }

    proptest! {
        #[test]
        fn any_title_comes_back_as_it_was_written(title in "\\PC{0,40}|[ -~\u{80}-\u{a0}\u{2028}\u{feff}]{0,20}") {
            let title = one_line(&title);
            prop_assume!(!title.is_empty());
            let date = Date::parse("2026-11-03").unwrap();
            prop_assert_eq!(title_read(&text_of(&title, date)), title);
        }
    }

    #[test]
    fn a_name_ends_with_a_word() {
        let name = |title: &str| name_of(title).map_err(|failure| failure.message);
        assert_eq!(
            name("Feeling felt: a start").as_deref(),
            Ok("feeling-felt-a-start")
        );
        assert_eq!(
            name(&"word ".repeat(40)).as_deref(),
            Ok(&*["word"; 16].join("-"))
        );
        assert_eq!(name(&"ψ".repeat(200)), Ok("ψ".repeat(40)));
        assert!(name("?!").is_err());
        assert!(name("Index").is_err());
    }
}
