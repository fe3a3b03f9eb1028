import { type APIRequestContext, expect } from "@playwright/test";

export type People = ReturnType<typeof people>;

type Json = Record<string, unknown>;
export interface User extends Json {
  user_id: string;
  email: string;
  name: string;
  user_metadata?: Json;
  app_metadata?: Json;
}

const CONNECTION = "Username-Password-Authentication";

/** Users, by the same server functions that the pages call. */
export function people(request: APIRequestContext, baseURL: string) {
  async function call<T>(path: string, data: Json): Promise<T> {
    const headers = { Origin: baseURL, "Sec-Fetch-Site": "same-origin" };
    const answer = await request.post(`${baseURL}/fn/${path}`, { data, headers });
    expect(answer.status(), `${path}: ${await answer.text()}`).toBe(200);
    return answer.json() as Promise<T>;
  }
  return {
    create: (email: string, password = "Correct-Horse-9") =>
      call<User>("users/create", { user: { connection: CONNECTION, email, password } }),
    get: (id: string) => call<User>("users/get", { id }),
    block: (id: string, blocked = true) => call<User>("users/set-blocked", { id, blocked }),
    editMetadata: (id: string, base: Json, value: Json, kind: "user" | "app" = "user") =>
      call<User>("users/edit-metadata", { id, edit: { kind, base, value } }),
    delete: (id: string) => call<null>("users/delete", { id }),
  };
}

export function pathOf(user: { user_id: string }, tab = "") {
  return `/users/${encodeURIComponent(user.user_id)}${tab && `/${tab}`}`;
}
