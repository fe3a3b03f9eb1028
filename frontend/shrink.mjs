// Shrinks the WASM of a folder with Binaryen, as `wasm-opt -Oz` does: `node frontend/shrink.mjs FROM TO`. One process for all
// files, with a thread for each core: there are hundreds, and starting Binaryen takes longer than most of them.

import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { isMainThread, parentPort, Worker } from "node:worker_threads";

/** What rustc's output uses. Not all that Binaryen knows: it would then write what browsers do not read yet. */
const FEATURES = [
  ...["BulkMemory", "BulkMemoryOpt", "CallIndirectOverlong", "Multivalue", "MutableGlobals", "NontrappingFPToInt"],
  ...["ReferenceTypes", "SignExt"],
];

if (isMainThread) {
  const [from, to] = process.argv.slice(2);
  const size = (name) => statSync(join(from, name)).size;
  const files = readdirSync(from).filter((name) => name.endsWith(".wasm"));
  // The largest first, so that no thread is left alone with it.
  const waiting = files.sort((a, b) => size(b) - size(a)).map((name) => [join(from, name), join(to, name)]);
  for (let thread = 0; thread < availableParallelism(); thread++) {
    const worker = new Worker(new URL(import.meta.url));
    const give = () => worker.postMessage(waiting.shift());
    worker.on("message", give);
    give();
  }
} else {
  // rustc names more than Binaryen knows of, in a section that is dropped anyway.
  const tell = console.error;
  console.error = (text, ...more) => /^warning: unknown name subsection/.test(text) || tell(text, ...more);
  const { default: binaryen } = await import("binaryen");
  binaryen.setOptimizeLevel(2);
  binaryen.setShrinkLevel(2);
  const features = FEATURES.reduce((all, name) => all | binaryen.Features[name], 0);
  parentPort.on("message", (job) => {
    if (!job) return parentPort.close();
    const [from, to] = job;
    const module = binaryen.readBinary(readFileSync(from));
    module.setFeatures(features);
    module.runPasses(["merge-similar-functions"]);
    module.optimize();
    module.runPasses(["strip-producers"]);
    writeFileSync(to, module.emitBinary());
    module.dispose();
    parentPort.postMessage("done");
  });
}
