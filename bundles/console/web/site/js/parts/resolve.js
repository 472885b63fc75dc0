// SPDX-License-Identifier: Apache-2.0
// The finding, in two taps: what it was, and by which cause. What was done may be told before the second tap, or later.

import { get, post } from "../api.js";
import { field, h, put } from "../dom.js";
import { act, say, sheet, trouble } from "../view.js";

export const TITLES = { confirmed: "What was the cause?", "other-fault": "What was it instead?", refuted: "Was nothing wrong?" };
const LIMIT = 10000;

/** Causes as buttons, each of which sends. */
function causes(taxonomy, send) {
  return h("div", { class: "causes" }, taxonomy.causes.map((cause) => act(cause.title, "cause", () => send(cause.code))));
}

/** Opens the sheet for a finding; `done` gets the work order as it is after. */
export function resolve(order, finding, done) {
  const action = h("input", { maxlength: LIMIT, value: order.resolution?.action ?? "", autocomplete: "off" });
  const text = h("textarea", { maxlength: LIMIT, value: order.resolution?.text ?? "" });
  const place = h("div", { "aria-busy": "true" });
  const details = h("details", { class: "more-words", open: Boolean(order.resolution) }, h("summary", {}, "Say what was done (optional)"), field("Action", action), field("In your words", text));
  const dialog = sheet(TITLES[finding], place, details);

  async function send(cause) {
    const after = await post(`work-orders/${encodeURIComponent(order.id)}/resolve`, { finding, cause, action: action.value, text: text.value });
    dialog.close();
    say("Recorded. Thank you: the next model learns from it.");
    done(after);
  }

  async function load() {
    if (finding === "refuted") {
      put(place, h("p", {}, `You found ${order.asset || order.device} in order, although there was an alert.`), act("Yes, nothing was wrong", "primary wide", () => send("")));
      return;
    }
    try {
      put(place, causes(await get(`taxonomies/${encodeURIComponent(order.contract)}`), send));
    } catch (error) {
      put(place, trouble(error, load));
    }
    place.removeAttribute("aria-busy");
  }
  load();
}
