// SPDX-License-Identifier: Apache-2.0
// One model version: its card, where it comes from, and how it came to stand where it stands.

import { get } from "../api.js";
import { card, h, put, table } from "../dom.js";
import { badge, since } from "../icons.js";
import { label, number } from "../words.js";
import { empty, region } from "../view.js";

/** Any JSON as a list that people can read; objects nest twice, the rest is text. */
function readable(value, depth = 0) {
  if (Array.isArray(value)) return value.every((v) => typeof v !== "object" && String(v).length < 24) ? value.join(", ") : h("ul", { class: "nested" }, value.slice(0, 50).map((v) => h("li", {}, readable(v, depth + 1))));
  if (value === null || typeof value !== "object") return typeof value === "number" ? number(value) : String(value);
  if (depth > 2) return JSON.stringify(value);
  return h("dl", { class: "values" }, Object.entries(value).map(([key, one]) => h("div", {}, h("dt", {}, label(key)), h("dd", { class: "text" }, readable(one, depth + 1)))));
}

function inputs(spec) {
  return table("Inputs", [
    ["Input", (i) => i.attribute], ["Transform", (i) => label(i.transform)], ["Mean", (i) => number(i.mean), "number"],
    ["Deviation", (i) => number(i.deviation), "number"], ["Drift", (i) => number(i.drift), "number"],
  ], spec.inputs);
}

export function show(main, { parts: [, id], signal }) {
  const place = h("div", {});
  put(main, h("header", { class: "page-head" }, h("p", { class: "crumb" }, h("a", { href: "#/models" }, "Models")), h("h1", {}, id)), place);
  region(place, () => get(`models/${encodeURIComponent(id)}`, {}, signal), (model) => put(place,
    h("p", { class: "lead" }, model.state ? badge(model.state) : null, model.stage ? badge(model.stage) : null, h("span", {}, `reads ${model.contract}`), model.engine ? h("span", {}, `engine ${model.engine}`) : null),
    model.problem ? h("p", { class: "banner bad" }, model.problem) : null,
    h("div", { class: "grid two" },
      card("Card", model.card && Object.keys(model.card).length ? readable(model.card) : empty("No card", "The bundle brings none.")),
      h("div", { class: "column" },
        card("Lineage", model.lineage ? readable(model.lineage) : empty("Not in this node's registry", "Its bundle was installed by hand.")),
        model.steps?.length ? card("Its way", h("ol", { class: "trail" }, [...model.steps].reverse().map((step) =>
          h("li", {}, h("p", {}, badge(step.stage), ` ${step.by} · `, since(step.at)), h("p", { class: "text" }, step.note))))) : null,
        model.spec ? card("Inputs", inputs(model.spec)) : null))), { signal });
  return id;
}
