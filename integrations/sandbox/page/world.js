// What the page knows: who looks, at what, and the last thing that the sandbox told it.

export const world = {
  viewer: "", // user id
  channel: "",
  look: "channel", // or "home"
  side: null, // {kind: "thread", ts} | {kind: "pins"} | {kind: "members"} | {kind: "canvas"} | …
  messages: 100,
  data: null,
  changed: () => {},
};

export const person = (id) => (world.data?.people || []).find((one) => one.id === id);

export function nameOf(id) {
  const app = world.data?.app;
  if (app && id === app.user) return app.name;
  const found = person(id);
  return found ? found.name : id;
}

export const zone = () => person(world.viewer)?.zone || "UTC";

export function nameOfChannel(id) {
  const found = (world.data?.channels || []).find((one) => one.id === id);
  return found ? found.name : "";
}

// Asks the sandbox to do something as the viewer. The reason when it cannot be done, else "".
export async function act(name, fields = {}) {
  const wish = { act: name, as: world.viewer, channel: world.channel, ...fields };
  try {
    const answer = await fetch("/page/act", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(wish),
    });
    const told = await answer.json();
    world.changed();
    return told.ok ? "" : told.why || "It was refused.";
  } catch {
    return "The sandbox does not answer; nothing was sent. Try again.";
  }
}

// Says on the page why something did not work.
export async function tryTo(name, fields = {}) {
  const why = await act(name, fields);
  if (why) toast(why);
  return why === "";
}

let fading = 0;
export function toast(text) {
  const old = document.querySelector(".toast");
  if (old) old.remove();
  const made = document.createElement("div");
  made.className = "toast";
  made.setAttribute("role", "alert");
  made.textContent = text;
  document.body.append(made);
  clearTimeout(fading);
  fading = setTimeout(() => made.remove(), 6000);
}

// ---- Times, in the viewer's zone

function parts(seconds, options) {
  return new Intl.DateTimeFormat("en-US", { timeZone: zone(), ...options }).format(
    new Date(seconds * 1000),
  );
}

function ordinal(day) {
  if (day % 100 >= 11 && day % 100 <= 13) return `${day}th`;
  return day + (["th", "st", "nd", "rd"][day % 10] || "th");
}

function longDate(seconds, weekday) {
  const month = parts(seconds, { month: "long" });
  const day = ordinal(Number(parts(seconds, { day: "numeric" })));
  const rest = `${month} ${day}, ${parts(seconds, { year: "numeric" })}`;
  return weekday ? `${parts(seconds, { weekday: "long" })}, ${rest}` : rest;
}

function pretty(seconds, otherwise) {
  const day = (moment) =>
    new Intl.DateTimeFormat("en-CA", { timeZone: zone() }).format(new Date(moment));
  const now = Date.now();
  if (day(seconds * 1000) === day(now)) return "Today";
  if (day(seconds * 1000) === day(now - 86400000)) return "Yesterday";
  if (day(seconds * 1000) === day(now + 86400000)) return "Tomorrow";
  return otherwise(seconds);
}

function ago(seconds) {
  const past = Math.round(Date.now() / 1000 - seconds);
  const size = Math.abs(past);
  const [count, unit] =
    size < 60 ? [size, "second"] : size < 3600 ? [Math.round(size / 60), "minute"]
    : size < 86400 ? [Math.round(size / 3600), "hour"] : [Math.round(size / 86400), "day"];
  const words = `${count} ${unit}${count === 1 ? "" : "s"}`;
  return past >= 0 ? `${words} ago` : `in ${words}`;
}

const shortDate = (s) => parts(s, { month: "short", day: "numeric", year: "numeric" });
export const clock = (s) => parts(s, { hour: "numeric", minute: "2-digit" });
export const fullTime = (s) =>
  `${longDate(s, true)} at ${parts(s, { hour: "numeric", minute: "2-digit", second: "2-digit", timeZoneName: "short" })}`;
export const dayOf = (s) => pretty(s, (t) => longDate(t, true));

const formats = {
  date_num: (s) => new Intl.DateTimeFormat("en-CA", { timeZone: zone() }).format(new Date(s * 1000)),
  date_slash: (s) => parts(s, { month: "2-digit", day: "2-digit", year: "numeric" }),
  date: (s) => longDate(s, false),
  date_short: shortDate,
  date_long: (s) => longDate(s, true),
  date_pretty: (s) => pretty(s, (t) => longDate(t, false)),
  date_short_pretty: (s) => pretty(s, shortDate),
  date_long_pretty: (s) => pretty(s, (t) => longDate(t, true)),
  day_divider_pretty: (s) => pretty(s, (t) => longDate(t, true)),
  time: clock,
  time_secs: (s) => parts(s, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};

// "5 seconds ago" and "Today" pass by themselves. Nobody wants them read out each time.
export function keepInTime(element, seconds, format) {
  if (!/\{ago\}|_pretty\}/.test(format)) return element;
  element.dataset.seconds = seconds;
  element.dataset.format = format;
  element.setAttribute("aria-live", "off");
  return element;
}

setInterval(() => {
  if (document.hidden) return;
  for (const element of document.querySelectorAll("time[data-format]")) {
    const text = dateText(Number(element.dataset.seconds), element.dataset.format);
    if (text && text !== element.textContent) element.textContent = text;
  }
}, 1000);

// The text of a date token's format; empty when it names something that Slack does not know.
export function dateText(seconds, format) {
  let known = true;
  const text = format.replace(/\{([a-z_]+)\}/g, (whole, name) => {
    if (!formats[name]) known = false;
    return formats[name] ? formats[name](seconds) : whole;
  });
  return known ? text : "";
}
