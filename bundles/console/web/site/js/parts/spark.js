// SPDX-License-Identifier: Apache-2.0
// Small drawings that need no chart library.

import { h, s } from "../dom.js";
import { shape } from "../icons.js";
import { count, number, state } from "../words.js";

/** A line of the last values with the area below it; said in words for those who do not see it. */
export function spark(values, name, slots = 120) {
  const width = 600;
  const height = 96;
  const top = Math.max(...values, 1e-9) * 1.15;
  const x = (i) => width - (values.length - 1 - i) * (width / (slots - 1));
  const y = (v) => height - 2 - (v / top) * (height - 8);
  const points = values.map((v, i) => `${x(i).toFixed(1)} ${y(v).toFixed(1)}`).join("L");
  const text = values.length
    ? `${name}: now ${number(values.at(-1))}, least ${number(Math.min(...values))}, most ${number(Math.max(...values))}`
    : `${name}: nothing yet`;
  return s("svg", { class: "spark", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": text },
    s("line", { class: "base", x1: 0, x2: width, y1: height - 1, y2: height - 1 }),
    values.length > 1 ? [
      s("path", { class: "area", d: `M${x(0).toFixed(1)} ${height}L${points}L${width} ${height}Z` }),
      s("path", { class: "stroke", d: `M${points}` }),
    ] : null);
}

/** Shares of a whole as one bar with a legend that carries shape, word and number. */
export function shares(parts, name, link) {
  const whole = parts.reduce((sum, [, n]) => sum + n, 0) || 1;
  const bar = h("div", { class: "shares", "aria-hidden": "true" },
    parts.filter(([, n]) => n > 0).map(([key, n]) => h("i", { class: state(key)[1] + " " + key, style: { "--share": n / whole } })));
  const legend = h("ul", { class: "legend", "aria-label": name }, parts.map(([key, n]) => {
    const [word, tint, form] = state(key);
    const inner = [shape(form), h("strong", {}, count(n)), h("span", {}, word)];
    return h("li", { class: tint }, link ? h("a", { href: link(key) }, inner) : inner);
  }));
  return h("div", {}, bar, legend);
}

/** A list of names with bars of their counts. */
export function bars(items, name, paint) {
  const most = Math.max(...items.map(([, n]) => n), 1);
  return h("ul", { class: "bars", "aria-label": name }, items.map(([key, n]) =>
    h("li", {}, h("span", { class: "bar-name" }, paint ? paint(key) : key), h("span", { class: "bar-count" }, count(n)),
      h("i", { class: "bar", style: { "--share": n / most } }))));
}

/** A confidence sequence: the interval in which the difference lies, beside zero. */
export function interval({ low, high, point, name, left, right }) {
  const ends = [low, high, point, 0].filter(Number.isFinite);
  const reach = Math.max(...ends.map(Math.abs), 1e-12) * 1.2;
  const x = (v) => 50 + (Math.max(-reach, Math.min(reach, v)) / reach) * 48;
  const text = `${name}: difference ${number(point)}, between ${number(low)} and ${number(high)}`;
  return h("figure", { class: "interval" },
    s("svg", { viewBox: "0 0 100 14", preserveAspectRatio: "none", role: "img", "aria-label": text },
      s("rect", { class: "half", x: 0, y: 0, width: 50, height: 14 }),
      s("line", { class: "zero", x1: 50, x2: 50, y1: 0, y2: 14 }),
      s("line", { class: "range", x1: x(Number.isFinite(low) ? low : -reach), x2: x(Number.isFinite(high) ? high : reach), y1: 7, y2: 7 }),
      Number.isFinite(point) ? s("line", { class: "point", x1: x(point), x2: x(point), y1: 3, y2: 11 }) : null),
    h("figcaption", {}, h("span", {}, left), h("span", {}, "no difference"), h("span", {}, right)));
}
