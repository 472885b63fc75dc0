// SPDX-License-Identifier: Apache-2.0
// What surrounds every page: navigation, who is signed in, whether the page is live, light or dark.

import { get, may, signOut, who } from "./api.js";
import { h, put } from "./dom.js";
import { line, shape } from "./icons.js";
import { disconnect, hear, liveState } from "./live.js";
import { label } from "./words.js";

const PLACES = [
  ["overview", "Overview", "viewer"], ["devices", "Devices", "viewer"], ["orders", "Work", "technician"], ["models", "Models", "viewer"],
  ["drift", "Drift", "viewer"], ["sla", "SLAs", "viewer"], ["operations", "Operations", "viewer"],
];
const THEMES = { auto: "System", light: "Light", dark: "Dark" };
const LIVE = { live: ["Live", "good", "dot"], connecting: ["Connecting", "calm", "half"], lost: ["Not live, trying again", "bad", "ring"] };

/** Private windows may refuse to keep anything; then a choice lasts as long as the page. */
const kept = {
  read: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
  write: (key, value) => { try { localStorage.setItem(key, value); } catch { /* not kept */ } },
};

export function applyTheme(theme = kept.read("theme") ?? "auto") {
  if (theme === "auto") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.dataset.theme = theme;
  kept.write("theme", theme);
  document.dispatchEvent(new Event("theme"));
  return theme;
}

function themeSwitch() {
  const pick = h("select", { "aria-label": "Light or dark", onchange: () => applyTheme(pick.value) },
    Object.entries(THEMES).map(([value, text]) => h("option", { value }, text)));
  pick.value = applyTheme();
  return h("span", { class: "theme" }, line("theme"), pick);
}

function liveMark() {
  const mark = h("span", { class: "live", role: "status" });
  const paint = (name) => {
    const [text, tint, form] = LIVE[name] ?? LIVE.connecting;
    mark.className = `live ${tint}`;
    put(mark, shape(form), h("span", {}, text));
    document.body.toggleAttribute("data-lost", name === "lost");
  };
  paint(liveState());
  hear("state", paint);
  return mark;
}

function links() {
  return PLACES.filter(([, , role]) => may(role)).map(([path, text]) =>
    h("a", { href: `#/${path}`, "data-place": path }, line(path), h("span", {}, text)));
}

/** Phones have room for four; the rest waits behind one more. */
function navigation() {
  const all = links();
  const more = h("button", { type: "button", class: "more", "aria-expanded": "false", "aria-controls": "places" }, line("more"), h("span", {}, "More"));
  const nav = h("nav", { id: "places", "aria-label": "Pages" }, all, more);
  const open = (is) => {
    nav.toggleAttribute("data-open", is);
    more.setAttribute("aria-expanded", String(is));
  };
  more.addEventListener("click", () => open(!nav.hasAttribute("data-open")));
  nav.addEventListener("click", (event) => event.target.closest("a") && open(false));
  nav.addEventListener("keydown", (event) => event.key === "Escape" && open(false));
  return nav;
}

/** Builds it and answers the place for pages. */
export function shell() {
  const main = h("main", { id: "main", tabindex: "-1" });
  const node = h("span", { class: "node" });
  const leave = async () => {
    disconnect();
    await signOut();
    location.hash = "";
    location.reload();
  };
  const skip = h("a", { class: "skip", href: "#main", onclick: (event) => (event.preventDefault(), main.focus()) }, "Skip to the page");
  put(document.body, skip,
    h("header", { class: "top" },
      h("a", { class: "brand", href: "#/overview" }, h("img", { src: "icon.svg", alt: "", width: 26, height: 26 }), h("span", {}, "Ganglion"), node),
      liveMark(), themeSwitch(),
      h("span", { class: "who" }, h("strong", {}, who().user), h("span", {}, label(who().role).replace("Coe", "CoE"))),
      h("button", { type: "button", class: "quiet", onclick: leave, "aria-label": "Sign out", title: "Sign out" }, line("leave"))),
    h("p", { class: "lost-note", role: "status" }, "The node is out of reach. What you see may be old; the page goes on by itself."),
    navigation(), main);
  const named = (overview) => put(node, overview.site, " · ", overview.node);
  hear("overview", named);
  get("overview").then(named, () => {});
  return main;
}

export function mark(place) {
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.place === place) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}
