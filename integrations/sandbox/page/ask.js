// Small questions and menus above the page.

import { at, el } from "./dom.js";
import { world } from "./world.js";

// True when the person agrees.
export function ask(title, text, yes = "Yes", no = "Cancel") {
  const dialog = at("ask");
  return new Promise((answer) => {
    const end = (agreed) => () => {
      dialog.close();
      answer(agreed);
    };
    dialog.replaceChildren(
      el("h2", {}, title), el("p", {}, text),
      el("div", { class: "buttons" },
        el("button", { type: "button", onclick: end(false) }, no || "Cancel"),
        el("button", { type: "button", class: "kit primary", onclick: end(true) }, yes || "Yes")));
    dialog.oncancel = () => answer(false);
    dialog.showModal();
  });
}

// What the person typed, or null.
export function askText(title, value, yes) {
  const dialog = at("ask");
  return new Promise((answer) => {
    const field = el("textarea", { rows: 3, value, "aria-label": title });
    const end = (given) => {
      dialog.close();
      answer(given);
    };
    dialog.replaceChildren(
      el("h2", {}, title), field,
      el("div", { class: "buttons" },
        el("button", { type: "button", onclick: () => end(null) }, "Cancel"),
        el("button", { type: "button", class: "kit primary", onclick: () => end(field.value) }, yes)));
    dialog.oncancel = () => answer(null);
    dialog.showModal();
    field.focus();
  });
}

// Entries are [label, what to do]. Closes on Escape, on a click elsewhere and after a choice.
world.openMenu = (anchor, entries, row = null) => {
  const layer = at("menu-layer");
  const box = anchor.getBoundingClientRect();
  const close = () => {
    layer.replaceChildren();
    document.removeEventListener("pointerdown", outside, true);
    if (anchor.isConnected) anchor.focus();
  };
  const outside = (event) => {
    if (!layer.contains(event.target)) close();
  };
  const items = entries.map(([label, go]) =>
    el("button", { type: "button", role: "menuitem", onclick: () => { close(); go(); } }, label));
  const menu = el("div", { class: "menu", role: "menu", onkeydown: (event) => {
    const all = [...menu.querySelectorAll("button")];
    const now = all.indexOf(document.activeElement);
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown") all[(now + 1) % all.length].focus();
    else if (event.key === "ArrowUp") all[(now + all.length - 1) % all.length].focus();
    else return;
    event.preventDefault();
  } }, row ? row(close) : null, items);
  layer.replaceChildren(menu);
  const size = menu.getBoundingClientRect();
  menu.style.left = Math.max(8, Math.min(box.left, innerWidth - size.width - 8)) + "px";
  menu.style.top = Math.max(8, Math.min(box.bottom + 4, innerHeight - size.height - 8)) + "px";
  document.addEventListener("pointerdown", outside, true);
  menu.querySelector("button").focus();
};
