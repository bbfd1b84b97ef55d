//! The stable codes of what can be wrong in a YAML text, by the kind of file it is in.

/// Which kind of file a YAML text is: the first half of its codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The front matter of an article or page.
    FrontMatter,
    /// `site.yaml`.
    Config,
    /// `theme.yaml`.
    Theme,
    /// `people.yaml`, `topics.yaml`, `glossary.yaml`, `support.yaml`.
    Data,
}

impl Dialect {
    /// Every kind of file.
    pub const ALL: [Self; 4] = [Self::FrontMatter, Self::Config, Self::Theme, Self::Data];
}

macro_rules! faults {
    ($($(#[doc = $doc:literal])* $name:ident = $word:literal,)*) => {
        /// What can be wrong in any YAML text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Fault { $($(#[doc = $doc])* $name,)* }

        impl Dialect {
            /// The stable code of `fault` in this kind of file, such as `front-matter/unknown-key`.
            #[must_use]
            pub fn code(self, fault: Fault) -> &'static str {
                match (self, fault) {$(
                    (Self::FrontMatter, Fault::$name) => concat!("front-matter/", $word),
                    (Self::Config, Fault::$name) => concat!("config/", $word),
                    (Self::Theme, Fault::$name) => concat!("theme/", $word),
                    (Self::Data, Fault::$name) => concat!("data/", $word),
                )*}
            }
        }

        impl Fault {
            /// Every fault: for the list of codes in the README.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
        }
    };
}

faults! {
    /// A key that does not exist.
    UnknownKey = "unknown-key",
    /// A key written twice.
    DuplicateKey = "duplicate-key",
    /// A required key that is absent or empty.
    MissingKey = "missing-key",
    /// A list where text belongs, and the like.
    WrongType = "wrong-type",
    /// The right type, but not one of the values that mean something.
    WrongValue = "wrong-value",
    /// No date, or one that no calendar holds.
    Date = "date",
    /// A plain text with a colon in it.
    UnquotedColon = "unquoted-colon",
    /// `key:value`.
    MissingSpace = "missing-space",
    /// A line that is neither a key nor an item.
    MissingColon = "missing-colon",
    /// A tab where only spaces may indent.
    Tab = "tab",
    /// A quote that is not closed, or closed too early.
    Quote = "quote",
    /// A bracket that is not closed, or closed too early.
    Bracket = "bracket",
    /// A plain text that begins with a character that means something else to YAML.
    SpecialCharacter = "special-character",
    /// A text in typographic quotes, which become part of it.
    CurlyQuotes = "curly-quotes",
    /// A text that ends at ` #` unnoticed.
    CutByComment = "cut-by-comment",
    /// A list written with commas alone.
    CommaList = "comma-list",
    /// Lines that do not begin where their neighbours begin.
    Indentation = "indentation",
    /// A text in which `---` begins a second document.
    SeveralDocuments = "several-documents",
    /// A text that holds no keys.
    NoKeys = "no-keys",
    /// More than any site needs: too long, too deep, or an endless chain of aliases.
    TooLarge = "too-large",
    /// Anything else that is not YAML.
    Syntax = "syntax",
}
