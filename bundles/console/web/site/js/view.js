// SPDX-License-Identifier: Apache-2.0
// A part of a page that is read from the node: loading, there, empty, in trouble, out of reach.

import { h, put } from "./dom.js";
import { hear } from "./live.js";

export const empty = (title, text, action) => h("div", { class: "empty" }, h("p", { class: "empty-title" }, title), text ? h("p", {}, text) : null, action);

export const skeleton = (lines = 3) => h("div", { class: "skeleton", role: "status" }, h("span", { class: "unseen" }, "Loading"), Array.from({ length: lines }, () => h("i", {})));

export function trouble(error, again) {
  return h("div", { class: "empty problem", role: "alert" },
    h("p", { class: "empty-title" }, error.title ?? "That did not work"), h("p", {}, error.message),
    again ? h("button", { type: "button", onclick: again }, "Try again") : null);
}

/**
 * Reads and paints. Answers a function that does so again; what is there stays until the new is there, and if the node is out
 * of reach it stays with a note that it is old.
 */
export function region(place, read, paint, { signal, lines = 4 } = {}) {
  let running = false;
  let due = false;
  let painted = false;

  async function again() {
    if (running) return void (due = true);
    running = true;
    try {
      const found = await read(signal);
      if (signal?.aborted) return;
      place.removeAttribute("data-stale");
      paint(found, place);
      painted = true;
    } catch (error) {
      if (error.name === "AbortError" || signal?.aborted) return;
      if (error instanceof TypeError || error instanceof ReferenceError) console.error(error);
      if (painted && error.unreachable) place.setAttribute("data-stale", "");
      else put(place, trouble(error, again));
    } finally {
      place.removeAttribute("aria-busy");
      running = false;
    }
    if (due) {
      due = false;
      again();
    }
  }

  place.setAttribute("aria-busy", "true");
  put(place, skeleton(lines));
  again();
  if (signal) hear("again", again, signal);
  return again;
}

/** Calls at most once in a while, the last call included. */
export function seldom(act, ms, signal) {
  let timer = 0;
  let last = 0;
  signal?.addEventListener("abort", () => clearTimeout(timer));
  return () => {
    if (timer || signal?.aborted) return;
    timer = setTimeout(() => {
      timer = 0;
      last = Date.now();
      act();
    }, Math.max(0, last + ms - Date.now()));
  };
}

let speaker = null;

/** Says something in passing, also to those who listen to the page. */
export function say(text, tint = "good") {
  speaker ??= document.body.appendChild(h("div", { class: "toast", role: "status", "aria-live": "polite" }));
  const line = h("p", { class: tint }, text);
  put(speaker, line);
  setTimeout(() => line.remove(), 6000);
}

/** A button whose act runs once however often it is pressed, and whose trouble is said beside it. */
export function act(text, cls, run, describe) {
  const button = h("button", { type: "button", class: cls, "aria-describedby": describe });
  button.textContent = text;
  button.addEventListener("click", () => doing(button, run));
  return button;
}

export async function doing(button, run) {
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  const next = button.nextElementSibling;
  if (next?.matches(".trouble.beside")) next.remove();
  try {
    await run();
  } catch (error) {
    if (error instanceof TypeError || error instanceof ReferenceError) console.error(error);
    button.after(h("p", { class: "trouble beside", role: "alert" }, error.message));
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** A sheet over the page; on a phone it comes from below. Answers the dialog, which closes with its own button or Escape. */
export function sheet(title, ...content) {
  const dialog = h("dialog", { class: "sheet", "aria-label": title, onclose: () => dialog.remove() });
  dialog.append(
    h("header", { class: "sheet-head" }, h("h2", {}, title), h("button", { type: "button", class: "quiet", "aria-label": "Close", onclick: () => dialog.close() }, "✕")),
    ...content.filter(Boolean));
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
