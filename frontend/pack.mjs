// Packs what the browser loads: `node frontend/pack.mjs FRONT PUBLIC SITE [--quick]`; quick is without compression.
//
// Every file gets a name that carries the hash of its content, so that it may be cached for ever, and siblings that
// are compressed already (.br, .gz). SITE/manifest.json maps the plain names to those paths, and tells which files of WASM each
// chunk of pages needs; the server embeds SITE. A file that did not change is left alone, so that the server is not
// compiled again for nothing. Fails where the first page loads more WASM than it may.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { packed, parts, script, wasmFiles } from "./chunks.mjs";
import { mapFiles } from "./map.mjs";

const [front, assets, site, speed] = process.argv.slice(2);
const isQuick = speed === "--quick";
/** Bytes of brotli: what the browser loads to show and hydrate the page of users, and what any other page adds to it. */
const BUDGET = { first: 350_000, chunk: 185_000 };
const STYLES = ["main.css", "hosted.css"];
const COMPRESSED_ALREADY = new Set([".png", ".jpg", ".jpeg", ".webp", ".avif", ".woff2", ".gz", ".br", ".zip"]);

const split = join(front, "split");
const wasm = wasmFiles(isQuick ? split : join(front, "wasm")).map(({ name, path }) => ({ name, content: readFileSync(path) }));
// The parts of one build belong together, and only those: all have the hash of all.
const build = hash(...wasm.map(({ content }) => content));
const { files, filesOf } = parts(split);
const manifest = { files: {}, chunks: filesOf };
const kept = new Set(["manifest.json"]);
const table = [];
add("roster.wasm", wasm.find(({ name }) => name === "roster.wasm").content, build);
for (const [name, modules] of Object.entries(files)) {
  add(name, packed(wasm.filter((module) => modules.includes(module.name))), build);
}
add("roster.js", Buffer.from(script(split, (chunk) => filesOf[chunk].map((name) => `./${basename(manifest.files[name])}`))));
for (const name of STYLES) add(name, readFileSync(join(front, name)));
for (const { name, content } of mapFiles()) add(name, content);
for (const path of filesBelow(assets)) add(relative(assets, path), readFileSync(path));
writeIfChanged(join(site, "manifest.json"), Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
for (const path of filesBelow(site)) {
  if (!kept.has(relative(site, path))) rmSync(path);
}
print(table);
if (!isQuick) weigh();

/** Puts a file into the site, under a name with its hash, and in its compressed forms. */
function add(name, content, version = hash(content)) {
  const hashed = join("pkg", dirname(name), `${basename(name, extname(name))}.${version}${extname(name)}`);
  manifest.files[name] = hashed;
  put(hashed, () => content);
  const row = { name, bytes: content.length };
  if (!isQuick && !COMPRESSED_ALREADY.has(extname(name))) {
    row.brotli = put(`${hashed}.br`, () => brotli(content));
    row.gzip = put(`${hashed}.gz`, () => gzipSync(content, { level: 9 }));
  }
  table.push(row);
}

function hash(...contents) {
  const hash = createHash("sha256");
  for (const content of contents) hash.update(content);
  return hash.digest("hex").slice(0, 16);
}

/** Holds the WASM to the budget. */
function weigh() {
  const weight = (names) => names.reduce((sum, name) => sum + table.find((row) => row.name === name).brotli, 0);
  const first = ["roster.wasm", ...(manifest.chunks.users ?? [])];
  const pages = Object.entries(manifest.chunks).map(([chunk, names]) => [`the pages of ${chunk} add`, weight(names), BUDGET.chunk]);
  for (const [what, bytes, budget] of [["the first page", weight(first), BUDGET.first], ...pages]) {
    console.log(`   ${what}: ${(bytes / 1000).toFixed(1)} kB of WASM, brotli; the budget is ${budget / 1000} kB`);
    if (bytes > budget) {
      console.error(`The WASM exceeds its budget: ${what} ${bytes} bytes. See "The browser's part" in ARCHITECTURE.md.`);
      process.exitCode = 1;
    }
  }
}

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
