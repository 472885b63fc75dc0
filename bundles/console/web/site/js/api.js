// SPDX-License-Identifier: Apache-2.0
// The node's interface. Every trouble is a Problem with a sentence for people.

const ROOT = new URL("api/v1/", document.baseURI);
const RANKS = ["viewer", "technician", "operator", "model-owner", "coe-admin"];

/** Who is signed in; null while nobody is. */
let session = null;

/** Asks people to sign in again, in place; set by the shell. Resolves once they have. */
let askAgain = () => Promise.reject(new Problem({ status: 401, title: "Signed out" }));
let asking = null;

export class Problem extends Error {
  constructor({ status = 0, type, title, detail, waitSeconds }) {
    super(detail || title || `The node answered ${status}`);
    Object.assign(this, { status, type, title: title || "That did not work", detail, waitSeconds });
  }

  get unreachable() {
    return this.status === 0;
  }
}

export const who = () => session;
export const onExpiry = (ask) => (askAgain = ask);

/** Whether to show an act at all. The node decides again, whatever stands here. */
export const may = (role) => session !== null && RANKS.indexOf(session.role) >= RANKS.indexOf(role);

function query(path, parameters = {}) {
  const url = new URL(path, ROOT);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== "") url.searchParams.set(name, value);
  }
  return url;
}

export const address = (path, parameters) => query(path, parameters).href;

async function once(method, url, body, signal) {
  const headers = { Accept: "application/json" };
  const raw = body instanceof Blob;
  if (body !== undefined) headers["Content-Type"] = raw ? body.type : "application/json";
  if (session?.csrf && method !== "GET") headers["X-CSRF-Token"] = session.csrf;
  let answer;
  try {
    answer = await fetch(url, { method, headers, signal, body: raw || body === undefined ? body : JSON.stringify(body) });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({ title: "The node does not answer", detail: "The node does not answer. What you see may be old; what you typed is kept. Try again when the network is back." });
  }
  const type = answer.headers.get("Content-Type") ?? "";
  const content = type.includes("json") ? await answer.json().catch(() => ({})) : undefined;
  if (!answer.ok) {
    const wait = Number(answer.headers.get("Retry-After")) || undefined;
    throw new Problem({ title: answer.statusText, waitSeconds: wait, ...content, status: answer.status });
  }
  return content;
}

/** Calls; where the session has ended, people sign in again in place and the call is made once more. */
async function call(method, path, { parameters, body, signal } = {}) {
  const url = query(path, parameters);
  try {
    return await once(method, url, body, signal);
  } catch (error) {
    // Another tab signed in anew: same person, other token.
    if (error.type?.endsWith(":csrf")) await resume();
    else if (error.status === 401) await renew();
    else throw error;
    return once(method, url, body, signal);
  }
}

export const get = (path, parameters, signal) => call("GET", path, { parameters, signal });
export const post = (path, body = {}) => call("POST", path, { body });

/** Who is signed in already, or null. */
export async function resume() {
  try {
    session = await once("GET", query("session"));
  } catch (error) {
    if (error.status !== 401) throw error;
    session = null;
  }
  return session;
}

export async function signIn(user, password) {
  session = await once("POST", query("session"), { user, password });
  return session;
}

export async function signOut() {
  await once("DELETE", query("session")).catch(() => {});
  session = null;
}

/** Whether the session still stands; a node that does not answer says nothing about it. */
export async function expired() {
  try {
    await once("GET", query("session"));
    return false;
  } catch (error) {
    return error.status === 401;
  }
}

/** Signs in again where a stream noticed the end. */
export function renew() {
  asking ??= askAgain().finally(() => (asking = null));
  return asking;
}
