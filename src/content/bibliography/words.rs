//! The words that citations and references add, by language.

use crate::base::date::ENGLISH_MONTHS;

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
    /// An edition, by its number `{n}` or `{ordinal}`.
    pub edition: &'static str,
    /// Before the version of a program.
    pub version: &'static str,
    /// What a program is called beside its title.
    pub software: &'static str,
    /// What a set of data is called beside its title.
    pub dataset: &'static str,
    /// Quotation marks around the title of an article.
    pub quotes: [&'static str; 2],
    /// The words before a place in a work, in the order of [`Place`](crate::content::markdown::Place): for one and for several.
    pub places: [[&'static str; 2]; 16],
}

impl Words {
    /// The words of `language`; the English ones where we have no others. No native speaker has read those that are not
    /// English.
    #[must_use]
    pub fn of(language: &str) -> Self {
        let tag = language.split('-').next().unwrap_or_default();
        match tag {
            "es" => Self {
                locale: "es-ES",
                and: "y",
                ampersand: "y",
                no_date: "s. f.",
                in_press: "en prensa",
                circa: "ca.",
                present: "presente",
                before_common_era: "a. C.",
                months: [
                    "enero",
                    "febrero",
                    "marzo",
                    "abril",
                    "mayo",
                    "junio",
                    "julio",
                    "agosto",
                    "septiembre",
                    "octubre",
                    "noviembre",
                    "diciembre",
                ],
                seasons: ["primavera", "verano", "otoño", "invierno"],
                month_day: "{day} de {month}",
                retrieved: "Recuperado el {date}, de",
                retrieved_date: "{month_day} de {year}",
                edition: "{n}.ª ed.",
                version: "Versión",
                software: "Programa informático",
                dataset: "Conjunto de datos",
                quotes: ["«", "»"],
                places: [
                    ["p.", "pp."],
                    ["capítulo", "capítulos"],
                    ["sección", "secciones"],
                    ["párr.", "párrs."],
                    ["vol.", "vols."],
                    ["núm.", "núms."],
                    ["figura", "figuras"],
                    ["nota", "notas"],
                    ["libro", "libros"],
                    ["parte", "partes"],
                    ["columna", "columnas"],
                    ["línea", "líneas"],
                    ["verso", "versos"],
                    ["folio", "folios"],
                    ["opus", "opus"],
                    ["tabla", "tablas"],
                ],
                ..Self::ENGLISH
            },
            "de" => Self {
                locale: "de-DE",
                and: "und",
                no_date: "o. D.",
                in_press: "im Druck",
                present: "heute",
                before_common_era: "v. Chr.",
                months: [
                    "Januar",
                    "Februar",
                    "März",
                    "April",
                    "Mai",
                    "Juni",
                    "Juli",
                    "August",
                    "September",
                    "Oktober",
                    "November",
                    "Dezember",
                ],
                seasons: ["Frühjahr", "Sommer", "Herbst", "Winter"],
                month_day: "{day}. {month}",
                retrieved: "Abgerufen am {date}, von",
                retrieved_date: "{month_day} {year}",
                edition: "{n}. Aufl.",
                version: "Version",
                software: "Computersoftware",
                dataset: "Datensatz",
                quotes: ["„", "“"],
                places: [
                    ["S.", "S."],
                    ["Kapitel", "Kapitel"],
                    ["Abschnitt", "Abschnitte"],
                    ["Abs.", "Abs."],
                    ["Bd.", "Bde."],
                    ["Nr.", "Nr."],
                    ["Abbildung", "Abbildungen"],
                    ["Fußnote", "Fußnoten"],
                    ["Buch", "Bücher"],
                    ["Teil", "Teile"],
                    ["Spalte", "Spalten"],
                    ["Zeile", "Zeilen"],
                    ["Vers", "Verse"],
                    ["Folio", "Folios"],
                    ["Opus", "Opera"],
                    ["Tabelle", "Tabellen"],
                ],
                ..Self::ENGLISH
            },
            "el" => Self {
                locale: "el-GR",
                and: "και",
                et_al: "κ.ά.",
                no_date: "χ.χ.",
                in_press: "υπό έκδοση",
                circa: "περ.",
                present: "σήμερα",
                before_common_era: "π.Χ.",
                // As they stand in dates.
                months: [
                    "Ιανουαρίου",
                    "Φεβρουαρίου",
                    "Μαρτίου",
                    "Απριλίου",
                    "Μαΐου",
                    "Ιουνίου",
                    "Ιουλίου",
                    "Αυγούστου",
                    "Σεπτεμβρίου",
                    "Οκτωβρίου",
                    "Νοεμβρίου",
                    "Δεκεμβρίου",
                ],
                seasons: ["άνοιξη", "καλοκαίρι", "φθινόπωρο", "χειμώνας"],
                month_day: "{day} {month}",
                retrieved: "Ανακτήθηκε στις {date}, από",
                retrieved_date: "{month_day} {year}",
                edition: "{n}η έκδ.",
                version: "Έκδοση",
                software: "Λογισμικό υπολογιστή",
                dataset: "Σύνολο δεδομένων",
                quotes: ["«", "»"],
                places: [
                    ["σ.", "σσ."],
                    ["κεφάλαιο", "κεφάλαια"],
                    ["ενότητα", "ενότητες"],
                    ["παρ.", "παρ."],
                    ["τόμ.", "τόμ."],
                    ["αρ.", "αρ."],
                    ["σχήμα", "σχήματα"],
                    ["υποσημείωση", "υποσημειώσεις"],
                    ["βιβλίο", "βιβλία"],
                    ["μέρος", "μέρη"],
                    ["στήλη", "στήλες"],
                    ["γραμμή", "γραμμές"],
                    ["στίχος", "στίχοι"],
                    ["φύλλο", "φύλλα"],
                    ["έργο", "έργα"],
                    ["πίνακας", "πίνακες"],
                ],
                ..Self::ENGLISH
            },
            _ => Self::ENGLISH,
        }
    }

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
        months: ENGLISH_MONTHS,
        seasons: ["Spring", "Summer", "Fall", "Winter"],
        month_day: "{month} {day}",
        retrieved: "Retrieved {date}, from",
        retrieved_date: "{month_day}, {year}",
        edition: "{ordinal} ed.",
        version: "Version",
        software: "Computer software",
        dataset: "Data set",
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
