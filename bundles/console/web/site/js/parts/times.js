// SPDX-License-Identifier: Apache-2.0
// Which time is looked at: the last minutes, hours or days, or a piece that somebody drew.

import { h, put } from "../dom.js";
import { brief, span } from "../words.js";

export const RANGES = { "15m": 900, "1h": 3600, "6h": 21600, "24h": 86400, "7d": 604800, "30d": 2592000 };

/** Buttons for the choices; `changed` is called after each choice. Answers {element, from(), to(), live(), zoom(from, to)}. */
export function times(start, changed, choices = Object.keys(RANGES)) {
  let key = RANGES[start] ? start : choices[1];
  let drawn = null;
  const element = h("div", { class: "choices", role: "group", "aria-label": "Time" });

  function paint() {
    put(element,
      choices.map((one) => h("button", { type: "button", "aria-pressed": String(!drawn && one === key), onclick: () => choose(one) }, span(RANGES[one]))),
      drawn ? h("button", { type: "button", "aria-pressed": "true", title: "Back to the last choice", onclick: () => choose(key) }, `${brief(drawn.from)} to ${brief(drawn.to)} ✕`) : null);
  }

  function choose(one) {
    key = one;
    drawn = null;
    paint();
    changed();
  }

  paint();
  return {
    element,
    key: () => key,
    from: () => drawn?.from ?? Date.now() - RANGES[key] * 1000,
    to: () => drawn?.to ?? Date.now(),
    live: () => !drawn && RANGES[key] <= 21600,
    zoom(from, to) {
      drawn = { from, to };
      paint();
      changed();
    },
  };
}
