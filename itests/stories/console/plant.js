// SPDX-License-Identifier: Apache-2.0
// A plant that only tells: node plant.js PORT PAGES VENDOR [empty]. It speaks the shapes of /api/v1 with what a node rarely has all at once
// (1,000 devices, names without an end, markup in every text, or nothing at all), to draw the pages with. It decides nothing.
"use strict";
const http = require("http");
const fs = require("fs");
const path = require("path");

const [port, pages, vendor, mode] = process.argv.slice(2);
const nothing = mode === "empty";
const NOW = Date.now();
const iso = (ms) => new Date(ms).toISOString();
const MARKUP = "<img src=x onerror=\"document.title='broken in'\"><script>document.title='broken in'</script> seal leaks & drips";
const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };
const CSP = "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const attributes = [
  ["vibrationX", "K40", 0.42], ["vibrationY", "K40", 0.39], ["motorCurrent", "AMP", 8.1], ["dischargePressure", "BAR", 3.4],
  ["motorTemperature", "CEL", 61], ["fluidTemperature", "CEL", 38], ["supplyVoltage", "VLT", 398], ["flow", "L2", 82],
].map(([name, unitCode, base]) => ({ name, unitCode, quantityKind: "", base }));

/** Same seed, same plant. */
function random(seed) {
  let a = seed >>> 0;
  return () => ((a = (a * 1664525 + 1013904223) >>> 0) / 2 ** 32);
}

const devices = nothing ? [] : Array.from({ length: 1000 }, (_, i) => {
  const r = random(i * 7919 + 1);
  r();
  const condition = i < 7 ? "anomalous" : i < 19 ? "silent" : i < 41 ? "commissioning" : "normal";
  const threshold = condition === "commissioning" ? undefined : 0.8 + r() * 0.6;
  const share = condition === "anomalous" ? 4.2 - i * 0.4 : 0.15 + r() * 0.6;
  const name = i === 3 ? "pump-with-a-name-that-somebody-in-the-plant-made-as-long-as-the-nameplate-allows-hall-7-line-3-position-12-left" : i === 5 ? "pump <b>bold</b>" : `pump-${String(i + 1).padStart(4, "0")}`;
  return { name, contract: i % 50 === 49 ? "Host" : "Pump", condition, score: threshold ? threshold * share : undefined, threshold, driver: "mqtt", model: "pump-anomaly@1.3.0",
    lastSeen: iso(NOW - (condition === "silent" ? 3600e3 * (1 + i) : r() * 2000)), accepted: 86400 + Math.floor(r() * 9000), quarantined: r() > 0.9 ? Math.floor(r() * 40) : 0, alert: i < 5 ? `A-${i}` : undefined };
});

const alert = (i) => ({ id: `A-${i}`, useCase: "pump-uptime", asset: devices[i].name, contract: "Pump", devices: [devices[i].name], severity: ["critical", "high", "medium", "low", "high"][i % 5],
  from: iso(NOW - (i + 1) * 1500e3), to: i < 5 ? undefined : iso(NOW - i * 1000e3), raised: iso(NOW - (i + 1) * 1500e3 + 9000), model: "pump-anomaly@1.3.0", score: 4.2 - i * 0.35, rows: 812,
  contributions: [{ attribute: "vibrationX", share: 0.52 }, { attribute: "vibrationY", share: 0.27 }, { attribute: "motorTemperature", share: 0.11 }, { attribute: "flow", share: 0.06 }], held: "", workOrder: `WO-${i + 1}` });
const alerts = devices.slice(0, 6).map((_, i) => alert(i));

let number = 0;
const fact = (workOrder, kind, by, text, at = Date.now()) => ({ number: ++number, workOrder, kind, by, at: iso(at), recorded: iso(at), text });
const orders = alerts.map((a, i) => ({ id: a.workOrder, alert: a.id, useCase: a.useCase, asset: a.asset, contract: "Pump", device: a.devices[0], severity: a.severity, title: i === 1 ? `Vibration at ${a.asset} ${MARKUP}` : `Unusual vibration at ${a.asset}`,
  state: ["open", "acknowledged", "open", "in-progress", "open", "closed"][i], assignee: i % 2 ? "tina" : "", ticket: { system: "redmine", id: String(400 + i), page: `http://desk.example/issues/${400 + i}` },
  trouble: i === 2 ? "redmine does not answer; the ticket is made when it does (tried 4 times, next in 60 s)" : "", created: a.raised, acknowledged: i % 2 ? a.raised : undefined, attachments: [],
  ...(i === 5 ? { resolved: iso(NOW - 3600e3), closed: iso(NOW - 3500e3), resolution: { finding: "confirmed", cause: "bearing-wear", action: "bearing exchanged", text: MARKUP } } : {}),
  facts: [fact(a.workOrder, "RAISED", "policy", `anomalous for 9 s, up to ${a.score.toFixed(1)} times the threshold`, NOW - 1500e3), fact(a.workOrder, "TICKET", "redmine", `ticket ${400 + i}`, NOW - 1490e3), fact(a.workOrder, "NOTE", "tina", MARKUP, NOW - 900e3)], alertRecord: a }));

const groups = nothing ? [] : [["out-of-range", "/flow", 412, "flow must be at most 400 L2: 412.5"], ["missing-attribute", "", 96, "motorCurrent is required"], ["unknown-contract", "", 31, "no contract Pmup on this node; near: Pump"], ["not-json", "", 7, MARKUP]]
  .map(([reason, at, count, message]) => ({ contract: "Pump", reason, path: at, count, devices: 3, first: iso(NOW - 9e7), last: iso(NOW - 4e5), example: 17, message }));
const leg = (span, done, open, median, p90, target, breaches, before) => ({ span, done, open, medianSeconds: median, p90Seconds: p90, longestSeconds: p90 * 1.4, targetSeconds: target, breaches, beforeSeconds: before });
const legs = [leg("alert-to-ticket", 41, 0, 3.2, 8, 60, 0, 3.1), leg("ticket-to-acknowledgement", 39, 2, 540, 1620, 1800, 3, 760), leg("ticket-to-resolution", 36, 5, 9200, 30500, 28800, 4, 8100), leg("resolution-to-label", 36, 0, 0.4, 0.9, 60, 0, 0.4), leg("label-to-live", 22, 14, 180000, 400000, undefined, 0, undefined)];
const sla = (model, more) => ({ useCase: "pump-uptime", site: "plant1", model, legs, alerts: 41, workOrders: 41, closed: 36, confirmed: 27, refuted: 5, otherFault: 4, missed: 2, closureRate: 36 / 41, refutedRate: 5 / 36, missedRate: 2 / 33, ...more });

function recent(t) {
  return Array.from({ length: 120 }, (_, i) => Math.round(980 + 22 * Math.sin((t / 1000 + i) / 9) + ((i * 7919) % 13)));
}

function overview() {
  const by = (c) => devices.filter((d) => d.condition === c).length;
  const flow = recent(Date.now());
  return { node: "edge-7", site: "plant1", version: "0.1.0", time: iso(Date.now()), flow: { received: nothing ? 0 : 91200345, accepted: nothing ? 0 : 91199799, quarantined: nothing ? 0 : 546, inFlight: 0, perSecond: nothing ? 0 : flow.at(-1), ...(nothing ? {} : { recent: flow }) },
    devices: { total: devices.length, healthy: by("normal"), anomalous: by("anomalous"), commissioning: by("commissioning"), silent: by("silent") },
    quarantine: { total: groups.reduce((n, g) => n + g.count, 0), reasons: groups.map(({ reason, count }) => ({ reason, count })) }, alerts: { open: nothing ? 0 : 5, bySeverity: { critical: 1, high: 2 } }, workOrders: { open: nothing ? 0 : 5, mine: nothing ? 0 : 2 },
    store: { rows: nothing ? 0 : 1048576, bytes: 92274688, trouble: "", notice: "" }, drivers: drivers.map(({ name, state, detail }) => ({ name, state, detail })), troubles: nothing ? [] : [{ where: "maintenance", text: "redmine does not answer at 127.0.0.1:3000; start it, or look at etc/io.ganglion.maintenance.redmine-desk.cfg. 2 tickets wait, none is lost." }] };
}

const drivers = [{ name: "mqtt", state: "online", detail: "broker on 127.0.0.1:1883, 1000 devices", since: iso(NOW - 86400e3) }, { name: "modbus-hall-3", state: "offline", detail: "no answer from 10.0.3.7:502; the cable or the gateway. It tries again every 10 s", since: iso(NOW - 700e3) }];

function series(query) {
  const wanted = (query.get("attributes") ?? "").split(",").map((n) => attributes.find((a) => a.name === n)).filter(Boolean);
  const [from, to] = [Date.parse(query.get("from")), Date.parse(query.get("to"))];
  const points = Math.min(Number(query.get("points") ?? 500), 1000);
  const times = nothing ? [] : Array.from({ length: points }, (_, i) => Math.round(from + ((to - from) * i) / (points - 1)));
  const ill = (t) => (t > NOW - 1500e3 ? Math.min(1, (t - NOW + 1500e3) / 600e3) : 0);
  return { attributes: wanted.map(({ name, unitCode }) => ({ name, unitCode })), times,
    values: wanted.map((a, k) => times.map((t, i) => (i % 97 === 50 && k === 1 ? null : a.base * (1 + 0.02 * Math.sin(t / 40000 + k) + 0.012 * Math.sin(i * 12.9898 + k) + (a.name.startsWith("vibration") ? 1.3 : a.name === "flow" ? -0.2 : 0.04) * ill(t))))) };
}

function insights(query) {
  const s = series(new URLSearchParams({ attributes: "vibrationX", from: query.get("from"), to: query.get("to"), points: "600" }));
  const scores = s.times.map((t, i) => 0.35 + 0.06 * Math.sin(i) + (t > NOW - 1500e3 ? 2.6 * Math.min(1, (t - NOW + 1500e3) / 600e3) : 0));
  return { times: s.times, scores, thresholds: s.times.map(() => 1.1), verdicts: scores.map((x) => (x > 1.1 ? "anomalous" : "normal")), models: s.times.map(() => "pump-anomaly@1.3.0") };
}

const explanation = () => ({ contract: "Pump", device: "pump-0001", at: iso(NOW), model: "pump-anomaly@1.3.0", method: "reconstruction", score: 2.95, threshold: 1.1, baseline: 0, normalAt: iso(NOW - 5e6),
  parts: [[0, 0.97, 0.44, 0.42, 1.53], [1, 0.9, 0.41, 0.39, 0.8], [4, 64.2, 61.3, 61, 0.33], [7, 66, 80, 82, 0.18], [3, 3.1, 3.3, 3.4, 0.07], [2, 8.2, 8.1, 8.1, 0.03], [5, 38.2, 38, 38, 0.008], [6, 398, 398, 398, 0.002]]
    .map(([i, value, expected, normal, contribution]) => ({ attribute: attributes[i].name, unitCode: attributes[i].unitCode, value, expected, normal, contribution })) });

const arm = (model, role, devicesOf, more) => ({ contract: "Pump", model, role, since: iso(NOW - 8e8), devices: devicesOf, rows: devicesOf * 86400, anomalousRows: devicesOf * 430, alerts: 31, confirmed: 27, refuted: 4, agreement: 0.993, errors: 0, latencyP50: 1240, latencyP99: 9800, calibration: 0.001, ...more });
const trail = [{ number: 3, at: iso(NOW - 8e8), contract: "Pump", kind: "promoted", champion: "pump-anomaly@1.3.0", by: "olga", reason: "fewer refuted alerts: 0.2 against 0.9 a device and day; " + MARKUP }, { number: 2, at: iso(NOW - 9e8), contract: "Pump", kind: "rolled-back", champion: "pump-anomaly@1.2.0", by: "policy", reason: "errors on 3 batches" }];
const models = nothing ? [] : [["1.4.0", "standby", "candidate"], ["1.3.0", "serving", "live"], ["1.2.0", "refused", "retired"]].map(([v, state, stage]) => ({ id: `pump-anomaly@${v}`, contract: "Pump", state, stage, engine: "compiled", problem: state === "refused" ? "does not reproduce its probes: 0.31 against 0.29" : "", scored: 91199799, majors: "1", origin: "io.ganglion.model.pump-anomaly" }));

const sessions = new Map();
const FAILURES = new Map();
const LOGINS = { vera: "viewer", tina: "technician", otto: "operator", olga: "model-owner", clara: "coe-admin" };
const problem = (status, word, detail, more) => ({ status, body: { type: `urn:ganglion:problem:${word}`, title: detail.split(/[.;]/)[0], status, detail, ...more } });

function page(items, query) {
  const limit = Number(query.get("limit") ?? 50);
  const offset = Number(query.get("offset") ?? 0);
  return { items: items.slice(offset, offset + limit), more: items.length > offset + limit, total: items.length };
}

function read(parts, query, who) {
  const [kind, id, sub] = parts;
  switch (kind) {
    case "session": return who;
    case "overview": return overview();
    case "devices": {
      if (!id) return page(devices.filter((d) => (!query.get("q") || `${d.name} ${d.contract}`.includes(query.get("q"))) && (!query.get("condition") || d.condition === query.get("condition"))), query);
      const device = devices.find((d) => d.name === id);
      if (!device) return problem(404, "not-found", `No device is called ${id}; near: pump-0001`);
      if (sub === "series") return series(query);
      if (sub === "insights") return insights(query);
      if (sub === "explanation") return explanation();
      return { ...device, contract: { name: "Pump", version: "1.0.0", expectedPeriodSeconds: 1, attributes }, alert: alerts.find((a) => a.devices[0] === id && !a.to), model: { id: "pump-anomaly@1.3.0", engine: "compiled" },
        last: { time: iso(NOW), values: Object.fromEntries(attributes.map((a) => [a.name, a.base])), texts: { operatingMode: MARKUP } }, insight: { time: iso(NOW), verdict: device.condition, score: device.score, threshold: device.threshold, contributions: alerts[0].contributions } };
    }
    case "alerts": return page(alerts.filter((a) => (!query.get("open") || !a.to) && (!query.get("device") || a.devices.includes(query.get("device")))), query);
    case "work-orders": {
      if (id) return orders.find((o) => o.id === id) ?? problem(404, "not-found", `No work order ${id}; near: WO-1`);
      const states = query.get("state")?.split(",");
      return page(orders.filter((o) => (!states || states.includes(o.state)) && (query.get("assignee") !== "me" || ["", who.user].includes(o.assignee)) && (!query.get("device") || o.device === query.get("device"))).map(({ facts, alertRecord, ...o }) => o), query);
    }
    case "taxonomies": return { contract: id, causes: [["bearing-wear", "Bearing worn"], ["cavitation", "Cavitation"], ["misalignment", "Shaft misaligned"], ["imbalance", "Rotor out of balance"], ["seal-leak", "Seal leaks"], ["sensor-fault", "Sensor faulty"], ["other", "Something else"]].map(([code, title]) => ({ code, title, failureMode: "VIB", mechanism: "2.4", cause: "4.2" })) };
    case "models": return id ? { ...(models.find((m) => m.id === id) ?? models[0]), card: { purpose: "Finds pumps that do not behave as they did when they were new", trainedOn: { rows: 86400, devices: 12, labels: { confirmed: 27, refuted: 5, missed: 2 } }, metrics: { falseAlarmRate: 0.0021, detection: 0.97 }, limits: ["not for positive displacement pumps", MARKUP] },
      spec: { inputs: attributes.map((a) => ({ attribute: a.name, transform: "identity", mean: a.base, deviation: a.base / 20, drift: 1 })) }, lineage: { parent: "pump-anomaly@1.2.0", contract: "Pump", data: "9f2c6b1e0d".repeat(6), recipe: "41aa".repeat(16), seed: 7, trainer: "io.ganglion.learning@0.1.0", platform: "linux-x86_64", cause: "drift of pump-0007 vibrationX", metrics: { falseAlarmRate: 0.0021 } },
      steps: [{ at: iso(NOW - 9e8), stage: "candidate", by: "policy", note: "registered" }, { at: iso(NOW - 8e8), stage: "live", by: "olga", note: MARKUP }] } : page(models, query);
    case "routes": return page(nothing ? [] : [{ contract: "Pump", champion: "pump-anomaly@1.3.0", trials: [{ model: "pump-anomaly@1.4.0", mode: "challenger", share: 0.2, tag: "" }], arms: [arm("pump-anomaly@1.3.0", "champion", 800), arm("pump-anomaly@1.4.0", "challenger", 200, { refuted: 1 })],
      comparisons: [{ trial: "pump-anomaly@1.4.0", champion: "pump-anomaly@1.3.0", verdict: "not-yet", measure: "refuted alerts a device and day", trialRate: 0.0021, championRate: 0.0049, low: -0.0067, high: 0.0011, error: 0.05, explanation: "The interval still holds zero: about 9 more days at this rate." }] }], query);
    case "decisions": return page(nothing ? [] : trail, query);
    case "drift": return nothing ? { standings: [], signals: [] } : { standings: devices.slice(0, 12).map((d, i) => ({ contract: "Pump", device: d.name, model: "pump-anomaly@1.3.0", rows: 86400, drifting: i < 2 ? ["vibrationX", "missing:flow"] : [], index: 0.31 / (i + 1), missing: i < 2 ? 0.125 : 0 })), signals: [{ contract: "Pump", device: "pump-0001", model: "pump-anomaly@1.3.0", subject: "vibrationX", detector: "kswin+page-hinkley", at: iso(NOW - 4e6), row: 80211, before: 0.42, after: 0.61, statistic: 31.2, bound: 25 }] };
    case "retrainings": return page(nothing ? [] : [{ number: 2, at: iso(NOW - 5e6), model: "pump-anomaly", trigger: "drift", evidence: { devices: "2", index: "0.31" }, by: "policy", outcome: "candidate", explanation: "11 percent fewer false alarms on held-out time than what answers", candidate: "pump-anomaly@1.4.0", seconds: 94 }, { number: 1, at: iso(NOW - 5e7), model: "pump-anomaly", trigger: "labels", evidence: { confirmed: "9" }, by: "policy", outcome: "declined", explanation: "no better than what answers: 0.0049 against 0.0048", seconds: 88 }], query);
    case "slas": return { from: query.get("from"), to: query.get("to"), items: nothing ? [] : [sla("pump-anomaly@1.3.0"), sla("pump-anomaly@1.4.0", { alerts: 4, workOrders: 4, closed: 1, confirmed: 1, refuted: 0, otherFault: 0, missed: 0, closureRate: 0.25, refutedRate: 0, missedRate: 0 })] };
    case "operations": return { drivers: nothing ? [] : drivers, flow: { received: 91200345, accepted: 91199799, quarantined: 546, inFlight: 0, pushedBack: 12, scored: 91199000, published: 91199000, rows: 91199799, throttled: 0 }, store: { rows: 1048576, unsealed: 4096, duplicates: 3, bytes: 92274688, trouble: "", notice: nothing ? "" : "a damaged file was put aside: history-3.bad" },
      uplinks: nothing ? [] : [{ destination: "ssl://plant.example:8883", state: "online", detail: "connected", waiting: 120, lost: 0, inFlight: 20, sent: 91000000, resent: 17, leftOut: 0, deadLetters: 0, bytesPerSecond: 190000 }], maintenance: nothing ? [] : [{ name: "redmine", trouble: "does not answer; 2 tickets wait" }, { name: "desk", trouble: "" }], hub: { trouble: "", models: 3 }, broker: { clients: 12, trouble: "" } };
    case "quarantine": return id ? { ...groups[0], id: Number(id), device: "pump-0003", mediaType: "application/json", topic: "ganglion/plant1/telemetry/Pump/pump-0003", received: iso(NOW - 4e5), bytes: 312, body: `{"flow": 412.5, "note": "${MARKUP.replaceAll('"', '\\"')}"}` }
      : { ...page(groups.filter((g) => !query.get("reason") || g.reason === query.get("reason")).map((g, i) => ({ ...g, id: 17 + i, device: "pump-0003", received: g.last, bytes: 312 })), query), groups };
    default: return problem(404, "not-found", `Nothing lies at ${kind}`);
  }
}

function write(parts, body, who) {
  const [kind, id, sub] = parts;
  if (kind === "quarantine") return { accepted: 1, refused: 0, left: 0, trouble: "" };
  if (kind === "retrainings") return {};
  if (kind === "models" || kind === "routes") return trail[0];
  if (kind !== "work-orders") return problem(404, "not-found", `Nothing lies at ${kind}`);
  if (!id) return orders[4];
  const order = orders.find((o) => o.id === id);
  const now = iso(Date.now());
  if (sub === "acknowledge") Object.assign(order, { state: "acknowledged", assignee: who.user, acknowledged: now });
  if (sub === "start") Object.assign(order, { state: "in-progress", started: now });
  if (sub === "resolve") Object.assign(order, { state: "closed", resolved: now, closed: now, resolution: body });
  if (sub === "photos" && body.length > 8 << 20) return problem(413, "too-large", "A photo has at most 8 MiB; take it smaller");
  if (sub === "photos") order.attachments.push({ id: `P-${number}`, mediaType: "image/jpeg", bytes: body.length, by: who.user, at: now, toJSON() { return { ...this, body: undefined, toJSON: undefined }; }, body });
  order.facts.push(fact(id, sub === "notes" ? "NOTE" : sub.toUpperCase(), who.user, body.text ?? ""));
  return order;
}

function serveFile(url, response) {
  const name = path.normalize(url.pathname === "/" ? "/index.html" : decodeURIComponent(url.pathname));
  const file = name.startsWith("/vendor/") ? path.join(vendor, path.basename(name)) : path.join(pages, name);
  fs.readFile(file, (error, content) => {
    response.writeHead(error ? 404 : 200, { "Content-Type": TYPES[path.extname(file)] ?? "text/plain", "Content-Security-Policy": CSP, "Cache-Control": "no-cache" });
    response.end(error ? "" : content);
  });
}

function answer(response, found) {
  const status = found?.status >= 400 && found.body ? found.status : 200;
  response.writeHead(status, { "Content-Type": status === 200 ? "application/json" : "application/problem+json" });
  response.end(JSON.stringify(status === 200 ? found : found.body));
}

function signIn(body, response) {
  const name = String(body.user);
  const failures = FAILURES.get(name) ?? 0;
  if (failures >= 3) return answer(response, problem(429, "throttled", "Too many tries", { waitSeconds: 5 }));
  if (!LOGINS[name] || body.password !== "secret") {
    FAILURES.set(name, failures + 1);
    return answer(response, problem(401, "wrong-password", "No login with this name and password"));
  }
  FAILURES.delete(name);
  const key = String(Math.random());
  const session = { user: name, role: LOGINS[name], csrf: key.slice(3) };
  sessions.set(key, session);
  response.setHeader("Set-Cookie", `session=${key}; HttpOnly; SameSite=Strict; Path=/`);
  return answer(response, session);
}

function events(response) {
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
  const tell = () => {
    response.write(`event: overview\ndata: ${JSON.stringify(overview())}\n\n`);
    if (!nothing) response.write(`event: device\ndata: ${JSON.stringify([{ name: devices[0].name, condition: "anomalous", score: 3 + Math.random(), threshold: 1.1, lastSeen: iso(Date.now()) }])}\n\n`);
  };
  tell();
  const timer = setInterval(tell, 1000);
  response.on("close", () => clearInterval(timer));
}

http.createServer((request, response) => {
  const url = new URL(request.url, "http://plant");
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk)).on("end", () => {
    if (!url.pathname.startsWith("/api/v1/")) return serveFile(url, response);
    const parts = url.pathname.slice("/api/v1/".length).split("/").map(decodeURIComponent);
    const raw = Buffer.concat(chunks);
    const body = request.headers["content-type"] === "application/json" ? JSON.parse(raw.toString() || "{}") : raw;
    const key = /session=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
    if (parts[0] === "session" && request.method === "POST") return signIn(body, response);
    if (parts[0] === "forget") return sessions.clear(), answer(response, {});
    const who = sessions.get(key);
    if (!who) return answer(response, problem(401, key ? "session-expired" : "login-required", "Sign in first"));
    if (parts[0] === "events") return events(response);
    if (parts[2] === "photos" && parts[3]) {
      response.writeHead(200, { "Content-Type": "image/jpeg" });
      return response.end(orders.find((o) => o.id === parts[1]).attachments.find((p) => p.id === parts[3]).body);
    }
    if (request.method === "DELETE") return sessions.delete(key), answer(response, {});
    return answer(response, request.method === "GET" ? read(parts, url.searchParams, who) : write(parts, body, who));
  });
}).listen(Number(port), "127.0.0.1", () => console.log("listening"));
