// Where people type: Enter sends, Shift+Enter begins a line, and words of the command are completed.

import { el } from "./dom.js";
import { act, world } from "./world.js";

// The completions for what stands before the caret: [{text, hint, insert, from}].
export function completionsFor(before) {
  const app = world.data?.app;
  if (!app) return [];
  const [command] = app.commands;
  const verb = new RegExp(`^${command}\\s+(\\S*)$`).exec(before);
  if (verb) return verbsFor(verb[1].toLowerCase(), before.length - verb[1].length);
  if (/^\/\S*$/.test(before)) {
    return app.commands.filter((one) => one.startsWith(before)).map((one) => ({ text: one, hint: "", insert: one + " ", from: 0 }));
  }
  const name = /(^|\s)@([a-z0-9._-]*)$/.exec(before);
  if (name) {
    const from = before.length - name[2].length - 1;
    const all = [{ name: app.name, real_name: "the bot" }, ...world.data.people,
      ...world.data.groups.map((one) => ({ name: one.handle, real_name: one.name }))];
    return all.filter((one) => one.name.startsWith(name[2])).slice(0, 8)
      .map((one) => ({ text: "@" + one.name, hint: one.real_name, insert: `@${one.name} `, from }));
  }
  const channel = /(^|\s)#([a-z0-9_-]*)$/.exec(before);
  if (channel) {
    const from = before.length - channel[2].length - 1;
    return world.data.channels.filter((one) => one.name && one.name.startsWith(channel[2])).slice(0, 8)
      .map((one) => ({ text: "#" + one.name, hint: "", insert: `#${one.name} `, from }));
  }
  return [];
}

function verbsFor(typed, from) {
  const fits = (verb) => verb.name.startsWith(typed) || verb.aliases.split("|").some((one) => one && one.startsWith(typed));
  return world.data.app.verbs.filter(fits).slice(0, 12).map((verb) => ({
    text: `${verb.name} ${verb.arguments}`.trim(), hint: verb.purpose, insert: verb.name + " ", from,
  }));
}

export function composer(form, threadOf) {
  const field = form.querySelector("textarea");
  const list = form.querySelector(".completions");
  const trouble = form.querySelector(".trouble");
  let offered = [];
  let chosen = -1;

  const show = () => {
    offered = completionsFor(field.value.slice(0, field.selectionStart));
    chosen = offered.length ? 0 : -1;
    draw();
  };
  const draw = () => {
    list.hidden = offered.length === 0;
    list.replaceChildren(...offered.map((one, number) => el("div", {
      role: "option", id: `${list.id}-${number}`, "aria-selected": String(number === chosen), class: number === chosen ? "chosen" : "",
      onpointerdown: (event) => { event.preventDefault(); take(number); },
    }, el("b", {}, one.text), one.hint ? el("small", {}, " " + one.hint) : null)));
    list.querySelector(".chosen")?.scrollIntoView({ block: "nearest" });
    // The focus stays in the field; this is what a screen reader is told to read meanwhile.
    if (chosen < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", `${list.id}-${chosen}`);
  };
  const close = () => {
    offered = [];
    chosen = -1;
    draw();
  };
  const take = (number) => {
    const one = offered[number];
    const after = field.value.slice(field.selectionStart);
    field.value = field.value.slice(0, one.from) + one.insert + after;
    field.selectionStart = field.selectionEnd = one.from + one.insert.length;
    show();
    grow();
  };
  const grow = () => {
    field.rows = Math.min(10, field.value.split("\n").length);
  };
  // What is typed goes only when the sandbox has taken it.
  const send = async () => {
    const text = field.value.trim();
    if (!text) return;
    const why = await act("type", { text, thread: threadOf() });
    trouble.textContent = why;
    if (why) return;
    field.value = "";
    close();
    grow();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  field.addEventListener("input", () => {
    trouble.textContent = "";
    show();
    grow();
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const open = offered.length > 0;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : offered.length - 1)) % offered.length;
      draw();
    } else if (open && event.key === "Tab" && !event.shiftKey) {
      take(chosen);
    } else if (open && event.key === "Escape") {
      close();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      const half = open && offered[chosen].insert.trim().length > field.value.length - offered[chosen].from;
      if (half && /^[/@#]/.test(offered[chosen].insert)) take(chosen);
      else send();
    } else return;
    event.preventDefault();
  });
  return { type: (text) => { field.value = text; field.focus(); show(); grow(); } };
}
