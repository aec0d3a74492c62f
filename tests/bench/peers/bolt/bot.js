// A bare bot on Bolt for JavaScript: one durable INSERT and one ack for each command, as bare_bot.cpp
// does it. It is what tocsin is measured against; tests/bench/README.md has the rules. The
// environment is that of tocsin.
"use strict";

const { App, LogLevel, SocketModeReceiver } = require("@slack/bolt");
const Database = require("better-sqlite3");

const database = new Database(process.env.TOCSIN_DB);
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec(`CREATE TABLE IF NOT EXISTS line (
  id INTEGER PRIMARY KEY, envelope TEXT NOT NULL, user TEXT NOT NULL, text TEXT NOT NULL) STRICT`);
// Bolt shows its listeners no envelope_id; the trigger_id is as unique.
const insert = database.prepare("INSERT INTO line (envelope, user, text) VALUES (?, ?, ?)");

const clientOptions = { slackApiUrl: process.env.SLACK_API_URL };
const receiver = new SocketModeReceiver({
  appToken: process.env.SLACK_APP_TOKEN,
  logLevel: LogLevel.ERROR,
  installerOptions: { clientOptions },
});
const app = new App({ token: process.env.SLACK_BOT_TOKEN, receiver, clientOptions, logLevel: LogLevel.ERROR });

app.command("/incident", async ({ command, ack }) => {
  insert.run(command.trigger_id, command.user_id, command.text);
  await ack();
});

receiver.client.once("connected", () => process.stderr.write("connected to Slack\n"));
app.start();
