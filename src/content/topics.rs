//! `topics.yaml`: what articles are about.

use std::collections::BTreeMap;

use super::config::check_language;
use super::people::check_id;
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::yaml::{Dialect, Part, Reader, Source, Step, record};

record! {
    /// A topic in another language.
    pub struct TopicTranslation {
        /// Its name.
        pub title: Option<String> as prose,
        /// One or two sentences about it.
        pub description: Option<String> as prose,
    }
}

record! {
    /// What articles can be about.
    pub struct Topic {
        /// Its name.
        pub title: String as prose,
        /// One or two sentences about it.
        pub description: Option<String> as prose,
        /// The same in other languages, by tag.
        pub translations: BTreeMap<String, TopicTranslation>,
    }
}

/// Reads `topics.yaml`: topics by slug.
pub fn read(
    text: &str,
    file: &SitePath,
    problems: &mut Vec<Diagnostic>,
) -> Option<BTreeMap<String, Topic>> {
    let mut reader = Reader::new(Source::whole(file, text, Dialect::Data), problems);
    let topics: BTreeMap<String, Topic> = reader.read()?;
    for (slug, topic) in &topics {
        check_id(slug, &mut reader);
        for tag in topic.translations.keys() {
            let steps = [Step::Key(slug), Step::Key("translations"), Step::Key(tag)];
            check_language(tag, "data/language", &steps, Part::Key, &mut reader);
        }
    }
    Some(topics)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::base::yaml::rendered;

    fn said(text: &str) -> String {
        let mut problems = Vec::new();
        read(text, &SitePath::new("topics.yaml"), &mut problems);
        rendered(text, &problems)
    }

    #[test]
    fn topics_are_read_by_slug() {
        assert_eq!(
            said("repair:\n  title: Repair\n  translations:\n    es:\n      title: Reparación\n"),
            ""
        );
        assert_snapshot!(said("\
Your Therapy: {title: Your therapy}
repair: {description: After a miss, translations: {EN: {title: A}}}
repair: {title: Repair}
"), @"
        2:9 error data/missing-key `repair` has no `title` | add a line title: …
        3:1 error data/duplicate-key `repair` is already on line 2 | keep one of the two and delete the other
        1:1 error data/id an id holds only lower-case letters, digits and single hyphens | write your-therapy:
        ");
    }
}
