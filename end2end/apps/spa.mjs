// A single-page application with Auth0's own SDK, unchanged: @auth0/auth0-spa-js.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { serve } from "./serve.mjs";

const SDK = readFileSync(createRequire(import.meta.url).resolve("@auth0/auth0-spa-js/dist/auth0-spa-js.production.js"));

/** Starts it; `settings` are the SDK's. The page shows what the SDK says. */
export function startSpa(tls) {
  let settings = {};
  const page = () => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,">
<script src="/sdk.js"></script></head><body><main><h1>Shop</h1>
<p id="state">loading</p><pre id="out"></pre>
<button id="login">Log in</button><button id="signup">Sign up</button><button id="silent">Renew</button><button id="logout">Log out</button>
<script>
const show = (state, out) => { document.querySelector("#out").textContent = out === undefined ? "" : JSON.stringify(out, null, 1); document.querySelector("#state").textContent = state; };
const attempt = (work) => work().catch((error) => show("error", { error: error.error, message: error.message }));
const settings = ${JSON.stringify(settings)};
attempt(async () => {
  const client = await auth0.createAuth0Client(settings);
  const click = (id, work) => document.getElementById(id).addEventListener("click", () => attempt(work));
  const present = async () => {
    const is = await client.isAuthenticated();
    show(is ? "logged in" : "logged out", is ? await client.getUser() : undefined);
  };
  click("login", () => client.loginWithRedirect());
  click("signup", () => client.loginWithRedirect({ authorizationParams: { screen_hint: "signup" } }));
  click("logout", () => client.logout({ logoutParams: { returnTo: location.origin + "/" } }));
  click("silent", async () => {
    show("renewing");
    const token = await client.getTokenSilently({ cacheMode: "off", detailedResponse: true });
    show("renewed", token);
  });
  const query = new URLSearchParams(location.search);
  if (query.has("state") && (query.has("code") || query.has("error"))) {
    await client.handleRedirectCallback();
    history.replaceState({}, "", "/");
  }
  await present();
});
</script></main></body></html>`;
  return serve(tls, (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    if (path === "/sdk.js") return response.writeHead(200, { "content-type": "text/javascript" }).end(SDK);
    response.writeHead(200, { "content-type": "text/html" }).end(page());
  }).then((app) => ({ ...app, configure: (wanted) => (settings = wanted) }));
}
