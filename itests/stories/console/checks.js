// SPDX-License-Identifier: Apache-2.0
// What people do on the pages, and what happens to them.
"use strict";

const MARKUP = "<img src=x onerror=\"document.title='broken in'\"><script>document.title='broken in'</script> & \"quoted\"";

/** Wrong password, then the right one: no page before, the page after. */
exports.signIn = async (seat) => {
  await seat.open();
  await seat.page.goto(`${seat.root}/#/devices`);
  const [user, password] = seat.given.logins.viewer;
  await seat.fill(user, "not it");
  await seat.page.waitForSelector(".sign-in .trouble:not(:empty)");
  const refusal = await seat.page.textContent(".sign-in .trouble");
  const kept = { user: await seat.page.inputValue("[name=user]"), password: await seat.page.inputValue("[name=password]"), shell: (await seat.page.$$("nav")).length };
  await seat.fill(user, password);
  await seat.page.waitForSelector("table.devices, .empty");
  return { refusal, kept, title: await seat.page.title(), address: await seat.page.evaluate(() => location.hash), picture: await seat.picture("signed-in").then(() => true) };
};

/** Somebody who guesses is told to wait, and for how long. */
exports.guessing = async (seat) => {
  await seat.open();
  await seat.page.goto(seat.root);
  for (let i = 0; i < 30; i++) {
    await seat.fill("nobody-of-this-plant", `guess ${i}`);
    await seat.page.waitForFunction(() => document.querySelector(".sign-in .trouble")?.textContent);
    const words = await seat.page.textContent(".sign-in button");
    if (/^Wait \d+ s/.test(words)) {
      await seat.picture("throttled");
      return { after: i + 1, words, trouble: await seat.page.textContent(".sign-in .trouble"), disabled: await seat.page.isDisabled(".sign-in button") };
    }
  }
  throw new Error("thirty guesses, and nobody said to wait");
};

/** Walks the list without a mouse. */
exports.keyboard = async (seat) => {
  const page = await seat.signIn("viewer");
  await seat.go("/devices");
  await page.keyboard.press("/");
  const focused = await page.evaluate(() => document.activeElement.type);
  await page.keyboard.type(seat.given.device);
  await page.waitForFunction((name) => [...document.querySelectorAll("table.devices .name")].every((cell) => cell.textContent.includes(name)) && document.querySelector("table.devices .name"), seat.given.device);
  await page.keyboard.press("ArrowDown");
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".summary");
  await seat.settled();
  const heading = await page.textContent("h1");
  await page.evaluate(() => document.body.focus());
  await page.keyboard.press("Tab");
  return { focused, ring, heading };
};

/** Two taps on a phone, the second one doubled. */
exports.confirm = async (seat) => {
  const page = await seat.signIn("technician", { width: 390, height: 844, scale: 2 });
  const home = await page.evaluate(() => document.querySelector("nav a[aria-current]")?.dataset.place);
  await seat.go(`/orders/${seat.given.confirm}`);
  await page.waitForSelector(".acts button");
  await page.click("text=Confirm fault");
  await page.waitForSelector(".causes button");
  await seat.picture("two-taps-phone");
  const cause = await page.textContent(".causes button");
  await page.dblclick(".causes button");
  await page.waitForSelector(".badge:has-text('Confirmed')");
  await page.waitForFunction(() => !document.querySelector("dialog[open]"));
  await seat.picture("confirmed-phone");
  const { body } = await seat.call("GET", `work-orders/${seat.given.confirm}`);
  return { home, cause, state: body.state, finding: body.resolution.finding, resolved: body.facts.filter((fact) => /resolve|correct/i.test(fact.kind)).length, facts: body.facts.map((fact) => fact.kind) };
};

/** Nothing was wrong: two taps as well. */
exports.refute = async (seat) => {
  const page = await seat.signIn("technician", { width: 390, height: 844, scale: 2 });
  await seat.go(`/orders/${seat.given.refute}`);
  await page.click(".acts >> text=Nothing was wrong");
  await page.click("text=Yes, nothing was wrong");
  await page.waitForSelector("main .badge:has-text('Nothing was wrong')");
  const { body } = await seat.call("GET", `work-orders/${seat.given.refute}`);
  return { state: body.state, finding: body.resolution.finding };
};

/** A fault without an alert. */
exports.missed = async (seat) => {
  const page = await seat.signIn("technician", { width: 390, height: 844, scale: 2 });
  await seat.go("/orders/report");
  await page.fill("[name=device]", seat.given.device);
  await page.waitForFunction(() => document.querySelectorAll("[name=cause] option").length > 1);
  await page.selectOption("[name=cause]", { index: 1 });
  await page.fill("[name=text]", MARKUP);
  await page.click("text=Report this fault");
  await page.waitForFunction(() => /#\/orders\/(?!report)/.test(location.hash));
  await page.waitForFunction(() => document.querySelector("main .badge"));
  return { address: await page.evaluate(() => location.hash), title: await page.title() };
};

/** What people write is never markup. */
exports.script = async (seat) => {
  const page = await seat.signIn("technician");
  await seat.go(`/orders/${seat.given.order}`);
  await page.fill("textarea", MARKUP);
  await page.click("text=Add note");
  await page.waitForFunction((text) => [...document.querySelectorAll(".trail .text")].some((one) => one.textContent === text), MARKUP);
  await seat.picture("markup-as-text");
  return { title: await page.title(), scripts: await page.$$eval("main script, main img[onerror]", (found) => found.length), left: await page.inputValue("textarea") };
};

/** Photos: no picture, a big one, and one past the page. */
exports.photo = async (seat) => {
  const page = await seat.signIn("technician", { width: 390, height: 844, scale: 2 });
  await seat.go(`/orders/${seat.given.order}`);
  await page.fill("textarea", "typed before the photo");
  await page.setInputFiles("input[type=file]", { name: "IMG_0001.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(20 << 20, 7) });
  await page.waitForSelector(".trouble.beside");
  const refusal = await page.textContent(".trouble.beside");
  await page.locator(".trouble.beside").scrollIntoViewIfNeeded();
  await seat.picture("photo-refused-phone");
  const raw = await page.evaluate(async (id) => {
    const { csrf } = await (await fetch("api/v1/session")).json();
    // The node may close the door before it has heard all of it; a door that is shut is a refusal too.
    const answer = await fetch(`api/v1/work-orders/${id}/photos`, { method: "POST", headers: { "Content-Type": "image/jpeg", "X-CSRF-Token": csrf }, body: new Uint8Array(20 << 20) }).catch(() => null);
    return { status: answer?.status ?? 0, detail: (await answer?.json().catch(() => null))?.detail };
  }, seat.given.order);
  const png = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(4000, 3000);
    const ink = canvas.getContext("2d");
    for (let i = 0; i < 3000; i++) {
      ink.fillStyle = `hsl(${(i * 37) % 360} 60% 50%)`;
      ink.fillRect((i * 131) % 4000, (i * 71) % 3000, 160, 90);
    }
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  await page.setInputFiles("input[type=file]", { name: "IMG_0002.png", mimeType: "image/png", buffer: Buffer.from(png) });
  // Looked up anew each time: what the node tells redraws the photos, and a picture out of sight is not loaded.
  await page.waitForFunction(() => {
    const last = [...document.querySelectorAll(".photos img")].at(-1);
    last?.scrollIntoView();
    return last?.naturalWidth > 0;
  });
  const { body } = await seat.call("GET", `work-orders/${seat.given.order}`);
  return { refusal, raw, taken: png.length, kept: body.attachments.at(-1), note: await page.inputValue("textarea") };
};

/** The session ends between two letters. */
exports.expiry = async (seat) => {
  const page = await seat.signIn("technician");
  await seat.go(`/orders/${seat.given.order}`);
  const words = `kept over the end of a session ${Date.now()}`;
  await page.fill("textarea", words);
  await seat.context.clearCookies();
  await page.click("text=Add note");
  await page.waitForSelector("dialog.sheet[open]");
  await seat.picture("session-ended");
  const during = await page.inputValue("textarea");
  const [user, password] = seat.given.logins.technician;
  const named = await page.inputValue("dialog [name=user]");
  await seat.fill(user, password);
  await page.waitForFunction((text) => [...document.querySelectorAll(".trail .text")].some((one) => one.textContent === text), words);
  const { body } = await seat.call("GET", `work-orders/${seat.given.order}`);
  return { kept: during === words, named, times: body.facts.filter((fact) => fact.text === words).length };
};

/** Out of reach and back: what is there stays, with a word that it is old. */
exports.offline = async (seat) => {
  const page = await seat.signIn("viewer");
  await seat.go("/devices");
  await page.waitForSelector(".live.good");
  const before = await page.$$eval("table.devices tbody tr", (rows) => rows.length);
  await seat.context.setOffline(true);
  await page.evaluate(() => document.querySelector(".choices button:nth-child(2)").click());
  await page.waitForSelector("[data-stale], .problem");
  const during = await page.$$eval("table.devices tbody tr", (rows) => rows.length);
  await seat.picture("offline");
  await seat.context.setOffline(false);
  return { before, during };
};

/** The node goes away and comes back; tells its caller on the first line when to take it away. */
exports.restart = async (seat) => {
  const page = await seat.signIn("viewer");
  await seat.go("/overview");
  await page.waitForSelector(".live.good");
  console.log("watching");
  await page.waitForSelector(".live.bad", { timeout: 120_000 });
  await seat.picture("node-away");
  const note = await page.isVisible(".lost-note");
  // A node that restarted may or may not know the session still.
  await page.waitForSelector(".live.good, dialog[open] form.sign-in", { timeout: 240_000 });
  const asked = (await page.$$("dialog[open]")).length > 0;
  if (asked) await seat.fill(...seat.given.logins.viewer);
  await page.waitForSelector(".live.good", { timeout: 240_000 });
  await page.evaluate(() => globalThis.performance.mark("back"));
  return { note, asked, live: true, heading: await page.textContent("h1") };
};
