//! The words that citations and references add, by language.

/// The words that citations and references add. [`Words::ENGLISH`] holds those of the APA Publication Manual; other
/// languages have their own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Words {
    /// The CSL locale whose terms references use: "Eds.", "Vol.", "In".
    pub locale: &'static str,
    /// Between the last two authors in prose.
    pub and: &'static str,
    /// Between the last two authors in brackets and in references.
    pub ampersand: &'static str,
    /// For the authors left out.
    pub et_al: &'static str,
    /// For a work without a date.
    pub no_date: &'static str,
    /// For a work that has been accepted.
    pub in_press: &'static str,
    /// Before a date that is an estimate.
    pub circa: &'static str,
    /// The end of a range that goes on.
    pub present: &'static str,
    /// After a year before the common era.
    pub before_common_era: &'static str,
    /// The months from January.
    pub months: [&'static str; 12],
    /// Spring to winter.
    pub seasons: [&'static str; 4],
    /// How `{month}` and `{day}` are joined.
    pub month_day: &'static str,
    /// Before a year-month-day and the address of what changes: "Retrieved {date}, from".
    pub retrieved: &'static str,
    /// How `{year}` and `{month_day}` make a date of retrieval.
    pub retrieved_date: &'static str,
    /// Quotation marks around the title of an article.
    pub quotes: [&'static str; 2],
    /// The words before a place in a work, in the order of [`Place`](crate::content::markdown::Place): for one and for several.
    pub places: [[&'static str; 2]; 16],
}

impl Words {
    /// English, as in the manual.
    pub const ENGLISH: Self = Self {
        locale: "en-US",
        and: "and",
        ampersand: "&",
        et_al: "et al.",
        no_date: "n.d.",
        in_press: "in press",
        circa: "ca.",
        present: "present",
        before_common_era: "B.C.E.",
        months: [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        seasons: ["Spring", "Summer", "Fall", "Winter"],
        month_day: "{month} {day}",
        retrieved: "Retrieved {date}, from",
        retrieved_date: "{month_day}, {year}",
        quotes: ["“", "”"],
        // Section 8.13: "p.", "pp." and "para." are shortened, the others written out.
        places: [
            ["p.", "pp."],
            ["Chapter", "Chapters"],
            ["Section", "Sections"],
            ["para.", "paras."],
            ["Vol.", "Vols."],
            ["No.", "Nos."],
            ["Figure", "Figures"],
            ["Footnote", "Footnotes"],
            ["Book", "Books"],
            ["Part", "Parts"],
            ["Column", "Columns"],
            ["Line", "Lines"],
            ["Verse", "Verses"],
            ["Folio", "Folios"],
            ["Opus", "Opera"],
            ["Table", "Tables"],
        ],
    };
}

impl Default for Words {
    fn default() -> Self {
        Self::ENGLISH
    }
}
