// The one way in which this page makes elements: text is only ever set as text, and addresses only
// when they are ones that a browser merely visits. So nothing that anybody types or sends can run.

export function el(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "class") made.className = value;
    else if (key in made && key !== "list" && key !== "form") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  add(made, children);
  return made;
}

export function add(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return parent;
}

export function fragment(...children) {
  return add(document.createDocumentFragment(), children);
}

export function link(address, label) {
  if (!/^(https?:|mailto:)/i.test(address)) return label instanceof Node ? label : document.createTextNode(label || address);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label || address);
}

export const at = (id) => document.getElementById(id);

// Fills an element only when what it shows has changed, so that focus and scrolling stay; then what had the focus
// gets it back: whoever works by keyboard must not begin anew because somebody wrote a message.
const shown = new WeakMap();
const nameOf = (one) => one.dataset.channel || one.getAttribute("aria-label") || one.textContent;
function replaceContent(element, content) {
  const had = element.contains(document.activeElement) ? document.activeElement : null;
  const alike = () => (had ? [...element.querySelectorAll(had.localName)] : []);
  const position = alike().indexOf(had);
  element.replaceChildren(content);
  if (!had || had === element) return;
  const now = alike();
  (now.find((one) => nameOf(one) === nameOf(had)) || now[position])?.focus({ preventScroll: true });
}
export function fill(element, key, make) {
  const text = JSON.stringify(key);
  if (shown.get(element) === text) return false;
  shown.set(element, text);
  replaceContent(element, fragment(make()));
  return true;
}
export function forget(element) {
  shown.delete(element);
}

// Small pictures of the page's own, because not every machine has a font for them.
const drawings = {
  pin: "M9.5 1.5 14.5 6.5 11 8 8.5 12 4 7.5 8 5zM5.5 10.5 1.5 14.5",
  lock: "M3.5 7h9v7h-9zM5.5 7V4.5a2.5 2.5 0 0 1 5 0V7",
  file: "M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3M5.5 8h5M5.5 11h5",
};
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(space, "svg");
  for (const [key, value] of [["viewBox", "0 0 16 16"], ["class", "icon"], ["aria-hidden", "true"]]) made.setAttribute(key, value);
  made.append(document.createElementNS(space, "path"));
  made.firstChild.setAttribute("d", drawings[name]);
  return made;
}
