//! `people.yaml`: who writes and reviews.

use std::collections::BTreeMap;

use super::config::check_url;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::path::{SitePath, slugify};
use crate::base::yaml::{Dialect, Part, Reader, Source, Step, record};

/// The file that names people.
pub const FILE: &str = "articles/people.yaml";

record! {
    /// A picture of a person; its path alone will do.
    pub struct Photo or src {
        /// The picture's file, as a path from people.yaml.
        pub src: String,
        /// What the picture shows; the person's name if nothing is written.
        pub alt: Option<String> as prose,
    }
}

record! {
    /// A web page of a person.
    pub struct Link {
        /// What the link says.
        pub title: String as prose,
        /// The address.
        pub url: String,
    }
}

record! {
    /// Someone who writes or reviews.
    pub struct Person {
        /// The name, as it is shown.
        pub name: String as prose,
        /// Degrees and titles.
        pub credentials: Option<String> as prose,
        /// What they do in the practice.
        pub role: Option<String> as prose,
        /// The professional register and the number there.
        pub registration: Option<String> as prose,
        /// A picture.
        pub photo: Option<Photo>,
        /// A few sentences about them.
        pub bio: Option<String> as prose,
        /// Web pages.
        pub links: Vec<Link>,
    }
}

impl Person {
    /// The file of their picture, whether or not it exists.
    #[must_use]
    pub fn portrait(&self) -> Option<SitePath> {
        SitePath::new(FILE).join(&self.photo.as_ref()?.src)
    }
}

/// Reads `people.yaml`: people by id, of whom each is usable.
pub fn read(
    text: &str,
    file: &SitePath,
    problems: &mut Vec<Diagnostic>,
) -> Option<BTreeMap<String, Person>> {
    let mut reader = Reader::new(Source::whole(file, text, Dialect::Data), problems);
    let people: BTreeMap<String, Person> = reader.read()?;
    for (id, person) in &people {
        check_id(id, &mut reader);
        for (n, link) in person.links.iter().enumerate() {
            let steps = [
                Step::Key(id),
                Step::Key("links"),
                Step::Index(n),
                Step::Key("url"),
            ];
            check_url(&link.url, "data/url", &steps, &mut reader);
        }
    }
    Some(people)
}

/// An id becomes part of an address.
pub(super) fn check_id(id: &str, reader: &mut Reader<'_>) {
    let right = slugify(id);
    if id != right || id.is_empty() {
        let range = reader.span(&[Step::Key(id)], Part::Key);
        let help = match right.as_str() {
            "" => "write letters, digits and hyphens".into(),
            right => format!("write {right}:"),
        };
        let message = "an id holds only lower-case letters, digits and single hyphens";
        reader.report(Severity::Error, "data/id", range, message, help);
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::base::yaml::rendered;

    fn said(text: &str) -> String {
        let mut problems = Vec::new();
        read(text, &SitePath::new("people.yaml"), &mut problems);
        rendered(text, &problems)
    }

    #[test]
    fn people_are_read_by_id() {
        let text = "\
example-author:
  name: Example Author
  photo: author.jpg
  links: {title: Register, url: https://example.org/1}
ben:
  name: Ben
  photo: {src: ben.jpg, alt: Ben at his desk}
";
        let mut problems = Vec::new();
        let people = read(text, &SitePath::new("people.yaml"), &mut problems).unwrap();
        assert_eq!(rendered(text, &problems), "");
        let photo = people["example-author"].photo.as_ref();
        assert_eq!(photo.map(|photo| photo.src.as_str()), Some("author.jpg"));
        assert_eq!(said("# nobody yet\n"), "");
    }

    #[test]
    fn ids_are_slugs_and_stand_for_one_person() {
        assert_snapshot!(said("\
Ana Lopez: {name: Ana}
ben: {name: Ben, links: [{title: A, url: example.org}]}
ben: {name: Benjamin}
eve: {role: Counsellor}
joe: Joe
"), @"
        3:1 error data/duplicate-key `ben` is already on line 2 | keep one of the two and delete the other
        4:6 error data/missing-key `eve` has no `name` | add a line name: …
        5:6 error data/wrong-type `joe` needs keys of its own, not `Joe` | write joe: {name: Joe, credentials: …}; the keys are `name`, `credentials`, `role`, `registration`, `photo`, `bio`, `links`
        1:1 error data/id an id holds only lower-case letters, digits and single hyphens | write ana-lopez:
        2:42 error data/url this is not a web address | write https://example.org
        ");
    }
}
