// SPDX-License-Identifier: Apache-2.0
// A fault that no alert told of.

import { get, post } from "../api.js";
import { field, fresh, h, put } from "../dom.js";
import { doing, say, seldom } from "../view.js";

const HOUR = 3600_000;
/** What a datetime-local field wants: the time here, without a zone. */
const local = (ms) => new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

export function show(main, { query, signal }) {
  const names = h("datalist", { id: fresh("names") });
  const device = h("input", { name: "device", list: names.id, required: true, autocomplete: "off", autocapitalize: "none", value: query.get("device") ?? "" });
  const cause = h("select", { name: "cause" }, h("option", { value: "" }, "Choose the device first"));
  const from = h("input", { name: "from", type: "datetime-local", required: true, value: local(Date.now() - HOUR) });
  const to = h("input", { name: "to", type: "datetime-local", required: true, value: local(Date.now()) });
  const action = h("input", { name: "action", maxlength: 10000, autocomplete: "off" });
  const text = h("textarea", { name: "text", maxlength: 10000 });
  const send = h("button", { class: "primary", type: "submit" }, "Report this fault");
  const known = new Map();
  let contract = "";

  async function suggest() {
    const { items } = await get("devices", { q: device.value.trim(), limit: 20 }, signal).catch(() => ({ items: [] }));
    if (signal.aborted) return;
    for (const one of items) known.set(one.name, one.contract);
    put(names, items.map((one) => h("option", { value: one.name }, one.contract)));
    await choose();
  }

  async function choose() {
    const next = known.get(device.value.trim()) ?? "";
    if (!next || next === contract) return;
    contract = next;
    const { causes } = await get(`taxonomies/${encodeURIComponent(contract)}`, {}, signal);
    put(cause, h("option", { value: "" }, "Not known"), causes.map((one) => h("option", { value: one.code }, one.title)));
  }

  const form = h("form", { class: "card form", onsubmit: (event) => {
    event.preventDefault();
    doing(send, async () => {
      if (!known.has(device.value.trim())) await suggest();
      const name = device.value.trim();
      if (!known.has(name)) throw new Error(`No device is called ${name}. Choose one of the list.`);
      const order = await post("work-orders", { contract: known.get(name), device: name, from: new Date(from.value).toISOString(), to: new Date(to.value).toISOString(), finding: "missed", cause: cause.value, action: action.value, text: text.value });
      say("Reported. Thank you: the next model learns from it.");
      location.hash = `#/orders/${encodeURIComponent(order.id)}`;
    });
  } },
  field("Device", device, "Begin to type its name."), names,
  h("div", { class: "two-fields" }, field("Wrong since", from), field("Well again", to)),
  field("Cause", cause), field("What was done", action), field("In your words", text), send);

  put(main, h("header", { class: "page-head" }, h("p", { class: "crumb" }, h("a", { href: "#/orders" }, "Work")), h("h1", {}, "Report a missed fault"),
    h("p", { class: "lead" }, "Something was wrong, and no alert said so.")), form);
  const soon = seldom(suggest, 300, signal);
  device.addEventListener("input", soon);
  device.addEventListener("change", () => choose().catch(() => {}));
  suggest();
  return "Report a missed fault";
}
