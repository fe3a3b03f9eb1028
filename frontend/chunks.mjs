// What `wasm-split-cli` and `wasm-bindgen` made, under the names of the product: roster.wasm, one file for each chunk of
// pages, and what several chunks need (shared-N.wasm). The script that loads the main WASM loads the others too.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const LOADER = "./__wasm_split.js";

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

/** For each chunk of pages the files that it needs beside the main one. */
export function chunks(split) {
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
 * be named by its content. `locate` tells where the file of that name will be, seen from the script.
 */
export function script(split, locate) {
  const text = readFileSync(join(split, "roster.js"), "utf8");
  const loader = readFileSync(join(split, LOADER), "utf8");
  const ours = readFileSync(new URL("loader.js", import.meta.url), "utf8");
  const loads = [...loader.matchAll(/^export const (\w+)/gm)].map(([, name]) => name);
  const body = once(loader, /^import \{ initSync \} from "\.\/roster\.js";\n/m, "")
    .replaceAll(/^export const/gm, "const")
    .replaceAll(/fetch\(new URL\("\.\/([^"]+)", import\.meta\.url\)\)/g, (_, file) => `fetchChunk("${locate(productName(file))}")`);
  if (/new URL/.test(body)) throw new Error(`${LOADER} loads in a way that frontend/chunks.mjs does not know`);
  const inside = (name) => `const ${name} = (() => {\n${ours}\n${body}\nreturn { ${loads.join(", ")} };\n})();\n`;
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
