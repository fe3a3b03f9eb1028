// Packs what the browser loads: `node frontend/pack.mjs FRONT PUBLIC SITE [--quick]`; quick is without compression.
//
// Every file gets a name that carries the hash of its content, so that it may be cached for ever, and siblings that
// are compressed already (.br, .gz). SITE/manifest.json maps the plain names to those paths; the server embeds SITE.
// A file that did not change is left alone, so that the server is not compiled again for nothing.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [front, assets, site, speed] = process.argv.slice(2);
const isQuick = speed === "--quick";
const COMPILED = ["roster.js", "roster.wasm", "main.css", "hosted.css"];
const COMPRESSED_ALREADY = new Set([".png", ".jpg", ".jpeg", ".webp", ".avif", ".woff2", ".gz", ".br", ".zip"]);

const sources = [
  ...COMPILED.map((name) => ({ name, path: join(front, name) })),
  ...filesBelow(assets).map((path) => ({ name: relative(assets, path), path })),
];

const manifest = {};
const kept = new Set(["manifest.json"]);
const table = [];
for (const { name, path } of sources) {
  const content = readFileSync(path);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
  const hashed = join("pkg", dirname(name), `${basename(name, extname(name))}.${hash}${extname(name)}`);
  manifest[name] = hashed;
  put(hashed, () => content);
  const row = { name, bytes: content.length };
  if (!isQuick && !COMPRESSED_ALREADY.has(extname(name))) {
    row.brotli = put(`${hashed}.br`, () => brotli(content));
    row.gzip = put(`${hashed}.gz`, () => gzipSync(content, { level: 9 }));
  }
  table.push(row);
}
writeIfChanged(join(site, "manifest.json"), Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
for (const path of filesBelow(site)) {
  if (!kept.has(relative(site, path))) rmSync(path);
}
print(table);

/** Writes a file of the site unless it is there: its name says what is in it. Answers with its size. */
function put(path, make) {
  kept.add(path);
  const target = join(site, path);
  if (!existsSync(target)) {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, make());
  }
  return statSync(target).size;
}

function writeIfChanged(path, content) {
  if (!existsSync(path) || !readFileSync(path).equals(content)) writeFileSync(path, content);
}

function brotli(content) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  return brotliCompressSync(content, { params });
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function print(rows) {
  const kilobytes = (bytes) => (bytes === undefined ? "" : (bytes / 1000).toFixed(1)).padStart(10);
  console.log(`   ${"kB".padEnd(24)}${"plain".padStart(10)}${"brotli".padStart(10)}${"gzip".padStart(10)}`);
  for (const { name, bytes, brotli, gzip } of rows) {
    console.log(`   ${name.padEnd(24)}${kilobytes(bytes)}${kilobytes(brotli)}${kilobytes(gzip)}`);
  }
}
