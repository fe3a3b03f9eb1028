// What a user's browser does at the hosted login page, without a browser.

/** Logs in at `url`, which an application sent the browser to, and answers with where it ends: the application's callback. */
export async function logIn(url, email, password) {
  const browser = new Browser();
  const page = await browser.open(url);
  if (new URL(page.url).host !== new URL(url).host) return new URL(page.url);
  const fields = { ...hidden(page.html), username: email, password };
  const form = { method: "POST", body: new URLSearchParams(fields) };
  const end = await browser.open(new URL("/u/login", url).href, form);
  return new URL(end.url);
}

class Browser {
  #cookies = new Map();

  /** Goes where it is sent, as long as that is the same host. */
  async open(url, options = {}) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    // Browsers say from which page a form comes.
    const headers = options.method === "POST" ? { cookie, origin: new URL(url).origin } : { cookie };
    const answer = await fetch(url, { ...options, headers, redirect: "manual" });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
      this.#cookies.set(name, value);
    }
    const html = await answer.text();
    if (answer.status < 300 || answer.status > 399) {
      if (!answer.ok) throw new Error(`${url}: ${answer.status}\n${html}`);
      return { url, html };
    }
    const next = new URL(answer.headers.get("location"), url);
    return next.host === new URL(url).host ? this.open(next.href) : { url: next.href, html };
  }
}

function hidden(html) {
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name, value]) => [name, value]));
}
