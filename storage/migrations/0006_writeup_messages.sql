R"sql(
-- A write-up is posted in several messages, which are edited when the record changes after the
-- closing: each is kept by its part, with a note of what it shows. `questions` is the message with
-- what the write-up still asks. Of a write-up it is kept how many events it was made from, so that
-- what came after it is known.

CREATE TABLE message_by_part (
  incident INTEGER NOT NULL REFERENCES incident (number),
  purpose TEXT NOT NULL CHECK (purpose = 'card' OR purpose = 'announcement' OR
                                     purpose = 'writeup' OR purpose = 'questions'),
  part INTEGER NOT NULL CHECK (part >= 0),
  channel TEXT NOT NULL,
  ts TEXT NOT NULL,
  shows TEXT NOT NULL,
  PRIMARY KEY (incident, purpose, part)
) STRICT, WITHOUT ROWID;

INSERT INTO message_by_part (incident, purpose, part, channel, ts, shows)
SELECT incident, purpose, 0, channel, ts, '' FROM message;
DROP TABLE message;
ALTER TABLE message_by_part RENAME TO message;

ALTER TABLE writeup ADD COLUMN events INTEGER NOT NULL DEFAULT 0 CHECK (events >= 0);
)sql"
