// SPDX-License-Identifier: Apache-2.0
// One device: what it sends, what is thought of it and why, what was done about it.

import { get, may } from "../api.js";
import { card, h, put, table } from "../dom.js";
import { badge, since } from "../icons.js";
import { hear } from "../live.js";
import { chart } from "../parts/chart.js";
import { times } from "../parts/times.js";
import { why } from "../parts/why.js";
import { brief, count, label, moment, quantity, span, times as timesOf, unit } from "../words.js";
import { empty, region, seldom, trouble } from "../view.js";

const POINTS = 600;
const FIRST = 3;
const iso = (ms) => new Date(ms).toISOString();
const work = (id) => `#/orders/${encodeURIComponent(id)}`;

/** Above the charts: the state in a line, an open alert with its order. */
function summary(device) {
  const { alert } = device;
  const model = typeof device.model === "object" ? device.model?.id : device.model;
  return [
    h("p", { class: "lead" }, badge(device.condition), h("span", {}, `${device.contract.name ?? device.contract} · seen `, since(device.lastSeen)),
      model ? h("span", {}, "Answered by ", h("a", { href: `#/models/${encodeURIComponent(model)}` }, model)) : h("span", {}, "No model answers for it"),
      device.commissioning && device.commissioning.rows < device.commissioning.required ? h("span", {}, `Commissioning: ${count(device.commissioning.rows)} of ${count(device.commissioning.required)} rows`) : null),
    alert ? h("div", { class: "banner bad" }, badge(alert.severity), h("span", {}, "Alert open since ", h("strong", {}, brief(alert.from)), `, up to ${timesOf(alert.score)} threshold.`),
      alert.workOrder ? (may("technician") ? h("a", { class: "button", href: work(alert.workOrder) }, `Work order ${alert.workOrder}`) : h("span", {}, `Work order ${alert.workOrder}`)) : h("span", {}, alert.held ?? "")) : null,
  ];
}

function lastValues(device) {
  const values = device.last?.values ?? {};
  const rows = device.contract.attributes ?? [];
  if (!device.last) return empty("No values kept", "The next good message shows here.");
  const texts = Object.entries(device.last.texts ?? {});
  return h("div", {},
    h("dl", { class: "values" }, rows.map((a) => h("div", {}, h("dt", {}, label(a.name)), h("dd", {}, quantity(values[a.name], a.unitCode)))),
      texts.map(([name, text]) => h("div", {}, h("dt", {}, label(name)), h("dd", { class: "text" }, text)))),
    h("p", { class: "note" }, moment(device.last.time)));
}

function episodes({ alerts, orders }) {
  const rows = [
    ...alerts.map((a) => ({ from: a.from, to: a.to, kind: badge(a.severity), text: `Alert, up to ${timesOf(a.score)} threshold`, id: a.workOrder })),
    ...orders.filter((o) => !o.alert).map((o) => ({ from: o.created, to: o.closed, kind: badge(o.state), text: o.title, id: o.id })),
  ].sort((a, b) => (a.from < b.from ? 1 : -1));
  if (!rows.length) return empty("Nothing happened", "No alert and no work order in this time.");
  return table("Episodes and work orders", [
    ["What", (r) => r.kind], ["~Words", (r) => r.text], ["From", (r) => brief(r.from)],
    ["Lasted", (r) => (r.to ? span((Date.parse(r.to) - Date.parse(r.from)) / 1000) : "goes on")],
    ["Order", (r) => (r.id && may("technician") ? h("a", { href: work(r.id) }, r.id) : (r.id ?? ""))],
  ], rows);
}

export function show(main, { parts: [, name], query, signal }) {
  const path = `devices/${encodeURIComponent(name)}`;
  const head = h("div", { class: "summary", "aria-live": "off" });
  const scores = h("div", { class: "plot-box" });
  const lines = h("div", { class: "plots" });
  const values = h("div", {});
  const past = h("div", {});
  const chips = h("div", { class: "choices", role: "group", "aria-label": "Attributes" });
  const when = times(query.get("range"), () => (keep(), redraw()));
  const reason = why(name, { at: query.has("at") ? Number(query.get("at")) : undefined, signal });
  let chosen = query.get("attributes")?.split(",") ?? null;
  let attributes = [];
  let bands = [];
  const drawn = new Map();
  let reach = () => [when.from() / 1000, when.to() / 1000];

  put(main,
    h("header", { class: "page-head" }, h("p", { class: "crumb" }, h("a", { href: "#/devices" }, "Devices")), h("h1", {}, name), head),
    h("div", { class: "tools" }, when.element, chips),
    h("div", { class: "grid device" },
      h("div", { class: "column" },
        card("Score", scores, { note: "red: an episode; rail on top: its work order. Select a moment to see why, drag to look closer", cls: "charts" }),
        card("Sensors", lines, { cls: "charts" }),
        card("What happened", past)),
      h("div", { class: "column" },
        card("Why", reason.element, { action: reason.pick }),
        card("Last values", values))));

  const zoom = (from, to) => when.zoom(Math.floor(from), Math.ceil(to));

  function keep() {
    const search = new URLSearchParams({ range: when.key(), attributes: chosen.join(",") });
    history.replaceState(null, "", `#/devices/${encodeURIComponent(name)}?${search}`);
  }

  function paintChips() {
    put(chips, attributes.map((a) => h("button", { type: "button", "aria-pressed": String(chosen.includes(a.name)), onclick: () => toggle(a.name) }, label(a.name))));
  }

  function toggle(one) {
    chosen = chosen.includes(one) ? chosen.filter((x) => x !== one) : attributes.map((a) => a.name).filter((x) => x === one || chosen.includes(x));
    paintChips();
    keep();
    redraw();
  }

  async function draw(key, place, options) {
    const there = drawn.get(key);
    if (there) there.set(options.data);
    else if (options.data[0].length || key === "score") drawn.set(key, await chart(place, { ...options, bands: () => bands, range: () => reach(), onzoom: zoom, signal }));
  }

  async function drawSensors(series) {
    for (const [key, one] of drawn) {
      if (key !== "score" && !chosen.includes(key)) {
        one.destroy();
        drawn.delete(key);
        lines.querySelector(`[data-key="${CSS.escape(key)}"]`)?.remove();
      }
    }
    const seconds = series.times.map((t) => t / 1000);
    if (!seconds.length && !drawn.size) return void put(lines, empty("No data in this time", "Take a longer time."));
    for (const [i, a] of series.attributes.entries()) {
      let place = lines.querySelector(`[data-key="${CSS.escape(a.name)}"]`);
      if (!place) {
        lines.querySelector(".empty, .skeleton")?.remove();
        place = h("div", { class: "plot-box", "data-key": a.name });
        lines.append(place);
      }
      await draw(a.name, place, { name: label(a.name), data: [seconds, series.values[i]], series: [{ name: label(a.name), unit: unit(a.unitCode), color: "--series" }], height: 120 });
    }
  }

  async function redraw() {
    if (!chosen) return;
    const [from, to] = [when.from(), when.to()];
    const time = { from: iso(from), to: iso(to) };
    try {
      const [insights, series, alerts, orders] = await Promise.all([
        get(`${path}/insights`, { ...time, limit: 1000 }, signal),
        chosen.length ? get(`${path}/series`, { ...time, attributes: chosen.join(","), points: POINTS }, signal) : { attributes: [], times: [], values: [] },
        get("alerts", { ...time, device: name, limit: 100 }, signal),
        get("work-orders", { device: name, limit: 100 }, signal),
      ]);
      const within = orders.items.filter((o) => Date.parse(o.created) < to && Date.parse(o.closed ?? o.resolved ?? iso(to)) >= from);
      bands = [
        ...alerts.items.map((a) => ({ kind: "episode", from: Date.parse(a.from), to: a.to && Date.parse(a.to) })),
        ...within.map((o) => ({ kind: "order", from: Date.parse(o.created), to: Date.parse(o.closed ?? o.resolved ?? iso(to)) })),
      ];
      reach = when.live() ? () => [when.from() / 1000, when.to() / 1000] : () => [from / 1000, to / 1000];
      put(past, episodes({ alerts: alerts.items, orders: within }));
      await draw("score", scores, {
        name: "", data: [insights.times.map((t) => t / 1000), insights.scores, insights.thresholds], onpick: reason.at, height: 160,
        series: [{ name: "score", color: "--series" }, { name: "threshold", color: "--bad", dash: [6, 4] }],
      });
      await drawSensors(series);
    } catch (error) {
      if (error.name === "AbortError" || signal.aborted) return;
      if (!drawn.size) put(scores, trouble(error, redraw));
    }
  }

  const again = region(head, () => get(path, {}, signal), (device) => {
    put(head, summary(device));
    put(values, lastValues(device));
    if (chosen === null || !attributes.length) {
      attributes = device.contract.attributes ?? [];
      const named = (device.insight?.contributions ?? []).slice(0, FIRST).map((c) => c.attribute);
      const first = named.length ? named : attributes.slice(0, FIRST).map((a) => a.name);
      chosen ??= attributes.map((a) => a.name).filter((a) => first.includes(a));
      paintChips();
      redraw();
    }
  }, { signal, lines: 2 });

  const soon = seldom(() => (again(), when.live() && redraw()), 2000, signal);
  hear("device", (changes) => [changes].flat().some((one) => one.name === name) && soon(), signal);
  hear("alert", soon, signal);
  hear("workorder", soon, signal);
  hear("again", redraw, signal);
  return name;
}
