// SPDX-License-Identifier: Apache-2.0
// Numbers, times, units and states in words.

const plain = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
const two = new Intl.NumberFormat("en", { maximumSignificantDigits: 2 });
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

const absent = (x) => x === null || x === undefined || Number.isNaN(x);
export const NONE = "–";

export const number = (x) => (absent(x) ? NONE : Math.abs(x) >= 1000 ? whole.format(x) : plain.format(x));
export const count = (x) => (absent(x) ? NONE : whole.format(x));
/** How many times its threshold a score is. */
export const times = (x) => (absent(x) ? NONE : `${x < 10 ? two.format(x) : whole.format(x)} ×`);
export const percent = (x) => (absent(x) ? NONE : plain.format(Math.round(x * 1000) / 10) + " %");

export const many = (n, one, more = one + "s") => `${count(n)} ${n === 1 ? one : more}`;

export function bytes(n) {
  if (absent(n)) return NONE;
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const i = Math.min(units.length - 1, n > 0 ? Math.floor(Math.log2(n) / 10) : 0);
  return `${plain.format(Math.round((n / 1024 ** i) * 10) / 10)} ${units[i]}`;
}

/** A duration of seconds as people say it. */
export function span(seconds) {
  if (absent(seconds)) return NONE;
  const t = Math.abs(seconds);
  if (t < 1) return t === 0 ? "0 s" : `${plain.format(Math.round(t * 1000))} ms`;
  if (t < 90) return `${plain.format(Math.round(t))} s`;
  if (t < 5400) return `${Math.round(t / 60)} min`;
  if (t < 172800) return pair(t / 3600, "h", 60, "min");
  return pair(t / 86400, "d", 24, "h");
}

function pair(x, unit, per, lesser) {
  const rest = Math.round((x % 1) * per);
  const units = Math.floor(x) + (rest === per ? 1 : 0);
  return rest % per ? `${units} ${unit} ${rest} ${lesser}` : `${units} ${unit}`;
}

const millis = (t) => (typeof t === "number" ? t : Date.parse(t));
export const moment = (t) => (absent(t) ? NONE : `${day.format(millis(t))}, ${clock.format(millis(t))}`);
export const brief = (t) => (absent(t) ? NONE : short.format(millis(t)));

const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const date = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** A time on an axis whose steps are so many seconds. */
export function tick(t, step) {
  if (step >= 86400 || hour.format(t) === "00:00") return date.format(t);
  return step < 60 ? clock.format(t) : hour.format(t);
}

export function ago(t) {
  if (absent(t)) return NONE;
  const seconds = (Date.now() - millis(t)) / 1000;
  if (Math.abs(seconds) < 5) return "now";
  return seconds < 0 ? `in ${span(-seconds)}` : `${span(seconds)} ago`;
}

/** Symbols of the UN/CEFACT codes that plants use; any other code stands for itself. */
const UNITS = {
  C62: "", P1: "%", K40: "g", AMP: "A", "4K": "mA", VLT: "V", WTT: "W", KWT: "kW", KWH: "kWh", BAR: "bar", PAL: "Pa", KPA: "kPa",
  CEL: "°C", KEL: "K", L2: "L/min", MQH: "m³/h", LTR: "L", MTQ: "m³", HTZ: "Hz", RPM: "1/min", C16: "mm/s", MTS: "m/s",
  MSK: "m/s²", MTR: "m", MMT: "mm", KGM: "kg", SEC: "s", MIN: "min", HUR: "h", AD: "B", E34: "GB", "2P": "kB", "4L": "MB",
  "2N": "dB", NEW: "N", DD: "°", LUX: "lx", A99: "bit", C26: "ms", P87: "B/s",
};
export const unit = (code) => (absent(code) ? "" : (UNITS[code] ?? code));
export const quantity = (x, code) => (absent(x) ? NONE : `${number(x)} ${unit(code)}`.trim());

/** "dischargePressure" and "in-progress" as people read them. */
export function label(name) {
  const text = String(name ?? "").replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/[-_]/g, " ").toLowerCase()
    .replace(/ [a-z]$/, (letter) => letter.toUpperCase()).replace(/\bjson\b/, "JSON");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a state is called, how it is tinted, and its shape: never colour alone. */
const STATES = {
  normal: ["Well", "good", "dot"], healthy: ["Well", "good", "dot"],
  anomalous: ["Anomalous", "bad", "triangle"],
  commissioning: ["Commissioning", "warn", "half"],
  silent: ["Silent", "calm", "ring"], unknown: ["Not scored", "calm", "question"],
  low: ["Low", "calm", "bar1"], medium: ["Medium", "warn", "bar2"], high: ["High", "bad", "bar3"], critical: ["Critical", "bad", "bar4"],
  open: ["Open", "bad", "ring"], acknowledged: ["Acknowledged", "warn", "half"], "in-progress": ["In progress", "warn", "play"],
  resolved: ["Resolved", "good", "dot"], closed: ["Closed", "good", "check"],
  online: ["Online", "good", "dot"], starting: ["Starting", "warn", "half"], degraded: ["Degraded", "warn", "triangle"],
  offline: ["Offline", "bad", "ring"], failed: ["Failed", "bad", "square"],
  serving: ["Serving", "good", "dot"], standby: ["Standby", "calm", "half"], unresolved: ["Unresolved", "warn", "question"],
  refused: ["Refused", "bad", "square"], champion: ["Champion", "good", "check"], challenger: ["Challenger", "warn", "play"],
  shadow: ["Shadow", "calm", "half"], better: ["Better", "good", "check"], worse: ["Worse", "bad", "triangle"],
  "not-yet": ["Not yet known", "calm", "question"], candidate: ["Candidate", "warn", "half"], approved: ["Approved", "good", "dot"],
  live: ["Live", "good", "check"], retired: ["Retired", "calm", "ring"], waiting: ["Waiting", "calm", "ring"],
  training: ["Training", "warn", "play"], declined: ["Declined", "calm", "square"],
  confirmed: ["Confirmed", "good", "check"], refuted: ["Nothing was wrong", "calm", "ring"],
  "other-fault": ["Another fault", "warn", "triangle"], missed: ["Missed fault", "bad", "triangle"],
};
export const state = (name) => STATES[name] ?? [label(name), "calm", "question"];
