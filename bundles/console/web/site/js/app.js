// SPDX-License-Identifier: Apache-2.0
// Finds the page for an address. A page is one module: show(main, {parts, query, signal}) answers its title.

import { onExpiry, resume, who } from "./api.js";
import { put } from "./dom.js";
import { connect } from "./live.js";
import { applyTheme, mark, shell } from "./shell.js";
import { signInAgain, signInPage } from "./signin.js";
import { empty, skeleton, trouble } from "./view.js";

const PAGES = {
  overview: () => import("./pages/overview.js"),
  devices: (rest) => (rest ? import("./pages/device.js") : import("./pages/devices.js")),
  orders: (rest) => (rest === "report" ? import("./pages/report.js") : rest ? import("./pages/order.js") : import("./pages/work.js")),
  models: (rest) => (rest ? import("./pages/model.js") : import("./pages/models.js")),
  drift: () => import("./pages/drift.js"),
  sla: () => import("./pages/sla.js"),
  operations: (rest) => (rest === "quarantine" ? import("./pages/quarantine.js") : import("./pages/operations.js")),
};

let main = null;
let leaving = new AbortController();

/** Technicians with a phone in the hand come for their work. */
const home = () => (who().role === "technician" && matchMedia("(max-width: 720px)").matches ? "orders" : "overview");

function address() {
  const [path, search] = location.hash.replace(/^#\/?/, "").split("?");
  const parts = path.split("/").filter(Boolean).map(decode);
  return { parts: parts.length ? parts : [home()], query: new URLSearchParams(search ?? "") };
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

async function open() {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const { parts, query } = address();
  const load = Object.hasOwn(PAGES, parts[0]) ? PAGES[parts[0]] : null;
  mark(parts[0]);
  if (!load) {
    put(main, empty("There is no such page", "The address may be from an older version. The navigation has all pages."));
    return;
  }
  put(main, skeleton(6));
  try {
    const page = await load(parts[1]);
    if (signal.aborted) return;
    put(main);
    main.className = `page-${parts[0]}`;
    document.title = `${page.show(main, { parts, query, signal })} · Ganglion`;
    const heading = main.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
    scrollTo(0, 0);
  } catch (error) {
    if (!signal.aborted) put(main, trouble(error, open));
  }
}

function begin() {
  onExpiry(signInAgain);
  main = shell();
  connect();
  addEventListener("hashchange", open);
  open();
}

async function start() {
  applyTheme();
  try {
    if (await resume()) begin();
    else signInPage(document.body, begin);
  } catch (error) {
    put(document.body, trouble(error, () => location.reload()));
  }
}

start();
