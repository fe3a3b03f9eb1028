//! What Leaflet draws: the outline of the world, the path, and the pins.

use std::collections::BTreeSet;

use js_sys::{Array, Function, Object, Reflect};
use leaflet::{CircleMarker, LatLng, LatLngBounds, Layer, LayerGroup, Map, MapOptions};
use leaflet::{PathOptions, Polyline, PolylineOptions, Tooltip, TooltipOptions};
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use super::Shown;
use super::counted::{Leg, Pin, Point, lines};
use super::outcome::class;
use crate::components::grouped;

/// More counts would hide the pins.
const MOST_COUNTS: usize = 200;

/// A map with its layers.
pub(super) struct Layers {
    map: Map,
    path: LayerGroup,
    pins: LayerGroup,
    markers: Vec<(usize, CircleMarker)>,
    /// Leaflet calls them for as long as the pins are there.
    listeners: Vec<Closure<dyn FnMut()>>,
    shown: Shown,
    is_placed: bool,
}

impl Layers {
    /// An empty map in `element`, with `outline` below where no pictures are.
    pub(super) fn new(
        element: &HtmlElement,
        outline: &JsValue,
        has_tiles: bool,
        shown: Shown,
    ) -> Result<Self, JsValue> {
        let options = MapOptions::new();
        // The credits are in the page; and what moves would move longer than the dashboard's 150 ms.
        options.set_attribution_control(false);
        options.set_zoom_animation(false);
        options.set_fade_animation(false);
        options.set_marker_zoom_animation(false);
        options.set_inertia(false);
        // The page scrolls over the map.
        options.set_scroll_wheel_zoom(false);
        options.set_zoom_snap(0.25);
        options.set_min_zoom(0.0);
        options.set_max_zoom(if has_tiles { 19.0 } else { 7.0 });
        options.set_max_bounds(LatLngBounds::new(&LatLng::new(-85.0, -220.0), &LatLng::new(85.0, 220.0)));
        options.set_center(LatLng::new(20.0, 0.0));
        options.set_zoom(1.0);
        let map = Map::new_with_element(element, &options)?;
        if !has_tiles {
            let style = path_options("map-land");
            style.set_interactive(false);
            // Options of a GeoJSON layer are given to each path of it.
            geo_json(outline, &style)?.add_to(&map);
        }
        let (path, pins) = (LayerGroup::new(), LayerGroup::new());
        path.add_to(&map);
        pins.add_to(&map);
        Ok(Self { map, path, pins, markers: Vec::new(), listeners: Vec::new(), shown, is_placed: false })
    }

    pub(super) fn map(&self) -> &Map {
        &self.map
    }

    /// Shows these, and what was before no more.
    pub(super) fn draw(&mut self, pins: &[Pin], legs: &[Leg]) {
        self.path.clear_layers();
        self.pins.clear_layers();
        self.markers.clear();
        self.listeners.clear();
        self.draw_path(legs);
        let most = pins.iter().map(Pin::total).max().unwrap_or(1);
        // Small ones last: they lie above the large ones.
        for (number, pin) in pins.iter().enumerate() {
            self.draw_pin(pin, radius(pin.total(), most), number < MOST_COUNTS);
        }
        if !self.is_placed {
            self.is_placed = true;
            self.show_all(pins);
        }
    }

    /// Makes the pins of these places stand out.
    pub(super) fn point_at(&self, places: &[Option<usize>]) {
        for (place, marker) in &self.markers {
            let is_pointed = places.contains(&Some(*place));
            let style = PathOptions::new();
            style.set_weight(if is_pointed { 5.0 } else { 2.0 });
            marker.set_style(&style);
        }
    }

    pub(super) fn remove(self) {
        self.map.remove();
    }

    fn point(&self, place: usize) -> Option<Point> {
        self.shown.found.with_value(|found| found.places.get(place).map(|place| (place.latitude, place.longitude)))
    }

    fn draw_path(&self, legs: &[Leg]) {
        let mut drawn = BTreeSet::new();
        for leg in legs {
            let is_impossible = leg.travel.is_impossible();
            // There and back, a hundred times, is one line.
            if !drawn.insert((leg.from.min(leg.to), leg.from.max(leg.to), is_impossible)) {
                continue;
            }
            let (Some(from), Some(to)) = (self.point(leg.from), self.point(leg.to)) else { continue };
            for ends in lines(from, to) {
                let points: Array =
                    ends.iter().map(|(north, east)| JsValue::from(LatLng::new(*north, *east))).collect();
                let options = PolylineOptions::new();
                options.set_class_name(if is_impossible { "map-leg map-leg-impossible" } else { "map-leg" }.to_owned());
                options.set_weight(if is_impossible { 2.5 } else { 1.5 });
                options.set_interactive(false);
                if is_impossible {
                    options.set_dash_array("6 6".to_owned());
                }
                Polyline::new_with_options(&points, &options).add_to_layer_group(&self.path);
            }
        }
    }

    fn draw_pin(&mut self, pin: &Pin, radius: f64, has_count: bool) {
        let Some((north, east)) = self.point(pin.place) else { return };
        let options = path_options(&format!("map-pin map-pin-{}", class(pin.worst())));
        options.set_weight(2.0);
        options.set_fill_opacity(0.85);
        let marker = CircleMarker::new_with_options(&LatLng::new(north, east), &options);
        marker.set_radius(radius);
        if has_count {
            let _ = marker.bind_tooltip(&count(pin.total()));
        }
        let (shown, place) = (self.shown, pin.place);
        let choose = Closure::<dyn FnMut()>::new(move || shown.chosen.set(Some(place)));
        marker.on("click", choose.as_ref());
        marker.add_to_layer_group(&self.pins);
        self.listeners.push(choose);
        self.markers.push((pin.place, marker));
    }

    /// Moves the map so that all pins are on it.
    fn show_all(&self, pins: &[Pin]) {
        let points: Vec<Point> = pins.iter().filter_map(|pin| self.point(pin.place)).collect();
        let Some(first) = points.first() else { return };
        let (mut low, mut high) = (*first, *first);
        for (north, east) in &points {
            low = (low.0.min(*north), low.1.min(*east));
            high = (high.0.max(*north), high.1.max(*east));
        }
        let bounds = LatLngBounds::new(&LatLng::new(low.0, low.1), &LatLng::new(high.0, high.1));
        let options = Object::new();
        let padding = Array::of2(&JsValue::from_f64(36.0), &JsValue::from_f64(36.0));
        for (name, value) in [("padding", padding.into()), ("maxZoom", JsValue::from_f64(4.0))] {
            let _ = Reflect::set(&options, &JsValue::from_str(name), &value);
        }
        self.map.fit_bounds_with_options(&bounds, &options);
    }
}

/// `L.geoJSON`, which the bindings keep to themselves.
fn geo_json(data: &JsValue, options: &PathOptions) -> Result<Layer, JsValue> {
    let leaflet = Reflect::get(&js_sys::global(), &JsValue::from_str("L"))?;
    let make: Function = Reflect::get(&leaflet, &JsValue::from_str("geoJSON"))?.dyn_into()?;
    Ok(make.call2(&leaflet, data, options)?.unchecked_into())
}

fn path_options(class: &str) -> PathOptions {
    let options = PathOptions::new();
    options.set_class_name(class.to_owned());
    options
}

/// By its area, so that twice as many logins look like twice as many.
fn radius(count: i64, most: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a size on the screen")]
    let share = count as f64 / most.max(1) as f64;
    8.0 + 14.0 * share.sqrt()
}

/// How many there are, in the middle of the pin.
fn count(total: i64) -> Tooltip {
    let options = TooltipOptions::new();
    options.set_permanent(true);
    options.set_direction("center".to_owned());
    options.set_opacity(1.0);
    let _ = Reflect::set(&options, &JsValue::from_str("className"), &JsValue::from_str("map-count"));
    Tooltip::new(&options, None).set_content(&JsValue::from_str(&grouped(total)))
}
