// A bot on Slack's own SDK takes part in the sandbox as it would in Slack: proof of the protocol.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import bolt from "@slack/bolt";
import { startSandbox } from "./sandbox.mjs";

const { App, LogLevel, SocketModeReceiver } = bolt;
let sandbox;
let app;

before(async () => {
  sandbox = await startSandbox("--serve-only");
  const clientOptions = { slackApiUrl: sandbox.api };
  const receiver = new SocketModeReceiver({ appToken: sandbox.app_token, logLevel: LogLevel.ERROR, installerOptions: { clientOptions } });
  app = new App({ token: sandbox.bot_token, receiver, clientOptions, logLevel: LogLevel.ERROR });
});
after(async () => {
  await app?.stop();
  await sandbox?.end();
});

// As the page does it.
async function act(wish) {
  const answer = await fetch(`${sandbox.page}page/act`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ as: "U0ANA", channel: "C0INCIDENTS", ...wish }),
  });
  return answer.json();
}
async function seen(as = "U0ANA") {
  return (await fetch(`${sandbox.page}page/state?as=${as}&channel=C0INCIDENTS`)).json();
}
async function eventually(look, what) {
  for (let tries = 0; tries < 400; tries++) {
    const found = await look();
    if (found) return found;
    await new Promise((again) => setTimeout(again, 25));
  }
  assert.fail(`never: ${what}`);
}

test("Bolt connects, answers a command, posts blocks, opens a modal with an error, and is told of reactions", async () => {
  const told = [];
  app.command("/incident", async ({ command, ack, client }) => {
    await ack(`heard ${command.text}`);
    await client.chat.postMessage({
      channel: command.channel_id, text: "Press it",
      blocks: [{ type: "actions", elements: [{ type: "button", action_id: "open", text: { type: "plain_text", text: "Open" } }] }],
    });
  });
  app.action("open", async ({ ack, body, client }) => {
    await ack();
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: "modal", callback_id: "form", title: { type: "plain_text", text: "A form" }, submit: { type: "plain_text", text: "Send" },
        blocks: [{ type: "input", block_id: "what", label: { type: "plain_text", text: "What" }, element: { type: "plain_text_input", action_id: "text" } }],
      },
    });
  });
  app.view("form", async ({ ack, view, client }) => {
    const text = view.state.values.what.text.value;
    if (text === "bad") return ack({ response_action: "errors", errors: { what: "Not that." } });
    await ack();
    await client.chat.postMessage({ channel: "C0INCIDENTS", text: `form: ${text}` });
  });
  app.event("reaction_added", async ({ event }) => told.push(event.reaction));
  await app.start();
  await eventually(async () => (await seen()).connections > 0, "connected");

  assert.deepEqual(await act({ act: "type", text: "/incident hello" }), { ok: true });
  await eventually(async () => (await seen()).channel.notices.some((one) => one.text === "heard hello"), "the answer");
  const post = await eventually(async () => (await seen()).channel.messages.find((one) => one.text === "Press it"), "the message");
  assert.deepEqual(await act({ act: "press", ts: post.ts, element: "open" }), { ok: true });
  const modal = await eventually(async () => (await seen()).modal, "the modal");
  const submit = (value) => act({ act: "submit", view: modal.id, filled: [{ block_id: "what", action_id: "text", value }] });
  assert.deepEqual(await submit("bad"), { ok: true });
  await eventually(async () => (await seen()).modal?.errors.includes("Not that."), "the error");
  assert.deepEqual(await submit("good"), { ok: true });
  await eventually(async () => (await seen()).channel.messages.some((one) => one.text === "form: good"), "the modal's effect");
  assert.equal((await seen()).modal, null);
  assert.deepEqual(await act({ act: "react", ts: post.ts, value: "eyes", on: true }), { ok: true });
  await eventually(async () => told.includes("eyes"), "the reaction");
});

test("Bolt comes back after its socket was cut", async () => {
  assert.deepEqual(await act({ act: "bad_day", value: "cut", on: true }), { ok: true });
  await eventually(async () => (await seen()).connections > 0, "connected again");
  await act({ act: "type", text: "/incident again" });
  await eventually(async () => (await seen()).channel.notices.some((one) => one.text === "heard again"), "the answer");
});
