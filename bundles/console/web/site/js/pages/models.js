// SPDX-License-Identifier: Apache-2.0
// Who answers for which devices, how a trial does beside the champion, and what was decided.

import { get, may, post } from "../api.js";
import { card, field, h, put, table } from "../dom.js";
import { badge, since } from "../icons.js";
import { interval } from "../parts/spark.js";
import { count, label, number, percent } from "../words.js";
import { act, empty, region, say, sheet } from "../view.js";

const modelLink = (id) => h("a", { href: `#/models/${encodeURIComponent(id)}` }, id);
const micros = (nanos) => (nanos ? `${number(nanos / 1000)} µs` : "–");

/** Asks for a reason; an act without one does not leave the page. */
function decide(title, text, run, done) {
  const reason = h("textarea", { maxlength: 2000, required: true });
  const dialog = sheet(title, h("p", {}, text), field("Reason", reason, "It stands in the record of decisions."),
    act(title, "primary wide", async () => {
      if (!reason.value.trim()) {
        reason.focus();
        throw new Error("Give a reason: whoever reads the record later wants to know.");
      }
      await run(reason.value.trim());
      dialog.close();
      say(`${title}: done.`);
      done();
    }));
}

function comparison(one) {
  return h("div", { class: "comparison" },
    h("p", {}, badge(one.verdict), " ", modelLink(one.trial), " beside ", modelLink(one.champion)),
    interval({ low: one.low, high: one.high, point: one.trialRate - one.championRate, name: one.measure, left: "trial has fewer", right: "trial has more" }),
    h("dl", { class: "facts" },
      h("div", {}, h("dt", {}, label(one.measure) + ", trial"), h("dd", {}, number(one.trialRate))),
      h("div", {}, h("dt", {}, "Champion"), h("dd", {}, number(one.championRate))),
      h("div", {}, h("dt", {}, "Difference lies within"), h("dd", {}, `${number(one.low)} to ${number(one.high)}`)),
      h("div", {}, h("dt", {}, "Ever wrong, at most"), h("dd", {}, percent(one.error)))),
    h("p", { class: "note" }, one.explanation));
}

function arms(route) {
  return table(`Arms of ${route.contract}`, [
    ["Part", (a) => badge(a.role)], ["Model", (a) => modelLink(a.model)],
    ["Devices", (a) => count(a.devices), "number"], ["Rows", (a) => count(a.rows), "number"],
    ["Anomalous", (a) => percent(a.rows ? a.anomalousRows / a.rows : undefined), "number"], ["Alerts", (a) => count(a.alerts), "number"],
    ["Confirmed", (a) => count(a.confirmed), "number"], ["Refuted", (a) => count(a.refuted), "number"],
    ["Agrees", (a) => percent(a.agreement), "number"], ["p50", (a) => micros(a.latencyP50), "number"], ["p99", (a) => micros(a.latencyP99), "number"],
    ["Errors", (a) => count(a.errors), "number"], ["Since", (a) => since(a.since)],
  ], route.arms);
}

function route(one, again) {
  const owner = may("model-owner");
  const promotes = owner ? one.trials.map((trial) => act(`Promote ${trial.model}`, "primary", () =>
    decide(`Promote ${trial.model}`, trial.mode === "shadow" ? "It becomes a challenger and answers for a share of the devices." : "It becomes the champion and answers for all devices.",
      (reason) => post(`models/${encodeURIComponent(trial.model)}/promote`, { reason }), again))) : [];
  const back = owner ? act("Roll back", "danger", () =>
    decide(`Roll back ${one.contract}`, "The champion before this one answers again, and trials end.", (reason) => post(`routes/${encodeURIComponent(one.contract)}/rollback`, { reason }), again)) : null;
  const trials = one.trials.map((t) => `${t.model} ${t.mode === "shadow" ? "looks on" : t.tag ? `answers for devices tagged ${t.tag}` : `answers for ${percent(t.share)}`}`);
  return card(one.contract, h("div", { class: "stack" },
    h("p", {}, one.champion ? ["Champion ", modelLink(one.champion), ". "] : "The highest version that serves answers. ", trials.join("; "), trials.length ? "." : "No trial runs."),
    one.arms.length ? arms(one) : empty("Nothing scored yet", "Arms fill as devices send."),
    one.comparisons.map(comparison),
    owner ? h("div", { class: "buttons" }, promotes, back) : null));
}

function models(items) {
  return table("Models on this node", [
    ["Model", (m) => modelLink(m.id)], ["Contract", (m) => m.contract], ["State", (m) => badge(m.state)], ["Stage", (m) => (m.stage ? badge(m.stage) : "")],
    ["Engine", (m) => m.engine || "–"], ["Rows scored", (m) => count(m.scored), "number"], ["Trouble", (m) => m.problem ?? ""],
  ], items);
}

function decisions(items) {
  return h("ol", { class: "trail" }, items.map((d) =>
    h("li", {}, h("p", {}, h("strong", {}, label(d.kind)), ` · ${d.contract} · ${d.by} · `, since(d.at)), h("p", { class: "text" }, d.reason))));
}

export function show(main, { signal }) {
  const routes = h("div", { class: "stack" });
  const list = h("div", {});
  const log = h("div", {});
  put(main, h("header", { class: "page-head" }, h("h1", {}, "Models"), h("p", { class: "lead" }, "Who answers, and who is on trial.")),
    h("div", { class: "stack" }, routes, card("On this node", list), card("Decisions", log, { note: "never taken back; the next one corrects" })));
  const again = region(routes, () => get("routes", {}, signal), ({ items }) => put(routes, items.length ? items.map((one) => route(one, all)) : h("div", { class: "card" }, empty("No model is routed", "Install a model bundle for a contract that devices send."))), { signal });
  const listAgain = region(list, () => get("models", {}, signal), ({ items }) => put(list, items.length ? models(items) : empty("No model on this node")), { signal });
  const logAgain = region(log, () => get("decisions", { limit: 30 }, signal), ({ items }) => put(log, items.length ? decisions(items) : empty("No decision yet")), { signal });
  const all = () => (again(), listAgain(), logAgain());
  return "Models";
}
