//! RFC 9110 §12.5.3 Accept-Encoding.

use http::HeaderMap;
use http::header::ACCEPT_ENCODING;

/// A form in which a file lies in the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    /// Its value of `Content-Encoding`.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// What follows the file's name.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }
}

/// The forms that the browser takes, the smallest first. The file as it is always comes last: better than nothing.
pub(super) fn accepted(headers: &HeaderMap) -> impl Iterator<Item = Encoding> {
    let text: Vec<&str> = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).collect();
    let text = text.join(",");
    let compressed = [Encoding::Brotli, Encoding::Gzip];
    let taken = compressed.map(|encoding| encoding.name().filter(|name| takes(&text, name)).map(|_| encoding));
    taken.into_iter().flatten().chain([Encoding::Identity])
}

fn takes(header: &str, name: &str) -> bool {
    let weight = |wanted: &str| {
        header.split(',').find_map(|entry| {
            let (coding, parameters) = entry.split_once(';').unwrap_or((entry, ""));
            coding.trim().eq_ignore_ascii_case(wanted).then(|| quality(parameters))
        })
    };
    weight(name).or_else(|| weight("*")).is_some_and(|quality| quality > 0.0)
}

/// `q=0.5`; 1 where there is none, 0 where it cannot be read.
fn quality(parameters: &str) -> f32 {
    let Some((name, value)) = parameters.trim().split_once('=') else { return 1.0 };
    if name.trim().eq_ignore_ascii_case("q") { value.trim().parse().unwrap_or(0.0) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_form_that_the_browser_takes_comes_first() {
        use Encoding::{Brotli, Gzip, Identity};
        let cases: [(&str, &[Encoding]); 8] = [
            ("", &[Identity]),
            ("gzip, deflate, br, zstd", &[Brotli, Gzip, Identity]),
            ("gzip", &[Gzip, Identity]),
            ("br;q=0, gzip;q=0.5", &[Gzip, Identity]),
            ("BR ; Q=0.1", &[Brotli, Identity]),
            ("*", &[Brotli, Gzip, Identity]),
            ("*;q=0", &[Identity]),
            ("br;q=0, *", &[Gzip, Identity]),
        ];
        for (header, expected) in cases {
            let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, header.parse().unwrap())]);
            assert_eq!(accepted(&headers).collect::<Vec<_>>(), expected, "{header}");
        }
    }
}
