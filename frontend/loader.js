// Becomes part of roster.js: how it gets the WASM of a page that is opened. The files are named by what they hold.

/** Of each file that was asked for its modules by name, as a promise; what was asked for last stands last. */
const files = new Map();

/** Lets `load` find in these files what it asks for. */
function opening(names, load) {
    return (...args) => {
        for (const name of names) {
            const modules = files.get(name) ?? fetchModules(name);
            files.delete(name);
            files.set(name, modules);
            modules.catch(() => files.delete(name));
        }
        return load(...args);
    };
}

/** A module as the answer that the browser compiles. */
async function fetchModule(name) {
    for (const modules of [...files.values()].reverse()) {
        const content = (await modules).get(name);
        if (content) return new Response(content, { headers: { "content-type": "application/wasm" } });
    }
    throw new Error(`No file holds ${name}`);
}

async function fetchModules(name) {
    const address = new URL(name, import.meta.url);
    for (let wait = 500; ; wait = Math.min(2 * wait, 8000)) {
        const answer = await fetch(address).catch(() => undefined);
        if (answer && !answer.ok) return beginAnew(`${address} was answered with ${answer.status}`);
        const content = await answer?.arrayBuffer().catch(() => undefined);
        if (content) return unpack(content);
        // The network is away. The page that is open stays usable meanwhile.
        await new Promise((resolve) => setTimeout(resolve, wait));
    }
}

/** What `packed` in chunks.mjs put together. */
function unpack(content) {
    const length = new DataView(content).getUint32(0, true);
    const table = JSON.parse(new TextDecoder().decode(new Uint8Array(content, 4, length)));
    let end = 4 + length;
    return new Map(table.map(([name, size]) => [name, new Uint8Array(content, (end += size) - size, size)]));
}

/** After an update the server has other files, and its pages name them. Once for each version: never in a circle. */
function beginAnew(reason) {
    const key = "roster-began-anew";
    if (sessionStorage.getItem(key) === import.meta.url) throw new Error(reason);
    sessionStorage.setItem(key, import.meta.url);
    location.reload();
    return new Promise(() => undefined);
}
