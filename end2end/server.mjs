// Starts the built binary on a free port with a data folder of its own, as a person would from a shell.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const BINARY = process.env.ROSTER_BINARY ?? fileURLToPath(new URL("../target/release/roster", import.meta.url));

/** An empty installation; nothing runs yet. One that is secure speaks https, as `roster serve --tls local` does. */
export async function install({ isSecure = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "roster-e2e-"));
  return new Installation(folder, await freePort(), isSecure);
}

class Installation {
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #process;
  #hasStarted = false;
  /** All that the server has printed. */
  output = "";

  constructor(folder, port, isSecure) {
    this.folder = folder;
    this.#listenOn(port, isSecure);
    /** Whom clients must trust. */
    this.authority = isSecure ? join(folder, "local-ca.pem") : undefined;
    /** Where `roster demo --geoip` writes the sample database of places, which the server then reads. */
    this.geoip = join(folder, "city.mmdb");
  }

  #listenOn(port, isSecure) {
    this.address = `127.0.0.1:${port}`;
    this.url = isSecure ? `https://localhost:${port}` : `http://${this.address}`;
  }

  get #environment() {
    const { DATABASE_URL, ...rest } = process.env;
    const own = { ROSTER_DATA: this.folder, ROSTER_LISTEN: this.address, ROSTER_URL: this.url };
    // Tests say by X-Forwarded-For where a browser is.
    const places = existsSync(this.geoip) ? { ROSTER_GEOIP: this.geoip } : {};
    const tls = this.authority ? { ROSTER_TLS: "local" } : {};
    return { ...rest, ...own, ...places, ...tls, ROSTER_TRUSTED_PROXIES: "127.0.0.1", NO_COLOR: "1" };
  }

  /** `roster ARGS`; `input` goes to its standard input. Answers with what it printed. */
  command(args, input = "") {
    return new Promise((resolve, reject) => {
      const child = spawn(BINARY, args, { env: this.#environment });
      let printed = "";
      child.stdout.on("data", (data) => (printed += data));
      child.stderr.on("data", (data) => (printed += data));
      child.on("error", reject);
      child.on("close", (code) =>
        code === 0 ? resolve(printed) : reject(new Error(`roster ${args.join(" ")} ended with ${code}:\n${printed}`)),
      );
      // A command that reads nothing may have ended before.
      child.stdin.on("error", () => undefined);
      child.stdin.end(input);
    });
  }

  /**
   * `roster serve`, until it answers. Its public address is a setting, which names the port before that is bound; who took the
   * port in between makes the first start choose another one. Later ones stay at the address that browsers know by then.
   */
  async start() {
    while (!(await this.#serve())) this.#listenOn(await freePort(), Boolean(this.authority));
    this.#hasStarted = true;
    await this.#answers();
  }

  /** Until it prints its address; false where somebody else has the port, which another one would do for. */
  async #serve() {
    const child = spawn(BINARY, ["serve"], { env: this.#environment, stdio: ["ignore", "pipe", "pipe"] });
    this.#process = child;
    return await new Promise((resolve, reject) => {
      let printed = "";
      const read = (data) => {
        this.output += data;
        printed += data;
        if (printed.includes(this.url) && /\n/.test(printed)) resolve(true);
      };
      child.stdout.on("data", read);
      child.stderr.on("data", read);
      child.on("error", reject);
      // Closed: all that it printed was read.
      child.on("close", (code) => {
        if (!this.#hasStarted && /cannot listen on .*in use/.test(printed)) resolve(false);
        else reject(new Error(`roster serve ended with ${code}:\n${this.output}`));
      });
    });
  }

  /** Printed is not yet listening in every case: the first request is tried until it is answered. */
  async #answers() {
    const deadline = Date.now() + 10_000;
    for (;;) {
      try {
        // What was printed before the answer has been read one turn later.
        if ((await this.#health()) === 200) return await new Promise((resolve) => setImmediate(resolve));
      } catch (error) {
        if (Date.now() > deadline) throw new Error(`${this.url}/health: ${error}\n${this.output}`);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #health() {
    const ca = this.authority ? readFileSync(this.authority) : undefined;
    return new Promise((resolve, reject) => {
      const asked = (this.authority ? https : http).get(`${this.url}/health`, { ca, agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.on("error", reject);
    });
  }

  /** The one-time link of the first start. */
  get setupLink() {
    const link = this.output.match(/https?:\/\/\S+\/setup\?token=[\w-]+/);
    if (!link) throw new Error(`No setup link in the output:\n${this.output}`);
    return link[0];
  }

  /** Kills as a power cut would, or lets it finish. */
  async stop(signal = "SIGTERM") {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill(signal);
    await ended;
  }

  async remove() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
