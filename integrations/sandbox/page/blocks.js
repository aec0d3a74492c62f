// Block Kit as elements. `use(action_id, value)` is what happens when somebody presses or chooses;
// without it (inputs of a modal) the elements keep their values, which filledIn() reads.

import { el, fragment, link } from "./dom.js";
import { ask } from "./ask.js";
import { markdown } from "./markdown.js";
import { channelMention, emojiNode, mention, mrkdwn, textObject } from "./text.js";
import { dateText, fullTime, keepInTime, world } from "./world.js";

const plainText = (object) => (object ? object.text || "" : "");

export function blocks(text, use) {
  let list;
  try {
    list = JSON.parse(text);
  } catch {
    return fragment(el("p", { class: "strange" }, "These blocks are not JSON."));
  }
  return fragment(list.map((block) => blockNode(block, use)));
}

export function blockNode(block, use) {
  const draw = kinds[block.type];
  return draw ? draw(block, use) : strange(block.type);
}

const strange = (type) => el("p", { class: "strange" }, `The sandbox cannot draw “${type}”.`);

const kinds = {
  section: (block, use) =>
    el("div", { class: "section" },
      el("div", { class: "section-text" },
        block.text ? el("div", {}, textObject(block.text)) : null,
        block.fields ? el("div", { class: "fields" }, block.fields.map((one) => el("div", {}, textObject(one)))) : null),
      block.accessory ? el("div", { class: "accessory" }, element(block.accessory, use)) : null),
  header: (block) => el("h2", { class: "header" }, textObject(block.text)),
  divider: () => el("hr"),
  context: (block) =>
    el("div", { class: "context" }, block.elements.map((one) =>
      one.type === "image" ? image(one) : el("span", {}, textObject(one)))),
  actions: (block, use) => el("div", { class: "actions" }, block.elements.map((one) => element(one, use))),
  image: (block) => el("figure", {}, block.title ? el("figcaption", {}, textObject(block.title)) : null, image(block)),
  markdown: (block) => el("div", { class: "markdown" }, markdown(block.text || "")),
  rich_text: (block) => el("div", {}, block.elements.map(rich)),
  table: (block) =>
    el("div", { class: "table" }, el("table", {}, el("tbody", {}, block.rows.map((row) =>
      el("tr", {}, row.map((cell) => el("td", {}, cell.type === "rich_text" ? kinds.rich_text(cell) : cell.text))))))),
  input: inputBlock,
};

// Pictures from elsewhere are not fetched: the page shows what they are and where.
const image = (one) => el("span", { class: "image" }, link(one.image_url || "", one.alt_text || "picture"));

function inputBlock(block, use) {
  const made = element(block.element, block.dispatch_action ? use : undefined);
  const field = el("div", { class: "input", "data-block": block.block_id, "data-action": block.element.action_id });
  field.filled = made.filled;
  field.input = made;
  const hint = block.hint ? el("p", { class: "hint" }, textObject(block.hint)) : null;
  const label = el(made.matches("fieldset") ? "div" : "label", { class: "label" }, textObject(block.label),
    block.optional ? el("span", { class: "optional" }, " (optional)") : null);
  const control = made.matches("input,select,textarea") ? made : made.querySelector("input,select,textarea");
  if (control) {
    control.id = "field-" + block.block_id;
    label.htmlFor = control.id;
    if (!block.optional && !made.matches("fieldset")) control.setAttribute("aria-required", "true");
  }
  field.append(label, made, el("p", { class: "error", role: "alert" }));
  if (hint) field.append(hint);
  return field;
}

// ---- Elements

export function element(one, use) {
  const draw = elements[one.type];
  return draw ? draw(one, use) : strange(one.type);
}

async function confirmed(one) {
  if (!one.confirm) return true;
  return ask(plainText(one.confirm.title), plainText(one.confirm.text), plainText(one.confirm.confirm), plainText(one.confirm.deny));
}

const send = (one, use) => async (value) => {
  if (use && (await confirmed(one))) use(one.action_id, value);
};

function button(one, use) {
  const go = send(one, use);
  const made = el("button", {
    type: "button", class: `kit ${one.style || ""}`, "data-action": one.action_id,
    "aria-label": one.accessibility_label,
    onclick: async () => {
      made.disabled = true;
      setTimeout(() => (made.disabled = false), 600);
      if (one.url) window.open(one.url, "_blank", "noopener");
      await go("");
    },
  }, textObject(one.text));
  return made;
}

function optionsOf(one) {
  const option = (it) => el("option", { value: it.value }, plainText(it.text));
  if (!one.option_groups) return (one.options || []).map(option);
  return one.option_groups.map((group) => el("optgroup", { label: plainText(group.label) }, group.options.map(option)));
}

function select(one, use, options, initial, several) {
  const made = el("select", { "data-action": one.action_id, "aria-label": plainText(one.placeholder) || undefined },
    several ? null : el("option", { value: "" }, plainText(one.placeholder) || "Choose …"), options);
  made.multiple = several;
  for (const it of made.options) it.selected = [initial].flat().includes(it.value);
  const go = send(one, use);
  made.filled = () => [...made.selectedOptions].map((it) => it.value).filter(Boolean).join(",");
  made.fillIn = (value) => { for (const it of made.options) it.selected = value.split(",").includes(it.value); };
  made.addEventListener("change", () => go(made.filled()));
  return made;
}

const people = () => world.data.people.filter((one) => !one.deleted).map((one) => el("option", { value: one.id }, `${one.real_name} (@${one.name})`));
const places = () => world.data.channels.filter((one) => one.name && !one.archived).map((one) => el("option", { value: one.id }, "#" + one.name));
const values = (list) => (list || []).map((one) => one.value);

function text(one, use, type) {
  const made = el(one.multiline ? "textarea" : "input", {
    placeholder: plainText(one.placeholder), value: one.initial_value || "", "data-action": one.action_id,
    ...(one.multiline ? { rows: 4 } : { type }), ...(one.max_length ? { maxLength: one.max_length } : {}),
  });
  made.filled = () => made.value;
  made.fillIn = (value) => (made.value = value);
  const go = send(one, use);
  if (use) made.addEventListener("change", () => go(made.value));
  return made;
}

// A moment is typed in the viewer's clock and sent as Slack has it.
function picker(one, use, type, initial, toValue = (value) => value) {
  const made = el("input", { type, value: initial || "", "data-action": one.action_id, "aria-label": plainText(one.placeholder) || undefined });
  made.filled = () => (made.value ? toValue(made.value) : "");
  made.fillIn = (value) => { if (type !== "datetime-local") made.value = value; };
  const go = send(one, use);
  made.addEventListener("change", () => go(made.filled()));
  return made;
}

let groups = 0;
function choices(one, use, type, initial) {
  const name = `choice-${++groups}`;
  const made = el("fieldset", { "data-action": one.action_id }, one.options.map((it) =>
    el("label", { class: "choice" }, el("input", { type, name, value: it.value, checked: initial.includes(it.value) }),
      el("span", {}, textObject(it.text), it.description ? el("small", {}, textObject(it.description)) : null))));
  made.filled = () => [...made.querySelectorAll(":checked")].map((it) => it.value).join(",");
  made.fillIn = (value) => { for (const it of made.querySelectorAll("input")) it.checked = value.split(",").includes(it.value); };
  const go = send(one, use);
  made.addEventListener("change", () => go(made.filled()));
  return made;
}

function overflow(one, use) {
  const go = send(one, use);
  return el("button", {
    type: "button", class: "kit overflow", "aria-label": "More actions", "aria-haspopup": "menu", "data-action": one.action_id,
    onclick: (event) => world.openMenu(event.currentTarget, one.options.map((it) => [plainText(it.text), () => go(it.value)])),
  }, "⋯");
}

const local = (seconds) => (seconds ? new Date(seconds * 1000 - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16) : "");

const elements = {
  button, overflow, image,
  mrkdwn: textObject,
  plain_text: textObject,
  static_select: (one, use) => select(one, use, optionsOf(one), one.initial_option?.value, false),
  multi_static_select: (one, use) => select(one, use, optionsOf(one), values(one.initial_options), true),
  users_select: (one, use) => select(one, use, people(), one.initial_user, false),
  multi_users_select: (one, use) => select(one, use, people(), one.initial_users || [], true),
  conversations_select: (one, use) => select(one, use, places(), one.initial_conversation, false),
  multi_conversations_select: (one, use) => select(one, use, places(), one.initial_conversations || [], true),
  channels_select: (one, use) => select(one, use, places(), one.initial_channel, false),
  multi_channels_select: (one, use) => select(one, use, places(), one.initial_channels || [], true),
  plain_text_input: (one, use) => text(one, use, "text"),
  email_text_input: (one, use) => text(one, use, "email"),
  url_text_input: (one, use) => text(one, use, "url"),
  number_input: (one, use) => text(one, use, "text"),
  datepicker: (one, use) => picker(one, use, "date", one.initial_date),
  timepicker: (one, use) => picker(one, use, "time", one.initial_time),
  datetimepicker: (one, use) => picker(one, use, "datetime-local", local(one.initial_date_time), (value) => String(Math.floor(new Date(value).getTime() / 1000))),
  radio_buttons: (one, use) => choices(one, use, "radio", values(one.initial_option ? [one.initial_option] : [])),
  checkboxes: (one, use) => choices(one, use, "checkbox", values(one.initial_options)),
};

// The filled-in fields of the input blocks below an element.
export function filledIn(root) {
  return [...root.querySelectorAll(".input")].filter((field) => field.filled).map((field) => ({
    block_id: field.dataset.block, action_id: field.dataset.action, value: field.filled(),
  }));
}

// ---- Rich text

const richKinds = {
  rich_text_section: (one) => el("p", {}, one.elements.map(rich)),
  rich_text_quote: (one) => el("blockquote", {}, one.elements.map(rich)),
  rich_text_preformatted: (one) => el("pre", {}, one.elements.map(rich)),
  rich_text_list: (one) => el(one.style === "ordered" ? "ol" : "ul", {}, one.elements.map((it) => el("li", {}, it.elements.map(rich)))),
  text: (one) => styled(one.style, one.text),
  link: (one) => styled(one.style, link(one.url, one.text)),
  user: (one) => mention(one.user_id),
  channel: (one) => channelMention(one.channel_id),
  emoji: (one) => emojiNode(one.name),
  date: (one) => keepInTime(el("time", { title: fullTime(one.timestamp) }, dateText(one.timestamp, one.format) || one.fallback),
    one.timestamp, one.format || ""),
  broadcast: (one) => el("span", { class: "mention loud" }, "@" + one.range),
  usergroup: (one) => mrkdwn(`<!subteam^${one.usergroup_id}>`),
};

function rich(one) {
  return richKinds[one.type] ? richKinds[one.type](one) : strange(one.type);
}

function styled(style, inner) {
  let made = inner instanceof Node ? inner : document.createTextNode(inner);
  for (const [name, tag] of [["code", "code"], ["bold", "b"], ["italic", "i"], ["strike", "s"]]) {
    if (style && style[name]) made = el(tag, {}, made);
  }
  return made;
}
