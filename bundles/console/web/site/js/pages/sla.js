// SPDX-License-Identifier: Apache-2.0
// How long each part of the loop takes: from the alert to the better model.

import { get } from "../api.js";
import { card, h, put } from "../dom.js";
import { shape } from "../icons.js";
import { hear } from "../live.js";
import { times } from "../parts/times.js";
import { count, many, percent, span } from "../words.js";
import { empty, region, seldom } from "../view.js";

const LEGS = {
  "alert-to-ticket": "Alert to ticket", "ticket-to-acknowledgement": "Ticket to acknowledged", "ticket-to-resolution": "Ticket to resolved",
  "resolution-to-label": "Resolved to label", "label-to-live": "Label to model live",
};

/** Median and p90 as a bar beside the target's mark, on the leg's own scale. */
function scale(leg) {
  const reach = Math.max(leg.p90Seconds ?? 0, leg.targetSeconds ?? 0, leg.medianSeconds ?? 0, 1e-9) * 1.12;
  return h("span", { class: leg.targetSeconds < leg.p90Seconds ? "leg-bar late" : "leg-bar", "aria-hidden": "true" },
    h("i", { class: "p90", style: { "--share": (leg.p90Seconds ?? 0) / reach } }), h("i", { class: "median", style: { "--share": (leg.medianSeconds ?? 0) / reach } }),
    leg.targetSeconds === undefined ? null : h("i", { class: "target", style: { "--share": leg.targetSeconds / reach } }));
}

function trend(leg) {
  if (leg.beforeSeconds === undefined || leg.medianSeconds === undefined) return h("span", { class: "note" }, "–");
  const change = leg.medianSeconds / (leg.beforeSeconds || 1) - 1;
  if (Math.abs(change) < 0.05) return h("span", { class: "note" }, "as before");
  return h("span", { class: change < 0 ? "trend good" : "trend bad" }, h("b", { "aria-hidden": "true" }, change < 0 ? "↓" : "↑"), `${percent(Math.abs(change))} ${change < 0 ? "faster" : "slower"}`);
}

function legs(sla) {
  const cells = ["Part of the way", " ", "Median", "p90", "Target", "Over target", "Trend", "Done", "On it"];
  return h("div", { class: "table-wrap", role: "region", tabindex: "0", "aria-label": `Legs of ${sla.useCase} ${sla.model ?? ""}` }, h("table", { class: "legs" },
    h("caption", { class: "unseen" }, `Legs of ${sla.useCase}`),
    h("thead", {}, h("tr", {}, cells.map((text, i) => h(text.trim() ? "th" : "td", { scope: text.trim() ? "col" : null, class: i > 1 && i !== 6 ? "number" : "" }, text)))),
    h("tbody", {}, sla.legs.map((leg) => h("tr", {},
      h("th", { scope: "row" }, LEGS[leg.span] ?? leg.span), h("td", { class: "leg-cell" }, scale(leg)),
      h("td", { class: "number strong", "data-title": "Median" }, span(leg.medianSeconds)), h("td", { class: "number", "data-title": "p90" }, span(leg.p90Seconds)),
      h("td", { class: "number", "data-title": "Target" }, leg.targetSeconds === undefined ? "none" : span(leg.targetSeconds)),
      h("td", { class: "number", "data-title": "Over target" }, leg.breaches ? h("span", { class: "badge bad" }, shape("triangle"), count(leg.breaches)) : "0"),
      h("td", { "data-title": "Trend" }, trend(leg)),
      h("td", { class: "number", "data-title": "Done" }, count(leg.done)), h("td", { class: "number", "data-title": "On it" }, count(leg.open)))))));
}

const rate = (title, value, text) => h("div", { class: "rate" }, h("dt", {}, title), h("dd", {}, percent(value)), h("dd", { class: "note" }, text));

function board(sla) {
  const known = sla.confirmed + sla.otherFault;
  return card(`${sla.useCase} · ${sla.model ?? "reported by people"}`, h("div", { class: "stack" },
    h("dl", { class: "rates" },
      rate("Closed", sla.closureRate, `${count(sla.closed)} of ${many(sla.workOrders, "work order")} with a verdict`),
      rate("Refuted", sla.refutedRate, `${count(sla.refuted)} of ${many(sla.refuted + known, "verdict")} found nothing`),
      rate("Missed", sla.missedRate, `${count(sla.missed)} of ${many(sla.missed + known, "fault")} had no alert`),
      h("div", { class: "rate" }, h("dt", {}, "Alerts"), h("dd", {}, count(sla.alerts)), h("dd", { class: "note" }, `${count(sla.confirmed)} confirmed, ${count(sla.otherFault)} another fault`))),
    legs(sla)), { note: sla.site });
}

export function show(main, { query, signal }) {
  const place = h("div", { class: "stack" });
  const lead = h("p", { class: "lead", role: "status" });
  const when = times(query.get("range") ?? "30d", () => {
    history.replaceState(null, "", `#/sla?range=${when.key()}`);
    again();
  }, ["24h", "7d", "30d"]);
  put(main, h("header", { class: "page-head" }, h("h1", {}, "SLAs"), lead), h("div", { class: "tools" }, when.element,
    h("p", { class: "key note" }, h("i", { class: "median" }), "median", h("i", { class: "p90" }), "p90", h("i", { class: "target" }), "target")), place);
  const again = region(place, () => get("slas", { from: new Date(when.from()).toISOString(), to: new Date(when.to()).toISOString() }, signal), ({ items }) => {
    const late = items.reduce((sum, sla) => sum + sla.legs.reduce((n, leg) => n + leg.breaches, 0), 0);
    lead.textContent = items.length ? (late ? `${many(late, "time")} a part of the loop took longer than its target.` : "Every part of the loop keeps its target.") : "";
    put(place, items.length ? items.map(board) : h("div", { class: "card" }, empty("No alert in this time", "The clocks start with the first alert, or with a fault that somebody reports.")));
  }, { signal, lines: 8 });
  for (const kind of ["sla", "workorder", "alert"]) hear(kind, seldom(again, 2000, signal), signal);
  return "SLAs";
}
