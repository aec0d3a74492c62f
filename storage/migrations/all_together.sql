R"sql(
-- What the numbered migrations make of an empty file, all together, for a new database. Written by
-- tests/storage/new_database_test.cpp; never changed by hand.

CREATE TABLE migration (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,
  applied_at INTEGER NOT NULL
) STRICT;

CREATE TABLE incident (
  number INTEGER PRIMARY KEY CHECK (number > 0),
  title TEXT NOT NULL,
  severity TEXT CHECK (severity = 'sev1' OR severity = 'sev2' OR severity = 'sev3' OR
                                severity = 'sev4'),
  state TEXT NOT NULL CHECK (state = 'investigating' OR state = 'identified' OR
                                   state = 'monitoring' OR state = 'mitigated' OR
                                   state = 'resolved' OR state = 'closed' OR state = 'cancelled'),
  is_private INTEGER NOT NULL CHECK (is_private IN (0, 1)),
  is_drill INTEGER NOT NULL CHECK (is_drill IN (0, 1)),
  channel TEXT NOT NULL,
  declared_at INTEGER NOT NULL,
  last_entry INTEGER NOT NULL CHECK (last_entry >= 0),
  latest_entry_at INTEGER,
  details TEXT NOT NULL
, open_tasks INTEGER NOT NULL DEFAULT 0 CHECK (open_tasks >= 0)) STRICT;

CREATE UNIQUE INDEX incident_channel ON incident (channel) WHERE channel <> '';

CREATE INDEX incident_active ON incident (number) WHERE state NOT IN ('closed', 'cancelled');

CREATE TABLE event (
  sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
  incident INTEGER NOT NULL REFERENCES incident (number) DEFERRABLE INITIALLY DEFERRED,
  entry INTEGER CHECK (entry > 0),
  happened_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  zone TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind <> ''),
  body TEXT NOT NULL,
  UNIQUE (incident, entry)
) STRICT;

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN
  SELECT RAISE(ABORT, 'events are never changed');
END;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN
  SELECT RAISE(ABORT, 'events are never deleted');
END;

CREATE TABLE person (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  name TEXT NOT NULL,
  zone TEXT NOT NULL,
  is_bot INTEGER NOT NULL CHECK (is_bot IN (0, 1)),
  is_gone INTEGER NOT NULL CHECK (is_gone IN (0, 1)),
  is_guest INTEGER NOT NULL CHECK (is_guest IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE writeup (
  incident INTEGER NOT NULL REFERENCES incident (number),
  revision INTEGER NOT NULL CHECK (revision > 0),
  made_at INTEGER NOT NULL,
  markdown TEXT NOT NULL, events INTEGER NOT NULL DEFAULT 0 CHECK (events >= 0),
  PRIMARY KEY (incident, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  incident INTEGER REFERENCES incident (number),
  lane TEXT NOT NULL CHECK (lane <> ''),
  subject TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind <> ''),
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'ready' OR state = 'sending' OR state = 'sent' OR
                                   state = 'rejected' OR state = 'superseded'),
  joined_to INTEGER REFERENCES outbox (id) CHECK (joined_to <> id),
  progress TEXT NOT NULL,
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  created_at INTEGER NOT NULL,
  sending_at INTEGER,
  trouble TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX outbox_waiting ON outbox (lane, subject)
  WHERE state = 'ready' AND subject <> '';

CREATE TABLE timer (
  incident INTEGER NOT NULL CHECK (incident >= 0),
  kind TEXT NOT NULL CHECK (kind <> ''),
  step INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  PRIMARY KEY (incident, kind, step)
) STRICT, WITHOUT ROWID;

CREATE INDEX timer_due_at ON timer (due_at);

CREATE TABLE setting (
  name TEXT PRIMARY KEY CHECK (name <> ''),
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX incident_open_tasks ON incident (number) WHERE open_tasks > 0;

CREATE TABLE search_progress (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  sequence INTEGER NOT NULL CHECK (sequence >= 0)
) STRICT;

CREATE TABLE "input" (
  key TEXT PRIMARY KEY CHECK (key <> ''),
  handled_at INTEGER NOT NULL,
  reply TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox_settled (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  up_to INTEGER NOT NULL CHECK (up_to >= 0)
) STRICT;

CREATE TRIGGER outbox_stays_settled BEFORE UPDATE OF state ON outbox
WHEN OLD.state <> 'ready' AND OLD.state <> 'sending' AND
     (NEW.state = 'ready' OR NEW.state = 'sending') BEGIN
  SELECT RAISE(ABORT, 'a settled row of the outbox stays settled');
END;

CREATE VIRTUAL TABLE past USING fts5 (
  title,
  gist,
  text,
  tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE incident_times (
  incident INTEGER PRIMARY KEY REFERENCES incident (number),
  happened_at INTEGER NOT NULL,
  severity TEXT,
  is_going_on INTEGER NOT NULL CHECK (is_going_on IN (0, 1)),
  started_at INTEGER,
  detected_at INTEGER,
  mitigated_at INTEGER,
  resolved_at INTEGER,
  paged_at INTEGER,
  acknowledged_at INTEGER
) STRICT;

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

CREATE TABLE "message" (
  incident INTEGER NOT NULL REFERENCES incident (number),
  purpose TEXT NOT NULL CHECK (purpose = 'card' OR purpose = 'announcement' OR
                                     purpose = 'writeup' OR purpose = 'questions' OR
                                     purpose = 'canvas'),
  part INTEGER NOT NULL CHECK (part >= 0),
  channel TEXT NOT NULL,
  ts TEXT NOT NULL,
  shows TEXT NOT NULL,
  PRIMARY KEY (incident, purpose, part)
) STRICT, WITHOUT ROWID;

INSERT INTO search_progress VALUES (1, 0);

INSERT INTO outbox_settled VALUES (1, 0);
)sql"
