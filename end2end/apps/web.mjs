// A server application with openid-client, which is certified and strict: code, PKCE, nonce, refresh, logout.

import * as oidc from "openid-client";
import { serve } from "./serve.mjs";

/** Starts it. `configure` discovers the issuer as a deployment would. */
export async function startWeb(tls) {
  let config;
  let scope = "openid profile email offline_access";
  let audience;
  const pending = new Map();
  let session;

  const app = await serve(tls, (request, response) => {
    answer(request, response).catch((error) => {
      const told = { error: error.error ?? error.code ?? error.name, description: error.error_description ?? error.message };
      json(response, told);
    });
  });

  async function answer(request, response) {
    const url = new URL(request.url, app.url);
    switch (url.pathname) {
      case "/login":
        return redirect(response, await begin(url));
      case "/callback":
        return await finish(url, response);
      case "/refresh": {
        const tokens = await oidc.refreshTokenGrant(config, session.tokens.refresh_token);
        session.tokens = { ...session.tokens, ...tokens };
        return json(response, { refreshed: tokens.token_type });
      }
      case "/userinfo":
        return json(response, await oidc.fetchUserInfo(config, session.tokens.access_token, session.claims.sub));
      case "/logout":
        return redirect(response, oidc.buildEndSessionUrl(config, { id_token_hint: session.tokens.id_token, post_logout_redirect_uri: `${app.url}/` }));
      default:
        return json(response, session ? { claims: session.claims } : { state: "logged out" });
    }
  }

  async function begin(url) {
    const verifier = oidc.randomPKCECodeVerifier();
    const state = oidc.randomState();
    const nonce = oidc.randomNonce();
    pending.set(state, { verifier, nonce });
    const extra = Object.fromEntries(url.searchParams);
    return oidc.buildAuthorizationUrl(config, {
      redirect_uri: `${app.url}/callback`,
      scope,
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      ...(audience ? { audience } : {}),
      ...extra,
    });
  }

  async function finish(url, response) {
    const { verifier, nonce } = pending.get(url.searchParams.get("state"));
    const checks = { pkceCodeVerifier: verifier, expectedState: url.searchParams.get("state"), expectedNonce: nonce };
    const tokens = await oidc.authorizationCodeGrant(config, url, checks);
    session = { tokens, claims: tokens.claims() };
    return json(response, { claims: session.claims, hasRefreshToken: !!tokens.refresh_token });
  }

  return {
    ...app,
    async configure(issuer, client, wanted = {}) {
      const options = issuer.startsWith("http:") ? { execute: [oidc.allowInsecureRequests] } : {};
      config = await oidc.discovery(new URL(issuer), client.client_id, client.client_secret, undefined, options);
      scope = wanted.scope ?? scope;
      audience = wanted.audience;
      session = undefined;
    },
    get tokens() {
      return session?.tokens;
    },
    get config() {
      return config;
    },
  };
}

function json(response, value) {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function redirect(response, url) {
  response.writeHead(302, { location: url.href }).end();
}
