// How many commands a second `tocsin sandbox` carries, workspace, page and bot in its one process: typed into the
// page's own address as a browser does it, each answered by the bot after its flush of the disk, while a page follows
// the channel. See README.md.
import http from "node:http";
import { startSandbox } from "./sandbox.mjs";

const commands = Number(process.env.TOCSIN_BENCH_COMMANDS || 4000);
const inFlight = 64;

const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });
const line = (what, value) => console.log(`${what.padEnd(66)}${value}`);

function ask(base, path, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(new URL(path, base), {
      agent, method: body ? "POST" : "GET", headers: body ? { "Content-Type": "application/json" } : {} },
    (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part) => (text += part));
      answer.on("end", () => resolve({ json: JSON.parse(text), bytes: text.length }));
    });
    request.on("error", reject);
    request.end(body && JSON.stringify(body));
  });
}

async function type(base, channel, text) {
  const { json } = await ask(base, "/page/act", { act: "type", as: "U0ANA", channel, text });
  if (!json.ok) throw new Error(`${text}: ${json.why}`);
}

// What a page of ana's in that channel knows, brought up to date as the page does it.
class Page {
  constructor(base, channel) {
    Object.assign(this, { base, channel, number: 0, answers: new Map(), looks: 0, bytes: 0 });
  }
  async look() {
    const known = process.env.TOCSIN_BENCH_WHOLE ? 0 : this.number;
    const { json, bytes } = await ask(this.base, `/page/state?as=U0ANA&channel=${this.channel}&messages=100&known=${known}`);
    this.number = json.number;
    this.looks += 1;
    this.bytes += bytes;
    this.channels = json.channels || this.channels;
    for (const one of json.channel?.notices?.items || json.channel?.notices || []) this.answers.set(one.key || one.number, one.text);
  }
  saved() {
    return [...this.answers.values()].filter((text) => text?.startsWith("Saved *E")).length;
  }
}

async function until(page, reached) {
  for (;;) {
    await page.look();
    if (reached()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const sandbox = await startSandbox();
try {
  const start = new Page(sandbox.page, "C0GENERAL");
  await type(sandbox.page, "C0GENERAL", "/incident declare sev2 Checkout is failing");
  const isThere = (one) => one.name.startsWith("inc-1") && one.is_member;
  await until(start, () => start.channels?.some(isThere));
  const channel = start.channels.find(isThere).id;

  const page = new Page(sandbox.page, channel);
  const began = performance.now();
  let next = 0;
  const typist = async () => {
    while (next < commands) await type(sandbox.page, channel, `/incident log Entry ${next++} of a long night`);
  };
  const typists = Promise.all(Array.from({ length: inFlight }, typist));
  await until(page, () => page.saved() >= commands);
  await typists;
  const seconds = (performance.now() - began) / 1000;
  line(`${commands} commands typed, answered and shown, a second`, Math.round(commands / seconds));
  line("looks of the page meanwhile", page.looks);
  line("kilobytes that it was told, a look", Math.round(page.bytes / page.looks / 1000));
} finally {
  agent.destroy();
  await sandbox.end();
}
