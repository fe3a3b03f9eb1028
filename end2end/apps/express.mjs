// A server application with express-openid-connect, unchanged. In its default mode it uses the implicit flow with form_post.

import express from "express";
import oidc from "express-openid-connect";
import { serve } from "./serve.mjs";

/** Starts it; `configure` takes the middleware's own settings. */
export async function startExpress(tls) {
  let handler = (request, response) => response.writeHead(503).end();
  const app = await serve(tls, (request, response) => handler(request, response));
  function configure(settings) {
    const routes = express();
    routes.use(oidc.auth({ baseURL: app.url, authRequired: false, secret: "a secret for the cookie of a test application", ...settings }));
    routes.get("/", (request, response) => {
      response.json(request.oidc.isAuthenticated() ? { user: request.oidc.user } : { state: "logged out" });
    });
    routes.use((error, request, response, next) => response.status(500).json({ error: error.error, message: error.message }));
    handler = routes;
  }
  return { ...app, configure };
}
