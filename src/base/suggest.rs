//! "Did you mean": the nearest of the names that exist.

/// The candidate most like `wrong`, if one is near enough that a person may have meant it.
#[must_use]
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(wrong);
    let length = folded.chars().count();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = candidate.chars().count();
            let limit = 1 + length.max(other) / 4;
            // So many letters at least are missing or too many: a cheap look spares most of the work.
            if length.abs_diff(other) > limit {
                return None;
            }
            let distance = distance(&folded, &fold(candidate));
            (distance <= limit).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// Case, hyphens and underscores are slips, not differences.
fn fold(name: &str) -> String {
    name.to_lowercase().replace(['-', ' '], "_")
}

/// What both begin and end with costs nothing.
fn distance(a: &str, b: &str) -> usize {
    let shared = |(a, b): &(char, char)| a == b;
    let start: usize = a
        .chars()
        .zip(b.chars())
        .take_while(shared)
        .map(|(c, _)| c.len_utf8())
        .sum();
    let (a, b) = (&a[start..], &b[start..]);
    let backwards = a.chars().rev().zip(b.chars().rev());
    let end: usize = backwards
        .take_while(shared)
        .map(|(c, _)| c.len_utf8())
        .sum();
    strsim::osa_distance(&a[..a.len() - end], &b[..b.len() - end])
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
