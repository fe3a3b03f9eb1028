//! How a value stands in the key: its type, then itself, so that a range of values is a range of the key.

/// The longest value that is kept whole, in bytes. PostgreSQL's entries hold 2,704 with field and id.
pub(crate) const WHOLE: usize = 196;
/// Of a longer one this much is kept, or up to three bytes less: more than any that is whole.
const KEPT: usize = WHOLE + 4;

/// Before texts.
pub(crate) const TEXT: &str = "s";
/// What is greater than every text.
pub(crate) const AFTER_TEXT: &str = "t";
/// Before numbers.
pub(crate) const NUMBER: &str = "n";
/// What only is there: an object, or an array in an array. It is greater than every number.
pub(crate) const OTHER: &str = "o";

pub(crate) fn flag(flag: bool) -> String {
    format!("b{flag}")
}

pub(crate) fn text(text: &str) -> String {
    format!("{TEXT}{}", cut(text, KEPT))
}

/// Sixteen digits, of which the greater stand for the greater number.
pub(crate) fn number(number: f64) -> String {
    // One zero, without sign.
    let bits = (number + 0.0).to_bits();
    let bits = if bits >> 63 == 1 { !bits } else { bits | 1 << 63 };
    format!("{NUMBER}{bits:016x}")
}

/// As much of `text` as `most` bytes hold, in whole characters.
pub(crate) fn cut(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_in_the_order_of_their_numbers() {
        let numbers = [f64::MIN, -1e10, -2.5, -1.0, -1e-9, 0.0, 1e-9, 0.5, 1.0, 2.0, 10.0, 1e10, f64::MAX];
        for pair in numbers.windows(2) {
            assert!(number(pair[0]) < number(pair[1]), "{pair:?}");
        }
        assert_eq!(number(-0.0), number(0.0));
        assert!(number(f64::MAX).as_str() < OTHER && OTHER < TEXT && text("\u{10ffff}").as_str() < AFTER_TEXT);
    }

    #[test]
    fn what_was_cut_is_longer_than_what_was_not() {
        for long in ["x".repeat(500), "é".repeat(250), "𝄞".repeat(125)] {
            assert!((WHOLE + 1..=KEPT).contains(&cut(&long, KEPT).len()), "{long}");
        }
        assert_eq!(cut("é", 1), "");
        assert_eq!(text("ab"), "sab");
    }
}
