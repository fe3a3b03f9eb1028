//! How a tenant looks to its users.

use leptos::prelude::*;
use model::TenantSettings;

/// What end users see around a form: the tenant instead of Roster.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    /// Its name, logo and colours.
    pub settings: TenantSettings,
    /// Lets the colours pass the content security policy.
    pub nonce: String,
}

impl Brand {
    pub(super) fn mark(&self) -> AnyView {
        let TenantSettings { friendly_name, picture_url, .. } = &self.settings;
        let picture = (!picture_url.is_empty())
            .then(|| view! { <img class="hosted-picture" src=picture_url.clone() alt="" height="40"/> });
        view! { <p class="hosted-logo">{picture}{friendly_name.clone()}</p> }.into_any()
    }

    /// The tenant's colours; checked when they were set, and looked at once more because they stand in a style.
    pub(super) fn style(&self) -> Option<AnyView> {
        let mut rules = String::new();
        if let Some(accent) = Rgb::parse(&self.settings.primary_color) {
            let (hover, text) = (accent.mixed(accent.opposite(), 15), accent.text());
            rules.push_str(&format!(
                "--accent:{};--accent-hover:{};--accent-text:{};",
                accent.css(),
                hover.css(),
                text.css()
            ));
        }
        if let Some(ground) = Rgb::parse(&self.settings.page_background) {
            // Who prefers dark pages keeps the dark ground.
            rules.push_str(&format!("--ground:light-dark({},#11141a);", ground.css()));
        }
        if rules.is_empty() {
            return None;
        }
        let css = format!(":root{{{rules}}}");
        Some(view! { <style nonce=self.nonce.clone() inner_html=css></style> }.into_any())
    }

    pub(super) fn footer(&self) -> Option<AnyView> {
        let url = &self.settings.support_url;
        (!url.is_empty()).then(|| view! { <p class="hosted-footer"><a href=url.clone()>"Help"</a></p> }.into_any())
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Rgb(u8, u8, u8);

impl Rgb {
    const BLACK: Self = Self(0, 0, 0);
    const WHITE: Self = Self(255, 255, 255);

    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let part = |from: usize| u8::from_str_radix(&digits[from..from + 2], 16).ok();
        Some(Self(part(0)?, part(2)?, part(4)?))
    }

    fn css(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// WCAG 2 relative luminance.
    fn luminance(self) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(self.0) + 0.7152 * channel(self.1) + 0.0722 * channel(self.2)
    }

    /// White or black, whichever is read better on it.
    fn text(self) -> Self {
        let light = self.luminance();
        if 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 { Self::WHITE } else { Self::BLACK }
    }

    /// What the text on it is not, so that mixing with it keeps the contrast.
    fn opposite(self) -> Self {
        if self.text() == Self::WHITE { Self::BLACK } else { Self::WHITE }
    }

    fn mixed(self, other: Self, percent: u16) -> Self {
        let mix = |a: u8, b: u8| {
            u8::try_from((u16::from(a) * (100 - percent) + u16::from(b) * percent) / 100).unwrap_or(u8::MAX)
        };
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_on_the_tenants_colour_can_be_read() {
        for (color, text) in
            [("#ffffff", "#000000"), ("#ffd400", "#000000"), ("#2d59d3", "#ffffff"), ("#000000", "#ffffff")]
        {
            assert_eq!(Rgb::parse(color).unwrap().text().css(), text, "on {color}");
        }
        for odd in ["", "#fff", "red", "#12345g", "#ééé", "}body{"] {
            assert_eq!(Rgb::parse(odd), None, "{odd}");
        }
    }
}
