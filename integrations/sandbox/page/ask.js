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

// What the person typed, or null. Enter is enough; Shift and Enter make a line where there may be several.
export function askText(title, value, yes, { lines = 1 } = {}) {
  const dialog = at("ask");
  return new Promise((answer) => {
    const end = (given) => {
      dialog.close();
      answer(given);
    };
    const onkeydown = (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      end(field.value);
    };
    const field = lines > 1
      ? el("textarea", { rows: lines, value, "aria-label": title, onkeydown })
      : el("input", { type: "text", value, "aria-label": title, onkeydown });
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
