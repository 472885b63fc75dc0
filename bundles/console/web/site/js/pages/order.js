// SPDX-License-Identifier: Apache-2.0
// One work order in the hand: the evidence, the finding in two taps, notes and photos, and all that was ever said.

import { address, get, may, post } from "../api.js";
import { card, field, h, put } from "../dom.js";
import { badge, line, since } from "../icons.js";
import { hear } from "../live.js";
import { chart } from "../parts/chart.js";
import { scaled } from "../parts/photo.js";
import { resolve } from "../parts/resolve.js";
import { why } from "../parts/why.js";
import { brief, label, moment, percent, span, state, times, unit } from "../words.js";
import { act, doing, empty, region, say, seldom } from "../view.js";

const BEFORE_MS = 600_000;

function summary(order) {
  const alert = order.alertRecord;
  return [
    h("p", { class: "lead" }, badge(order.severity), badge(order.state), h("span", {}, order.id), since(order.created), order.assignee ? h("span", {}, `with ${order.assignee}`) : h("span", {}, "nobody has it yet")),
    h("p", {}, h("a", { href: `#/devices/${encodeURIComponent(order.device)}` }, order.device), order.asset && order.asset !== order.device ? ` at ${order.asset}` : "",
      alert ? `. Anomalous from ${brief(alert.from)}${alert.to ? ` for ${span((Date.parse(alert.to) - Date.parse(alert.from)) / 1000)}` : " and still so"}, up to ${times(alert.score)} its threshold.` : ". Reported by people."),
    order.ticket ? h("p", { class: "note" }, `Ticket ${order.ticket.id} in ${order.ticket.system} `, order.ticket.page && /^https?:/.test(order.ticket.page) ? h("a", { href: order.ticket.page, rel: "noreferrer noopener", target: "_blank" }, "open it") : null) : null,
    order.trouble ? h("p", { class: "banner warn" }, badge("degraded", "Ticket"), order.trouble) : null,
  ];
}

function finding(order) {
  const { resolution } = order;
  if (!resolution) return null;
  return h("dl", { class: "values" },
    h("div", {}, h("dt", {}, "Finding"), h("dd", {}, badge(resolution.finding))),
    resolution.cause ? h("div", {}, h("dt", {}, "Cause"), h("dd", {}, label(resolution.cause))) : null,
    resolution.action ? h("div", {}, h("dt", {}, "Action"), h("dd", { class: "text" }, resolution.action)) : null,
    resolution.text ? h("div", {}, h("dt", {}, "In words"), h("dd", { class: "text" }, resolution.text)) : null,
    h("div", {}, h("dt", {}, "Done"), h("dd", {}, moment(order.resolved))));
}

function trail(facts) {
  return h("ol", { class: "trail" }, [...facts].reverse().map((fact) =>
    h("li", {}, h("p", {}, h("strong", {}, label(fact.kind)), ` · ${fact.by} · `, since(fact.at)), fact.text ? h("p", { class: "text" }, fact.text) : null)));
}

function photos(order) {
  if (!order.attachments?.length) return null;
  return h("ul", { class: "photos" }, order.attachments.map((photo) => {
    const src = address(`work-orders/${encodeURIComponent(order.id)}/photos/${encodeURIComponent(photo.id)}`);
    return h("li", {}, h("a", { href: src, target: "_blank", rel: "noopener" }, h("img", { src, loading: "lazy", alt: `Photo by ${photo.by}, ${moment(photo.at)}` })));
  }));
}

/** The sensor that made most of the score, over the episode; and the share of each. */
async function evidence(place, order, signal) {
  const alert = order.alertRecord;
  if (!alert) return void put(place, empty("No alert", "People reported this; the device's page shows what it sent."));
  const from = Date.parse(alert.from) - BEFORE_MS;
  const to = Math.min(Date.now(), alert.to ? Date.parse(alert.to) + BEFORE_MS : Date.now());
  const box = h("div", { class: "plot-box" });
  const shares = h("ol", { class: "why small" }, (alert.contributions ?? []).slice(0, 4).map((one) =>
    h("li", {}, h("div", { class: "part-head" }, h("strong", {}, label(one.attribute)), h("span", {}, percent(one.share))), h("span", { class: "part-bar", "aria-hidden": "true" }, h("i", { style: { "--share": one.share } })))));
  const more = h("details", { class: "more-words", ontoggle: () => {
    if (more.open && more.children.length === 1) {
      const reason = why(order.device, { at: Date.parse(alert.raised), signal });
      more.append(reason.pick, reason.element);
    }
  } }, h("summary", {}, "Compare with what is normal"));
  put(place, box, shares, more);
  const first = alert.contributions?.[0]?.attribute;
  if (!first) return;
  const series = await get(`devices/${encodeURIComponent(order.device)}/series`, { attributes: first, from: new Date(from).toISOString(), to: new Date(to).toISOString(), points: 400 }, signal);
  const attribute = series.attributes[0];
  if (!series.times.length || !attribute) return void put(box, empty("No data kept", "The values of this time are no longer there."));
  const bands = [{ kind: "episode", from: Date.parse(alert.from), to: alert.to && Date.parse(alert.to) }];
  await chart(box, { name: label(first), data: [series.times.map((t) => t / 1000), series.values[0]], series: [{ name: label(first), unit: unit(attribute.unitCode), color: "--series" }], bands: () => bands, height: 150, signal });
}

export function show(main, { parts: [, id], signal }) {
  const path = `work-orders/${encodeURIComponent(id)}`;
  const parts = Object.fromEntries(["head", "acts", "finding", "evidence", "photos", "trail"].map((key) => [key, h("div", {})]));
  const title = h("h1", {}, id);
  let shown = false;

  const note = h("textarea", { maxlength: 10000, rows: 3 });
  const picker = h("input", { type: "file", accept: "image/*", hidden: true });
  const photoButton = h("button", { type: "button", onclick: () => picker.click() }, line("photo"), "Photo");
  const noteButton = act("Add note", "primary", async () => {
    if (!note.value.trim()) return void note.focus();
    paint(await post(`${path}/notes`, { text: note.value }));
    note.value = "";
    say("Note kept.");
  });
  picker.addEventListener("change", () => doing(photoButton, async () => {
    const [file] = picker.files;
    picker.value = "";
    if (!file) return;
    await post(`${path}/photos`, await scaled(file));
    again();
    say("Photo kept.");
  }));

  put(main,
    h("header", { class: "page-head order-head" }, h("p", { class: "crumb" }, h("a", { href: "#/orders" }, "Work")), title, parts.head),
    h("div", { class: "grid order-page" },
      h("div", { class: "column" }, parts.finding, card("Evidence", parts.evidence)),
      h("div", { class: "column" },
        may("technician") ? card("Note or photo", h("div", {}, field("Note", note), h("div", { class: "buttons" }, noteButton, photoButton, picker), parts.photos)) : parts.photos,
        card("What was said and done", parts.trail))),
    may("technician") ? parts.acts : null);
  parts.acts.className = "acts";

  function acts(order) {
    const step = async (name, words) => {
      paint(await post(`${path}/${name}`));
      say(words);
    };
    const find = (kind, cls) => h("button", { type: "button", class: cls, onclick: () => resolve(order, kind, paint) }, kind === "confirmed" ? "Confirm fault" : state(kind)[0]);
    const done = order.resolution !== undefined;
    return [
      done ? h("p", { class: "note" }, "Was the finding wrong? A correction is kept beside it.") : null,
      find("confirmed", done ? "" : "primary"), order.alert ? find("refuted", "") : null, order.alert ? find("other-fault", "") : null,
      !done && order.state === "open" ? act("Take it", "", () => step("acknowledge", "It is yours.")) : null,
      !done && order.state === "acknowledged" ? act("Start work", "", () => step("start", "Started.")) : null,
    ];
  }

  function paint(order) {
    title.textContent = order.title;
    put(parts.head, summary(order));
    put(parts.acts, acts(order));
    put(parts.finding, order.resolution ? card("Finding", finding(order)) : null);
    put(parts.photos, photos(order));
    if (order.facts) put(parts.trail, trail(order.facts));
    if (shown) return;
    shown = true;
    evidence(parts.evidence, order, signal).catch((error) => signal.aborted || put(parts.evidence, empty("The evidence could not be read", error.message)));
  }

  const again = region(parts.head, () => get(path, {}, signal), paint, { signal });
  hear("workorder", seldom(again, 500, signal), signal);
  return id;
}
