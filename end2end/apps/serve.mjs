// Serves an application on a free port of localhost, with TLS where a certificate is given.

import http from "node:http";
import https from "node:https";

/** @returns {Promise<{ url: string, close: () => Promise<void> }>} */
export function serve(tls, handler) {
  const answer = (request, response) => {
    // Browsers ask for it on their own.
    if (request.url === "/favicon.ico") return response.writeHead(204).end();
    return handler(request, response);
  };
  const server = tls ? https.createServer(tls, answer) : http.createServer(answer);
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const close = () => {
        server.closeAllConnections();
        return new Promise((done) => server.close(() => done()));
      };
      resolve({ url: `${tls ? "https" : "http"}://127.0.0.1:${server.address().port}`, close });
    });
  });
}
