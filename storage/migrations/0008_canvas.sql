R"sql(
-- The write-up is also the canvas of the incident's channel: kept like a message, with the canvas's
-- id in the place of a ts.

CREATE TABLE message_or_canvas (
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

INSERT INTO message_or_canvas (incident, purpose, part, channel, ts, shows)
SELECT incident, purpose, part, channel, ts, shows FROM message;
DROP TABLE message;
ALTER TABLE message_or_canvas RENAME TO message;
)sql"
