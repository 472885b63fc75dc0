// SPDX-License-Identifier: Apache-2.0
// The technician's list: what waits, the most urgent first.

import { get } from "../api.js";
import { h, put } from "../dom.js";
import { badge, since } from "../icons.js";
import { hear } from "../live.js";
import { brief, many } from "../words.js";
import { empty, region, seldom } from "../view.js";

const OPEN = "open,acknowledged,in-progress";
const VIEWS = {
  mine: ["For me", { state: OPEN, assignee: "me" }, "Nothing waits for you", "New work appears here by itself."],
  open: ["All open", { state: OPEN }, "No open work", "New work appears here by itself."],
  done: ["Done", { state: "resolved,closed" }, "Nothing done yet", "Resolved work is kept here."],
};
const RANK = ["critical", "high", "medium", "low"];

export function orderRow(order) {
  return h("li", {}, h("a", { class: "order", href: `#/orders/${encodeURIComponent(order.id)}` },
    h("span", { class: "order-marks" }, badge(order.severity), badge(order.state), order.trouble ? badge("degraded", "Ticket waits") : null),
    h("strong", {}, order.title),
    h("span", { class: "note" }, `${order.id} · ${order.asset || order.device}${order.assignee ? " · " + order.assignee : ""}`),
    h("span", { class: "note" }, order.resolved ? `done ${brief(order.resolved)}` : since(order.created))));
}

export function show(main, { query, signal }) {
  let view = VIEWS[query.get("view")] ? query.get("view") : "mine";
  const place = h("div", {});
  const said = h("p", { class: "lead", role: "status" });
  const tabs = h("div", { class: "choices", role: "group", "aria-label": "Which work" });
  const paintTabs = () => put(tabs, Object.entries(VIEWS).map(([key, [text]]) =>
    h("button", { type: "button", "aria-pressed": String(key === view), onclick: () => choose(key) }, text)));

  put(main, h("header", { class: "page-head" }, h("h1", {}, "Work"), said),
    h("div", { class: "tools" }, tabs, h("a", { class: "button", href: "#/orders/report" }, "Report a missed fault")), place);
  paintTabs();

  const again = region(place, () => get("work-orders", { ...VIEWS[view][1], limit: 200 }, signal), ({ items, more }) => {
    const urgent = view === "done" ? items : [...items].sort((a, b) => RANK.indexOf(a.severity) - RANK.indexOf(b.severity));
    said.textContent = view === "done" ? `${many(items.length, "work order")} done` : items.length ? `${many(items.length, "work order")} to do, the most urgent first.` : "";
    put(place, items.length ? h("ul", { class: "orders" }, urgent.map(orderRow)) : empty(VIEWS[view][2], VIEWS[view][3]), more ? h("p", { class: "note" }, "Older ones are not shown.") : null);
  }, { signal });

  function choose(key) {
    view = key;
    history.replaceState(null, "", `#/orders?view=${key}`);
    paintTabs();
    again();
  }
  hear("workorder", seldom(again, 500, signal), signal);
  return "Work";
}
