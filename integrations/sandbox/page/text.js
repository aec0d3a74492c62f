// Slack's mrkdwn as elements: mentions, links, dates in the viewer's zone, emphasis, code, quotes.

import { el, fragment, link } from "./dom.js";
import { dateText, fullTime, keepInTime, nameOf, nameOfChannel, world } from "./world.js";

export const emoji = {
  pushpin: "📌", round_pushpin: "📍", ballot_box_with_check: "☑️", white_check_mark: "✅", eyes: "👀",
  "+1": "👍", thumbsup: "👍", "-1": "👎", heart: "❤️", tada: "🎉", fire: "🔥", rotating_light: "🚨",
  warning: "⚠️", x: "❌", bell: "🔔", no_bell: "🔕", hourglass: "⌛", memo: "📝", mag: "🔍", bulb: "💡",
  question: "❓", exclamation: "❗", raised_hands: "🙌", pray: "🙏", thinking_face: "🤔", link: "🔗",
  red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢",
  large_blue_circle: "🔵", black_circle: "⚫", white_circle: "⚪", lock: "🔒", ear: "👂", page_facing_up: "📄",
  arrow_up: "⬆️", arrow_down: "⬇️", speech_balloon: "💬", pager: "📟", telephone_receiver: "📞", wrench: "🔧",
  rocket: "🚀", calendar: "📆", clock1: "🕐", chart_with_upwards_trend: "📈", information_source: "ℹ️",
};

export const unescape = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export function emojiNode(name) {
  if (!emoji[name]) return document.createTextNode(`:${name}:`);
  return el("span", { class: "emoji", role: "img", "aria-label": name, title: `:${name}:` }, emoji[name]);
}

export function mention(id) {
  const mine = id === world.viewer ? " mine" : "";
  return el("span", { class: "mention" + mine }, "@" + nameOf(id));
}

export function channelMention(id, label = "") {
  const name = nameOfChannel(id) || label;
  if (!name) return el("span", { class: "mention" }, "a private channel");
  const go = () => world.goTo(id);
  return el("button", { class: "mention", type: "button", onclick: go }, "#" + name);
}

function date(inner, label) {
  const [, seconds, format, address] = inner.split("^");
  const text = dateText(Number(seconds), format || "") || label;
  const time = el("time", { title: fullTime(Number(seconds)) }, text);
  keepInTime(time, Number(seconds), format || "");
  return address ? link(address, time) : time;
}

// What stands between < and >.
export function token(inside) {
  const bar = inside.indexOf("|");
  const name = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : unescape(inside.slice(bar + 1));
  if (name.startsWith("@")) return mention(name.slice(1));
  if (name.startsWith("#")) return channelMention(name.slice(1), label);
  if (name.startsWith("!date^")) return date(name, label);
  if (name.startsWith("!subteam^")) {
    const group = (world.data?.groups || []).find((one) => one.id === name.slice(9));
    return el("span", { class: "mention" }, group ? "@" + group.handle : label || name.slice(9));
  }
  if (name.startsWith("!")) return el("span", { class: "mention loud" }, "@" + name.slice(1).split("^")[0]);
  return link(unescape(name), label);
}

const styles = { "*": "b", _: "i", "~": "s" };
const pieces = /`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+-]+):|(?<![\p{L}\p{N}])([*_~])(?=[^\s*_~])/gu;

// One line, or a part of one.
export function inline(text) {
  const out = document.createDocumentFragment();
  let from = 0;
  pieces.lastIndex = 0;
  for (let found; (found = pieces.exec(text)); ) {
    const [whole, code, inside, name, mark] = found;
    let made;
    let end = found.index + whole.length;
    if (code !== undefined) made = el("code", {}, unescape(code));
    else if (inside !== undefined) made = token(inside);
    else if (name !== undefined) made = emojiNode(name);
    else {
      const close = closing(text, end, mark);
      if (close < 0) continue;
      made = el(styles[mark], {}, inline(text.slice(end, close)));
      end = close + 1;
    }
    out.append(unescape(text.slice(from, found.index)), made);
    from = end;
    pieces.lastIndex = end;
  }
  out.append(unescape(text.slice(from)));
  return out;
}

// Where the emphasis ends: a mark after a letter, before what is none.
function closing(text, start, mark) {
  for (let i = text.indexOf(mark, start); i >= 0; i = text.indexOf(mark, i + 1)) {
    const before = text[i - 1];
    const after = text[i + 1] || " ";
    if (i > start && !/\s/.test(before) && !/[\p{L}\p{N}]/u.test(after)) return i;
  }
  return -1;
}

export function mrkdwn(text) {
  const out = document.createDocumentFragment();
  const parts = text.split("```");
  parts.forEach((part, number) => {
    const is_code = number % 2 === 1 && number < parts.length - 1;
    if (is_code) out.append(el("pre", {}, unescape(part.replace(/^\n/, ""))));
    else out.append(lines(number % 2 === 1 ? "```" + part : part));
  });
  return out;
}

function lines(text) {
  const out = document.createDocumentFragment();
  let quote = null;
  text.split("\n").forEach((line, number) => {
    const quoted = /^(&gt;|>)\s?/.exec(line);
    if (quoted) {
      if (quote) quote.append(el("br"));
      else out.append((quote = el("blockquote")));
      quote.append(inline(line.slice(quoted[0].length)));
      return;
    }
    if (number > 0 && !quote) out.append(el("br"));
    quote = null;
    out.append(inline(line));
  });
  return out;
}

// {type, text} as Slack nests it.
export function textObject(object) {
  if (!object) return fragment();
  if (object.type === "mrkdwn") return mrkdwn(object.text || "");
  if (object.type === "markdown") return mrkdwn(object.text || "");
  const text = object.text || "";
  if (object.emoji === false) return fragment(text);
  const out = document.createDocumentFragment();
  let from = 0;
  for (const found of text.matchAll(/:([a-z0-9_+-]+):/g)) {
    if (!emoji[found[1]]) continue;
    out.append(text.slice(from, found.index), emojiNode(found[1]));
    from = found.index + found[0].length;
  }
  out.append(text.slice(from));
  return out;
}
