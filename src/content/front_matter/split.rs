//! A source file in two: where its front matter ends and its body begins.

use std::ops::Range;

use memchr::memchr;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::yaml::{Part, Step, locate};

/// Bytes of front matter that no article needs: a longer one is an article whose front matter was not closed.
const MAX_BYTES: usize = 64 * 1024;

/// A source file in two: its front matter and its body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Split {
    /// The line that opens the front matter, `---`.
    pub fence: Range<usize>,
    /// The YAML between the two lines of hyphens.
    pub yaml: Range<usize>,
    /// Everything after them.
    pub body: Range<usize>,
}

impl Split {
    /// Which bytes of the whole file `steps` into the front matter lead to; the opening line if they lead nowhere.
    #[must_use]
    pub fn locate(&self, text: &str, steps: &[Step<'_>], part: Part) -> Range<usize> {
        let yaml = text.get(self.yaml.clone()).unwrap_or_default();
        let start = self.yaml.start;
        locate(yaml, steps, part).map_or(self.fence.clone(), |range| {
            range.start + start..range.end + start
        })
    }
}

/// A file's bytes as text, or an error that says what to do.
pub fn text_of<'a>(
    bytes: &'a [u8],
    file: &SitePath,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'a str> {
    const SAVE: &str = "open the file in your editor and save it again with the encoding UTF-8";
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let message = "the file is saved as UTF-16 (“Unicode” in some editors), not as UTF-8";
        problems.push(Diagnostic::error("file/not-utf8", file, message).help(SAVE));
        return None;
    }
    let text = match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            let message = format!("line {line} holds a character that is not saved as UTF-8");
            let problem = Diagnostic::error("file/not-utf8", file, message);
            problems.push(problem.at(at..at).help(SAVE));
            return None;
        }
    };
    if let Some(at) = memchr(0, bytes) {
        let message = "the file holds an invisible NUL character, so it may be damaged";
        let problem = Diagnostic::error("file/nul", file, message).at(at..at + 1);
        problems.push(problem.help("restore the file, or delete the line and type it again"));
        return None;
    }
    Some(text)
}

/// Finds the front matter of `text`, the whole file; `None`, with an error, where there is none.
pub fn split(text: &str, file: &SitePath, problems: &mut Vec<Diagnostic>) -> Option<Split> {
    const EXAMPLE: &str =
        "begin the file with a line ---, then title: and date:, then another line ---";
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let first = lines(text, start).find(|(line, _)| !text[line.clone()].trim().is_empty());
    let mut refuse = |code, range: Range<usize>, message: &str, help: String| {
        problems.push(Diagnostic::error(code, file, message).at(range).help(help));
        None
    };
    let Some((fence, yaml_start)) = first else {
        return refuse(
            "front-matter/missing",
            start..start,
            "the file is empty",
            EXAMPLE.into(),
        );
    };
    let opening = text[fence.clone()].trim_end();
    let fence = fence.start..fence.start + opening.len();
    if opening != "---" {
        let (message, help) = if is_like_fence(opening) {
            (
                "the front matter must open with exactly three hyphens",
                "write --- on this line; your editor may have turned the hyphens into a dash"
                    .into(),
            )
        } else if opening == "+++" {
            (
                "the front matter is YAML between lines of three hyphens, not TOML",
                EXAMPLE.into(),
            )
        } else {
            ("the file has no front matter", EXAMPLE.into())
        };
        return refuse("front-matter/missing", fence, message, help);
    }

    let mut like_fence = None;
    for (line, next) in lines(text, yaml_start) {
        let content = text[line.clone()].trim_end();
        if content == "---" || content == "..." {
            if line.start - yaml_start > MAX_BYTES {
                return refuse(
                    "front-matter/too-large",
                    fence,
                    "the front matter is longer than 64 KB",
                    "close it with a line of three hyphens, and write the article below that"
                        .into(),
                );
            }
            return Some(Split {
                fence,
                yaml: yaml_start..line.start,
                body: next..text.len(),
            });
        }
        if like_fence.is_none() && is_like_fence(content) && !content.starts_with(' ') {
            like_fence = Some(line.start..line.start + content.len());
        }
    }
    match like_fence {
        Some(line) => refuse(
            "front-matter/unclosed",
            line,
            "the front matter must close with exactly three hyphens",
            "write --- on this line; your editor may have turned the hyphens into a dash".into(),
        ),
        None => refuse(
            "front-matter/unclosed",
            fence,
            "the front matter that opens here is not closed",
            "close it with a line of three hyphens, ---, above the text of the article".into(),
        ),
    }
}

/// Each line from `from` on: its range without the line break, and the offset of the next.
fn lines(text: &str, from: usize) -> impl Iterator<Item = (Range<usize>, usize)> {
    let mut start = from;
    text[from..].split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (at..at + line.trim_end_matches(['\n', '\r']).len(), start)
    })
}

/// A line that was meant to be three hyphens; editors turn them into dashes.
fn is_like_fence(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty()
        && line
            .chars()
            .all(|c| matches!(c, '-' | '–' | '—' | '‒' | '−'))
}
