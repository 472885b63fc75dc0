// SPDX-License-Identifier: Apache-2.0
// Whether devices still are what models learned, and what was trained because they are not.

import { get, may, post } from "../api.js";
import { card, field, h, put, table } from "../dom.js";
import { badge, since } from "../icons.js";
import { count, label, many, number, percent, span } from "../words.js";
import { act, empty, region, say, sheet } from "../view.js";

const device = (name) => (name ? h("a", { href: `#/devices/${encodeURIComponent(name)}` }, name) : "whole model");
const subject = (text) => (text.startsWith("missing:") ? `${label(text.slice(8))} missing` : label(text));

function standings(items) {
  return table("How devices stand", [
    ["Device", (d) => device(d.device)], ["Contract", (d) => d.contract], ["Drifts in", (d) => (d.drifting.length ? badge("degraded", d.drifting.map(subject).join(", ")) : badge("normal", "Nothing"))],
    ["Stability index", (d) => number(d.index), "number"], ["Inputs missing", (d) => percent(d.missing), "number"], ["Rows", (d) => count(d.rows), "number"], ["Model", (d) => d.model, "nowrap"],
  ], items);
}

function signals(items) {
  return table("Signals", [
    ["When", (x) => since(x.at)], ["Device", (x) => device(x.device)], ["Subject", (x) => subject(x.subject)],
    ["Before", (x) => number(x.before), "number"], ["After", (x) => number(x.after), "number"], ["Detector", (x) => x.detector],
    ["Statistic", (x) => number(x.statistic), "number"], ["Bound", (x) => number(x.bound), "number"],
  ], items);
}

function firings(items) {
  return h("ol", { class: "trail" }, items.map((f) => h("li", {},
    h("p", {}, badge(f.outcome), h("strong", {}, ` ${f.model} `), `· ${label(f.trigger)} · ${f.by} · `, since(f.at), f.seconds ? ` · trained ${span(f.seconds)}` : "",
      f.candidate ? [" · ", h("a", { href: `#/models/${encodeURIComponent(f.candidate)}` }, f.candidate)] : null),
    h("p", { class: "text" }, f.explanation),
    Object.keys(f.evidence ?? {}).length ? h("p", { class: "note" }, Object.entries(f.evidence).map(([key, value]) => `${label(key)}: ${value}`).join(" · ")) : null)));
}

function request(names, done) {
  const model = h("select", {}, names.map((name) => h("option", { value: name }, name)));
  const reason = h("textarea", { maxlength: 2000, required: true });
  const dialog = sheet("Ask for a retraining", field("Model", model), field("Reason", reason), act("Ask for it", "primary wide", async () => {
    if (!reason.value.trim()) {
      reason.focus();
      throw new Error("Give a reason: it stands beside the candidate.");
    }
    await post("retrainings", { model: model.value, reason: reason.value.trim() });
    dialog.close();
    say("Asked. It trains when the one before it is done.");
    done();
  }));
}

export function show(main, { signal }) {
  const now = h("div", {});
  const spoke = h("div", {});
  const trained = h("div", {});
  const lead = h("p", { class: "lead", role: "status" });
  const ask = may("model-owner") ? act("Ask for a retraining", "", async () => {
    const { items } = await get("models", {}, signal);
    request([...new Set(items.map((m) => m.id.split("@")[0]))], again);
  }) : null;
  put(main, h("header", { class: "page-head" }, h("h1", {}, "Drift"), lead),
    h("div", { class: "stack" }, card("How devices stand", now), card("Signals", spoke), card("Retrainings", trained, { action: ask })));
  region(now, () => get("drift", {}, signal), (drift) => {
    const away = drift.standings.filter((d) => d.drifting.length).length;
    lead.textContent = drift.standings.length ? (away ? `${many(away, "device")} of ${count(drift.standings.length)} ${away === 1 ? "is" : "are"} no longer what the model learned.` : `All ${many(drift.standings.length, "device")} are what their models learned.`) : "";
    put(now, drift.standings.length ? standings(drift.standings) : empty("Nothing is watched yet", "Drift is watched once a device is commissioned."));
    put(spoke, drift.signals.length ? signals(drift.signals) : empty("No detector spoke"));
  }, { signal });
  const again = region(trained, () => get("retrainings", { limit: 50 }, signal), ({ items }) => put(trained, items.length ? firings(items) : empty("No retraining yet", "Drift, new labels, a schedule or a person can ask for one.")), { signal });
  return "Drift";
}
