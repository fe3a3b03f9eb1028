// Becomes part of roster.js: how it gets the WASM of a page that is opened. The file is named by what it holds.

async function fetchChunk(name) {
    const address = new URL(name, import.meta.url);
    for (let wait = 500; ; wait = Math.min(2 * wait, 8000)) {
        const answer = await fetch(address).catch(() => undefined);
        if (answer?.ok) return answer;
        if (answer) return beginAnew(`${address} was answered with ${answer.status}`);
        // The network is away. The page that is open stays usable meanwhile.
        await new Promise((resolve) => setTimeout(resolve, wait));
    }
}

/** After an update the server has other files, and its pages name them. Once for each version: never in a circle. */
function beginAnew(reason) {
    const key = "roster-began-anew";
    if (sessionStorage.getItem(key) === import.meta.url) throw new Error(reason);
    sessionStorage.setItem(key, import.meta.url);
    location.reload();
    return new Promise(() => undefined);
}
