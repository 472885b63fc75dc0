// SPDX-License-Identifier: Apache-2.0
// What happens on the node, as it happens. Comes back by itself after the node was away.

import { address, expired, renew } from "./api.js";

const KINDS = ["overview", "device", "alert", "workorder", "sla"];
const RETRY_MS = 2000;

const bus = new EventTarget();
let stream = null;
let timer = 0;
let state = "connecting";
let wasLost = false;

function become(next) {
  if (state === next) return;
  state = next;
  bus.dispatchEvent(new CustomEvent("state", { detail: state }));
}

export const liveState = () => state;

/** Hears a kind of event until the signal ends: one of the node's, `state`, or `again` after a gap. */
export const hear = (kind, heard, signal) => bus.addEventListener(kind, (event) => heard(event.detail), { signal });

export function connect() {
  disconnect();
  stream = new EventSource(address("events"));
  stream.onopen = () => {
    become("live");
    if (wasLost) bus.dispatchEvent(new CustomEvent("again"));
    wasLost = false;
  };
  stream.onerror = lost;
  for (const kind of KINDS) {
    stream.addEventListener(kind, (event) => bus.dispatchEvent(new CustomEvent(kind, { detail: JSON.parse(event.data) })));
  }
}

export function disconnect() {
  clearTimeout(timer);
  stream?.close();
  stream = null;
}

// The browser tries again by itself only where the connection broke, not where the node answered with a refusal: one way for both.
async function lost() {
  disconnect();
  wasLost = true;
  become("lost");
  if (await expired()) {
    await renew();
    connect();
    return;
  }
  clearTimeout(timer);
  timer = setTimeout(connect, RETRY_MS);
}
