// Somebody who logs in at an application, beside the page that watches.

import { expect } from "@playwright/test";
import type { install } from "./server.mjs";

type Roster = Awaited<ReturnType<typeof install>>;

export const PASSWORD = "Correct-Horse-9-Battery";

export interface Shop {
  name: string;
  client_id: string;
  client_secret: string;
}

/** An application that users may log in at with their password alone. */
export async function openShop(roster: Roster, name: string): Promise<Shop> {
  const grants = ["--grant", "password", "--grant", "authorization_code"];
  const printed = await roster.command(["client", "create", name, "--type", "web", "--callback", `${roster.url}/callback`, ...grants]);
  return JSON.parse(printed) as Shop;
}

/** Logs in; the status of the answer. */
export async function logIn(roster: Roster, shop: Shop, username: string, password = PASSWORD, userAgent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0") {
  const answer = await fetch(`${roster.url}/oauth/token`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "User-Agent": userAgent },
    body: JSON.stringify({ grant_type: "password", client_id: shop.client_id, client_secret: shop.client_secret, username, password }),
  });
  const body = await answer.text();
  expect([200, 403, 429], body).toContain(answer.status);
  return answer.status;
}
