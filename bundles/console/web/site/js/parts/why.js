// SPDX-License-Identifier: Apache-2.0
// Why a model said what it said: each sensor's part in the score, beside what was expected and what is normal.

import { get } from "../api.js";
import { h, put } from "../dom.js";
import { label, moment, number, quantity } from "../words.js";
import { empty, region } from "../view.js";

const METHODS = { reconstruction: "Error of each sensor", "integrated-gradients": "Integrated gradients", "kernel-shap": "KernelSHAP (slow)" };

function part(one, reach, explanation) {
  const share = one.contribution / reach;
  const bar = h("span", { class: share < 0 ? "part-bar less" : "part-bar", "aria-hidden": "true" }, h("i", { style: { "--share": Math.abs(share) } }));
  return h("li", {},
    h("div", { class: "part-head" }, h("strong", {}, label(one.attribute)), h("span", { class: "part-value" }, quantity(one.value, one.unitCode))),
    bar,
    h("dl", {},
      h("div", {}, h("dt", {}, "Part of the score"), h("dd", {}, number(one.contribution))),
      one.expected === undefined ? null : h("div", {}, h("dt", {}, "Expected"), h("dd", {}, quantity(one.expected, one.unitCode))),
      one.normal === undefined ? null : h("div", {}, h("dt", {}, explanation.normalAt ? "Normal example" : "Normal"), h("dd", {}, quantity(one.normal, one.unitCode)))));
}

function paint(explanation, place) {
  const reach = Math.max(...explanation.parts.map((one) => Math.abs(one.contribution)), 1e-12);
  const over = explanation.score > explanation.threshold;
  put(place,
    h("p", {}, h("strong", {}, number(explanation.score)), over ? " is above the threshold of " : " is within the threshold of ", h("strong", {}, number(explanation.threshold)),
      explanation.baseline ? `; the split begins at ${number(explanation.baseline)}.` : "."),
    h("ol", { class: "why" }, explanation.parts.map((one) => part(one, reach, explanation))),
    h("p", { class: "note" }, `Observed ${moment(explanation.at)}. `, explanation.normalAt ? `Normal example of ${moment(explanation.normalAt)}. ` : "This device has no normal example yet. ", `Said by ${explanation.model}.`));
}

/** Answers {element, at(time)}: the element explains the newest observation until it is told another time. */
export function why(device, { at, signal }) {
  let time = at;
  const place = h("div", {});
  const pick = h("select", { "aria-label": "How the score is split" }, Object.entries(METHODS).map(([value, text]) => h("option", { value }, text)));
  const read = async () => {
    try {
      return await get(`devices/${encodeURIComponent(device)}/explanation`, { at: time === undefined ? undefined : new Date(time).toISOString(), method: pick.value }, signal);
    } catch (error) {
      if (error.status === 404 || error.status === 409 || error.status === 422) return { refused: error };
      throw error;
    }
  };
  const again = region(place, read, (found) =>
    found.refused ? put(place, empty("No explanation", found.refused.message)) : found.parts ? paint(found, place) : put(place, empty("No explanation yet", "A model explains itself once it has scored this device.")), { signal, lines: 6 });
  pick.addEventListener("change", () => {
    place.setAttribute("aria-busy", "true");
    again();
  });
  return {
    element: place,
    pick,
    at(next) {
      time = next;
      again();
    },
  };
}
