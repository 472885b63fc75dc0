// SPDX-License-Identifier: Apache-2.0
// Elements out of values. What people wrote becomes a text node, never markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false && child !== "") element.append(child);
  }
  return element;
}

/** An element. Functions under on… listen, `style` sets custom properties, booleans are present or absent. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) set(element, name, value);
  return fill(element, children);
}

/** The same for SVG. */
export function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) set(element, name, value);
  return fill(element, children);
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === "function") element.addEventListener(name.slice(2), value);
  else if (name === "style") for (const [key, one] of Object.entries(value)) element.style.setProperty(key, one);
  else if (name === "value" && "value" in element) element.value = value;
  else element.setAttribute(name, value === true ? "" : String(value));
}

/** Exchanges what stands in a place. */
export function put(place, ...children) {
  place.replaceChildren();
  return fill(place, children);
}

let counter = 0;

/** An id that is unique on the page, for labels. */
export const fresh = (prefix) => `${prefix}-${++counter}`;

/** A labelled field. */
export function field(label, control, hint) {
  control.id ||= fresh("field");
  const note = hint ? h("span", { class: "hint", id: fresh("hint") }, hint) : null;
  if (note) control.setAttribute("aria-describedby", note.id);
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control, note);
}

/** A heading over a part of a page. */
export function card(title, body, { note, action, level = 2, cls = "" } = {}) {
  const id = fresh("card");
  const head = h("header", { class: "card-head" }, h("h" + level, { id }, title), note ? h("span", { class: "note" }, note) : null, action);
  return h("section", { class: `card ${cls}`, "aria-labelledby": id }, head, body);
}

/** A table: columns are [title, cell function, class]; a title after ~ is for those who listen. */
export function table(caption, columns, rows) {
  const head = h("tr", {}, columns.map(([title, , cls]) => h("th", { scope: "col", class: cls }, title.startsWith("~") ? h("span", { class: "unseen" }, title.slice(1)) : title)));
  const body = rows.map((row) =>
    h("tr", {}, columns.map(([title, cell, cls]) => h("td", { class: cls, "data-title": title.startsWith("~") ? null : title }, cell(row)))));
  return h("div", { class: "table-wrap", role: "region", "aria-label": `${caption}, table`, tabindex: "0" },
    h("table", {}, h("caption", { class: "unseen" }, caption), h("thead", {}, head), h("tbody", {}, body)));
}
