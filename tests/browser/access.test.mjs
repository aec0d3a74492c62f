// Both pages for those who see little, use no mouse, or are visited together with a hostile page: contrast, names and
// roles by axe-core, the keyboard alone, other sites' requests, and what the content security policy lets in.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import { after, afterEach, before, test } from "node:test";
import { startBot, startSandbox } from "./sandbox.mjs";
import { startVisitor, tabTo } from "./visitor.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const token = "a-token-that-nobody-guesses";

let visitor;
let played; // a sandbox in which a whole incident was played, with its bot
let empty; // one without a bot, for `bot`
let bot;

before(async () => {
  visitor = await startVisitor();
  [played, empty] = await Promise.all([startSandbox("--play", "checkout", "--quick"), startSandbox("--serve-only")]);
  bot = await startBot(empty);
});
after(async () => {
  await visitor?.end();
  await bot?.end();
  await empty?.end();
  await played?.end();
});
afterEach(async () => {
  await visitor.closePages();
  assert.deepEqual(visitor.troubles.splice(0), []);
});

// Nothing that axe finds wrong, in the terms of WCAG 2.2 AA and of what axe calls good practice.
async function looksGood(page, where) {
  await page.evaluate(axe); // not as a script of the page, which its policy would forbid
  const found = await page.evaluate(async () => {
    const result = await window.axe.run(document, { resultTypes: ["violations"] });
    return result.violations.flatMap((one) => one.nodes.slice(0, 4).map((node) =>
      `${one.id}: ${node.target.join(" ")}: ${node.failureSummary.split("\n").slice(1).join(" ").trim()}`));
  });
  assert.deepEqual(found, [], where);
}

async function type(page, text) {
  await page.getByLabel("Message", { exact: true }).fill(text);
  await page.keyboard.press("Enter");
}

for (const colorScheme of ["light", "dark"]) {
  test(`the sandbox's page has names, roles and contrast everywhere, ${colorScheme}`, async () => {
    const page = await visitor.openSandbox(played, "U0ANA", "C0GENERAL", { colorScheme });
    await page.locator('.place[data-channel^="inc-1-"]').click();
    await page.locator(".file", { hasText: /postmortem/i }).first().waitFor({ timeout: 90_000 });
    await looksGood(page, "a channel with a whole incident");
    await type(page, "/incident lst");
    await page.locator(".ephemeral", { hasText: "Did you mean" }).last().waitFor();
    await page.getByRole("button", { name: /bad days/ }).click();
    await looksGood(page, "an answer, and the panel of bad days");
    for (const name of [/members/, /pinned/, "Canvas"]) {
      await page.locator("#channel-tools").getByRole("button", { name }).click();
      await page.locator("#side").waitFor();
      await looksGood(page, `beside the channel: ${name}`);
    }
    await page.getByLabel("Message", { exact: true }).pressSequentially("/incident de");
    await page.locator(".completions [role=option]").first().waitFor();
    await looksGood(page, "completions");
    await page.getByLabel("Message", { exact: true }).fill("");
    await page.getByLabel("Channel actions").click();
    await page.locator(".menu").waitFor();
    await looksGood(page, "a menu");
    await page.keyboard.press("Escape");
    await page.locator('.place[data-channel="home"]').click();
    await page.locator("#home", { hasText: "INC-1" }).waitFor();
    await looksGood(page, "the app's home");
    await page.locator("#home").getByRole("button", { name: /declare/i }).first().click();
    await page.locator("#modal .input").first().waitFor();
    await page.locator("#modal button[type=submit]").click();
    await page.locator("#modal .error", { hasText: "Please fill this in." }).first().waitFor();
    await looksGood(page, "a form with an error");
    await page.keyboard.press("Escape");
  });

  test(`the bot's own page has names, roles and contrast everywhere, ${colorScheme}`, async () => {
    const page = await visitor.open(bot.page, { colorScheme });
    await page.getByLabel("You are").fill("ana");
    const run = async (line, words) => {
      await page.getByLabel("Command", { exact: true }).fill(line);
      await page.keyboard.press("Enter");
      await page.locator("#reply", { hasText: words }).waitFor();
    };
    await run(`declare sev1 Seen in the ${colorScheme}`, "Saved INC-");
    const number = /INC-\d+/.exec(await page.locator("#reply").textContent())[0];
    await run(`${number} log ${colorScheme} line`, "Saved E2");
    await run(`${number} log a wrong line`, "Saved E3");
    await run(`${number} strike E3`, "E3");
    await page.locator("h1", { hasText: "Live incidents" }).waitFor();
    await looksGood(page, "the overview");
    await page.goto(`${bot.page}#/${number}`);
    await page.locator(".timeline .struck").waitFor();
    await run("lgo x", "Did you mean");
    await looksGood(page, "an incident, and a refusal with a button");
    await page.goto(`${bot.page}#/find/${colorScheme}`);
    await page.locator("h1", { hasText: "Found" }).waitFor();
    await looksGood(page, "what was found");
    await page.goto(`${bot.page}#/stats`);
    await page.locator("h1", { hasText: "The last 90 days" }).waitFor();
    await looksGood(page, "the numbers");
    await page.goto(`${bot.page}api/v1/incidents/${number}/postmortem?format=html`);
    await page.locator("h2", { hasText: "Timeline" }).first().waitFor();
    await looksGood(page, "the write-up");
  });
}

test("the keyboard alone declares, opens a form, fills it, reacts, replies, and reads on the sandbox's page", async () => {
  const page = await visitor.openSandbox(played, "U0ANA");
  await tabTo(page, /^a .*To the composer/);
  await page.keyboard.press("Enter");
  await page.keyboard.type("/incident decl");
  await page.locator(".completions [role=option]", { hasText: "declare" }).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.type("sev3 By keyboard");
  await page.keyboard.press("Enter");
  const answer = page.locator(".ephemeral", { hasText: "By keyboard" }).last();
  await answer.waitFor();
  const number = /INC-(\d+)/.exec(await answer.textContent())[1];
  await page.locator(`.place[data-channel^="inc-${number}-"]`).waitFor();
  await tabTo(page, new RegExp(`^button .*inc-${number}-`));
  await page.keyboard.press("Enter");
  await page.locator(".message.pinned", { hasText: "By keyboard" }).waitFor();
  await tabTo(page, /^button .*Task$/);
  await page.keyboard.press("Enter");
  await page.locator("#modal .input").first().waitFor();
  await page.keyboard.type("Ask the provider");
  await tabTo(page, /^button .*(Add|Save|Submit|Task)/i);
  await page.keyboard.press("Enter");
  await page.locator("#modal").waitFor({ state: "hidden" });
  const task = page.locator("#messages .message:not(.ephemeral)", { hasText: "T1" }).last();
  await task.waitFor();
  await tabTo(page, /^textarea composer-text/);
  await page.keyboard.type("A message to react to");
  await page.keyboard.press("Enter");
  const message = page.locator(".message:not(.ephemeral)", { hasText: "A message to react to" }).last();
  await message.waitFor();
  await tabTo(page, /^button .*Message actions/, "Shift+Tab"); // of the last message
  await page.keyboard.press("Enter");
  await tabTo(page, /^button eyes|^button .*eyes/);
  await page.keyboard.press("Enter");
  await message.locator('.reactions [data-emoji="eyes"]').waitFor();
  await tabTo(page, /^button .*Message actions/);
  await page.keyboard.press("Enter");
  for (let step = 0; step < 20 && !(await page.evaluate(() => document.activeElement.textContent.includes("Reply"))); ++step) {
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
  await page.locator("#side").waitFor();
  await tabTo(page, /Reply in the thread/);
  await page.keyboard.type("A reply");
  await page.keyboard.press("Enter");
  await page.locator("#side", { hasText: "A reply" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#side").waitFor({ state: "hidden" });
  await tabTo(page, /bad-days-button/);
  await page.keyboard.press("Space");
  await tabTo(page, /^switch .*Slack is slow/);
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "⚠ Slack is slow" }).waitFor();
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Slack’s bad days" }).waitFor();
  await tabTo(page, /^select viewer/, "Shift+Tab");
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(() => location.hash.includes("as=U0BEN"));
});

test("what has the focus keeps it when news make the list of channels anew", async () => {
  const page = await visitor.openSandbox(played, "U0ANA");
  const other = await visitor.openSandbox(played, "U0BEN");
  const place = (name) => page.locator(`.place[data-channel="${name}"]`);
  await place("incidents").click();
  await page.locator('.place.here[data-channel="incidents"]').waitFor();
  const named = () => page.evaluate(() => document.activeElement.dataset.channel || document.activeElement.localName);
  await tabTo(page, /^button .*general/, "Shift+Tab");
  await type(other, "Hello, who sits at the keyboard?");
  await place("general").locator(".dot").waitFor();
  assert.equal(await named(), "general");
  // A channel that comes before the others moves them all.
  await other.getByRole("button", { name: "+ Add a channel" }).click();
  await other.getByLabel("Name of the new channel").fill("a-first-one");
  await other.keyboard.press("Enter");
  await place("a-first-one").waitFor();
  assert.equal(await named(), "general");
  await page.keyboard.press("Enter");
  await page.locator('.place.here[data-channel="general"]').waitFor();
});

test("the keyboard alone types, chooses, searches and reads on the bot's own page", async () => {
  const page = await visitor.open(bot.page);
  await tabTo(page, /^input as/);
  await page.keyboard.type("ana");
  await page.keyboard.press("Tab");
  await page.keyboard.type("declare sev3 Typed without a mouse");
  await page.keyboard.press("Enter");
  await page.locator("#reply", { hasText: "Saved INC-" }).waitFor();
  await page.getByRole("link", { name: /Typed without a mouse/ }).waitFor();
  await tabTo(page, /^a .*Typed without a mouse/, "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.locator("h1", { hasText: "Typed without a mouse" }).waitFor();
  await tabTo(page, /^input line/);
  await page.keyboard.type("lgo with the keys");
  await page.keyboard.press("Enter");
  await page.locator("#reply.refused", { hasText: "Did you mean" }).waitFor();
  await tabTo(page, /^button (?!Run$)/);
  await page.keyboard.press("Enter");
  await page.locator(".timeline .text", { hasText: "with the keys" }).waitFor();
  await tabTo(page, /^input words/, "Shift+Tab");
  await page.keyboard.type("keys");
  await page.keyboard.press("Enter");
  await page.locator("h1", { hasText: "Found" }).waitFor();
  await tabTo(page, /^a home/, "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.locator("h1", { hasText: "Live incidents" }).waitFor();
});

// Another site in the same browser: it sends with all cookies what a page may send without asking.
function startHostileSite() {
  const site = http.createServer((request, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end("<!doctype html><title>hostile</title><body>");
  });
  return new Promise((resolve) => site.listen(0, "127.0.0.1", () =>
    resolve({ page: `http://127.0.0.1:${site.address().port}/`, end: () => site.close() })));
}

async function attack(page, address, body) {
  return page.evaluate(async ([target, text]) => {
    const results = [];
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/json"]) {
      for (const mode of ["no-cors", "cors"]) {
        try {
          const answer = await fetch(target, { method: "POST", mode, credentials: "include", headers: { "Content-Type": type }, body: text });
          results.push(answer.type === "opaque" ? "opaque" : `read ${answer.status}`);
        } catch {
          results.push("refused");
        }
      }
    }
    const form = document.createElement("form"); // in a frame, so that this page stays
    const frame = document.createElement("iframe");
    frame.name = "there";
    document.body.append(frame, form);
    Object.assign(form, { method: "POST", action: target, enctype: "text/plain", target: "there" });
    const field = document.createElement("input");
    field.name = text.slice(0, -1) + ', "x": "';
    field.value = '"}';
    form.append(field);
    form.submit();
    await new Promise((done) => { frame.onload = done; setTimeout(done, 3000); });
    return results;
  }, [address, body]);
}

test("another site that is open in the same browser can neither type nor read, not even with the cookie", async () => {
  const site = await startHostileSite();
  const guarded = await startBot(empty, { TOCSIN_HTTP_TOKEN: token });
  try {
    const page = await visitor.open(guarded.page);
    await page.getByLabel("The bot's token").fill(token);
    await page.keyboard.press("Enter");
    await page.locator("h1", { hasText: "Live incidents" }).waitFor();
    const wish = JSON.stringify({ as: "ana", incident: "", text: "declare sev1 By a hostile page", key: "csrf" });
    const [cookie] = await page.context().cookies();
    const from = (origin, type = "application/json") => fetch(`${guarded.page}api/v1/commands`, {
      method: "POST", body: wish, headers: { Cookie: `${cookie.name}=${cookie.value}`, Origin: origin, "Content-Type": type } });
    assert.equal(cookie.sameSite, "Strict");
    assert.equal(cookie.httpOnly, true);
    assert.equal((await from("http://evil.example")).status, 403);
    assert.equal((await from(site.page.slice(0, -1))).status, 403);
    assert.equal((await from("null")).status, 403);
    assert.equal((await from(new URL(guarded.page).origin, "text/plain")).status, 415);

    const hostile = await page.context().newPage();
    for (const target of [`${guarded.page}api/v1/commands`, `${bot.page}api/v1/commands`]) {
      await hostile.goto(site.page);
      const results = await attack(hostile, target, wish);
      assert.ok(results.every((one) => one === "refused" || one === "opaque"), results.join());
      const frames = await hostile.evaluate(async (address) => {
        try {
          return await (await fetch(address, { credentials: "include" })).text();
        } catch {
          return "refused";
        }
      }, target.replace("commands", "incidents"));
      assert.equal(frames, "refused");
    }
    await hostile.goto(site.page);
    const act = JSON.stringify({ act: "type", as: "U0ANA", channel: "C0GENERAL", text: "By a hostile page" });
    await attack(hostile, `${played.page}page/act`, act);
    await hostile.close();
    for (const place of [guarded.page, bot.page]) {
      const told = await fetch(`${place}api/v1/incidents`, { headers: { Authorization: `Bearer ${token}` } });
      assert.equal((await told.text()).includes("hostile page"), false);
    }
    const looked = await visitor.openSandbox(played, "U0ANA");
    assert.equal(await looked.locator(".message", { hasText: "By a hostile page" }).count(), 0);
  } finally {
    await visitor.closePages(); // a page whose bot has ended asks for it in vain
    visitor.troubles.length = 0; // the hostile page's own
    site.end();
    await guarded.end();
  }
});

test("both pages forbid everything from elsewhere, and ask for nothing from elsewhere", async () => {
  for (const address of [played.page, bot.page]) {
    const policy = (await fetch(address)).headers.get("content-security-policy");
    for (const wanted of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"]) {
      assert.ok(policy.includes(wanted), `${address}: ${policy}`);
    }
    assert.equal(/unsafe|\*|https?:/.test(policy), false, policy);
    const page = await visitor.open(address);
    await page.locator("main").waitFor();
    // The policy is in force: what a page that was broken into would try does not happen.
    const tried = await page.evaluate(async () => {
      const image = await new Promise((done) => {
        const made = new Image();
        made.onload = () => done("loaded");
        made.onerror = () => done("refused");
        made.src = "http://127.0.0.1:9/x.png";
      });
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.head.append(script);
      return [image, window.ran === true];
    });
    assert.deepEqual(tried, ["refused", false]);
    visitor.troubles.length = 0; // the policy says what it has refused
  }
});
