//! Where the site will stand: addresses as pages link to them, and with scheme and host.

use crate::base::path::percent_encode;

/// Where the site will stand.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Base {
    /// Scheme and host: `https://example.org`.
    pub origin: String,
    /// The path, with a slash at both ends: `/`, `/practice/`.
    pub path: String,
}

impl Base {
    /// Splits a base URL that has been checked: `https://example.org/practice/`.
    #[must_use]
    pub fn new(base_url: &str) -> Self {
        let host_start = base_url.find("://").map_or(0, |i| i + 3);
        let path_start = base_url[host_start..]
            .find('/')
            .map_or(base_url.len(), |i| host_start + i);
        let path = base_url[path_start..].trim_matches('/');
        Self {
            origin: base_url[..path_start].to_owned(),
            path: if path.is_empty() {
                "/".into()
            } else {
                format!("/{path}/")
            },
        }
    }

    /// An address of the site as a link on its pages: with the base path, percent-encoded.
    #[must_use]
    pub fn href(&self, url: &str) -> String {
        let mut href = String::with_capacity(self.path.len() + url.len());
        self.push_href(url, &mut href);
        href
    }

    /// An address of the site with scheme and host.
    #[must_use]
    pub fn permalink(&self, url: &str) -> String {
        let room = self.origin.len() + self.path.len() + url.len();
        let mut permalink = String::with_capacity(room);
        permalink.push_str(&self.origin);
        self.push_href(url, &mut permalink);
        permalink
    }

    fn push_href(&self, url: &str, out: &mut String) {
        out.push_str(&self.path);
        out.push_str(&percent_encode(url.trim_start_matches('/')));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_carry_the_sub_path() {
        let base = Base::new("https://example.org/my practice/");
        assert_eq!(
            base.permalink("/ψ/"),
            "https://example.org/my practice/%CF%88/"
        );
        let root = Base::new("https://example.org");
        assert_eq!(
            (root.href("/"), root.permalink("/a/")),
            ("/".into(), "https://example.org/a/".into())
        );
    }
}
