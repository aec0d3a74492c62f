R"sql(
-- The past put to use. What is looked for with `find` and `similar` becomes a text for each incident
-- (of a long one: for each 64 of its entries), because a common word is in a million entries but
-- only in some thousands of incidents; the row's id is the incident's number times 65536 plus the
-- part. Filled again from the record, part by part.
DROP TABLE search;

CREATE VIRTUAL TABLE past USING fts5 (
  title,
  gist,
  text,
  tokenize = 'unicode61 remove_diacritics 2'
);

UPDATE search_progress SET sequence = 0;

-- The moments of an incident from which numbers are computed. A table of its own, because the rows
-- of 100,000 incidents are 200 MB and this is 6. Drills, private and cancelled incidents and
-- duplicates have no row.
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

INSERT INTO incident_times
SELECT number,
       coalesce(details ->> '$.started_at', details ->> '$.since', declared_at),
       severity,
       state NOT IN ('resolved', 'closed'),
       details ->> '$.started_at',
       details ->> '$.detected_at',
       details ->> '$.mitigated_at',
       details ->> '$.resolved_at',
       (SELECT min(value ->> '$.opened_at') FROM json_each(details, '$.pages')),
       (SELECT min(value ->> '$.answered_at') FROM json_each(details, '$.pages')
        WHERE value ->> '$.state' = 'acknowledged')
FROM incident
WHERE is_drill = 0 AND is_private = 0 AND state <> 'cancelled' AND
      coalesce(details ->> '$.merged_into', 0) = 0;
)sql"
