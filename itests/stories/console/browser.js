// SPDX-License-Identifier: Apache-2.0
// Looks at the console of a node with a real browser: node browser.js CHECK ROOT PICTURES, and on standard input {"logins": {ROLE: [USER, PASSWORD]}, …}.
// Prints what it saw as one JSON object on the last line; a check that does not hold ends with an error and a picture of the page.
"use strict";
const fs = require("fs");
const path = require("path");
const { chromium } = require("playwright-core");

const [check, root, pictures] = process.argv.slice(2);
const given = JSON.parse(fs.readFileSync(0, "utf8"));
const checks = { ...require("./checks.js"), ...require("./pages.js") };

/** A browser's window with somebody in it, and everything that went wrong in it. */
class Seat {
  constructor(browser) {
    this.browser = browser;
    this.root = root;
    this.given = given;
    this.wrong = [];
  }

  async open({ width = 1440, height = 900, scheme = "light", scale = 1, state } = {}) {
    await this.context?.close();
    this.context = await this.browser.newContext({ viewport: { width, height }, colorScheme: scheme, deviceScaleFactor: scale, hasTouch: width < 600, storageState: state });
    this.page = await this.context.newPage();
    this.page.setDefaultTimeout(30_000);
    this.page.on("pageerror", (error) => this.wrong.push(`${error.message} at ${error.stack?.split("\n")[1]}`));
    this.page.on("console", (message) => message.type() === "error" && this.complain(message));
    return this.page;
  }

  /** The browser itself writes a line for each refused request; the pages answer for those, not the log. */
  complain(message) {
    if (!/Failed to load resource|net::ERR/.test(message.text())) this.wrong.push(message.text());
  }

  async fill(user, password) {
    await this.page.fill("[name=user]", user);
    await this.page.fill("[name=password]", password);
    await this.page.click("form.sign-in button[type=submit]");
  }

  async signIn(role, options) {
    await this.open(options);
    await this.page.goto(root);
    await this.fill(...given.logins[role]);
    await this.page.waitForSelector("nav");
    return this.page;
  }

  /** Goes to a page and waits until nothing of it is being read. */
  async go(hash) {
    await this.page.evaluate((to) => (location.hash = to), hash);
    await this.settled();
  }

  async settled() {
    await this.page.waitForFunction(() => document.querySelector("main h1") && !document.querySelector("main .skeleton, main [aria-busy=true]"));
    await this.page.evaluate(() => document.fonts.ready.then(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))));
  }

  picture(name, options = {}) {
    return this.page.screenshot({ path: path.join(pictures, `${name}.png`), ...options });
  }

  /** A call as the page itself would make it, in its session. */
  call(method, where, body) {
    return this.page.evaluate(async ([verb, to, what]) => {
      const session = await (await fetch("api/v1/session")).json();
      const answer = await fetch(`api/v1/${to}`, { method: verb, headers: { "Content-Type": "application/json", "X-CSRF-Token": session.csrf ?? "" }, body: what && JSON.stringify(what) });
      return { status: answer.status, body: await answer.json().catch(() => null) };
    }, [method, where, body]);
  }
}

async function main() {
  if (!checks[check]) throw new Error(`no check is called ${check}; there are ${Object.keys(checks).join(", ")}`);
  fs.mkdirSync(pictures, { recursive: true });
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  const seat = new Seat(browser);
  try {
    const seen = (await checks[check](seat)) ?? {};
    console.log(JSON.stringify({ ...seen, wrong: seat.wrong }));
  } catch (error) {
    await seat.picture(`failed-${check}`).catch(() => {});
    throw error;
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
