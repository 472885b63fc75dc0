// SPDX-License-Identifier: Apache-2.0
// The plant on one page: what needs somebody first, then how all is.

import { get, may } from "../api.js";
import { card, h, put } from "../dom.js";
import { badge, shape, since } from "../icons.js";
import { hear } from "../live.js";
import { bars, shares, spark } from "../parts/spark.js";
import { bytes, count, label, many, number, times } from "../words.js";
import { empty, region, seldom } from "../view.js";

const SECONDS = 120;
const link = (name) => `#/devices/${encodeURIComponent(name)}`;

/** The plant in one sentence. */
function headline({ devices, alerts, troubles }) {
  if (!devices.total) return "No device has been heard yet.";
  const ill = devices.anomalous;
  const first = ill ? `${many(ill, "device")} of ${count(devices.total)} ${ill === 1 ? "is" : "are"} not as ${ill === 1 ? "it" : "they"} should be.` : `All ${many(devices.total, "device")} are as they should be.`;
  const silent = devices.silent ? ` ${count(devices.silent)} ${devices.silent === 1 ? "is" : "are"} silent.` : "";
  const more = troubles.length ? ` The node has ${many(troubles.length, "trouble")}.` : alerts.open ? ` ${many(alerts.open, "alert")} open.` : "";
  return first + silent + more;
}

function troublesOf({ troubles }) {
  if (!troubles.length) return null;
  return h("section", { class: "card troubles", "aria-label": "Troubles" },
    h("ul", {}, troubles.map(({ where, text }) => h("li", {}, shape("triangle"), h("strong", {}, label(where)), h("span", {}, text)))));
}

function conditions({ devices }) {
  const parts = [["anomalous", devices.anomalous], ["silent", devices.silent], ["commissioning", devices.commissioning], ["normal", devices.healthy]];
  if (devices.unknown) parts.push(["unknown", devices.unknown]);
  if (!devices.total) return empty("No device yet", "A device appears with its first message: ganglion/SITE/telemetry/CONTRACT/DEVICE.");
  return shares(parts, "Devices by condition", (key) => `#/devices?condition=${key}`);
}

/** What a bundle tells that does not run: nothing. */
const absent = (what) => empty(`No ${what}`, "Its bundle does not run on this node.");

function throughput({ flow }, recent) {
  if (!flow) return absent("pipeline");
  return h("div", {},
    h("p", { class: "figure" }, h("strong", {}, number(flow.perSecond)), " messages a second"),
    spark(recent, "Messages a second", SECONDS),
    h("dl", { class: "facts" },
      h("div", {}, h("dt", {}, "Accepted"), h("dd", {}, count(flow.accepted))),
      h("div", {}, h("dt", {}, "Quarantined"), h("dd", {}, count(flow.quarantined))),
      h("div", {}, h("dt", {}, "In flight"), h("dd", {}, count(flow.inFlight)))));
}

function quarantined({ quarantine }) {
  if (!quarantine) return absent("quarantine");
  if (!quarantine.total) return empty("Nothing is held back", "Every message kept its contract.");
  const reasons = quarantine.reasons.map(({ reason, count: n }) => [reason, n]);
  return bars(reasons, "Quarantine by reason", (reason) => h("a", { href: `#/operations/quarantine?reason=${encodeURIComponent(reason)}` }, label(reason)));
}

function health({ store, drivers, version, workOrders }) {
  const rows = [
    store && ["Store", store.trouble || store.notice ? badge("degraded", "Trouble") : badge("online", "Well"), `${count(store.rows)} rows, ${bytes(store.bytes)}`],
    ...drivers.map((driver) => [driver.name, badge(driver.state), driver.detail]),
  ].filter(Boolean);
  return h("div", {},
    h("ul", { class: "health" }, rows.map(([name, mark, text]) => h("li", {}, h("span", { class: "health-name" }, name), mark, h("span", { class: "note" }, text)))),
    h("p", { class: "note" }, `Version ${version}.${workOrders ? ` ${many(workOrders.open, "work order")} open${workOrders.mine ? `, ${count(workOrders.mine)} of them yours` : ""}.` : ""}`));
}

const named = (device, text, note) => h("span", { class: "named" }, h("a", { href: link(device), title: text }, text), h("span", { class: "note" }, note));

function alertRow(alert) {
  return h("li", {}, badge(alert.severity),
    named(alert.devices[0], alert.asset || alert.devices[0], (alert.contributions ?? []).slice(0, 2).map((c) => label(c.attribute)).join(", ")),
    h("span", { class: "times" }, times(alert.score)),
    since(alert.from),
    alert.workOrder && may("technician") ? h("a", { href: `#/orders/${encodeURIComponent(alert.workOrder)}` }, alert.workOrder) : h("span", { class: "note" }, alert.workOrder ?? alert.held ?? ""));
}

function worstRow(device) {
  return h("li", {}, badge(device.condition), named(device.name, device.name, device.contract),
    h("span", { class: "times" }, device.threshold ? times(device.score / device.threshold) : ""), since(device.lastSeen));
}

export function show(main, { signal }) {
  const recent = [];
  let mine;
  const parts = Object.fromEntries(["head", "troubles", "conditions", "flow", "alerts", "worst", "quarantine", "health"].map((key) => [key, h("div", {})]));
  const title = h("h1", {}, "Overview");
  const lead = h("p", { class: "lead", "aria-live": "polite" }, "Reading the plant…");
  put(main, h("header", { class: "page-head" }, title, lead), parts.troubles,
    h("div", { class: "grid device" },
      h("div", { class: "column" },
        card("Devices", parts.conditions, { action: h("a", { href: "#/devices" }, "All devices") }),
        card("Open alerts", parts.alerts, { note: "how many times the threshold, since when" }),
        card("Look at these first", parts.worst)),
      h("div", { class: "column" },
        card("Throughput", parts.flow),
        card("Quarantine", parts.quarantine, { action: h("a", { href: "#/operations/quarantine" }, "Look inside") }),
        card("Health", parts.health, { action: h("a", { href: "#/operations" }, "Operations") }))));

  function paint(overview) {
    // An event is for everybody, so it does not say what is mine.
    if (overview.workOrders && overview.workOrders.mine === undefined) overview.workOrders.mine = mine;
    mine = overview.workOrders?.mine;
    if (overview.flow?.recent) recent.splice(0, recent.length, ...overview.flow.recent);
    else if (overview.flow) recent.push(overview.flow.perSecond);
    recent.splice(0, Math.max(0, recent.length - SECONDS));
    const sentence = headline(overview);
    if (lead.textContent !== sentence) lead.textContent = sentence;
    put(parts.troubles, troublesOf(overview));
    put(parts.conditions, conditions(overview));
    put(parts.flow, throughput(overview, recent));
    put(parts.quarantine, quarantined(overview));
    put(parts.health, health(overview));
  }

  // One fetch for all parts; the first part carries what goes wrong with it.
  region(parts.conditions, () => get("overview", {}, signal), paint, { signal, lines: 3 });
  const alerts = region(parts.alerts, () => get("alerts", { open: true, limit: 8 }, signal), ({ items, more }, place) =>
    put(place, items.length ? h("ul", { class: "rows" }, items.map(alertRow)) : empty("No open alert", "An alert opens when a device stays anomalous."), more ? h("p", { class: "note" }, "There are more.") : null), { signal });
  const worst = region(parts.worst, () => get("devices", { limit: 6 }, signal), ({ items }, place) =>
    put(place, items.length ? h("ul", { class: "rows" }, items.map(worstRow)) : empty("No device yet")), { signal });
  hear("overview", paint, signal);
  hear("alert", seldom(alerts, 1000, signal), signal);
  hear("device", seldom(worst, 3000, signal), signal);
  return "Overview";
}
