// What people do on the sandbox's page, in a real browser against the real program.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { after, afterEach, before, test } from "node:test";
import { chromium } from "playwright-core";
import { startSandbox } from "./sandbox.mjs";

const pictures = process.env.TOCSIN_PICTURES;
const patience = 20_000; // posts are a second apart, as in Slack; a busy machine takes longer

let browser;
let sandbox;
const pages = [];
const troubles = [];

before(async () => {
  mkdirSync(pictures, { recursive: true });
  browser = await chromium.launch({ executablePath: process.env.TOCSIN_CHROMIUM, args: ["--no-sandbox"] });
  sandbox = await startSandbox();
});
after(async () => {
  await browser?.close();
  await sandbox?.end();
});
// Nothing that a page logs as an error is normal: a broken script, or something its policy forbids. And nothing that a
// bot sends may be there that the page cannot draw.
afterEach(async () => {
  for (const page of pages.splice(0)) {
    troubles.push(...await page.locator(".strange").allTextContents());
    await page.close();
  }
  assert.deepEqual(troubles.splice(0), []);
});

async function open(who, options = {}, channel = "C0GENERAL", place = sandbox) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
  pages.push(page);
  page.setDefaultTimeout(patience);
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (line) => line.type() === "error" && troubles.push(line.text()));
  await page.goto(`${place.page}#as=${who}&at=${channel}`);
  await page.locator(".place").first().waitFor({ state: "attached" });
  await page.locator(".beginning, .message").first().waitFor();
  return page;
}

async function type(page, text) {
  await page.getByLabel("Message", { exact: true }).fill(text);
  await page.keyboard.press("Enter");
}

const place = (page, name) => page.locator(`.place[data-channel^="${name}"]`);
const picture = (page, name) => page.screenshot({ path: path.join(pictures, `${name}.png`) });
const answer = (page, words) => page.locator(".ephemeral", { hasText: words }).last();

async function declare(page, title) {
  await type(page, `/incident declare sev2 ${title}`);
  const text = await answer(page, `sev2 ${title}`).textContent();
  const number = /INC-(\d+)/.exec(text)[1];
  await place(page, `inc-${number}-`).click();
  await page.locator(".message.pinned", { hasText: title }).waitFor();
  return number;
}

test("a newcomer completes a command, declares, logs, and sees card and entry", async () => {
  const page = await open("U0ANA");
  const field = page.getByLabel("Message", { exact: true });
  await field.pressSequentially("/inc");
  await page.keyboard.press("Enter");
  await field.pressSequentially("decl");
  await page.locator(".completions [role=option]", { hasText: "declare" }).waitFor();
  await picture(page, "completion");
  await page.keyboard.press("Tab");
  assert.equal(await field.inputValue(), "/incident declare ");
  await field.pressSequentially("sev1 Checkout is failing");
  await page.keyboard.press("Enter");
  await answer(page, "Saved INC-1").waitFor();
  await place(page, "inc-1-").click();
  await page.locator(".message.pinned .header", { hasText: "Checkout is failing" }).waitFor();
  await type(page, "/incident log The database is fine");
  await page.locator(".message:not(.ephemeral)", { hasText: "The database is fine" }).waitFor();
  await picture(page, "newcomer");
});

test("a form shows its error next to the field, keeps what was typed, and then goes through", async () => {
  const page = await open("U0ANA");
  const number = await declare(page, "A form");
  await page.getByRole("button", { name: "Task", exact: true }).first().click();
  const modal = page.locator("#modal");
  await modal.locator("button[type=submit]").click();
  await modal.locator(".input .error", { hasText: "Please fill this in." }).first().waitFor();
  const fields = modal.locator(".input input, .input textarea");
  await fields.first().fill("Ask the provider");
  const due = modal.locator(".input", { hasText: /due|when|by/i }).locator("input").last();
  await due.fill("when pigs fly");
  await modal.locator("button[type=submit]").click();
  await modal.locator(".input .error", { hasText: /pigs|when|time|date/i }).first().waitFor();
  assert.equal(await fields.first().inputValue(), "Ask the provider");
  await picture(page, "form-error");
  await due.fill("tomorrow");
  await modal.locator("button[type=submit]").click();
  await modal.waitFor({ state: "hidden" });
  await page.locator("#messages .message:not(.ephemeral)", { hasText: "Ask the provider" }).first().waitFor();
  assert.ok(number);
});

test("a choice in a form moves the state, and who is paged gets a direct message", async () => {
  const page = await open("U0ANA");
  await declare(page, "Choices");
  await page.getByRole("button", { name: "Status", exact: true }).first().click();
  const modal = page.locator("#modal");
  const choice = modal.locator("select").first();
  const label = await choice.locator("option", { hasText: /mitigated/i }).first().textContent();
  await choice.selectOption({ label });
  await modal.locator("button[type=submit]").click();
  await modal.waitFor({ state: "hidden" });
  await page.locator(".message.pinned", { hasText: "mitigated" }).waitFor();
  const theirs = await open("U0BEN");
  await type(page, "/incident escalate @ben The second provider needs you");
  await theirs.locator('.place.unread[data-channel="direct"]').click();
  await theirs.locator("#messages .message", { hasText: "The second provider needs you" }).first().waitFor();
});

test("a button of an answer runs its line", async () => {
  const page = await open("U0BEN");
  await type(page, "/incident lst active");
  await answer(page, "Did you mean").getByRole("button").first().click();
  await answer(page, "INC-1").waitFor();
});

test("a reaction keeps a message, and taking it away strikes it", async () => {
  const page = await open("U0ANA");
  await declare(page, "Reactions");
  await type(page, "Error rates doubled at the gateway");
  const message = page.locator(".message:not(.ephemeral)", { hasText: "Error rates doubled" }).first();
  await message.hover();
  await message.getByLabel("Message actions").click();
  await page.locator(".menu").getByLabel("pushpin").click();
  const reaction = message.locator('.reactions [data-emoji="pushpin"]');
  await reaction.waitFor();
  await page.locator(".message.pinned, .message", { hasText: /E2/ }).first().waitFor();
  await reaction.click();
  await reaction.waitFor({ state: "detached" });
});

test("a second tab, as somebody else, sees what happens without reloading, and its unread mark", async () => {
  const mine = await open("U0ANA");
  const theirs = await open("U0CHI", {}, "C0INCIDENTS");
  await type(mine, "Does anybody else see this?");
  await theirs.locator('.place.unread[data-channel="general"]').waitFor();
  await place(theirs, "general").click();
  await theirs.locator(".message", { hasText: "Does anybody else see this?" }).waitFor();
  await theirs.locator('.place.unread[data-channel="general"]').waitFor({ state: "detached" });
});

test("while Slack is down a command says so and is kept; afterwards the bot is back", async () => {
  const page = await open("U0ANA");
  await page.getByRole("button", { name: /bad days/ }).click();
  await page.locator('[data-bad-day="down"]').check();
  await page.locator("#connection", { hasText: "is not connected" }).waitFor();
  await type(page, "/incident list");
  const failed = page.locator(".message.failed").last();
  await failed.getByText("dispatch_failed").waitFor();
  await picture(page, "slack-down");
  await page.locator('[data-bad-day="down"]').uncheck();
  await page.locator("#connection", { hasText: "is connected" }).waitFor({ timeout: 60_000 });
  await failed.getByRole("button", { name: "Type it again" }).click();
  assert.equal(await page.getByLabel("Message", { exact: true }).inputValue(), "/incident list");
  await page.keyboard.press("Enter");
  await answer(page, "INC-1").waitFor();
});

test("a page that is told only of changes shows what one shows that is told everything", async () => {
  const page = await open("U0ANA");
  const number = await declare(page, "Half of the pages are told of changes");
  for (const text of ["first line", "second line", "third line"]) await type(page, `/incident log ${text}`);
  await answer(page, "Saved E4").waitFor();
  await type(page, "An ordinary message");
  const ordinary = page.locator(".message:not(.ephemeral)", { hasText: "An ordinary message" }).first();
  await ordinary.hover();
  await ordinary.getByLabel("Message actions").click();
  await page.locator(".menu").getByLabel("pushpin").click();
  await ordinary.locator('.reactions [data-emoji="pushpin"]').waitFor();
  await page.locator(".message", { hasText: /E5/ }).first().waitFor();
  const whole = await open("U0ANA", {}, new URLSearchParams(new URL(page.url()).hash.slice(1)).get("at"));
  await whole.locator(".message", { hasText: /E5/ }).first().waitFor();
  // How long ago something was is as of when it was drawn.
  const shown = async (one) => (await one.locator("#messages").innerText()).replace(/Began .* ago/g, "Began");
  for (let tries = 0; tries < 50 && await shown(page) !== await shown(whole); ++tries) await page.waitForTimeout(200);
  assert.equal(await shown(page), await shown(whole), number);
});

test("all that a whole incident brings into its channel is drawn", async () => {
  const played = await startSandbox("--play", "checkout", "--quick");
  try {
    const page = await open("U0ANA", {}, "C0GENERAL", played);
    await place(page, "inc-1-").click();
    await page.locator(".file", { hasText: /postmortem/i }).first().waitFor({ timeout: 90_000 });
    await picture(page, "played");
    const channel = new URLSearchParams(new URL(page.url()).hash.slice(1)).get("at");
    await fetch(`${played.api}bookmarks.add`, { // what another app may do
      method: "POST", headers: { Authorization: `Bearer ${played.bot_token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ channel_id: channel, title: "The runbook", type: "link", link: "https://example.com/runbook" }) });
    await page.locator("#bookmarks").getByRole("link", { name: "The runbook" }).waitFor();
    await page.locator("#channel-tools").getByRole("button", { name: "Canvas" }).click();
    await page.locator("#side h2", { hasText: "Timeline" }).or(page.locator("#side h3, #side h4", { hasText: "Timeline" })).first().waitFor();
    await picture(page, "canvas");
    await page.locator("#channel-tools").getByRole("button", { name: /pinned/ }).click();
    await page.locator("#side .message", { hasText: "Checkout is failing" }).first().waitFor();
    await page.locator(".file").first().getByRole("button", { name: "View" }).click();
    await page.locator("#side", { hasText: "Root cause" }).waitFor();
  } finally {
    for (const page of pages) troubles.push(...await page.locator(".strange").allTextContents());
    for (const page of pages.splice(0)) await page.close();
    await played.end();
  }
});

test("dates are those of the person who looks, wherever the browser is", async () => {
  const ana = await open("U0ANA", { timezoneId: "America/Los_Angeles" });
  await declare(ana, "Dates");
  const channel = new URLSearchParams(new URL(ana.url()).hash.slice(1)).get("at");
  await type(ana, "/incident log 2024-08-10 14:30 UTC The first error");
  const entry = (page) => page.locator(".message:not(.ephemeral)", { hasText: "The first error" }).first();
  await entry(ana).waitFor();
  const times = async (page) => (await entry(page).locator(".content time").allTextContents()).join(" ");
  const elsewhere = await open("U0ANA", { timezoneId: "Asia/Kolkata" }, channel);
  await entry(elsewhere).waitFor();
  const ben = await open("U0BEN", { timezoneId: "Asia/Kolkata" }, channel);
  await entry(ben).waitFor();
  const chi = await open("U0CHI", {}, channel);
  await entry(chi).waitFor();
  assert.match(await times(ana), /4:30\sPM/); // Berlin
  assert.equal(await times(elsewhere), await times(ana));
  assert.match(await times(ben), /10:30\sAM/); // New York
  assert.match(await times(chi), /11:30\sPM/); // Tokyo
});

test("how long ago something was goes on by itself", async () => {
  const page = await open("U0ANA");
  await declare(page, "It ticks");
  const began = page.locator(".message.pinned time", { hasText: /ago/ }).first();
  await began.waitFor();
  await began.evaluate((element) => { element.kept = true; });
  const before = await began.textContent();
  await page.waitForFunction((text) => [...document.querySelectorAll(".message.pinned time")].some((one) =>
    one.kept && /ago/.test(one.textContent) && one.textContent !== text), before);
});

test("the composer completes names and channels by the keyboard, and Escape leaves what was typed", async () => {
  const page = await open("U0ANA");
  const field = page.getByLabel("Message", { exact: true });
  const options = page.locator("#completions [role=option]");
  await field.pressSequentially("ask @");
  await options.first().waitFor();
  const [first, second] = await options.locator("b").allTextContents();
  assert.equal(await field.getAttribute("aria-activedescendant"), "completions-0");
  await page.keyboard.press("ArrowDown");
  assert.equal(await options.nth(1).getAttribute("aria-selected"), "true");
  assert.equal(await field.getAttribute("aria-activedescendant"), "completions-1");
  await page.keyboard.press("Enter");
  assert.equal(await field.inputValue(), `ask ${second} `);
  assert.notEqual(first, second);
  await field.pressSequentially("about #gen");
  await page.keyboard.press("Tab");
  assert.equal(await field.inputValue(), `ask ${second} about #general `);
  await field.pressSequentially("#inc");
  await options.first().waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#completions").waitFor({ state: "hidden" });
  assert.equal(await field.inputValue(), `ask ${second} about #general #inc`);
  await field.fill("/incident sev");
  await options.first().waitFor();
  await options.filter({ hasText: "severity" }).first().or(options.first()).first().click();
  assert.match(await field.inputValue(), /^\/incident sev/);
  await field.fill("");
});

test("the panel makes Slack slow, limits it, cuts the connection and asks for a new one", async () => {
  const page = await open("U0ANA");
  await declare(page, "Bad days");
  await page.getByRole("button", { name: /bad days/ }).click();
  const entry = (words) => page.locator("#messages .message:not(.ephemeral)", { hasText: words }).first();
  const bad = (name) => page.locator(`[data-bad-day="${name}"]`);

  await bad("limited").check();
  await type(page, "/incident log said while limited");
  await answer(page, "Saved E2").waitFor(); // the answer needs no call
  await page.waitForTimeout(1500); // posts are a second apart
  assert.equal(await entry("said while limited").count(), 0);
  await bad("limited").uncheck();
  await entry("said while limited").waitFor();

  await bad("slow").check();
  await type(page, "/incident log said while slow");
  await answer(page, "Saved E3").waitFor();
  await entry("said while slow").waitFor();
  await bad("slow").uncheck();

  await bad("cut").click();
  await page.locator(".toast", { hasText: "was cut" }).waitFor();
  await page.locator("#connection", { hasText: "is connected" }).waitFor({ timeout: 60_000 });
  const answers = page.locator(".ephemeral, .failed");
  for (let tries = 0; tries < 20; ++tries) { // typed before it is back, Slack says so
    const before = await answers.count();
    await type(page, "/incident log said after the cut");
    await answers.nth(before).waitFor(); // else the line would be typed again while it is being saved
    if (/Saved E4/.test(await answers.last().textContent())) break;
    await page.waitForTimeout(500);
  }
  await entry("said after the cut").waitFor();

  await bad("refresh").click();
  await page.locator(".toast", { hasText: "new connection" }).waitFor();
  await page.locator("#connection", { hasText: "is connected" }).waitFor();
  await type(page, "/incident log said after the refresh");
  await entry("said after the refresh").waitFor();
  for (const words of ["while limited", "while slow", "after the cut", "after the refresh"]) {
    assert.equal(await page.locator("#messages .message:not(.ephemeral)", { hasText: words }).count(), 1, words);
  }
});

test("--port auto skips a port that is taken, and a given one that is taken is named", async () => {
  const taken = new URL(sandbox.page).port;
  const other = await startSandbox("--serve-only"); // with --port auto
  try {
    assert.ok(Number(new URL(other.page).port) > 0 && new URL(other.page).port !== taken);
    await assert.rejects(startSandbox("--serve-only", "--port", taken), (error) =>
      error.message.includes(`Port ${taken} is in use`) && error.message.includes("--port auto"));
  } finally {
    await other.end();
  }
});

test("a play is typed at its pace", async () => {
  const pace = 1.5;
  const played = await startSandbox("--play", "checkout", "--pace", String(pace));
  try {
    const page = await open("U0ANA", {}, "C0GENERAL", played);
    await place(page, "inc-1-").click();
    const noted = page.locator("#messages .message:not(.ephemeral)", { hasText: "The database is slow" }).first();
    await noted.waitFor();
    const lines = (await page.evaluate(async () => {
      const look = async (who) => {
        const at = new URLSearchParams(location.hash.slice(1)).get("at");
        return (await (await fetch(`/page/state?as=${who}&channel=${at}&messages=100&known=0`)).json()).channel.notices;
      };
      return [...await look("U0ANA"), ...await look("U0BEN")].map((one) => one.at);
    })).sort((a, b) => a - b).filter((one, i, all) => i === 0 || one - all[i - 1] > 500); // who joins is told more at once
    assert.ok(lines.length >= 3, String(lines));
    for (let i = 1; i < lines.length; ++i) assert.ok(lines[i] - lines[i - 1] >= pace * 1000 * 0.9, String(lines));
  } finally {
    for (const page of pages) troubles.push(...await page.locator(".strange").allTextContents());
    for (const page of pages.splice(0)) await page.close();
    await played.end();
  }
});

test("hostile text is shown as text", async () => {
  const hostile = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script> <b>bold</b> &amp; [x](javascript:alert(1))`;
  const page = await open("U0EVIL");
  await type(page, hostile);
  await page.locator(".message", { hasText: "onerror=" }).first().waitFor();
  await type(page, `/incident declare ${hostile}`);
  await answer(page, "onerror=").waitFor();
  const found = await page.evaluate(() => ({
    images: document.querySelectorAll("#messages img, #messages script, #messages [onerror]").length,
    scripts: [...document.querySelectorAll("a")].filter((one) => one.protocol === "javascript:").length,
    title: document.title,
  }));
  assert.deepEqual({ ...found, title: found.title === "owned" }, { images: 0, scripts: 0, title: false });
  await picture(page, "hostile");
});

test("on a phone nothing is wider than the screen, and the channels are behind a button", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open("U0ANA", { viewport: { width: 360, height: 740 }, colorScheme, hasTouch: true });
    await page.getByLabel("Channels", { exact: true }).click();
    await place(page, "inc-1-").click();
    await page.locator(".message.pinned").waitFor();
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wider <= 0, `${wider} pixels too wide`);
    await picture(page, `phone-${colorScheme}`);
  }
});

test("the app's home shows the incidents and its buttons work with the keyboard", async () => {
  const page = await open("U0ANA");
  await place(page, "home").focus();
  await page.keyboard.press("Enter");
  await page.locator("#home", { hasText: "INC-1" }).waitFor();
  await page.locator("#home").getByRole("button", { name: /declare/i }).first().focus();
  await page.keyboard.press("Enter");
  await page.locator("#modal .input").first().waitFor();
  await picture(page, "home-declare");
  await page.keyboard.press("Escape");
  await page.locator("#modal").waitFor({ state: "hidden" });
});
