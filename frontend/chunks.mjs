// What wasm-split and wasm-bindgen made, under the names of the product: roster.wasm, and for each chunk of pages one file
// with all modules that it needs. The script that loads the main WASM loads those too.
//
// wasm-split writes a module for each set of chunks that share something: hundreds, and a hundred for one page. As many
// requests would take seconds on a slow line, and each would be compressed alone. So what a chunk needs goes into one file,
// `NAME.parts`; what many chunks need goes into `common.parts`, which is loaded with the first of them.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const LOADER = "./__wasm_split.js";
const COMMON_FILE = "common.parts";
/** What the loader calls the function that loads a chunk. */
const LOAD = /__wasm_split_load_(.+)_\d+/;

/** The name in the product: split_user_123.wasm is the chunk `user`. The number tells apart what has one name in Rust. */
function productName(file) {
  if (file === "roster_bg.wasm") return "roster.wasm";
  return file.replace(/^split_(.+)_\d+\.wasm$/, "$1.wasm").replace(/^chunk_(\d+)\.wasm$/, "shared-$1.wasm");
}

/** All WASM files: `wasm` is the folder, `name` what the product calls them. The main one is first. */
export function wasmFiles(wasm) {
  const files = readdirSync(wasm).filter((file) => /^(roster_bg|split_.+|chunk_\d+)\.wasm$/.test(file));
  const names = files.map((file) => ({ name: productName(file), path: join(wasm, file) }));
  const isMain = ({ name }) => (name === "roster.wasm" ? 0 : 1);
  return names.sort((a, b) => isMain(a) - isMain(b) || a.name.localeCompare(b.name));
}

/** What so many chunks need is common: with fewer, a page would load much that it never runs; with more, pages load twice what another has. */
const COMMON = 6;

/** Of the files that a chunk needs (NAME.parts), the names of the modules inside; and for each chunk its files. */
export function parts(split) {
  const needs = chunks(split);
  const users = (module) => Object.values(needs).filter((modules) => modules.includes(module)).length;
  const isCommon = new Map([...new Set(Object.values(needs).flat())].map((module) => [module, users(module) >= COMMON]));
  const files = { [COMMON_FILE]: [...isCommon.keys()].filter((module) => isCommon.get(module)) };
  const filesOf = {};
  for (const [chunk, modules] of Object.entries(needs)) {
    files[`${chunk}.parts`] = modules.filter((module) => !isCommon.get(module));
    filesOf[chunk] = modules.some((module) => isCommon.get(module)) ? [`${chunk}.parts`, COMMON_FILE] : [`${chunk}.parts`];
  }
  return { files, filesOf };
}

/** Several modules in one file: how long the table is (4 bytes, little-endian), the table ([name, bytes] as JSON), the modules. */
export function packed(modules) {
  const table = Buffer.from(JSON.stringify(modules.map(({ name, content }) => [name, content.length])));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(table.length);
  return Buffer.concat([length, table, ...modules.map(({ content }) => content)]);
}

/** For each chunk of pages the modules that it needs beside the main one. */
function chunks(split) {
  const loader = readFileSync(join(split, LOADER), "utf8");
  const shared = new Map();
  for (const [, variable, file] of loader.matchAll(/const (__chunk_\d+) = makeLoad\(\(\) => \{\s*const src = fetch\(new URL\("\.\/([^"]+)"/g)) {
    shared.set(variable, productName(file));
  }
  const chunks = {};
  for (const [, name, body, needed] of loader.matchAll(/export const __wasm_split_load_(.+)_\d+ = wrapAsyncCb\(makeLoad\(([^]*?), \[(.*?)\]\)\);/g)) {
    const own = /new URL\("\.\/([^"]+)"/.exec(body);
    const others = needed.split(", ").filter(Boolean).map((variable) => shared.get(variable));
    chunks[name] = [...(own ? [productName(own[1])] : []), ...others];
  }
  return chunks;
}

/**
 * wasm-bindgen's script with the loader of the chunks inside it. The two files would import each other, so neither could
 * be named by its content. `filesOf` tells which files each chunk needs, seen from the script.
 */
export function script(split, filesOf) {
  const text = readFileSync(join(split, "roster.js"), "utf8");
  const loader = readFileSync(join(split, LOADER), "utf8");
  const ours = readFileSync(new URL("loader.js", import.meta.url), "utf8");
  const loads = [...loader.matchAll(/^export const (\w+)/gm)].map(([, name]) => name);
  const body = once(loader, /^import \{ initSync \} from "\.\/roster\.js";\n/m, "")
    .replaceAll(/^export const/gm, "const")
    .replaceAll(/fetch\(new URL\("\.\/([^"]+)", import\.meta\.url\)\)/g, (_, file) => `fetchModule("${productName(file)}")`);
  if (/new URL/.test(body)) throw new Error(`${LOADER} loads in a way that frontend/chunks.mjs does not know`);
  const opening = (load) => `${load}: opening(${JSON.stringify(filesOf(LOAD.exec(load)[1]))}, ${load})`;
  const inside = (name) => `const ${name} = (() => {\n${ours}\n${body}\nreturn { ${loads.map(opening).join(", ")} };\n})();\n`;
  // wasm-bindgen imports the loader once for each chunk.
  const imports = /^import \* as (\w+) from ".\/__wasm_split\.js";?$/gm;
  const [first, ...others] = [...text.matchAll(imports)].map(([, name]) => name);
  const known = first && inside(first) + others.map((name) => `const ${name} = ${first};\n`).join("");
  return once(text, imports, "").replace(/^/, () => known);
}

function once(text, pattern, replacement) {
  if (text.search(pattern) < 0) throw new Error(`frontend/chunks.mjs found no ${pattern}; does the tool write something else now?`);
  return text.replace(pattern, replacement);
}
