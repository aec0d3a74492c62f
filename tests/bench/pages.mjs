// The bot's web page under load, with the real program: how long until it is first painted with 1,000 entries in its
// incident, and how long until 200 open pages have a new entry. See README.md.
import http from "node:http";
import { startBot, startSandbox } from "./sandbox.mjs";

const entries = 1000;
const openPages = 200;
const rounds = 20;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const line = (what, value) => console.log(`${what.padEnd(66)}${value}`);

const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });

function ask(base, path, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(new URL(path, base), {
      agent, method: body ? "POST" : "GET", headers: body ? { "Content-Type": "application/json" } : {} },
    (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part) => (text += part));
      answer.on("end", () => resolve({ status: answer.statusCode, text }));
    });
    request.on("error", reject);
    request.end(body && JSON.stringify(body));
  });
}

async function type(base, text, key) {
  const answer = await ask(base, "/api/v1/commands", { as: "ana", text, key });
  if (!JSON.parse(answer.text).saved) throw new Error(`${text}: ${answer.text}`);
}

async function fill(base) {
  await type(base, "declare sev2 Checkout is failing", "declare");
  let next = 0;
  const typist = async () => {
    while (next < entries) {
      const number = next++;
      await type(base, `INC-1 log Entry ${number} of a long night, with some words of its own`, `fill-${number}`);
    }
  };
  await Promise.all(Array.from({ length: 16 }, typist));
}

async function firstPaint(base) {
  let chromium;
  try {
    ({ chromium } = await import("playwright-core"));
  } catch {
    return line("first paint", "not measured: the browser's driver is not installed");
  }
  const browser = await chromium.launch({ executablePath: process.env.TOCSIN_CHROMIUM, args: ["--no-sandbox"] });
  const painted = [];
  const whole = [];
  for (let round = 0; round < 7; ++round) {
    const page = await browser.newPage();
    await page.goto(`${base}#/INC-1`);
    await page.locator(".timeline li").nth(entries).waitFor({ state: "attached" });
    whole.push(await page.evaluate(() => performance.now()));
    painted.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime));
    await page.close();
  }
  await browser.close();
  line("first contentful paint, median of 7", `${Math.round(median(painted))} ms`);
  line(`all ${entries} entries on the page, median of 7`, `${Math.round(median(whole))} ms`);
}

// As the page does it: it asks for everything, then, told by the bot that something has changed, for what has
// changed; one question at a time.
async function openPage(base, seen) {
  let last = 0;
  let told = false;
  let asking = false;
  const look = async () => {
    told = true;
    if (asking) return;
    asking = true;
    while (told) {
      told = false;
      const changes = JSON.parse((await ask(base, `/api/v1/incidents/INC-1/changes?after=${last}`)).text);
      last = changes.last;
      seen(changes.entries);
    }
    asking = false;
  };
  await look();
  return new Promise((resolve, reject) => {
    http.get(new URL("/changes", base), { agent: new http.Agent() }, (stream) => {
      resolve(stream);
      stream.setEncoding("utf8");
      stream.on("data", (part) => part.includes("data:") && look());
    }).on("error", reject);
  });
}

async function newEntry(base) {
  let wanted = "";
  let waiting = new Set();
  let allSeen = () => {};
  const times = [];
  let began = 0;
  const streams = await Promise.all(Array.from({ length: openPages }, (unused, number) => openPage(base, (entries) => {
    if (!entries.some((one) => one.text === wanted) || !waiting.delete(number)) return;
    times.push(performance.now() - began);
    if (waiting.size === 0) allSeen();
  })));
  const last = [];
  for (let round = 0; round < rounds; ++round) {
    waiting = new Set(Array.from({ length: openPages }, (unused, number) => number));
    wanted = `Mark ${round} of this measurement`;
    const all = new Promise((resolve) => (allSeen = resolve));
    began = performance.now();
    await type(base, `INC-1 log ${wanted}`, `mark-${round}`);
    await all;
    last.push(times.at(-1));
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  for (const stream of streams) stream.destroy();
  line(`${openPages} open pages have a new entry: a page, median`, `${Math.round(median(times))} ms`);
  line(`  the last of them, median of ${rounds} rounds`, `${Math.round(median(last))} ms`);
  line("  the last of them, slowest round", `${Math.round(Math.max(...last))} ms`);
}

const sandbox = await startSandbox("--serve-only");
const bot = await startBot(sandbox);
try {
  await fill(bot.page);
  await firstPaint(bot.page);
  await newEntry(bot.page);
} finally {
  agent.destroy();
  await bot.end();
  await sandbox.end();
}
