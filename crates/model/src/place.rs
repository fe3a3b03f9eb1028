//! Where on earth something came from.

use serde::{Deserialize, Serialize};

/// A place, as a GeoIP database tells it: Auth0's `location_info`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// ISO 3166-1 alpha-2, for instance `DE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// ISO 3166-1 alpha-3, for instance `DEU`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_code3: Option<String>,
    /// In English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_name: Option<String>,
    /// In English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city_name: Option<String>,
    /// Degrees, north positive.
    pub latitude: f64,
    /// Degrees, east positive.
    pub longitude: f64,
    /// IANA name, for instance `Europe/Berlin`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Two letters, for instance `EU`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continent_code: Option<String>,
}

impl Place {
    /// Tells it apart from other places: country, coordinates to some ten metres, city.
    pub fn id(&self) -> String {
        let country = self.country_code.as_deref().unwrap_or("");
        let city: String = self.city_name.as_deref().unwrap_or("").chars().take(60).collect();
        format!("{country} {:.4} {:.4} {city}", self.latitude, self.longitude)
    }

    /// What people call it: `Berlin, Germany`; the coordinates where it has no name.
    pub fn label(&self) -> String {
        let names: Vec<&str> =
            [&self.city_name, &self.country_name].into_iter().flatten().map(String::as_str).collect();
        if names.is_empty() { format!("{:.2}, {:.2}", self.latitude, self.longitude) } else { names.join(", ") }
    }
}
