// The page: asks the sandbox what the viewer sees, draws it, and asks again when it is told that
// something has changed. Who looks and where is in the address, so that a second tab can be somebody else.

import { at, el, fill, icon } from "./dom.js";
import { act, nameOf, toast, tryTo, world } from "./world.js";
import { askText } from "./ask.js";
import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { markdown } from "./markdown.js";
import { drawMessages, drawPlain, drawThread } from "./messages.js";
import { drawModal } from "./modal.js";
import { mrkdwn } from "./text.js";

// ---- Asking

let asking = false;
let again = false;

// What is known with what was told: the sandbox leaves out whatever has not changed since. Lists come as the order
// of all their items and those items that are new or different.
function together(known, told) {
  if (!known || told.based_on !== known.number) return told.based_on ? null : told;
  const data = { ...known, ...told };
  if (!told.same_channel) return data;
  data.channel = { ...known.channel, ...told.channel };
  for (const [list, by] of [["messages", "ts"], ["notices", "key"]]) {
    if (!told.channel[list]) continue;
    const items = new Map([...known.channel[list], ...told.channel[list].items].map((one) => [one[by], one]));
    data.channel[list] = told.channel[list].order.map((name) => items.get(name));
  }
  return data;
}

async function refresh() {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  do {
    again = false;
    const viewer = world.viewer;
    const query = new URLSearchParams({ as: viewer, channel: world.channel, messages: world.messages, known: world.data?.number || 0 });
    try {
      const answer = await fetch("/page/state?" + query);
      const data = together(world.data, await answer.json());
      at("offline").hidden = true;
      if (!data) { // it builds on something else: once more, from the beginning
        world.data.number = 0;
        again = true;
      }
      if (data && viewer === world.viewer) {
        world.data = data;
        draw();
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      at("offline").hidden = false;
      setTimeout(refresh, 2000);
    }
  } while (again);
  asking = false;
}
world.changed = refresh;

function listen() {
  const socket = new WebSocket(`ws://${location.host}/page/live`);
  socket.addEventListener("open", refresh);
  socket.addEventListener("message", refresh);
  socket.addEventListener("close", () => {
    at("offline").hidden = false;
    setTimeout(listen, 1500);
  });
}

// ---- Where one is

function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  world.viewer = given.get("as") || world.viewer;
  world.channel = given.get("at") || "";
  world.look = given.get("look") || "channel";
  const thread = given.get("thread");
  if (thread) world.side = { kind: "thread", ts: thread };
  else if (world.side?.kind === "thread") world.side = null;
}

function writeAddress(replace = false) {
  const hash = new URLSearchParams({ as: world.viewer, at: world.channel });
  if (world.look !== "channel") hash.set("look", world.look);
  if (world.side?.kind === "thread") hash.set("thread", world.side.ts);
  history[replace ? "replaceState" : "pushState"](null, "", "#" + hash);
}

function changePlace(change) {
  change();
  writeAddress();
  document.body.classList.remove("menu-open");
  at("menu").setAttribute("aria-expanded", "false");
  refresh();
}

world.goTo = (channel) => changePlace(() => {
  Object.assign(world, { channel, look: "channel", side: null, messages: 100 });
});
world.openSide = (side) => changePlace(() => { world.side = side; });

function openHome() {
  changePlace(() => { Object.assign(world, { look: "home", side: null }); });
  act("home");
}

// ---- What was seen, so that the rest is marked as unread

const key = (id) => `seen ${world.viewer} ${id}`;
const isUnread = (one) => one.news && one.is_member && Number(one.news) > Number(sessionStorage.getItem(key(one.id)) || 0);

function markSeen() {
  const here = world.data.channels?.find((one) => one.id === world.channel);
  if (here?.news && world.look === "channel" && !document.hidden) sessionStorage.setItem(key(here.id), here.news);
}

// ---- Drawing

function draw() {
  const { data } = world;
  if (!data.people.some((one) => one.id === world.viewer)) {
    world.viewer = data.people[0]?.id || "";
    writeAddress(true);
    return refresh();
  }
  if (!world.channel) {
    world.channel = (data.channels.find((one) => one.name === "general") || data.channels[0])?.id || "";
    writeAddress(true);
    return refresh();
  }
  markSeen();
  drawSidebar(data);
  drawHead(data);
  drawMain(data);
  drawSide(data);
  drawModal();
}

function entry(one, label, mark) {
  const unread = isUnread(one);
  const here = world.look === "channel" && one.id === world.channel;
  return el("button", {
    type: "button", class: `place${unread ? " unread" : ""}${here ? " here" : ""}${one.is_member ? "" : " outside"}`,
    "aria-current": here ? "page" : undefined, "data-channel": one.name || "direct", onclick: () => world.goTo(one.id),
  }, el("span", { "aria-hidden": "true" }, mark), ` ${label}`, unread ? el("span", { class: "dot", role: "img", "aria-label": "unread" }) : null);
}

function drawSidebar(data) {
  at("workspace").textContent = data.workspace;
  fill(at("viewer"), [data.people, world.viewer], () => data.people.filter((one) => !one.deleted).map((one) =>
    el("option", { value: one.id, selected: one.id === world.viewer }, `${one.name} · ${one.zone}`)));
  at("viewer").value = world.viewer;
  const sort = (list) => list.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  const named = data.channels.filter((one) => one.name && !one.archived);
  const archived = data.channels.filter((one) => one.name && one.archived);
  const direct = data.channels.filter((one) => one.kind === "direct");
  fill(at("channels"), [data.channels.map((one) => [one, isUnread(one)]), world.channel, world.look, world.viewer, data.app], () => [
    el("h2", {}, "Channels"),
    sort(named).map((one) => entry(one, one.name, one.kind === "private" ? icon("lock") : "#")),
    el("button", { type: "button", class: "place add", onclick: createChannel }, "+ Add a channel"),
    archived.length ? [el("h2", {}, "Archived"), sort(archived).map((one) => entry(one, one.name, "#"))] : null,
    el("h2", {}, "Apps"),
    el("button", { type: "button", class: "place" + (world.look === "home" ? " here" : ""), "data-channel": "home", onclick: openHome }, "⌂ ", `${data.app.name}: Home`),
    direct.map((one) => entry(one, `${data.app.name}: Messages`, "✉")),
    data.app.shortcuts.filter((one) => !one.on_message).map((one) =>
      el("button", { type: "button", class: "place shortcut", onclick: () => tryTo("shortcut", { value: one.id }) }, "⚡ ", one.title)),
  ]);
  const live = data.connections > 0;
  fill(at("connection"), data.connections, () => [el("span", { class: live ? "on" : "off", "aria-hidden": "true" }, "●"),
    live ? ` ${data.app.name} is connected` : ` ${data.app.name} is not connected`]);
  drawBadDays(data);
}

const switches = [
  ["slow", "Slack is slow", "Every call takes 4 seconds."],
  ["down", "Slack is down", "No call and no connection goes through."],
  ["limited", "Rate limited", "Every call is refused: again in 5 seconds."],
];

function drawBadDays(data) {
  const on = switches.filter(([name]) => data.bad_days[name]).map(([, label]) => label);
  at("bad-days-button").textContent = on.length ? `⚠ ${on.join(", ")}` : "Slack’s bad days";
  // Made once, so that a switch keeps the focus when it is used.
  fill(at("bad-days"), "switches", () => [
    switches.map(([name, label, what]) => el("label", { class: "switch" },
      el("input", { type: "checkbox", role: "switch", "data-bad-day": name,
        onchange: (event) => tryTo("bad_day", { value: name, on: event.target.checked }) }),
      el("span", {}, label, el("small", {}, what)))),
    el("div", { class: "buttons" },
      el("button", { type: "button", "data-bad-day": "cut", onclick: () => once("cut", "The socket was cut.") }, "Cut the socket"),
      el("button", { type: "button", "data-bad-day": "refresh", onclick: () => once("refresh", "Slack asked for a new connection.") }, "Refresh it")),
  ]);
  for (const [name] of switches) at("bad-days").querySelector(`[data-bad-day="${name}"]`).checked = data.bad_days[name];
}

async function once(name, done) {
  if (await tryTo("bad_day", { value: name, on: true })) toast(done);
}

async function createChannel() {
  const name = await askText("Name of the new channel", "", "Create");
  if (name) tryTo("create", { text: name.trim() });
}

function drawHead(data) {
  const here = data.channels.find((one) => one.id === world.channel);
  const { channel } = data;
  const is_home = world.look === "home";
  const title = is_home ? data.app.name : !here ? "" : here.name ? `#${here.name}` : data.app.name;
  document.title = `${title} · ${data.workspace}`;
  fill(at("channel-title"), [title, channel?.topic, is_home, data.people], () => [
    el("h1", {}, title), el("p", {}, is_home ? "Home" : mrkdwn(channel?.topic || ""))]);
  const named = !is_home && channel && here?.name;
  fill(at("channel-tools"), [named && [channel.members, channel.pins.length, channel.canvas, channel.archived], here, world.viewer], () => named ? [
    el("button", { type: "button", onclick: () => world.openSide({ kind: "members" }) }, `${channel.members.length} members`),
    el("button", { type: "button", "aria-label": `${channel.pins.length} pinned`, onclick: () => world.openSide({ kind: "pins" }) }, [icon("pin"), ` ${channel.pins.length}`]),
    channel.canvas ? el("button", { type: "button", onclick: () => world.openSide({ kind: "canvas" }) }, "Canvas") : null,
    el("button", { type: "button", "aria-label": "Channel actions", onclick: (event) => channelMenu(event.currentTarget, here, channel) }, "⋯"),
  ] : []);
  fill(at("bookmarks"), named ? channel.bookmarks : [], () => named ? channel.bookmarks.map((one) => mrkdwn(`<${one.link}|${one.title}>`)) : []);
}

function channelMenu(button, here, channel) {
  const entries = [];
  if (here.is_member) entries.push(["Leave the channel", () => tryTo("join", { on: false })]);
  else entries.push(["Join the channel", () => tryTo("join", { on: true })]);
  if (here.is_member) entries.push([channel.archived ? "Take out of the archive" : "Archive", () => tryTo("archive", { on: !channel.archived })]);
  world.openMenu(button, entries);
}

function drawMain(data) {
  const is_home = world.look === "home";
  const here = data.channels.find((one) => one.id === world.channel);
  at("messages").hidden = is_home;
  at("home").hidden = !is_home;
  const may_write = !is_home && here?.is_member && !here.archived;
  at("composer").hidden = !may_write;
  at("composer-text").placeholder = `Message, or ${data.app.commands[0]} …`;
  at("outside").hidden = is_home || may_write || !here;
  fill(at("outside"), [here?.id, here?.archived, world.viewer], () => here?.archived
    ? "This channel is archived."
    : ["You are not in this channel. ", el("button", { type: "button", class: "kit primary", onclick: () => tryTo("join", { on: true }) }, "Join it")]);
  if (is_home) {
    const use = (element, value) => tryTo("press", { view: data.home.id, element, value });
    fill(at("home"), [data.home, world.viewer], () => data.home
      ? blocks(JSON.stringify(JSON.parse(data.home.view).blocks), use)
      : el("p", {}, "The app shows nothing here yet."));
  } else if (data.channel) drawMessages();
}

const titles = { thread: "Thread", pins: "Pinned", members: "Members", canvas: "Canvas", file: "File" };

function drawSide(data) {
  const { side } = world;
  const wanted = side && world.look === "channel" && (data.channel || side.kind === "file");
  at("side").hidden = !wanted;
  document.body.classList.toggle("side-open", Boolean(wanted));
  at("thread-composer").hidden = side?.kind !== "thread";
  if (!wanted) return;
  const body = at("side-body");
  at("side").querySelector("h2").textContent = side.kind === "file" ? side.file.name : titles[side.kind];
  if (side.kind === "thread" && drawThread(body, side.ts)) body.scrollTop = body.scrollHeight;
  if (side.kind === "pins") drawPlain(body, "pins", data.channel.pins);
  if (side.kind === "members") {
    fill(body, ["members", data.channel.members], () => el("ul", { class: "members" }, data.channel.members.map((id) => el("li", {}, "@" + nameOf(id)))));
  }
  if (side.kind === "canvas") fill(body, data.channel.canvas, () => el("div", { class: "markdown" }, markdown(data.channel.canvas?.markdown || "")));
  if (side.kind === "file") showFile(body, side.file);
}

const texts = new Map(); // of files that were looked at

async function loadFile(file) {
  texts.set(file.id, "Loading …");
  try {
    texts.set(file.id, await (await fetch(`/page/file/${file.id}`)).text());
  } catch {
    texts.delete(file.id);
    toast("The file could not be loaded. Close it and try again.");
  }
  drawSide(world.data);
}

function showFile(body, file) {
  if (!texts.has(file.id)) loadFile(file);
  const text = texts.get(file.id) || "";
  fill(body, ["file", file.id, text], () => file.name.endsWith(".md")
    ? el("div", { class: "markdown" }, markdown(text)) : el("pre", {}, text));
}

// ---- Beginning

const main_composer = composer(at("composer"), () => "");
composer(at("thread-composer"), () => (world.side?.kind === "thread" ? world.side.ts : ""));
world.typeInto = main_composer.type;

at("viewer").addEventListener("change", (event) => changePlace(() => {
  const here = world.data.channels.find((one) => one.id === world.channel);
  world.viewer = event.target.value;
  world.side = null;
  if (here && !here.name) world.channel = ""; // direct messages are one's own
  if (world.look === "home") act("home");
}));
at("side-close").addEventListener("click", () => world.openSide(null));
at("bad-days-button").addEventListener("click", (event) => {
  at("bad-days").hidden = !at("bad-days").hidden;
  event.currentTarget.setAttribute("aria-expanded", String(!at("bad-days").hidden));
});
at("menu").addEventListener("click", () => {
  const open = document.body.classList.toggle("menu-open");
  at("menu").setAttribute("aria-expanded", String(open));
  if (open) at("viewer").focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open], .menu")) return;
  if (document.body.classList.contains("menu-open")) at("menu").click();
  else if (world.side) world.openSide(null);
});
document.addEventListener("visibilitychange", refresh);
addEventListener("popstate", () => { readAddress(); refresh(); });

readAddress();
listen();
