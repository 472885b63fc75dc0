// SPDX-License-Identifier: Apache-2.0
// Every page, light and dark, wide and as narrow as a phone: drawn, scanned by axe, and pictured.
"use strict";
const fs = require("fs");

const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const GRAVE = ["serious", "critical"];

function places({ device, order, done, model }) {
  return {
    overview: "/overview", devices: "/devices", device: `/devices/${encodeURIComponent(device)}?range=15m`, work: "/orders", order: `/orders/${order}`, done: `/orders/${done}`, report: "/orders/report",
    models: "/models", model: `/models/${encodeURIComponent(model)}`, drift: "/drift", sla: "/sla", operations: "/operations", quarantine: "/operations/quarantine",
  };
}

const LOOKS = {
  light: {}, dark: { scheme: "dark" }, phone: { width: 390, height: 844, scale: 2 },
};

/** axe runs as an extension would: from outside, past the page's own policy. */
async function scan(seat) {
  const devtools = await seat.context.newCDPSession(seat.page);
  await devtools.send("Runtime.evaluate", { expression: AXE });
  const { violations } = await seat.page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.slice(0, 3).map((node) => node.target.join(" ")) }));
}

async function look(seat, found, name, key) {
  const excess = await seat.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (excess > 0) found.tooWide.push(`${key} ${name} by ${excess} px`);
  for (const violation of await scan(seat)) {
    (GRAVE.includes(violation.impact) ? found.grave : found.slight).push(`${key} ${name}: ${violation.id} (${violation.impact}) at ${violation.where.join("; ")}`);
  }
  await seat.picture(`${name}-${key}`, { fullPage: key !== "phone" && !["devices", "order", "done", "confirm"].includes(name) });
}

/** All pages in all looks, by somebody who may do everything. */
exports.pages = async (seat) => {
  const found = { looked: 0, grave: [], slight: [], tooWide: [] };
  for (const [key, options] of Object.entries(LOOKS)) {
    await seat.open(options);
    await seat.page.goto(seat.root);
    await seat.page.waitForSelector("form.sign-in");
    await look(seat, found, "sign-in", key);
    await seat.signIn("coe-admin", options);
    for (const [name, hash] of Object.entries(places(seat.given))) {
      await seat.go(hash);
      if (name === "device" || name === "order") await seat.page.waitForSelector(".plot canvas");
      await look(seat, found, name, key);
      found.looked++;
    }
    await seat.go(`/orders/${seat.given.order}`);
    await seat.page.click("text=Confirm fault");
    await seat.page.waitForSelector(".causes button");
    await look(seat, found, "confirm", key);
  }
  await seat.signIn("coe-admin", { width: 360, height: 740 });
  for (const [name, hash] of Object.entries(places(seat.given))) {
    await seat.go(hash);
    const excess = await seat.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (excess > 0) found.tooWide.push(`360 px ${name} by ${excess} px`);
  }
  return found;
};

/** What each role finds, and what the node answers to a role that goes past the page. */
exports.roles = async (seat) => {
  const roles = {};
  for (const role of Object.keys(seat.given.logins)) {
    await seat.signIn(role);
    const places = await seat.page.$$eval("nav a", (links) => links.map((link) => link.dataset.place));
    await seat.go("/models");
    const mayRollBack = (await seat.page.$$("text=Roll back")).length > 0;
    await seat.go("/operations/quarantine");
    const mayReplay = (await seat.page.$$("button:text-is('Replay')")).length > 0;
    const refused = await seat.call("POST", `work-orders/${seat.given.order}/notes`, { text: "" });
    const rollback = await seat.call("POST", "routes/Nothing/rollback", { reason: "" });
    roles[role] = { places, mayRollBack, mayReplay, note: refused.status, rollback: rollback.status };
  }
  return { roles };
};

/** From nothing in the browser to devices on the screen, by somebody whose session stands. */
exports.speed = async (seat) => {
  await seat.signIn("viewer");
  const state = await seat.context.storageState();
  const measured = {};
  for (const [name, hash, sign] of [["overview", "#/overview", ".legend strong"], ["devices", "#/devices", "table.devices tbody tr"], ["device", `#/devices/${encodeURIComponent(seat.given.device)}?range=24h`, ".plot canvas"]]) {
    const times = [];
    for (let round = 0; round < 5; round++) {
      await seat.open({ state });
      const began = performance.now();
      await seat.page.goto(`${seat.root}/${hash}`, { waitUntil: "commit" });
      await seat.page.waitForSelector(sign);
      times.push(Math.round(performance.now() - began));
    }
    measured[name] = { firstMs: times[0], medianMs: times.sort((a, b) => a - b)[2] };
  }
  const sizes = await seat.page.evaluate(() => performance.getEntriesByType("resource").reduce((sum, entry) => sum + entry.transferSize, 0));
  await seat.go("/devices");
  const said = await seat.page.textContent(".page-head .note");
  return { measured, devicePageBytes: sizes, said };
};
