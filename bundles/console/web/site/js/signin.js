// SPDX-License-Identifier: Apache-2.0
// Signing in: as a page of its own, and in place where a session ended in the middle of something.

import { signIn, who } from "./api.js";
import { field, h, put } from "./dom.js";

/** The form; `done` is called with the session. */
function form(done, { user = "", submit = "Sign in" } = {}) {
  const name = h("input", { name: "user", autocomplete: "username", required: true, autocapitalize: "none", spellcheck: "false", maxlength: 200, value: user });
  const password = h("input", { name: "password", type: "password", autocomplete: "current-password", required: true, maxlength: 1000 });
  const trouble = h("p", { class: "trouble", role: "alert" });
  const button = h("button", { class: "primary wide", type: "submit" }, submit);
  let waiting = 0;

  async function enter(event) {
    event.preventDefault();
    if (button.disabled) return;
    put(trouble);
    button.disabled = true;
    try {
      const session = await signIn(name.value.trim(), password.value);
      done(session);
    } catch (error) {
      password.value = "";
      password.focus();
      if (error.waitSeconds) return hold(error);
      put(trouble, error.status === 401 ? "This name and password do not go together. Check both; capitals count." : error.message);
    }
    if (!waiting) button.disabled = false;
  }

  function hold(error) {
    const until = Date.now() + error.waitSeconds * 1000;
    const tick = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left > 0) {
        button.textContent = `Wait ${left} s`;
        return;
      }
      clearInterval(waiting);
      waiting = 0;
      button.disabled = false;
      button.textContent = submit;
      put(trouble);
    };
    put(trouble, `Too many tries. You can try again in ${error.waitSeconds} s; the password was not looked at.`);
    waiting = setInterval(tick, 250);
    tick();
  }

  return h("form", { class: "sign-in", method: "dialog", onsubmit: enter },
    field("Name", name), field("Password", password), trouble, button);
}

/** The first page. */
export function signInPage(place, done) {
  const inner = form(done);
  document.title = "Sign in · Ganglion";
  put(place,
    h("main", { class: "door", id: "main" },
      h("div", { class: "door-card" },
        h("img", { src: "icon.svg", alt: "", width: 44, height: 44 }),
        h("h1", {}, "Ganglion"),
        h("p", { class: "note" }, "Sign in to see this plant."),
        inner,
        h("p", { class: "hint" }, "The first administrator's login lies on the node: ", h("code", {}, "./ganglion credential web")))));
  inner.querySelector("input").focus();
}

/** Over whatever is open; resolves when the same person is back. Another person gets a fresh page. */
export function signInAgain() {
  const before = who()?.user;
  return new Promise((back) => {
    const dialog = h("dialog", { class: "sheet narrow", "aria-labelledby": "again-title" });
    const inner = form((session) => {
      dialog.close();
      dialog.remove();
      if (before && session.user !== before) location.reload();
      else back();
    }, { user: before, submit: "Sign in and go on" });
    dialog.append(
      h("h2", { id: "again-title" }, "Your session has ended"),
      h("p", {}, "Sign in to go on where you were. What you typed is still there."),
      inner);
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(dialog);
    dialog.showModal();
    inner.querySelector(before ? "[name=password]" : "[name=user]").focus();
  });
}
