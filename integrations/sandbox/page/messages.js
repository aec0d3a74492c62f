// Messages of a channel and of a thread: drawn once, and again only when they have changed.

import { add, at, el, fill, icon } from "./dom.js";
import { ask, askText } from "./ask.js";
import { blocks } from "./blocks.js";
import { emoji, emojiNode, mrkdwn } from "./text.js";
import { clock, dayOf, fullTime, nameOf, tryTo, world } from "./world.js";

const seconds = (ts) => Number(ts.split(".")[0]);
const quick = ["pushpin", "ballot_box_with_check", "eyes", "+1", "white_check_mark", "heart", "tada"];

function head(who, at_seconds, extra) {
  const is_app = who === world.data.app.user;
  return el("div", { class: "head" },
    el("b", {}, nameOf(who)), is_app ? el("span", { class: "badge" }, "APP") : null,
    el("time", { title: fullTime(at_seconds) }, clock(at_seconds)), extra);
}

function avatar(who) {
  const name = nameOf(who);
  let hue = 0;
  for (const letter of who) hue = (hue * 31 + letter.codePointAt(0)) % 8;
  return el("div", { class: `avatar hue-${hue}`, "aria-hidden": "true" }, name.slice(0, 1).toUpperCase());
}

function fileNode(file) {
  const address = `/page/file/${file.id}/${encodeURIComponent(file.name)}`;
  return el("div", { class: "file" }, icon("file"),
    el("div", {}, el("b", {}, file.title || file.name), el("small", {}, ` ${Math.max(1, Math.round(file.size / 1024))} kB`),
      el("div", {}, el("button", { type: "button", class: "plain", onclick: () => world.openSide({ kind: "file", file }) }, "View"), " ",
        el("a", { href: address + "?download", download: file.name }, "Download"))));
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return el("div", { class: "reactions" }, message.reactions.map((one) => {
    const mine = one.users.includes(world.viewer);
    return el("button", {
      type: "button", class: mine ? "mine" : "", "aria-pressed": String(mine), "data-emoji": one.name,
      title: `${one.users.map(nameOf).join(", ")} with :${one.name}:`,
      onclick: () => tryTo("react", { ts: message.ts, value: one.name, on: !mine }),
    }, emojiNode(one.name), ` ${one.users.length}`);
  }));
}

function openMenu(button, message, in_thread) {
  const mine = message.user === world.viewer && !message.by_app;
  const entries = [];
  if (!in_thread) entries.push(["Reply in a thread", () => world.openSide({ kind: "thread", ts: message.ts })]);
  for (const one of world.data.app.shortcuts.filter((it) => it.on_message)) {
    entries.push([`${one.title} · ${world.data.app.name}`, () => tryTo("shortcut", { ts: message.ts, value: one.id })]);
  }
  entries.push([message.pinned ? "Unpin from the channel" : "Pin to the channel", () => tryTo("pin", { ts: message.ts, on: !message.pinned })]);
  if (mine) {
    entries.push(["Edit", async () => {
      const text = await askText("Edit the message", message.text, "Save", { lines: 3 });
      if (text) tryTo("edit", { ts: message.ts, text });
    }]);
  }
  if (mine || message.by_app) {
    entries.push(["Delete", async () => {
      if (await ask("Delete this message?", "It goes for everybody.", "Delete")) tryTo("erase", { ts: message.ts });
    }]);
  }
  const row = (close) => el("div", { class: "quick", role: "group", "aria-label": "React" }, quick.map((name) =>
    el("button", { type: "button", "aria-label": name, title: `:${name}:`, onclick: () => {
      close();
      const mine_now = message.reactions.some((one) => one.name === name && one.users.includes(world.viewer));
      tryTo("react", { ts: message.ts, value: name, on: !mine_now });
    } }, emoji[name])));
  world.openMenu(button, entries, row);
}

function content(message) {
  const use = (element, value) => tryTo("press", { ts: message.ts, element, value });
  if (message.by_app && message.blocks) return blocks(message.blocks, use);
  return el("div", {}, mrkdwn(message.text || ""));
}

export function messageNode(message, in_thread = false) {
  if (message.deleted) return el("div", { class: "message note" }, el("p", {}, "This message was deleted."));
  const is_note = message.subtype && message.subtype !== "file_share";
  const count = message.replies?.length || 0;
  const node = el("article", { class: "message" + (is_note ? " note" : "") + (message.pinned ? " pinned" : ""), "data-ts": message.ts },
    avatar(message.user),
    el("div", { class: "body" },
      message.pinned ? el("p", { class: "pin" }, icon("pin"), " Pinned") : null,
      head(message.user, seconds(message.ts)),
      el("div", { class: "content" }, content(message), message.edited ? el("small", { class: "edited" }, " (edited)") : null),
      (message.files || []).filter(Boolean).map(fileNode), reactions(message),
      count && !in_thread ? el("button", { type: "button", class: "plain thread", onclick: () => world.openSide({ kind: "thread", ts: message.ts }) },
        `${count} ${count === 1 ? "reply" : "replies"}`) : null),
    is_note ? null : el("button", { type: "button", class: "more", "aria-label": "Message actions", "aria-haspopup": "menu",
      onclick: (event) => openMenu(event.currentTarget, message, in_thread) }, "⋯"));
  return node;
}

const failures = {
  dispatch_failed: "failed with the error “dispatch_failed”: no bot is connected. Nothing reached it; type it again when it is back.",
  operation_timeout: "failed with the error “operation_timeout”: the bot did not answer within 3 seconds.",
};

function noticeNode(notice) {
  const at_seconds = Math.floor(notice.at / 1000);
  if (notice.failed) {
    const what = notice.what.startsWith("/") ? `${notice.what} ${failures[notice.failed]}` : `This ${failures[notice.failed]}`;
    const again = notice.what.startsWith("/") ? `${notice.what} ${notice.typed}` : "";
    return el("article", { class: "message ephemeral failed" }, el("div", { class: "avatar", "aria-hidden": "true" }, "⚠"),
      el("div", { class: "body" }, el("p", { class: "only" }, "Only visible to you"), el("p", {}, what),
        again ? el("p", {}, el("code", {}, again), " ", el("button", { type: "button", class: "plain", onclick: () => world.typeInto(again) }, "Type it again")) : null));
  }
  const use = (element, value) => tryTo("press", { number: notice.number, element, value });
  return el("article", { class: "message ephemeral", "data-number": notice.number }, avatar(world.data.app.user),
    el("div", { class: "body" }, el("p", { class: "only" }, "Only visible to you"), head(world.data.app.user, at_seconds),
      el("div", { class: "content" }, notice.blocks ? blocks(notice.blocks, use) : mrkdwn(notice.text))));
}

// Nodes by key, so that those that did not change stay as they are.
const nodes = new Map();
const stamps = new WeakMap();

function kept(holder, key, what, make) {
  const text = JSON.stringify(what);
  let node = nodes.get(key);
  if (!node || stamps.get(node) !== text) {
    node = make();
    stamps.set(node, text);
    nodes.set(key, node);
  }
  return node;
}

// Puts the nodes into the holder in this order and moves none that is in its place.
function arrange(holder, wanted) {
  let here = holder.firstChild;
  for (const node of wanted) {
    if (node === here) here = here.nextSibling;
    else holder.insertBefore(node, here);
  }
  while (here) {
    const next = here.nextSibling;
    here.remove();
    here = next;
  }
}

let shown_place = "";

export function drawMessages() {
  const holder = at("messages");
  const channel = world.data.channel;
  const place = `${world.viewer} ${world.channel}`;
  if (place !== shown_place) nodes.clear();
  const was_at_end = place !== shown_place || holder.scrollHeight - holder.scrollTop - holder.clientHeight < 80;
  const people = world.data.people.map((one) => one.name).join() + world.data.channels.map((one) => one.name).join();
  const entries = channel.messages.map((one) => ({ order: Number(one.ts) * 1000, key: one.ts, what: [one, people], make: () => messageNode(one) }));
  for (const one of channel.notices) {
    if (one.thread) continue;
    entries.push({ order: one.at, key: `notice ${one.key}`, what: one, make: () => noticeNode(one) });
  }
  entries.sort((a, b) => a.order - b.order);
  const wanted = [];
  if (channel.has_earlier) {
    wanted.push(kept(holder, "earlier", world.messages, () => el("button", { type: "button", class: "plain earlier",
      onclick: () => { world.messages *= 4; world.changed(); } }, "Show earlier messages")));
  } else {
    wanted.push(kept(holder, "begin", world.channel, () => el("p", { class: "beginning" }, "This is the beginning.")));
  }
  let day = "";
  for (const one of entries) {
    const its_day = dayOf(one.order / 1000);
    if (its_day !== day) wanted.push(kept(holder, `day ${its_day}`, its_day, () => el("div", { class: "day" }, el("span", {}, its_day))));
    day = its_day;
    wanted.push(kept(holder, one.key, one.what, one.make));
  }
  arrange(holder, wanted);
  if (was_at_end) holder.scrollTop = holder.scrollHeight;
  shown_place = place;
}

export function drawThread(holder, ts) {
  const parent = world.data.channel?.messages.find((one) => one.ts === ts);
  const notices = (world.data.channel?.notices || []).filter((one) => one.thread === ts);
  return fill(holder, [world.viewer, ts, parent, notices], () => parent
    ? [messageNode(parent, true), el("hr"), (parent.replies || []).map((one) => messageNode(one, true)), notices.map(noticeNode)]
    : el("p", {}, "This thread is not among the messages that are shown."));
}

export function drawPlain(holder, key, list) {
  fill(holder, [key, list], () => add(el("div"), list.length ? list.map((one) => messageNode(one, true)) : [el("p", {}, "Nothing is pinned here.")]));
}
