// SPDX-License-Identifier: Apache-2.0
// Every device, the worst first. The node searches and sorts; arrow keys walk.

import { get } from "../api.js";
import { fresh, h, put } from "../dom.js";
import { badge, line, since } from "../icons.js";
import { hear } from "../live.js";
import { count, label, many, number, times } from "../words.js";
import { empty, region, seldom } from "../view.js";

const PAGE = 100;
const CONDITIONS = ["", "anomalous", "silent", "commissioning", "unknown", "normal"];
const NAMES = { "": "All", normal: "Well", unknown: "Not scored" };

/** A name may be that of two devices with two contracts. */
const key = (device) => `${device.contract} ${device.name}`;

/** How far a score is up to its threshold and beyond, as a bar. */
function meter(device) {
  if (!device.threshold) return h("span", { class: "note" }, device.score === undefined ? "" : number(device.score));
  const share = device.score / device.threshold;
  return h("span", { class: share > 1 ? "meter bad" : "meter" },
    h("i", { style: { "--share": Math.min(share / 2, 1) }, "aria-hidden": "true" }), h("b", {}, times(share)));
}

function row(device) {
  const tr = h("tr", { "data-name": device.name, class: device.condition });
  const paint = (now) => put(tr,
    h("td", {}, badge(now.condition)),
    h("td", { class: "name" }, h("a", { href: `#/devices/${encodeURIComponent(now.name)}` }, now.name)),
    h("td", { class: "note", "data-title": "Contract" }, now.contract),
    h("td", { "data-title": "Score" }, meter(now)),
    h("td", { "data-title": "Last seen" }, since(now.lastSeen)),
    h("td", { class: "number optional", "data-title": "Accepted" }, count(now.accepted)),
    h("td", { class: "number optional", "data-title": "Refused" }, count(now.quarantined)),
    h("td", { class: "note optional nowrap", "data-title": "Model" }, now.model ?? ""));
  paint(device);
  /** A row that has the keyboard is not exchanged under somebody's fingers: only its cells but the name. */
  tr.update = (change) => {
    Object.assign(device, change);
    tr.cells[0].replaceChildren(badge(device.condition));
    tr.cells[3].replaceChildren(meter(device));
    tr.cells[4].replaceChildren(since(device.lastSeen));
  };
  return tr;
}

export function show(main, { query, signal }) {
  let q = query.get("q") ?? "";
  let condition = query.get("condition") ?? "";
  const lines = new Map();
  const body = h("tbody", {});
  const said = h("p", { class: "note", role: "status" });
  const place = h("div", {});
  const end = h("div", { class: "list-end" });
  const head = ["Condition", "Device", "Contract", "Score", "Last seen", "Accepted", "Refused", "Model"];
  const list = h("table", { class: "devices" }, h("caption", { class: "unseen" }, "Devices, the worst first"),
    h("thead", {}, h("tr", {}, head.map((text, i) => h("th", { scope: "col", class: i === 5 || i === 6 ? "number optional" : i > 6 ? "optional" : "" }, text)))), body);

  const box = h("input", { type: "search", id: fresh("search"), value: q, placeholder: "Name or contract", autocomplete: "off", "aria-keyshortcuts": "/" });
  const filter = h("div", { class: "choices", role: "group", "aria-label": "Condition" }, CONDITIONS.map((one) =>
    h("button", { type: "button", "aria-pressed": String(one === condition), onclick: (event) => choose(one, event.currentTarget) }, NAMES[one] ?? label(one))));

  put(main, h("header", { class: "page-head" }, h("h1", {}, "Devices"), said),
    h("div", { class: "tools" },
      h("div", { class: "search" }, line("search"), h("label", { class: "unseen", for: box.id }, "Search devices"), box, h("kbd", { "aria-hidden": "true" }, "/")), filter),
    h("div", { class: "card flush" }, place), end);

  const again = region(place, () => get("devices", { q, condition, limit: PAGE }, signal), (found) => {
    lines.clear();
    put(body);
    put(place);
    if (found.items.length) place.append(list);
    else place.append(q || condition ? empty("No device fits", "Search for a part of the name, or take all conditions.") : empty("No device yet", "A device appears with its first message."));
    add(found);
  }, { signal, lines: 10 });

  function add({ items, more, total }) {
    for (const device of items) {
      const one = row(device);
      lines.set(key(device), one);
      body.append(one);
    }
    said.textContent = total === undefined ? `${many(lines.size, "device")}${more ? " and more" : ""}, worst first` : `${many(total, "device")}${q || condition ? " fit" : ""}, worst first`;
    put(end, more ? h("button", { type: "button", onclick: next }, "More devices") : null);
    if (more) watcher.observe(end);
    else watcher.unobserve(end);
  }

  let fetching = false;
  async function next() {
    if (fetching) return;
    fetching = true;
    watcher.unobserve(end);
    try {
      add(await get("devices", { q, condition, limit: PAGE, offset: lines.size }, signal));
    } catch (error) {
      if (!signal.aborted) put(end, h("p", { class: "trouble", role: "alert" }, error.message), h("button", { type: "button", onclick: next }, "Try again"));
    }
    fetching = false;
  }

  // The button is for the keyboard; whoever scrolls need not press it.
  const watcher = new IntersectionObserver(([entry]) => entry.isIntersecting && next(), { rootMargin: "600px" });
  signal.addEventListener("abort", () => watcher.disconnect());

  function choose(next, button) {
    condition = next;
    for (const one of filter.children) one.setAttribute("aria-pressed", String(one === button));
    keep();
    again();
  }

  /** The address says what is shown, so that it can be sent and come back to. */
  function keep() {
    const search = new URLSearchParams(Object.entries({ q, condition }).filter(([, value]) => value));
    history.replaceState(null, "", `#/devices${search.size ? "?" + search : ""}`);
  }

  const soon = seldom(again, 200, signal);
  box.addEventListener("input", () => {
    q = box.value.trim();
    keep();
    soon();
  });

  const step = (by) => {
    const links = [...body.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("select, textarea") || document.querySelector("dialog[open]")) return;
    if (event.key === "/" && document.activeElement !== box) box.focus();
    else if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Escape" && document.activeElement === box) {
      box.value = q = "";
      keep();
      again();
    } else return;
    event.preventDefault();
  }, { signal });

  hear("device", (changes) => {
    for (const change of [changes].flat()) lines.get(key(change))?.update(change);
  }, signal);
  return "Devices";
}
