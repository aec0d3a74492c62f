R"sql(
-- What is looked for with `find`: a row for each event that has words of its own, under the event's
-- sequence, with its text as it stands after corrections. Filled when somebody looks for something
-- and in quiet moments, because a commit of one command would take half as long again with it.
CREATE VIRTUAL TABLE search USING fts5 (
  title,
  text,
  tokenize = 'unicode61 remove_diacritics 2'
);

-- Up to which event that has come.
CREATE TABLE search_progress (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  sequence INTEGER NOT NULL CHECK (sequence >= 0)
) STRICT;

INSERT INTO search_progress (only_row, sequence) VALUES (1, 0);
)sql"
