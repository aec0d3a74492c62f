// A sandbox of one's own for each test file, and a bot beside it: the real program at free ports, ended when the
// tests are.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const program = process.env.TOCSIN_PROGRAM;

// Resolves when the program has printed where it is: {page, api, bot_token, app_token, end()}.
export function startSandbox(...options) {
  const folder = mkdtempSync(path.join(tmpdir(), "tocsin-browser-"));
  const port = options.includes("--port") ? [] : ["--port", "auto"];
  const child = spawn(program, ["sandbox", ...port, "--folder", folder, ...options]);
  let told = "";
  let troubles = "";
  child.stderr.on("data", (bytes) => (troubles += bytes));
  const ended = new Promise((resolve) => child.on("exit", (code) => resolve(code)));
  const end = async () => {
    child.kill("SIGTERM");
    const code = await ended;
    rmSync(folder, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the sandbox ended with ${code}: ${troubles}`);
  };
  return new Promise((resolve, reject) => {
    ended.then((code) => reject(new Error(`the sandbox ended with ${code}: ${troubles}`)));
    child.stdout.on("data", (bytes) => {
      told += bytes;
      const found = (pattern) => (pattern.exec(told) || [])[1];
      if (!told.includes("Ctrl-C ends it.")) return;
      resolve({
        page: found(/open at +(\S+)/), api: found(/SLACK_API_URL=(\S+)/), bot_token: found(/SLACK_BOT_TOKEN=(\S+)/),
        app_token: found(/SLACK_APP_TOKEN=(\S+)/), output: () => told, end,
      });
    });
  });
}

// The bot itself, in the workspace of a sandbox that was started with --serve-only. Resolves when it is connected:
// {page, end()}. `end({keep: true})` gives the folder with the record, for the next one.
export function startBot(sandbox, more = {}, folder = mkdtempSync(path.join(tmpdir(), "tocsin-bot-"))) {
  const child = spawn(program, ["serve"], {
    cwd: folder,
    env: {
      PATH: process.env.PATH, SLACK_API_URL: sandbox.api, SLACK_BOT_TOKEN: sandbox.bot_token,
      SLACK_APP_TOKEN: sandbox.app_token, TOCSIN_DB: path.join(folder, "tocsin.db"), TOCSIN_HTTP: "127.0.0.1:0", ...more,
    },
  });
  let told = "";
  const ended = new Promise((resolve) => child.on("exit", (code) => resolve(code)));
  const end = async ({ keep = false } = {}) => {
    child.kill("SIGTERM");
    const code = await ended;
    if (keep) return folder;
    rmSync(folder, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the bot ended with ${code}: ${told}`);
  };
  return new Promise((resolve, reject) => {
    ended.then((code) => reject(new Error(`the bot ended with ${code}: ${told}`)));
    child.stderr.on("data", (bytes) => {
      told += bytes;
      const port = (/HTTP on 127\.0\.0\.1, port (\d+)/.exec(told) || [])[1];
      if (port && /connected to Slack/i.test(told)) resolve({ page: `http://127.0.0.1:${port}/`, end });
    });
  });
}
