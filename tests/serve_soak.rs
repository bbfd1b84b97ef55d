//! After any edits, whatever is served is what a clean build makes of the files.
//!
//! `ATTUNED_EDITS=1000 cargo test --test serve_soak` makes the long run. `ATTUNED_SEED` repeats one.
#![expect(
    clippy::disallowed_methods,
    reason = "it does what authors do, for as long as the environment asks"
)]
#![cfg(unix)]

mod command;
mod preview;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::PathBuf;

use attuned::base::path::percent_encode;
use command::Site;
use preview::Preview;

const TODAY: &str = "2026-11-22";

/// So many edits, and then everything is compared.
const BETWEEN: usize = 10;

/// The client in a page.
const CLIENT: &str = "<script src=\"/_attuned/live.js\"";

/// Numbers that look random and can be had again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }
}

/// A site, and what its author does to it.
struct Author {
    site: Site,
    dice: Dice,
    /// How many edits there were: a number in each makes it different.
    edits: usize,
    /// Articles that may go or move; none links to them.
    free: BTreeSet<String>,
    /// Files with an error, and what mends them.
    broken: BTreeMap<String, Option<String>>,
}

impl Author {
    fn new(seed: u64) -> Self {
        let mut author = Self {
            site: Site::empty(),
            dice: Dice(seed | 1),
            edits: 0,
            free: BTreeSet::new(),
            broken: BTreeMap::new(),
        };
        author.configure();
        let site = &author.site;
        site.write(
            "articles/index.md",
            "---\ntitle: Welcome\nkind: page\n---\n\nWelcome.\n",
        );
        site.write("articles/people.yaml", "ada:\n  name: Ada Example\n");
        site.write(
            "articles/hub.md",
            "---\ntitle: Hub\ndate: 2026-01-01\n---\n\n## A heading\n\nWords.\n",
        );
        site.write(
            "themes/mine/theme.yaml",
            "name: Mine\nextends: hearth\nstylesheet: mine.css\n",
        );
        site.write("themes/mine/assets/mine.css", "p { margin: 1em }\n");
        site.write(
            "notes/n.md",
            "---\ntitle: Note\ndate: 2026-01-01\n---\n\nA note.\n",
        );
        symlink("../notes/n.md", site.at("articles/linked.md")).unwrap();
        for _ in 0..12 {
            author.add();
        }
        author
    }

    fn configure(&mut self) {
        let lines = [
            "",
            "tagline: Hello\n",
            "paginate: 3\n",
            "feed_items: 2\n",
            "languages: {es: {name: Prueba}}\n",
            "menu: [/articles/, /topics/]\n",
        ];
        let line = lines[self.dice.roll(lines.len())];
        let text = format!("{}theme: mine\n{line}", command::SITE);
        self.save("site.yaml", &text);
    }

    fn article(&mut self) -> String {
        let n = self.edits;
        let mut text = format!("---\ntitle: Article {n}\n");
        let topics = [
            "",
            "topics: [Repair]\n",
            "topics: [repair, The Body]\n",
            "topics: [Safety]\n",
        ];
        text += topics[self.dice.roll(4)];
        let flags = [
            "",
            "",
            "",
            "draft: yes\n",
            "featured: true\n",
            "discreet: true\n",
        ];
        text += flags[self.dice.roll(6)];
        let authors = ["", "authors: [ada]\n"];
        text += authors[self.dice.roll(2)];
        if self.dice.roll(5) == 0 {
            text += &format!("slug: named-{n}\n");
        }
        if self.dice.roll(6) == 0 {
            text += &format!("aliases: [/old/{n}/]\n");
        }
        text += [
            "date: 2026-01-01\n",
            "date: 2026-05-06\n",
            "date: 2026-12-24\n",
        ][self.dice.roll(3)];
        text += "---\n\n";
        text += &format!(
            "Words {n}, and [the hub](/hub/#a-heading).\n\n## Part {}\n\nMore.\n",
            n % 3
        );
        text
    }

    /// A path that is not taken.
    fn path(&mut self) -> String {
        let n = self.edits;
        let folders = ["", "one/", "two/deep/", "three/very/deep/"];
        format!(
            "articles/{}a{n}-{}.md",
            folders[self.dice.roll(4)],
            self.dice.roll(1000)
        )
    }

    fn pick(&mut self) -> Option<String> {
        let n = self.dice.roll(self.free.len().max(1));
        self.free.iter().nth(n).cloned()
    }

    fn add(&mut self) {
        self.edits += 1;
        let (path, text) = (self.path(), self.article());
        self.save(&path, &text);
        self.free.insert(path);
    }

    /// Saves a file as one editor or another does.
    fn save(&mut self, path: &str, text: &str) {
        let at = self.site.at(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        let beside = |ending: &str| PathBuf::from(format!("{}{ending}", at.display()));
        match self.dice.roll(6) {
            0 => {
                fs::write(beside(".tmp"), text).unwrap();
                fs::rename(beside(".tmp"), &at).unwrap();
            }
            1 => {
                let _ = fs::rename(&at, beside("~"));
                fs::write(&at, text).unwrap();
                let _ = fs::remove_file(beside("~"));
            }
            2 => {
                let _ = fs::remove_file(&at);
                fs::write(&at, text).unwrap();
            }
            3 => {
                // A name that is no litter, as `sed -i` takes one.
                let new = at.with_file_name("sedQx1Y2z");
                fs::write(&new, text).unwrap();
                fs::rename(&new, &at).unwrap();
            }
            _ => fs::write(&at, text).unwrap(),
        }
    }

    /// Does one thing.
    fn edit(&mut self) {
        self.edits += 1;
        let n = self.edits;
        match self.dice.roll(22) {
            0..=5 => {
                if let Some(path) = self.pick() {
                    let text = self.article();
                    self.broken.remove(&path);
                    self.save(&path, &text);
                }
            }
            6 | 7 => self.add(),
            8 | 9 => {
                if let Some(path) = self.pick() {
                    self.free.remove(&path);
                    self.broken.remove(&path);
                    fs::remove_file(self.site.at(&path)).unwrap();
                }
            }
            10 => {
                if let Some(path) = self.pick() {
                    let new = self.path();
                    let to = self.site.at(&new);
                    fs::create_dir_all(to.parent().unwrap()).unwrap();
                    fs::rename(self.site.at(&path), to).unwrap();
                    self.free.remove(&path);
                    if let Some(mended) = self.broken.remove(&path) {
                        self.broken.insert(new.clone(), mended);
                    }
                    self.free.insert(new);
                }
            }
            11 => self.move_folder(),
            12 => self.configure(),
            13 => self.save(
                "themes/mine/assets/mine.css",
                &format!("p {{ margin: {n}em }}\n"),
            ),
            14 => {
                let template = format!(
                    "{{% extends \"hearth/list.html\" %}}{{% block main %}}List {n}.{{{{ super() }}}}{{% endblock %}}"
                );
                match self.dice.roll(2) {
                    0 => self.save("themes/mine/templates/list.html", &template),
                    _ => {
                        let _ = fs::remove_dir_all(self.site.at("themes/mine/templates"));
                        self.broken.remove("themes/mine/templates/list.html");
                    }
                }
            }
            15 => self.save(
                "articles/people.yaml",
                &format!("ada:\n  name: Ada {n} Example\n"),
            ),
            16 => {
                let text = format!("repair:\n  title: Repair {n}\n  description: On repair\n");
                self.save("articles/topics.yaml", &text);
            }
            17 => self.save(
                "notes/n.md",
                &format!("---\ntitle: Note {n}\ndate: 2026-01-01\n---\n\nNote.\n"),
            ),
            18 => self.add_picture(),
            19 => self.make_a_mistake(),
            20 => {
                for name in ["articles/.x.swp", "articles/4913", "articles/one/x~"] {
                    self.site.write(name, "Litter.");
                }
                let mode = [0o600, 0o644][n % 2];
                fs::set_permissions(
                    self.site.at("articles/hub.md"),
                    fs::Permissions::from_mode(mode),
                )
                .unwrap();
            }
            _ => {
                // Many at once.
                for _ in 0..self.dice.roll(30) {
                    self.add();
                }
                while self.free.len() > 40 {
                    let path = self.pick().unwrap();
                    self.free.remove(&path);
                    self.broken.remove(&path);
                    fs::remove_file(self.site.at(&path)).unwrap();
                }
            }
        }
    }

    fn move_folder(&mut self) {
        let from = ["one", "two/deep", "two", "three/very"][self.dice.roll(4)];
        let to = format!("moved-{}", self.edits);
        let (old, new) = (format!("articles/{from}"), format!("articles/{to}"));
        if !self.site.at(&old).is_dir() {
            return;
        }
        fs::rename(self.site.at(&old), self.site.at(&new)).unwrap();
        let below = |path: &str| {
            let rest = path.strip_prefix(&old)?;
            rest.starts_with('/').then(|| format!("{new}{rest}"))
        };
        let renamed = |path: String| below(&path).unwrap_or(path);
        self.free = std::mem::take(&mut self.free)
            .into_iter()
            .map(renamed)
            .collect();
        self.broken = std::mem::take(&mut self.broken)
            .into_iter()
            .map(|(path, mended)| (renamed(path), mended))
            .collect();
    }

    fn add_picture(&mut self) {
        let side = 1 + (self.edits % 9) as u32;
        let mut bytes = std::io::Cursor::new(Vec::new());
        let picture = image::DynamicImage::new_rgb8(side, side);
        picture
            .write_to(&mut bytes, image::ImageFormat::Png)
            .unwrap();
        self.site.write("articles/hands.png", bytes.into_inner());
        self.save(
            "articles/hub.md",
            "---\ntitle: Hub\ndate: 2026-01-01\n---\n\n## A heading\n\n![Hands](hands.png)\n",
        );
    }

    fn make_a_mistake(&mut self) {
        let whole = |author: &Self, path: &str| fs::read_to_string(author.site.at(path)).ok();
        let mistakes = [
            "themes/mine/templates/list.html",
            "site.yaml",
            "articles/people.yaml",
        ];
        let (path, text) = match self.dice.roll(6) {
            0 => (mistakes[0].to_owned(), "{{ list.no.such.thing }}"),
            1 => (mistakes[1].to_owned(), "name: ["),
            2 => (mistakes[2].to_owned(), "ada: ["),
            3 => ("articles/hub.md".to_owned(), "---\ntitle: [\n---\n"),
            _ => match self.pick() {
                Some(path) => (path, "---\ntitle: A\n---\n\n[Nowhere](nowhere.md)\n"),
                None => return,
            },
        };
        if !self.broken.contains_key(&path) {
            self.broken.insert(path.clone(), whole(self, &path));
        }
        self.save(&path, text);
    }

    /// Mends every mistake that is still there.
    fn mend(&mut self) {
        for (path, good) in std::mem::take(&mut self.broken) {
            match good {
                Some(text) => self.save(&path, &text),
                None => {
                    let _ = fs::remove_file(self.site.at(&path));
                }
            }
        }
    }
}

/// A page without what the server put in.
fn without_client(page: &[u8]) -> Vec<u8> {
    let page = String::from_utf8(page.to_vec()).unwrap();
    let start = page.find(CLIENT).expect("the client");
    let end = start + page[start..].find("</script>").unwrap() + "</script>".len();
    format!("{}{}", &page[..start], &page[end..]).into_bytes()
}

/// Every file that a clean build makes.
fn clean_build(site: &Site) -> BTreeMap<PathBuf, Vec<u8>> {
    let out = site.root().with_file_name("clean");
    let _ = fs::remove_dir_all(&out);
    let arguments = ["build", "--today", TODAY, "--out", out.to_str().unwrap()];
    site.run(&arguments).ends_with(0);
    let mut files = command::tree(&out);
    files.retain(|path, bytes| bytes != b"folder" && !path.starts_with(".attuned.json"));
    files
}

#[track_caller]
fn is_served_as_built(site: &Site, preview: &Preview, gone: &mut BTreeSet<PathBuf>) -> usize {
    let files = clean_build(site);
    for (path, bytes) in &files {
        let address = format!("/{}", percent_encode(path.to_str().unwrap()));
        let answer = preview.get(&address).is(200);
        let body = match path.extension().is_some_and(|ending| ending == "html") {
            true => without_client(&answer.body),
            false => answer.body,
        };
        assert_eq!(
            String::from_utf8_lossy(&body),
            String::from_utf8_lossy(bytes),
            "{address} is stale"
        );
    }
    gone.retain(|path| !files.contains_key(path));
    for path in gone.iter() {
        let address = format!("/{}", percent_encode(path.to_str().unwrap()));
        preview.get(&address).is(404);
    }
    gone.extend(files.keys().cloned());
    files.len()
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn after_any_edits_what_is_served_is_what_a_clean_build_makes() {
    let edits = number("ATTUNED_EDITS").unwrap_or(50) as usize;
    let seed = number("ATTUNED_SEED").unwrap_or_else(|| u64::from(std::process::id()) << 20);
    eprintln!("ATTUNED_SEED={seed}");
    let mut author = Author::new(seed);
    let mut preview = Preview::of(&author.site, &["--today", TODAY]);
    let mut known = BTreeSet::new();
    let mut compared = 0;
    for round in 0..edits.div_ceil(BETWEEN) {
        for _ in 0..BETWEEN {
            author.edit();
            // Now and then there is time to build, and now and then there is none.
            if author.dice.roll(3) == 0 {
                wait(&author.site, &mut preview, author.edits);
            }
        }
        author.mend();
        wait(&author.site, &mut preview, round + 1_000_000);
        compared += is_served_as_built(&author.site, &preview, &mut known);
        #[cfg(target_os = "linux")]
        if round % 10 == 9 {
            eprintln!(
                "{} edits: {} MB",
                (round + 1) * BETWEEN,
                preview.memory() >> 20
            );
        }
        preview.gather();
    }
    eprintln!("{compared} files compared");
}

/// Waits until everything that has happened so far has been dealt with.
fn wait(site: &Site, preview: &mut Preview, number: usize) {
    let text = format!("---\ntitle: Last\ndate: 2026-01-01\n---\n\nThe last is {number}.\n");
    fs::write(site.at("articles/last.md"), text).unwrap();
    preview.comes_to_show("/last/", &format!("The last is {number}."));
}
