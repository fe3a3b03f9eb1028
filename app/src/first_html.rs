//! How data of the first HTML reaches the browser.

use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// JSON, read from bytes as the answers of server functions are: reading it from text would put a second reader of
/// every type into the WASM.
pub(crate) struct JsonBytes;

/// What the server loads for the first HTML, and the browser for every other one.
pub(crate) type Loaded<T> = Resource<T, JsonBytes>;

impl<T: Serialize> Encoder<T> for JsonBytes {
    type Encoded = String;
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<String, serde_json::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for JsonBytes {
    type Encoded = str;
    type Error = serde_json::Error;

    fn decode(text: &str) -> Result<T, serde_json::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let kept = JsonBytes::encode(&("</script>ü", Some(1))).unwrap();
        let read: (String, Option<i64>) = JsonBytes::decode(&kept).unwrap();
        assert_eq!(read, ("</script>ü".to_owned(), Some(1)));
    }
}
