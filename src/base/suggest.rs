//! "Did you mean": the nearest of the names that exist.

/// The candidate most like `wrong`, if one is near enough that a person may have meant it.
#[must_use]
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(wrong);
    candidates
        .into_iter()
        .map(|candidate| (distance(&folded, &fold(candidate)), candidate))
        .filter(|(distance, candidate)| {
            *distance <= 1 + folded.chars().count().max(candidate.chars().count()) / 4
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// Case, hyphens and underscores are slips, not differences.
fn fold(name: &str) -> String {
    name.to_lowercase().replace(['-', ' '], "_")
}

fn distance(a: &str, b: &str) -> usize {
    strsim::osa_distance(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested_and_a_far_one_is_not() {
        let keys = ["title", "topics", "audience", "key_points"];
        assert_eq!(nearest("titel", keys), Some("title"));
        assert_eq!(nearest("Key-Points", keys), Some("key_points"));
        assert_eq!(nearest("topic", keys), Some("topics"));
        assert_eq!(nearest("wibble", keys), None);
        assert_eq!(nearest("x", []), None);
    }
}
