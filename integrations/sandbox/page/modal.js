// The topmost modal of the viewer, as the bot gave it; what was typed stays through errors and updates.

import { at, el } from "./dom.js";
import { blocks, filledIn } from "./blocks.js";
import { textObject } from "./text.js";
import { act, tryTo, world } from "./world.js";

let shown = { id: "", hash: "" };

function parsed(text) {
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    return {};
  }
}

export function drawModal() {
  const dialog = at("modal");
  const modal = world.data.modal;
  if (!modal) {
    shown = { id: "", hash: "" };
    if (dialog.open) dialog.close();
    return;
  }
  if (modal.id !== shown.id || modal.hash !== shown.hash) {
    const typed = modal.id === shown.id ? filledIn(dialog) : [];
    build(dialog, modal);
    for (const one of typed) {
      const field = dialog.querySelector(`.input[data-block="${CSS.escape(one.block_id)}"]`);
      if (field?.input.fillIn && one.value) field.input.fillIn(one.value);
    }
    shown = { id: modal.id, hash: modal.hash };
  }
  if (!dialog.open) {
    dialog.showModal();
    dialog.querySelector(".input input, .input textarea, .input select")?.focus();
  }
  showTroubles(dialog, modal);
}

function build(dialog, modal) {
  const view = parsed(modal.view);
  const close = () => tryTo("close", { view: modal.id });
  const use = (element, value) => tryTo("press", { view: modal.id, element, value });
  const submit = async (event) => {
    event.preventDefault();
    dialog.querySelector(".trouble").textContent = "";
    const why = await act("submit", { view: modal.id, filled: filledIn(dialog).filter((one) => one.value !== "") });
    if (!why) return;
    // "block: must be filled in" is said next to the field, as Slack does before it asks the bot.
    const named = /^(.+?): (.+)$/.exec(why);
    const field = named && dialog.querySelector(`.input[data-block="${CSS.escape(named[1])}"]`);
    if (field) sayAt(field, named[2] === "must be filled in" ? "Please fill this in." : named[2]);
    else dialog.querySelector(".trouble").textContent = why;
  };
  dialog.oncancel = (event) => {
    event.preventDefault();
    close();
  };
  dialog.replaceChildren(el("form", { onsubmit: submit, noValidate: true },
    el("header", {}, el("h2", { id: "modal-title" }, textObject(view.title)), el("button", { type: "button", "aria-label": "Close", onclick: close }, "✕")),
    el("div", { class: "modal-body" }, blocks(JSON.stringify(view.blocks || []), use)),
    el("p", { class: "trouble", role: "alert" }),
    el("footer", { class: "buttons" },
      el("button", { type: "button", onclick: close }, view.close ? textObject(view.close) : "Cancel"),
      view.submit ? el("button", { type: "submit", class: "kit primary" }, textObject(view.submit)) : null)));
}

function sayAt(field, text) {
  const error = field.querySelector(".error");
  if (error.textContent !== text) error.textContent = text;
  const control = field.querySelector("input,select,textarea");
  if (control) control.setAttribute("aria-invalid", text ? "true" : "false");
  if (text && control && !field.parentElement.contains(document.activeElement)) control.focus();
}

let last_errors = "";
function showTroubles(dialog, modal) {
  const submit = dialog.querySelector("button[type=submit]");
  if (submit) submit.disabled = modal.is_waiting;
  if (modal.trouble) dialog.querySelector(".trouble").textContent = "We had some trouble connecting. Try again?";
  if (modal.is_waiting) {
    last_errors = "";
    return;
  }
  if (modal.errors === last_errors) return;
  last_errors = modal.errors;
  const errors = parsed(modal.errors);
  for (const field of dialog.querySelectorAll(".input")) sayAt(field, errors[field.dataset.block] || "");
}
