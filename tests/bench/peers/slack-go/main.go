// A bare bot on slack-go: one durable INSERT and one ack for each envelope, as bare_bot.cpp does it.
// It is what tocsin is measured against; tests/bench/README.md has the rules. The environment is
// that of tocsin.
package main

import (
	"database/sql"
	"fmt"
	"log"
	"os"

	_ "github.com/mattn/go-sqlite3"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

const schema = `CREATE TABLE IF NOT EXISTS line (
  id INTEGER PRIMARY KEY, envelope TEXT NOT NULL, user TEXT NOT NULL, text TEXT NOT NULL) STRICT`

// One connection, so that the statement stays prepared on it.
func open(path string) (*sql.DB, *sql.Stmt) {
	database, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=FULL")
	if err != nil {
		log.Fatal(err)
	}
	database.SetMaxOpenConns(1)
	if _, err := database.Exec(schema); err != nil {
		log.Fatal(err)
	}
	insert, err := database.Prepare("INSERT INTO line (envelope, user, text) VALUES (?, ?, ?)")
	if err != nil {
		log.Fatal(err)
	}
	return database, insert
}

func main() {
	database, insert := open(os.Getenv("TOCSIN_DB"))
	defer database.Close()
	api := slack.New(os.Getenv("SLACK_BOT_TOKEN"),
		slack.OptionAppLevelToken(os.Getenv("SLACK_APP_TOKEN")),
		slack.OptionAPIURL(os.Getenv("SLACK_API_URL")))
	client := socketmode.New(api)
	go func() { log.Fatal(client.Run()) }()
	for event := range client.Events {
		switch event.Type {
		case socketmode.EventTypeHello:
			fmt.Fprintln(os.Stderr, "connected to Slack")
		case socketmode.EventTypeConnectionError:
			fmt.Fprintln(os.Stderr, event.Data.(*slack.ConnectionErrorEvent).ErrorObj)
		case socketmode.EventTypeErrorBadMessage:
			fmt.Fprintln(os.Stderr, event.Data.(*socketmode.ErrorBadMessage).Cause)
		case socketmode.EventTypeSlashCommand:
			command := event.Data.(slack.SlashCommand)
			if _, err := insert.Exec(event.Request.EnvelopeID, command.UserID, command.Text); err != nil {
				log.Fatal(err)
			}
			client.Ack(*event.Request)
		}
	}
}
