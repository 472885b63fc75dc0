// SPDX-License-Identifier: Apache-2.0
// Small drawings: the shape of a state, the marks of the navigation.

import { h, s } from "./dom.js";
import { ago, moment, state } from "./words.js";

/** Filled shapes on a 16 x 16 field. */
const SHAPES = {
  dot: "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3Z",
  ring: "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3Zm0 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6Z",
  half: "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3Zm0 1.6v6.8a3.4 3.4 0 0 0 0-6.8Z",
  triangle: "M8 2.2 14.4 13.4H1.6Z",
  square: "M3.5 3.5h9v9h-9Z",
  question: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM7.2 10h1.6v1.6H7.2ZM5.7 6.6C5.8 5.3 6.7 4.5 8 4.5s2.3.8 2.3 2c0 1.3-1.5 1.6-1.5 2.8H7.2c0-1.8 1.5-1.9 1.5-2.8 0-.4-.3-.7-.7-.7-.5 0-.8.3-.8.8Z",
  play: "M4.5 3v10l8-5Z",
  check: "M6.4 12.6 2.3 8.5l1.5-1.5 2.6 2.6 5.8-5.8 1.5 1.5Z",
  bar1: "M2 11h3v3H2Z",
  bar2: "M2 11h3v3H2ZM6.5 8h3v6h-3Z",
  bar3: "M2 11h3v3H2ZM6.5 8h3v6h-3ZM11 5h3v9h-3Z",
  bar4: "M1 12h2.6v2H1ZM4.8 9h2.6v5H4.8ZM8.6 6h2.6v8H8.6ZM12.4 2H15v12h-2.6Z",
};

/** Strokes on a 20 x 20 field. */
const LINES = {
  overview: "M3 17V9m5 8V4m5 13v-6m5 6V7",
  devices: "M4 4h12v8H4Zm3 12h6m-3-4v4",
  orders: "M5 3h10v14H5Zm3 5h4M8 12h4M8 3v2h4V3",
  models: "M3 5a2 2 0 1 0 4 0 2 2 0 1 0-4 0M3 15a2 2 0 1 0 4 0 2 2 0 1 0-4 0M13 10a2 2 0 1 0 4 0 2 2 0 1 0-4 0M7 5.8l6 3.4M7 14.2l6-3.4",
  drift: "M2 12c3-8 5-8 8-2s5 6 8-2",
  sla: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm0 3v4l3 2",
  operations: "M3 6h9m4 0h1M3 14h1m4 0h9M12 4v4M8 12v4",
  search: "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Zm4 9.5 4 4",
  theme: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm0 0v14",
  back: "M12 4l-6 6 6 6", more: "M4 6h12M4 10h12M4 14h12",
  photo: "M3 6h3l1.5-2h5L14 6h3v10H3Zm7 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z",
  leave: "M8 4H4v12h4m4-9 3 3-3 3m3-3H8",
};

export const shape = (name) => s("svg", { class: "shape", viewBox: "0 0 16 16", "aria-hidden": "true" }, s("path", { d: SHAPES[name], "fill-rule": "evenodd" }));

export const line = (name) => s("svg", { class: "line", viewBox: "0 0 20 20", "aria-hidden": "true" }, s("path", { d: LINES[name] }));

/** A state: shape, tint and word. */
export function badge(name, text) {
  const [word, tint, form] = state(name);
  return h("span", { class: `badge ${tint}` }, shape(form), text ?? word);
}

/** A time that keeps itself young. */
export function since(t) {
  if (t === undefined || t === null) return h("span", {}, "–");
  const element = h("time", { datetime: new Date(t).toISOString(), title: moment(t), "data-ago": "" }, ago(t));
  return element;
}

setInterval(() => {
  for (const element of document.querySelectorAll("time[data-ago]")) {
    const text = ago(element.dateTime);
    if (element.textContent !== text) element.textContent = text;
  }
}, 5000);
