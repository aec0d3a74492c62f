R"sql(
-- Alerts of monitoring systems, and the messages that show them. An alert is known by its source
-- and its fingerprint; when it fires again long after its end it gets another card, and the row of
-- the earlier one stays with the earlier card. A card's number stands in the buttons of its
-- message, so none is given twice, even after the card was forgotten.

CREATE TABLE alert_card (
  number INTEGER PRIMARY KEY AUTOINCREMENT CHECK (number > 0),
  gathers INTEGER NOT NULL CHECK (gathers IN (0, 1)),
  opened_at INTEGER NOT NULL,
  incident INTEGER REFERENCES incident (number),
  channel TEXT NOT NULL DEFAULT '',
  ts TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX alert_card_opened_at ON alert_card (opened_at);
CREATE INDEX alert_card_incident ON alert_card (incident) WHERE incident IS NOT NULL;

CREATE TABLE alert (
  source TEXT NOT NULL CHECK (source <> ''),
  fingerprint TEXT NOT NULL CHECK (fingerprint <> ''),
  card INTEGER NOT NULL REFERENCES alert_card (number),
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  url TEXT NOT NULL,
  labels TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  said_at INTEGER,
  reports INTEGER NOT NULL CHECK (reports > 0),
  heard_at INTEGER NOT NULL,
  PRIMARY KEY (source, fingerprint, card)
) STRICT, WITHOUT ROWID;

CREATE INDEX alert_of_card ON alert (card, started_at);
CREATE INDEX alert_heard_at ON alert (heard_at);
)sql"
