R"sql(
-- The record of incidents, the outbox, the timers. Moments are milliseconds since 1970-01-01 UTC;
-- words (states, kinds, purposes) are those of the domain's name_of functions and of the codecs.
--
-- The foreign key of event is deferred to the commit, because the events of a declaration are
-- appended before the row that they add up to. Any other row comes after the row of its incident.
--
-- Words are compared one by one, because SQLite builds a table of its own for an IN of more than
-- two, at every row that it checks; and an index is only where a command or the start of the
-- program looks something up, because every commit writes its page.

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
) STRICT;

CREATE UNIQUE INDEX incident_channel ON incident (channel) WHERE channel <> '';
CREATE INDEX incident_active ON incident (number) WHERE state NOT IN ('closed', 'cancelled');

-- What happened: never changed, never taken away. `sequence` is the order of recording over all
-- incidents, so that a new event always goes to the end of the table.
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

CREATE TABLE input (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE CHECK (key <> ''),
  handled_at INTEGER NOT NULL,
  reply TEXT NOT NULL
) STRICT;

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
  markdown TEXT NOT NULL,
  PRIMARY KEY (incident, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
  incident INTEGER NOT NULL REFERENCES incident (number),
  purpose TEXT NOT NULL CHECK (purpose = 'card' OR purpose = 'announcement' OR
                                     purpose = 'writeup'),
  channel TEXT NOT NULL,
  ts TEXT NOT NULL,
  PRIMARY KEY (incident, purpose)
) STRICT, WITHOUT ROWID;

-- Rows are never deleted, so that an id (it travels with the message as metadata) means one
-- delivery for ever.
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

CREATE INDEX outbox_unsettled ON outbox (id) WHERE state IN ('ready', 'sending');
CREATE UNIQUE INDEX outbox_waiting ON outbox (lane, subject)
  WHERE state = 'ready' AND subject <> '';

-- incident 0: of the program itself, which is why there is no foreign key.
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
)sql"
