//! Refuses requests of HTTP/1.1 that a proxy before us could read in another way than hyper does (S-414).

/// The beginning of a line that is kept: enough for the two headers that say how long a body is.
const KEPT: usize = 64;

/// Follows the bytes of a connection from head to head.
///
/// hyper takes a line that ends without a carriage return, and of two lengths it takes the one that it believes. Both are
/// legal (RFC 9112 §2.2, §6.1), and both are how a request is smuggled past a proxy that chooses otherwise.
pub(super) struct Heads(At);

enum At {
    Head(Head),
    /// Bytes that are left of a body.
    Body(u64),
    /// HTTP/2, or nothing more that will be read as a head.
    End,
}

struct Head {
    line: [u8; KEPT],
    length: usize,
    last: u8,
    is_first_line: bool,
    body: Option<u64>,
    is_chunked: bool,
}

enum Step {
    On,
    Then(At),
    Refuse,
}

impl Heads {
    pub(super) fn new() -> Self {
        Self(At::Head(Head::new()))
    }

    /// Whether a head has begun that did not end yet.
    pub(super) fn is_inside(&self) -> bool {
        matches!(&self.0, At::Head(head) if head.last != 0)
    }

    /// Whether the next byte begins a head of HTTP/1.1.
    pub(super) fn is_between(&self) -> bool {
        matches!(&self.0, At::Head(head) if head.last == 0)
    }

    /// Reads on. Where a request must be refused a byte becomes NUL, which no head may have: hyper answers 400 and closes.
    pub(super) fn read(&mut self, bytes: &mut [u8]) {
        let mut at = 0;
        while at < bytes.len() {
            match &mut self.0 {
                At::End => return,
                At::Body(left) => {
                    let here = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len() - at);
                    *left -= here as u64;
                    at += here;
                    if *left == 0 {
                        *self = Self::new();
                    }
                }
                At::Head(head) => {
                    match head.read(bytes[at]) {
                        Step::On => {}
                        Step::Then(next) => self.0 = next,
                        Step::Refuse => {
                            bytes[at] = 0;
                            self.0 = At::End;
                        }
                    }
                    at += 1;
                }
            }
        }
    }
}

impl Head {
    fn new() -> Self {
        Self { line: [0; KEPT], length: 0, last: 0, is_first_line: true, body: None, is_chunked: false }
    }

    fn read(&mut self, byte: u8) -> Step {
        if byte == b'\n' {
            let step = if self.last == b'\r' { self.end_line() } else { Step::Refuse };
            (self.length, self.last) = (0, byte);
            return step;
        }
        if let Some(place) = self.line.get_mut(self.length) {
            *place = byte;
            self.length += 1;
        }
        self.last = byte.max(1);
        Step::On
    }

    fn end_line(&mut self) -> Step {
        let line = &self.line[..self.length];
        if line == b"\r" {
            return if self.is_first_line { Step::On } else { self.end() };
        }
        if std::mem::take(&mut self.is_first_line) {
            return if line == b"PRI * HTTP/2.0\r" { Step::Then(At::End) } else { Step::On };
        }
        let mut parts = line.splitn(2, |byte| *byte == b':');
        let (name, value) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if name.eq_ignore_ascii_case(b"content-length") {
            let length =
                std::str::from_utf8(value.trim_ascii()).ok().filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
            let length = length.and_then(|text| text.parse().ok());
            if length.is_none() || self.body.is_some() {
                return Step::Refuse;
            }
            self.body = length;
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") && std::mem::replace(&mut self.is_chunked, true) {
            return Step::Refuse;
        }
        Step::On
    }

    fn end(&self) -> Step {
        match (self.body, self.is_chunked) {
            (Some(_), true) => Step::Refuse,
            // The answer closes the connection, so that the chunks need not be followed here too.
            (None, true) => Step::Then(At::End),
            (None | Some(0), false) => Step::Then(At::Head(Head::new())),
            (Some(length), false) => Step::Then(At::Body(length)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `text` in pieces of every size; whether it was refused, which must not depend on the pieces.
    fn refuses(text: &str) -> bool {
        let refused = |size| {
            let mut heads = Heads::new();
            let mut bytes = text.as_bytes().to_vec();
            bytes.chunks_mut(size).for_each(|piece| heads.read(piece));
            bytes != text.as_bytes()
        };
        let first = refused(1);
        assert!((2..=text.len()).all(|size| refused(size) == first), "{text:?}");
        first
    }

    #[test]
    fn what_has_one_reading_passes_untouched() {
        for text in [
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n\n\n\n\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST / HTTP/1.1\r\ncontent-length:0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n\n\n\n\r\n0\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\n\n\n",
        ] {
            assert!(!refuses(text), "{text:?}");
        }
    }

    /// S-414
    #[test]
    fn what_has_two_readings_is_refused_also_in_the_second_request() {
        let second = "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc";
        for text in [
            "GET / HTTP/1.1\nHost: a\n\n",
            "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n\n",
            "\nGET / HTTP/1.1\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: +4\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 4, 4\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length:\r\n\r\n",
        ] {
            assert!(refuses(text), "{text:?}");
            assert!(refuses(&format!("{second}{text}")), "{text:?}");
        }
    }

    #[test]
    fn it_is_known_whether_a_head_has_begun() {
        let inside = |text: &str| {
            let mut heads = Heads::new();
            heads.read(&mut text.as_bytes().to_vec());
            heads.is_inside()
        };
        assert!(!inside("") && !inside("GET / HTTP/1.1\r\n\r\n"));
        assert!(inside("G") && inside("GET / HTTP/1.1\r\n") && inside("GET / HTTP/1.1\r\n\r\nG"));
    }
}
