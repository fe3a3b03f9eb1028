// Empties functions that are never called: `node frontend/snip.mjs IN.wasm OUT.wasm`, before wasm-opt takes away what
// only they used.
//
// Leptos keeps three ways to attach to the server's HTML in every view's table of functions, so the linker keeps all
// three. The dashboard uses the plain one; the asynchronous one serves lazy loading and the one from templates serves
// templates. Names are needed to find them, so cargo must not strip the module.

import { readFileSync, writeFileSync } from "node:fs";

const NEVER_CALLED = /hydrate_async|hydrate_from_template/;
const [from, to] = process.argv.slice(2);
const module = readFileSync(from);

const imported = { count: 0 };
const names = new Map();
let code;
for (const section of sections()) {
  if (section.id === 2) countImports(section.start);
  if (section.id === 10) code = section;
  if (section.id === 0) readNames(section);
}
if (!code || !names.size) throw new Error(`${from} has no names: build it with strip = false`);

const bodies = [];
let snipped = 0;
let [count, at] = number(code.start);
for (let index = 0; index < count; index++) {
  const [size, start] = number(at);
  at = start + size;
  if (NEVER_CALLED.test(names.get(imported.count + index) ?? "")) {
    bodies.push(Buffer.from([3, 0, 0x00, 0x0b])); // no locals, unreachable, end
    snipped += size;
  } else {
    bodies.push(Buffer.concat([leb(size), module.subarray(start, at)]));
  }
}
const content = Buffer.concat([leb(count), ...bodies]);
writeFileSync(to, Buffer.concat([
  module.subarray(0, code.head), Buffer.from([10]), leb(content.length), content, module.subarray(code.end),
]));
console.log(`   ${Math.round(snipped / 1000)} kB of code that is never called taken out`);

function* sections() {
  for (let at = 8; at < module.length;) {
    const head = at;
    const id = module[at];
    const [size, start] = number(at + 1);
    at = start + size;
    yield { id, head, start, end: at };
  }
}

/** Functions of the module are numbered after the imported ones. */
function countImports(start) {
  let [count, at] = number(start);
  for (; count > 0; count--) {
    for (let part = 0; part < 2; part++) {
      const [length, text] = number(at);
      at = text + length;
    }
    const kind = module[at++];
    if (kind === 0) imported.count++;
    if (kind === 3) {
      at += 2;
    } else {
      if (kind === 1) at++; // the type of a table's elements
      const [flags, after] = number(at);
      at = after;
      if (kind === 1 || kind === 2) {
        [, at] = number(at);
        if (flags & 1) [, at] = number(at);
      }
    }
  }
}

function readNames({ start, end }) {
  const [length, text] = number(start);
  if (module.toString("utf8", text, text + length) !== "name") return;
  for (let at = text + length; at < end;) {
    const id = module[at];
    const [size, inside] = number(at + 1);
    at = inside + size;
    if (id !== 1) continue;
    let [count, next] = number(inside);
    for (; count > 0; count--) {
      const [index, afterIndex] = number(next);
      const [length, text] = number(afterIndex);
      next = text + length;
      names.set(index, module.toString("utf8", text, next));
    }
  }
}

/** A LEB128 number, and where it ends. */
function number(at) {
  let value = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = module[at++];
    value += (byte & 127) * factor;
    if (byte < 128) return [value, at];
  }
}

function leb(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return Buffer.from(bytes);
}
