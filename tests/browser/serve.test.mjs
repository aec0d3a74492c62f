// What people do on the bot's own web page, in a real browser against the real program.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { after, afterEach, before, test } from "node:test";
import { chromium } from "playwright-core";
import { startBot, startSandbox } from "./sandbox.mjs";

const pictures = process.env.TOCSIN_PICTURES;
const patience = 20_000; // a busy machine takes longer

let browser;
let sandbox;
let bot;
const pages = [];
const troubles = [];

before(async () => {
  mkdirSync(pictures, { recursive: true });
  browser = await chromium.launch({ executablePath: process.env.TOCSIN_CHROMIUM, args: ["--no-sandbox"] });
  sandbox = await startSandbox("--serve-only");
  bot = await startBot(sandbox);
});
after(async () => {
  await browser?.close();
  await bot?.end();
  await sandbox?.end();
});
// Nothing that a page logs as an error is normal, but an answer that says that the token is missing.
afterEach(async () => {
  for (const page of pages.splice(0)) await page.close();
  assert.deepEqual(troubles.splice(0).filter((line) => !line.includes("401")), []);
});

async function open(address, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
  pages.push(page);
  page.setDefaultTimeout(patience);
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (line) => line.type() === "error" && troubles.push(line.text()));
  await page.goto(address);
  return page;
}

const picture = (page, name) => page.screenshot({ path: path.join(pictures, `serve-${name}.png`) });

async function run(page, line) {
  await page.getByLabel("You are").fill("ana");
  await page.getByLabel("Command", { exact: true }).fill(line);
  await page.keyboard.press("Enter");
}

// The handle that the bot has given it.
async function declare(page, title) {
  await run(page, `declare sev2 ${title}`);
  const reply = page.locator("#reply", { hasText: "Saved INC-" });
  await reply.waitFor();
  return /INC-\d+/.exec(await reply.textContent())[0];
}

test("an incident is declared on the page, and grows in a second tab without a reload", async () => {
  const page = await open(bot.page);
  const number = await declare(page, "Checkout is failing");
  const other = await open(`${bot.page}#/${number}`);
  await other.locator("h1", { hasText: "Checkout is failing" }).waitFor();
  await run(page, `${number} log The database is fine`);
  await page.locator("#reply", { hasText: "Saved E2" }).waitFor();
  await other.locator(".timeline .text", { hasText: "The database is fine" }).waitFor();
  assert.equal(await other.evaluate(() => performance.getEntriesByType("navigation").length), 1);
  await page.getByRole("link", { name: `${number} Checkout is failing` }).click();
  await page.locator(".timeline .text", { hasText: "The database is fine" }).waitFor();
  await picture(page, "incident");
});

test("corrections are drawn where they belong, and a page that was cut off is whole again", async () => {
  const own = await startBot(sandbox);
  const page = await open(own.page);
  const number = await declare(page, "Orders are lost");
  await page.goto(`${own.page}#/${number}`);
  const texts = () => page.locator(".timeline .text").allTextContents();
  const shows = async (text) => page.locator(".timeline .text", { hasText: text }).waitFor();
  for (const line of ["log first", "log second", "log third"]) await run(page, line);
  await shows("third");
  await page.evaluate(() => { document.querySelector("#E2").marked = true; });
  await run(page, "edit E3 second, corrected");
  await shows("second, corrected");
  await run(page, "strike E4 wrong incident");
  await shows("third (struck)");
  assert.deepEqual((await texts()).slice(0, 3), ["third (struck)", "second, corrected", "first"]);
  // What did not change was not drawn anew.
  assert.equal(await page.evaluate(() => document.querySelector("#E2").marked), true);
  const place = new URL(own.page).host;
  const folder = await own.end({ keep: true });
  await page.locator("#state", { hasText: "does not answer" }).waitFor();
  const again = await startBot(sandbox, { TOCSIN_HTTP: place }, folder);
  await run(page, "log after the restart");
  await shows("after the restart");
  assert.deepEqual((await texts()).slice(0, 4), ["after the restart", "third (struck)", "second, corrected", "first"]);
  await again.end();
  troubles.length = 0; // the browser itself logs the refused connections
});

test("a command may leave the incident out on its own page, and a refusal says what to type", async () => {
  const page = await open(bot.page);
  const number = await declare(page, "Search is slow");
  await page.goto(`${bot.page}#/${number}`);
  const verbs = await page.locator("#verbs option").evaluateAll((all) => all.map((one) => one.value));
  for (const verb of ["declare", "impact", "escalate", "close"]) assert.ok(verbs.includes(verb), verb); // to complete with
  await page.getByLabel("Command", { exact: true }).fill("impact");
  await page.locator("#about", { hasText: "impact TEXT" }).waitFor();
  await run(page, "impact Half of the searches take ten seconds");
  await page.locator("dd", { hasText: "Half of the searches" }).waitFor();
  await run(page, "lgo x");
  await page.locator("#reply.refused", { hasText: "Did you mean" }).waitFor();
  await page.locator("#reply button").first().click();
  await page.locator("#reply", { hasText: "Saved E" }).waitFor();
});

test("text of people is only ever text", async () => {
  const page = await open(bot.page);
  const hostile = '<img src=x onerror="document.title=1"> </script><b>bold</b> {{x}}';
  const number = await declare(page, hostile);
  await page.goto(`${bot.page}#/${number}`);
  await run(page, `log ${hostile}`);
  await page.locator(".timeline .text", { hasText: hostile }).first().waitFor();
  assert.equal(await page.locator("main img, main b >> text=bold").count(), 0);
  assert.equal(await page.title(), "Tocsin");
});

test("text of people is only ever text, in every place of the page and in the write-up", async () => {
  const page = await open(bot.page);
  const hostile = (where) => `${where} <img src=x onerror="document.title='owned'"><script>document.title='owned'</script><b>b</b> {{x}} &amp; [x](javascript:alert(1))`;
  const safe = async (where) => {
    const found = await page.evaluate(() => ({
      made: document.querySelectorAll("img, b b, [onerror], script:not([src])").length,
      links: [...document.querySelectorAll("a")].filter((one) => one.protocol === "javascript:").length,
      owned: document.title === "owned",
    }));
    assert.deepEqual(found, { made: 0, links: 0, owned: false }, where);
  };
  await page.getByLabel("You are").fill("U0EVIL"); // whose name is hostile too
  const runAsEvil = async (line, words) => {
    await page.getByLabel("Command", { exact: true }).fill(line);
    await page.keyboard.press("Enter");
    await page.locator("#reply", { hasText: words }).waitFor();
  };
  await runAsEvil(`declare sev2 ${hostile("title")}`, "Saved INC-");
  const number = /INC-\d+/.exec(await page.locator("#reply").textContent())[0];
  await page.getByRole("link", { name: `${number} title <img` }).waitFor();
  await safe("the overview");
  await page.goto(`${bot.page}#/${number}`);
  await page.locator("h1", { hasText: "title <img" }).waitFor();
  for (const verb of ["impact", "summary", "cause", "task", "suspect", "decide", "update", "log"]) {
    await runAsEvil(`${verb} ${hostile(verb)}`, /E\d+|T\d+|H\d+|Saved|posted/);
  }
  await page.locator(".timeline .text", { hasText: "log <img" }).waitFor();
  await page.locator("dd", { hasText: "impact <img" }).first().waitFor();
  await page.locator("dd", { hasText: "cause <img" }).first().waitFor();
  await safe("the incident");
  await runAsEvil(hostile("nonsense"), "nonsense");
  await safe("a refusal");
  await page.getByLabel("You are").fill(hostile("nobody"));
  await runAsEvil("log x", "nobody <img");
  await safe("the name of nobody");
  await page.getByLabel("Search all incidents").fill("title <img src=x onerror=alert(1)>");
  await page.keyboard.press("Enter");
  await page.locator("h1", { hasText: "Found for “title <img" }).waitFor();
  await safe("what was found");
  await page.goto(`${bot.page}#/INC-99999<img src=x onerror=alert(1)>`);
  await safe("a strange address");
  await page.goto(`${bot.page}api/v1/incidents/${number}/postmortem?format=html`);
  await page.locator("h1", { hasText: "title <img" }).waitFor();
  await safe("the write-up");
  troubles.splice(0, troubles.length, ...troubles.filter((line) => !/404|422/.test(line)));
});

test("the same incident reads in the zone of the browser that shows it", async () => {
  const page = await open(bot.page, { timezoneId: "Europe/Berlin" });
  const number = await declare(page, "Zones");
  await run(page, `${number} log 2024-08-10 14:30 UTC The first error`);
  await page.locator("#reply", { hasText: "Saved E2" }).waitFor();
  const shown = async (one) => {
    await one.goto(`${bot.page}#/${number}`);
    const entry = one.locator(".timeline li", { hasText: "The first error" }).locator("time");
    await entry.waitFor();
    assert.equal(await entry.getAttribute("datetime"), "2024-08-10T14:30:00Z");
    return entry.textContent();
  };
  assert.match(await shown(page), /0?4:30\sPM|16:30/);
  assert.match(await shown(await open(bot.page, { timezoneId: "Asia/Kolkata" })), /0?8:00\sPM|20:00/);
});

test("somebody who is called something else now is called so on an open page", async () => {
  const page = await open(bot.page);
  const number = await declare(page, "Renamed");
  let renamed = false;
  await page.route("**/changes?after=*", async (route) => { // what the bot says once Slack has told it
    const answer = await route.fetch();
    const text = await answer.text();
    await route.fulfill({ response: answer, body: renamed ? text.replaceAll('"name":"ana"', '"name":"ana maria"') : text });
  });
  await page.goto(`${bot.page}#/${number}`);
  const first = page.locator("#E1");
  await first.waitFor();
  assert.equal((await first.textContent()).includes("ana maria"), false);
  renamed = true;
  await run(page, "log after the change of name");
  await page.locator(".timeline .text", { hasText: "after the change" }).waitFor();
  await page.locator("#E1", { hasText: "ana maria" }).waitFor();
  await page.unrouteAll({ behavior: "wait" });
});

test("the search finds, the numbers are shown, and the write-up opens with its picture", async () => {
  const page = await open(bot.page);
  const number = await declare(page, "Mail is late");
  await page.getByLabel("Search all incidents").fill("late");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: `${number} Mail is late` }).click();
  await page.locator("h1", { hasText: "Mail is late" }).waitFor();
  await page.getByRole("link", { name: "Write-up" }).click();
  await page.locator("h2", { hasText: "Timeline" }).first().waitFor();
  assert.ok((await page.locator("svg").count()) > 0);
  await page.goto(`${bot.page}#/stats`);
  await page.locator("h1", { hasText: "The last 90 days" }).waitFor();
  await picture(page, "numbers");
});

test("on a phone nothing has to be scrolled sideways, in the dark as well", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open(bot.page, { viewport: { width: 360, height: 740 }, colorScheme });
    const number = await declare(page, `A title that is longer than a phone is wide, ${"long".repeat(30)}`);
    await page.goto(`${bot.page}#/${number}`);
    await page.locator(".timeline li").first().waitFor();
    const { wide, seen } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth, seen: document.documentElement.clientWidth }));
    assert.ok(wide <= seen, `${wide} > ${seen}`);
    await picture(page, `phone-${colorScheme}`);
  }
});

test("the keyboard alone reaches everything, and a screen reader is told what it is", async () => {
  const page = await open(bot.page);
  await page.getByRole("search").waitFor();
  const reached = new Set();
  for (let step = 0; step < 40; ++step) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement.id || document.activeElement.textContent));
  }
  for (const wanted of ["words", "as", "line", "home", "Numbers", "Run"]) assert.ok(reached.has(wanted), wanted);
  const unnamed = await page.evaluate(() => [...document.querySelectorAll("input, button, a")].filter((one) =>
    !(one.labels?.length || one.textContent.trim() || one.getAttribute("aria-label"))).length);
  assert.equal(unnamed, 0);
  assert.equal(await page.locator("main").count(), 1);
});

test("with a token the page asks for it, refuses a wrong one, and remembers the right one", async () => {
  const guarded = await startBot(sandbox, { TOCSIN_HTTP_TOKEN: "a-token-that-nobody-guesses" });
  try {
    const page = await open(guarded.page);
    await page.getByLabel("The bot's token").fill("wrong");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.locator("#state", { hasText: "That is not the token." }).waitFor();
    await page.getByLabel("The bot's token").fill("a-token-that-nobody-guesses");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.locator("h1", { hasText: "Live incidents" }).waitFor();
    await page.reload();
    await page.locator("h1", { hasText: "Live incidents" }).waitFor();
    assert.equal(await page.evaluate(() => document.cookie), "");
  } finally {
    for (const page of pages.splice(0)) await page.close(); // before its bot ends, for which it would ask in vain
    await guarded.end();
  }
});

test("a bot that goes away is said, and the page goes on when it is back", async () => {
  const own = await startBot(sandbox);
  const page = await open(own.page);
  await page.locator("#state", { hasText: "live" }).waitFor();
  await own.end();
  await page.locator("#state", { hasText: "does not answer" }).waitFor();
  const again = await startBot(sandbox, { TOCSIN_HTTP: new URL(own.page).host });
  await page.locator("#state", { hasText: "live" }).waitFor();
  await again.end();
  troubles.length = 0; // the browser itself logs the refused connections
});
