//! Whom readers are told to call: whether there is anybody, and whether somebody has checked.

use super::super::config::region_code;
use super::super::support::{Checked, FILE, Help, HelpLine, SHIPPED};
use super::in_yaml;
use crate::base::diagnostic::Diagnostic;
use crate::base::path::SitePath;
use crate::base::snapshot::Snapshot;
use crate::base::yaml::{Part, Step, locate};

/// What is to be said of the lines of the site's region, and of no other's.
#[must_use]
pub fn support(help: &Help, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let Some(region) = &help.region else {
        return vec![no_region(snapshot)];
    };
    if help.lines.is_empty() && help.emergency.is_empty() {
        // A region that does not exist is told as such.
        let is_real = region_code(region).is_ok();
        let told = is_real.then(|| no_entry(region, snapshot));
        return told.into_iter().collect();
    }
    let lines = help.lines.iter().enumerate();
    lines
        .filter_map(|(n, line)| unchecked(region, n, line, snapshot))
        .collect()
}

fn no_region(snapshot: &Snapshot) -> Diagnostic {
    let file = SitePath::new("site.yaml");
    let message =
        "pages cannot say whom to call in a crisis, because site.yaml does not name your country";
    let help = match snapshot.has(FILE) {
        true => "write it as two letters, such as `region: GB`".to_owned(),
        false => format!(
            "write it as two letters, such as `region: GB`, and in {FILE} whom to call there: {}",
            sample("GB")
        ),
    };
    Diagnostic::warning("support/region", &file, message).help(help)
}

fn no_entry(region: &str, snapshot: &Snapshot) -> Diagnostic {
    let file = SitePath::new("site.yaml");
    let message =
        format!("pages cannot say whom to call in a crisis: {FILE} says nothing of `{region}`");
    let is_shipped = locate(SHIPPED, &[Step::Key(region)], Part::Key).is_some();
    let shipped = if is_shipped {
        format!(
            "; Attuned knows some: make a site beside this one with `attuned new site lines --region {region}`, and take its {FILE}"
        )
    } else {
        String::new()
    };
    let help = format!(
        "write there, with the numbers of your country: {}{shipped}",
        sample(region)
    );
    let problem = Diagnostic::warning("support/region", &file, message).help(help);
    in_yaml(problem, snapshot, &[Step::Key("region")])
}

fn sample(region: &str) -> String {
    format!("`{region}: {{emergency: [\"…\"], lines: [{{name: …, phone: \"…\"}}]}}`")
}

fn unchecked(region: &str, n: usize, line: &HelpLine, snapshot: &Snapshot) -> Option<Diagnostic> {
    let file = SitePath::new(FILE);
    let name = &line.line.name;
    let (problem, key) = match line.checked {
        Checked::Lately(_) => return None,
        Checked::Never => (
            Diagnostic::warning(
                "support/unchecked",
                &file,
                format!("nobody has checked `{name}`, and every page says so"),
            )
            .help("ring the number or open the service's own page, then write the day below it: checked: YYYY-MM-DD"),
            "name",
        ),
        Checked::LongAgo(day) => (
            Diagnostic::warning(
                "support/stale",
                &file,
                format!("`{name}` was last checked on {day}, more than 180 days ago"),
            )
            .help("ring the number or open the service's own page, then write the new day"),
            "checked",
        ),
    };
    let steps = [
        Step::Key(region),
        Step::Key("lines"),
        Step::Index(n),
        Step::Key(key),
    ];
    Some(in_yaml(problem, snapshot, &steps))
}
