//! How bytes are written as text, and text as bytes.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::Deserialize;

/// With or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// How bytes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Encoding {
    Base64,
    Hex,
    Utf8,
}

impl Encoding {
    /// The bytes that a text stands for; none where it is not so written. Hex in either case, base64 of either alphabet.
    pub(super) fn decode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Utf8 => Some(text.as_bytes().to_vec()),
            Self::Base64 => base64(text),
            Self::Hex => hex(text),
        }
    }
}

/// The bytes that a text in base64 stands for.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let text = text.replace('-', "+").replace('_', "/");
    BASE64.decode(text).ok()
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes().chunks(2).map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.last()?)?)).collect()
}

/// How a password was made bytes before it was hashed, by Node's names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum PasswordEncoding {
    Ascii,
    #[default]
    Utf8,
    Utf16le,
    Ucs2,
    Latin1,
    Binary,
}

impl PasswordEncoding {
    pub(super) fn encode(self, password: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => password.as_bytes().to_vec(),
            Self::Utf16le | Self::Ucs2 => password.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            // Node takes the lower byte of each UTF-16 unit, of ASCII too.
            Self::Ascii | Self::Latin1 | Self::Binary => {
                password.encode_utf16().map(|unit| unit.to_le_bytes()[0]).collect()
            }
        }
    }
}
