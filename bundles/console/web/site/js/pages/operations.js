// SPDX-License-Identifier: Apache-2.0
// The node's own parts: what comes in, what is kept, what leaves, and what is wrong with any of it.

import { get } from "../api.js";
import { card, h, put, table } from "../dom.js";
import { badge, since } from "../icons.js";
import { hear } from "../live.js";
import { bytes, count, label, number } from "../words.js";
import { empty, region, seldom } from "../view.js";

const pairs = (rows) => h("dl", { class: "values" }, rows.filter((row) => row && row[1] !== undefined && row[1] !== "").map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
const well = (trouble) => (trouble ? h("p", { class: "banner bad" }, trouble) : h("p", {}, badge("online", "Well")));

function drivers(items) {
  return table("Drivers", [["Driver", (d) => d.name], ["State", (d) => badge(d.state)], ["Detail", (d) => d.detail], ["Since", (d) => since(d.since)]], items);
}

function flow(f) {
  return pairs([["Received", count(f.received)], ["Accepted", count(f.accepted)], ["Quarantined", count(f.quarantined)], ["In flight", count(f.inFlight)], ["Rows", count(f.rows)],
    ["Scored", count(f.scored)], ["Published", count(f.published)], ["Pushed back", count(f.pushedBack)], ["Too loud", count(f.throttled)]]);
}

function store(s) {
  return h("div", {}, well(s.trouble), s.notice ? h("p", { class: "banner warn" }, s.notice) : null,
    pairs([["Rows", count(s.rows)], ["On disk", bytes(s.bytes)], ["Not sealed yet", count(s.unsealed)], ["Came twice", count(s.duplicates)]]));
}

function uplinks(items) {
  return table("Uplinks", [
    ["Destination", (u) => u.destination], ["State", (u) => badge(u.state)], ["Detail", (u) => u.detail], ["Waiting", (u) => count(u.waiting), "number"],
    ["Sent", (u) => count(u.sent), "number"], ["Sent again", (u) => count(u.resent), "number"], ["Lost", (u) => count(u.lost), "number"], ["Dead letters", (u) => count(u.deadLetters), "number"],
    ["Speed", (u) => `${bytes(u.bytesPerSecond)}/s`, "number"],
  ], items);
}

function maintenance(items) {
  return h("ul", { class: "health" }, items.map((m) => h("li", {}, h("span", { class: "health-name" }, m.name), m.trouble ? badge("degraded", "Trouble") : badge("online", "Well"), m.trouble ? h("span", { class: "note" }, m.trouble) : null)));
}

/** Any other part that the node tells of. */
function other(part) {
  const { trouble, ...rest } = part;
  return h("div", {}, trouble === undefined ? null : well(trouble), pairs(Object.entries(rest).filter(([, v]) => typeof v !== "object").map(([key, v]) => [label(key), typeof v === "number" ? number(v) : String(v)])));
}

export function show(main, { signal }) {
  const place = h("div", { class: "stack" });
  put(main, h("header", { class: "page-head" }, h("h1", {}, "Operations"), h("p", { class: "lead" }, "The node's own parts. ", h("a", { href: "#/operations/quarantine" }, "Quarantine workplace"))), place);
  const again = region(place, () => get("operations", {}, signal), (now) => {
    const { drivers: ins, flow: f, store: s, uplinks: outs, maintenance: systems, ...rest } = now;
    const more = Object.entries(rest).filter(([, part]) => part && typeof part === "object" && !Array.isArray(part) && Object.keys(part).length);
    put(place,
      card("Drivers", ins?.length ? drivers(ins) : empty("No driver runs", "Install one, for example the feature ganglion-driver-mqtt.")),
      h("div", { class: "masonry" },
        f ? card("Flow", [f.trouble ? well(f.trouble) : null, flow(f)], { note: "since the node started" }) : null,
        s ? card("Store", store(s)) : null,
        card("Maintenance systems", systems?.length ? maintenance(systems) : empty("The node's own desk", "No other system is connected.")),
        more.map(([name, part]) => card(label(name), other(part)))),
      card("Uplink", outs?.length ? uplinks(outs) : empty("Nothing leaves this node", "No uplink is configured.")));
  }, { signal, lines: 10 });
  hear("overview", seldom(again, 5000, signal), signal);
  return "Operations";
}
