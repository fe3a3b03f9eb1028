//! One sequence of bytes for one content, whatever database it was in: what is hashed and signed.

use serde_json::{Number, Value};

/// A sequence of values. Each begins with what it is and, where that varies, how long it is, so that no two sequences of
/// values are the same bytes.
#[derive(Debug, Default)]
pub struct Canonical(Vec<u8>);

impl Canonical {
    /// Adds a text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.sized(b's', text.as_bytes())
    }

    /// Adds a text, or that there is none.
    pub fn maybe_text(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.text(text),
            None => self.nothing(),
        }
    }

    /// Adds a whole number.
    pub fn int(&mut self, number: i64) -> &mut Self {
        self.whole(i128::from(number))
    }

    /// Adds a whole number, or that there is none.
    pub fn maybe_int(&mut self, number: Option<i64>) -> &mut Self {
        match number {
            Some(number) => self.int(number),
            None => self.nothing(),
        }
    }

    /// Adds JSON, whatever the order of its keys. `1.0` is `1`: JSONB may write either.
    pub fn json(&mut self, value: &Value) -> &mut Self {
        match value {
            Value::Null => self.nothing(),
            Value::Bool(is_true) => self.tag(if *is_true { b't' } else { b'f' }),
            Value::Number(number) => self.number(number),
            Value::String(text) => self.text(text),
            Value::Array(items) => {
                self.tag(b'[').length(items.len());
                items.iter().fold(self, |bytes, item| bytes.json(item))
            }
            Value::Object(fields) => {
                let mut fields: Vec<_> = fields.iter().collect();
                fields.sort_unstable_by_key(|(name, _)| *name);
                self.tag(b'{').length(fields.len());
                fields.into_iter().fold(self, |bytes, (name, value)| bytes.text(name).json(value))
            }
        }
    }

    /// All of it.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    fn number(&mut self, number: &Number) -> &mut Self {
        /// Larger ones are not whole numbers to serde_json.
        const LARGEST: f64 = 18_446_744_073_709_551_616.0;
        if let Some(whole) = number.as_i128() {
            return self.whole(whole);
        }
        let float = number.as_f64().unwrap_or(f64::NAN);
        if float.fract() == 0.0 && float.abs() < LARGEST {
            // Exact: it has no fraction and is small enough.
            return self.whole(float as i128);
        }
        self.tag(b'd');
        self.0.extend_from_slice(&float.to_bits().to_be_bytes());
        self
    }

    fn nothing(&mut self) -> &mut Self {
        self.tag(b'n')
    }

    fn whole(&mut self, number: i128) -> &mut Self {
        self.tag(b'i');
        self.0.extend_from_slice(&number.to_be_bytes());
        self
    }

    fn sized(&mut self, tag: u8, bytes: &[u8]) -> &mut Self {
        self.tag(tag).length(bytes.len());
        self.0.extend_from_slice(bytes);
        self
    }

    fn tag(&mut self, tag: u8) -> &mut Self {
        self.0.push(tag);
        self
    }

    fn length(&mut self, length: usize) -> &mut Self {
        self.0.extend_from_slice(&u64::try_from(length).unwrap_or(u64::MAX).to_be_bytes());
        self
    }
}

/// `value` as the database gives it back, where that differs: in the last bit of a fraction, which is read from decimal
/// digits. `is_jsonb` writes numbers without exponents.
pub(super) fn read_back(value: &Value, is_jsonb: bool) -> Option<Value> {
    has_float(value).then(|| read_numbers_back(value, is_jsonb))
}

fn has_float(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(items) => items.iter().any(has_float),
        Value::Object(fields) => fields.values().any(has_float),
        _ => false,
    }
}

fn read_numbers_back(value: &Value, is_jsonb: bool) -> Value {
    match value {
        Value::Number(number) => {
            let float = number.as_f64().filter(|_| is_jsonb && number.is_f64());
            let text = float.map_or_else(|| number.to_string(), |float| float.to_string());
            serde_json::from_str(&text).unwrap_or_else(|_| value.clone())
        }
        Value::Array(items) => items.iter().map(|item| read_numbers_back(item, is_jsonb)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), read_numbers_back(value, is_jsonb))).collect()
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn bytes(value: &Value) -> Vec<u8> {
        Canonical::default().json(value).bytes().to_vec()
    }

    #[test]
    fn what_differs_has_other_bytes_and_what_is_the_same_has_not() {
        let different = [
            json!(null),
            json!(0),
            json!(""),
            json!("0"),
            json!([]),
            json!({}),
            json!([1, 2]),
            json!([[1], 2]),
            json!([1, [2]]),
            json!({ "a": { "b": 1 } }),
            json!({ "a": {}, "b": 1 }),
            json!({ "a": 1, "b": 2 }),
            json!({ "a": "1", "b": 2 }),
            json!(false),
            json!(true),
            json!(1.5),
            json!(-1),
            json!(u64::MAX),
            json!(i64::MIN),
            json!(1e300),
        ];
        for (index, one) in different.iter().enumerate() {
            for other in &different[index + 1..] {
                assert_ne!(bytes(one), bytes(other), "{one} {other}");
            }
        }
        assert_eq!(bytes(&json!(1.0)), bytes(&json!(1)));
        assert_eq!(bytes(&json!(-0.0)), bytes(&json!(0)));
        let (one, other) = (r#"{"b":[1],"a":null}"#, r#" { "a" : null, "b" : [ 1.0 ] } "#);
        assert_eq!(bytes(&serde_json::from_str(one).unwrap()), bytes(&serde_json::from_str(other).unwrap()));
        let texts = |first: &str, second: &str| Canonical::default().text(first).text(second).bytes().to_vec();
        assert_ne!(texts("ab", "c"), texts("a", "bc"));
    }

    #[test]
    fn fractions_are_what_their_digits_say() {
        for float in [0.1, 1.5e-7, 1.234_567_890_123_456_7e300, 2.5e-310, 123_456_789.123_456_78, 1e21] {
            let value = json!({ "a": [float] });
            let (text, decimal) = (value.to_string(), format!("{{\"a\":[{float}]}}"));
            assert_eq!(read_back(&value, false), serde_json::from_str(&text).unwrap(), "{text}");
            assert_eq!(read_back(&value, true), serde_json::from_str(&decimal).unwrap(), "{decimal}");
        }
        assert_eq!(read_back(&json!({ "a": [1, "1.5", null, { "b": u64::MAX }] }), true), None);
    }
}
