// Markdown as elements, as far as write-ups use it: headings, lists, tables, quotes, code, emphasis, links.

import { el, link } from "./dom.js";
import { emoji, emojiNode, token } from "./text.js";

const inside =
  /\\([!-/:-@[-`{-~])|`([^`]+)`|<([@#!][^<>\n]+|https?:[^<>\s]+)>|!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)|(\*\*|__|~~|\*|_)(?=\S)|:([a-z0-9_+-]+):|&(amp|lt|gt|quot|#39);/g;
const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const tags = { "**": "b", __: "b", "*": "i", _: "i", "~~": "s" };

export function inline(text) {
  const out = document.createDocumentFragment();
  const pattern = new RegExp(inside.source, "g");
  let from = 0;
  for (let found; (found = pattern.exec(text)); ) {
    const [whole, escaped, code, bare, label, address, mark, name, entity] = found;
    let end = found.index + whole.length;
    let made;
    if (escaped !== undefined) made = escaped;
    else if (code !== undefined) made = el("code", {}, code);
    else if (bare !== undefined) made = token(bare);
    else if (address !== undefined) made = link(address, plain(label));
    else if (name !== undefined) made = emoji[name] ? emojiNode(name) : whole;
    else if (entity !== undefined) made = entities[entity];
    else {
      const close = closing(text, end, mark);
      const in_word = mark[0] === "_" && /[\p{L}\p{N}]$/u.test(text.slice(0, found.index));
      if (close < 0 || in_word) continue;
      made = el(tags[mark], {}, inline(text.slice(end, close)));
      end = close + mark.length;
    }
    out.append(text.slice(from, found.index), made);
    from = end;
    pattern.lastIndex = end;
  }
  out.append(text.slice(from));
  return out;
}

const plain = (text) => text.replace(/\\([!-/:-@[-`{-~])/g, "$1");

function closing(text, start, mark) {
  for (let i = text.indexOf(mark, start); i >= 0; i = text.indexOf(mark, i + 1)) {
    if (i > start && !/[\s\\]/.test(text[i - 1])) return i;
  }
  return -1;
}

const cellsOf = (line) =>
  line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "").split(/(?<!\\)\|/).map((cell) => cell.trim());

function table(rows) {
  const [head, , ...body] = rows;
  const is_empty = cellsOf(head).every((cell) => cell === "");
  const row = (line, tag) =>
    el("tr", {}, cellsOf(line).map((cell) => el(tag, {}, cell.split(/<br\s*\/?>/).flatMap((part, i) => [i ? el("br") : null, inline(part)]))));
  return el("div", { class: "table" }, el("table", {},
    is_empty ? null : el("thead", {}, row(head, "th")), el("tbody", {}, body.map((line) => row(line, "td")))));
}

function list(lines) {
  const ordered = /^\s*\d+[.)]/.test(lines[0]);
  const made = el(ordered ? "ol" : "ul");
  let item = null;
  for (const line of lines) {
    const found = /^(\s*)(?:[-*+]|\d+[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/.exec(line);
    if (!found) {
      if (item) item.append(el("br"), inline(line.trim()));
      continue;
    }
    const box = found[2] === undefined ? null : found[2] === " " ? "☐ " : "☑ ";
    item = el("li", { class: found[1].length >= 2 ? "nested" : "" }, box, inline(found[3]));
    made.append(item);
  }
  return made;
}

const isItem = (line) => /^\s*([-*+]|\d+[.)])\s+/.test(line);

export function markdown(text) {
  const out = document.createDocumentFragment();
  const lines = text.split("\n");
  let i = 0;
  const takeWhile = (wanted) => {
    const taken = [];
    while (i < lines.length && wanted(lines[i])) taken.push(lines[i++]);
    return taken;
  };
  while (i < lines.length) {
    const line = lines[i];
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (line.trim() === "") i++;
    else if (heading) {
      out.append(el("h" + Math.min(6, heading[1].length + 1), {}, inline(heading[2])));
      i++;
    } else if (line.startsWith("```")) {
      i++;
      out.append(el("pre", {}, takeWhile((one) => !one.startsWith("```")).join("\n")));
      i++;
    } else if (/^(\s*[-*_]){3,}\s*$/.test(line)) {
      out.append(el("hr"));
      i++;
    } else if (line.startsWith("|") && /^\|?[\s:|-]+\|?$/.test(lines[i + 1] || "")) {
      out.append(table(takeWhile((one) => one.startsWith("|"))));
    } else if (line.startsWith(">")) {
      const quoted = takeWhile((one) => one.startsWith(">")).map((one) => one.replace(/^>\s?/, ""));
      out.append(el("blockquote", {}, markdown(quoted.join("\n"))));
    } else if (isItem(line)) {
      out.append(list(takeWhile((one) => isItem(one) || /^\s+\S/.test(one))));
    } else {
      const block = takeWhile((one) => one.trim() !== "" && !/^(#{1,6}\s|```|>|\|)/.test(one) && !isItem(one));
      if (block.length === 0) block.push(lines[i++]);
      out.append(el("p", {}, block.flatMap((one, n) => [n ? el("br") : null, inline(one.replace(/\s+$/, ""))])));
    }
  }
  return out;
}
