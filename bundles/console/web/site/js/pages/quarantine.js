// SPDX-License-Identifier: Apache-2.0
// What contracts refused: by trouble, one by one, and back in again once the cause is gone.

import { get, may, post } from "../api.js";
import { card, h, put, table } from "../dom.js";
import { since } from "../icons.js";
import { bytes, count, label, many, moment } from "../words.js";
import { act, empty, region, say, sheet, trouble } from "../view.js";

/** Nanoseconds since the epoch or a written time. */
const when = (t) => (typeof t === "number" && t > 1e15 ? t / 1e6 : t);

function result({ accepted, refused, left, trouble: why }) {
  const again = Array.isArray(refused) ? refused.reduce((sum, group) => sum + group.count, 0) : (refused ?? 0);
  const text = [`${count(accepted)} accepted`, `${count(again)} refused again`, left ? `${count(left)} not answered` : null].filter(Boolean).join(", ");
  return `${text}. ${why ?? ""}`.trim();
}

export function show(main, { query, signal }) {
  let reason = query.get("reason") ?? "";
  const groups = h("div", {});
  const list = h("div", {});
  const lead = h("p", { class: "lead", role: "status" });
  put(main,
    h("header", { class: "page-head" }, h("p", { class: "crumb" }, h("a", { href: "#/operations" }, "Operations")), h("h1", {}, "Quarantine"), lead),
    h("div", { class: "stack" }, card("By trouble", groups), card("The newest", list)));

  const replay = (path, body) => async () => {
    const done = await post(path, body);
    say(result(done), done.accepted ? "good" : "warn");
    again();
  };

  function paintGroups(items) {
    if (!items?.length) return put(groups, empty("Nothing is held back", "Every message kept its contract."));
    put(groups, table("Troubles", [
      ["Reason", (g) => h("button", { type: "button", class: "link", "aria-pressed": String(g.reason === reason), onclick: () => choose(g.reason) }, label(g.reason))],
      ["Contract", (g) => g.contract], ["Where", (g) => h("code", {}, g.path || "whole document")], ["Last said", (g) => h("span", { class: "text" }, g.message)],
      ["Messages", (g) => count(g.count), "number"], ["Devices", (g) => count(g.devices), "number"], ["Last", (g) => since(when(g.last))],
      ...(may("operator") ? [["~Act", (g) => act("Replay", "", replay("quarantine/replay", { contract: g.contract, reason: g.reason, path: g.path }))]] : []),
    ], items));
  }

  function paintList(items) {
    put(list, reason ? h("p", { class: "tools" }, `Only: ${label(reason)}`, h("button", { type: "button", onclick: () => choose("") }, "Show all")) : null,
      items.length ? table("Refused messages", [
        ["Number", (e) => h("button", { type: "button", class: "link", onclick: () => open(e.id) }, `#${e.id}`)], ["Device", (e) => e.device, "nowrap"], ["Reason", (e) => label(e.reason), "nowrap"],
        ["What was said", (e) => h("span", { class: "text" }, e.message)], ["Size", (e) => bytes(e.bytes), "number"], ["Received", (e) => since(when(e.received))],
      ], items) : empty("Nothing here"));
  }

  async function open(id) {
    const place = h("div", { "aria-busy": "true" });
    const dialog = sheet(`Refused message #${id}`, place);
    try {
      const entry = await get(`quarantine/${id}`, {}, signal);
      put(place,
        h("p", { class: "banner bad" }, entry.message),
        h("dl", { class: "values" }, [["Device", entry.device], ["Contract", entry.contract], ["Reason", label(entry.reason)], ["Where", entry.path || "whole document"], ["Topic", entry.topic], ["Type", entry.mediaType], ["Received", moment(when(entry.received))]]
          .filter(([, value]) => value).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", { class: "text" }, value)))),
        h("pre", { class: "body", tabindex: "0", "aria-label": "The message" }, entry.body ?? entry.base64 ?? ""),
        may("operator") ? act("Replay this one", "primary", async () => {
          await replay(`quarantine/${id}/replay`, {})();
          dialog.close();
        }) : null);
    } catch (error) {
      put(place, trouble(error, () => (dialog.close(), open(id))));
    }
    place.removeAttribute("aria-busy");
  }

  function choose(next) {
    reason = next;
    history.replaceState(null, "", `#/operations/quarantine${reason ? `?reason=${encodeURIComponent(reason)}` : ""}`);
    again();
  }

  const again = region(list, () => get("quarantine", { reason, limit: 100 }, signal), (found) => {
    const total = (found.groups ?? []).reduce((sum, g) => sum + g.count, 0);
    lead.textContent = total ? `${many(total, "message")} ${total === 1 ? "waits" : "wait"}. Replay once the cause is gone: what is accepted then leaves, what is not stays.` : "";
    paintGroups(found.groups);
    paintList(found.items);
  }, { signal, lines: 8 });
  return "Quarantine";
}
