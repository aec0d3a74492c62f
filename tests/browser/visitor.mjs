// A browser for one test file. What a page logs as an error (a broken script, or something that its policy forbids)
// is kept in `troubles`, and so is every request that leaves this machine's own server.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const patience = 40_000; // a busy machine takes longer

export async function startVisitor() {
  const pictures = process.env.TOCSIN_PICTURES;
  mkdirSync(pictures, { recursive: true });
  const browser = await chromium.launch({ executablePath: process.env.TOCSIN_CHROMIUM, args: ["--no-sandbox"] });
  const pages = [];
  const troubles = [];
  const watch = (page, address) => {
    const home = new URL(address).host;
    pages.push(page);
    page.setDefaultTimeout(patience);
    page.on("pageerror", (error) => troubles.push(String(error)));
    page.on("console", (line) => line.type() === "error" && troubles.push(line.text()));
    page.on("request", (one) => {
      const wanted = new URL(one.url());
      if (!["data:", "blob:"].includes(wanted.protocol) && wanted.host !== home) troubles.push(`asked for ${one.url()}`);
    });
  };
  return {
    troubles,
    picture: (page, name) => page.screenshot({ path: path.join(pictures, `${name}.png`) }),
    // A browser of its own for each page, so that nobody has another one's cookies.
    async open(address, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const page = await context.newPage();
      watch(page, address);
      await page.goto(address);
      return page;
    },
    async openSandbox(sandbox, who, channel = "C0GENERAL", options = {}) {
      const page = await this.open(`${sandbox.page}#as=${who}&at=${channel}`, options);
      await page.locator(".place").first().waitFor({ state: "attached" });
      await page.locator(".beginning, .message").first().waitFor();
      return page;
    },
    async closePages() {
      for (const page of pages.splice(0)) await page.context().close();
    },
    end: () => browser.close(),
  };
}

// Presses Tab until what has the focus fits: its role or tag, and a part of its name or text. Only the keyboard is used.
export async function tabTo(page, what, key = "Tab") {
  for (let step = 0; step < 250; ++step) {
    const here = await page.evaluate(() => {
      const one = document.activeElement;
      const name = one.getAttribute("aria-label") || one.labels?.[0]?.textContent || one.textContent;
      return `${one.getAttribute("role") || one.tagName.toLowerCase()} ${one.id} ${name}`.replace(/\s+/g, " ").trim();
    });
    if (what.test(here)) return here;
    await page.keyboard.press(key);
  }
  throw new Error(`the keyboard does not reach ${what}`);
}
