R"sql(
-- Every commit writes each page that it changed, so a command is the faster the fewer trees it
-- changes. The keys of the inputs become the table itself, with no index beside it, and the index of
-- the unsettled rows of the outbox, which only the start of the program reads, becomes a mark that
-- moves now and then: all rows up to it are settled.

CREATE TABLE input_by_key (
  key TEXT PRIMARY KEY CHECK (key <> ''),
  handled_at INTEGER NOT NULL,
  reply TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO input_by_key (key, handled_at, reply) SELECT key, handled_at, reply FROM input;
DROP TABLE input;
ALTER TABLE input_by_key RENAME TO input;

CREATE TABLE outbox_settled (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  up_to INTEGER NOT NULL CHECK (up_to >= 0)
) STRICT;

INSERT INTO outbox_settled (one, up_to)
SELECT 1, coalesce((SELECT min(id) - 1 FROM outbox WHERE state IN ('ready', 'sending')),
                   (SELECT max(id) FROM outbox), 0);

DROP INDEX outbox_unsettled;

CREATE TRIGGER outbox_stays_settled BEFORE UPDATE OF state ON outbox
WHEN OLD.state <> 'ready' AND OLD.state <> 'sending' AND
     (NEW.state = 'ready' OR NEW.state = 'sending') BEGIN
  SELECT RAISE(ABORT, 'a settled row of the outbox stays settled');
END;

-- In an incident that is written down long afterwards, what was typed without a time of its own does
-- not count any more for the day on which a bare time of day is.
UPDATE incident SET latest_entry_at = coalesce(
  (SELECT max(happened_at) FROM event
   WHERE event.incident = incident.number AND entry > 0 AND (zone <> '' OR kind = 'declared')),
  latest_entry_at)
WHERE json_extract(details, '$.since') IS NOT NULL;
)sql"
