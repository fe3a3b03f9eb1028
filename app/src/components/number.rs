//! Numbers with their thousands apart.

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::use_now;

/// A whole number, in the browser's own way once the page is hydrated.
#[component]
pub fn Number(
    /// The number.
    value: i64,
) -> impl IntoView {
    let now = use_now();

    view! { {move || if now.with(Option::is_some) { number(value) } else { grouped(value) }} }
}

/// The number as the browser's language writes it. Only in the browser.
pub fn number(value: i64) -> String {
    thread_local! {
        static FORMAT: js_sys::Function =
            js_sys::Intl::NumberFormat::new(&Array::new(), &js_sys::Object::new()).format();
    }
    #[expect(clippy::cast_precision_loss, reason = "nothing here is counted beyond 2^53")]
    let value_in_script = JsValue::from_f64(value as f64);
    FORMAT
        .with(|format| format.call1(&JsValue::UNDEFINED, &value_in_script))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| grouped(value))
}

/// The number as English writes it: `128,402`.
pub fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::from(if value < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_stand_apart() {
        let cases = [(0, "0"), (999, "999"), (1000, "1,000"), (128_402, "128,402"), (-1_234_567, "-1,234,567")];
        for (value, text) in cases {
            assert_eq!(grouped(value), text);
        }
    }
}
