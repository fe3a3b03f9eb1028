// What a map needs beside the WASM, from npm: Leaflet, and the outline of the world (Natural Earth, public domain).

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature, mesh } from "topojson-client";

const require = createRequire(import.meta.url);
const read = (path) => readFileSync(require.resolve(path), "utf8");

/** The files, by the names that pages know. */
export function mapFiles() {
  return [
    { name: "leaflet.js", content: Buffer.from(script()) },
    { name: "leaflet.css", content: Buffer.from(style()) },
    { name: "world.json", content: Buffer.from(JSON.stringify(world())) },
  ];
}

/** Without the name of a source map, which is not served. */
function script() {
  return read("leaflet/dist/leaflet.js").replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
}

/** Without the pictures of markers and of the choice of layers: pins are circles. */
function style() {
  return read("leaflet/dist/leaflet.css").replaceAll(/url\(images\/[^)]*\)/g, "none");
}

/** Land, and the borders between countries. Hundredths of a degree are a kilometre: finer than the outline is. */
function world() {
  const countries = JSON.parse(read("world-atlas/countries-110m.json"));
  const land = feature(countries, countries.objects.land);
  const shapes = land.type === "FeatureCollection" ? land.features.map(({ geometry }) => geometry) : [land.geometry];
  const borders = mesh(countries, countries.objects.countries, (one, other) => one !== other);
  return { type: "GeometryCollection", geometries: [...shapes.map(unbroken), borders].map(rounded) };
}

/** Land that lies on both sides of the date line, whole on either edge of the map: no line goes around the world. */
function unbroken({ type, coordinates }) {
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  return { type: "MultiPolygon", coordinates: polygons.flatMap(onBothEdges) };
}

function onBothEdges(rings) {
  const moved = rings.map(followed);
  const edges = moved[0].map(([east]) => east);
  const shifted = (by) => moved.map((ring) => ring.map(([east, north]) => [east + by, north]));
  if (Math.max(...edges) > 180.01) return [moved, shifted(-360)];
  return Math.min(...edges) < -180.01 ? [moved, shifted(360)] : [moved];
}

/** The ring without leaps over the date line; Antarctica's goes around the pole and stays as it is. */
function followed(ring) {
  let turn = 0;
  const points = ring.map(([east, north], at) => {
    const leap = at === 0 ? 0 : east - ring[at - 1][0];
    if (Math.abs(leap) > 180) turn -= Math.sign(leap) * 360;
    return [east + turn, north];
  });
  return turn === 0 ? points : ring;
}

function rounded({ type, coordinates }) {
  const round = (value) => (Array.isArray(value) ? value.map(round) : Math.round(value * 100) / 100);
  return { type, coordinates: round(coordinates) };
}
