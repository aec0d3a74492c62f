R"sql(
-- How many tasks of an incident are open, so that those of closed incidents are found for reminders
-- and lists without reading every incident.
ALTER TABLE incident ADD COLUMN open_tasks INTEGER NOT NULL DEFAULT 0 CHECK (open_tasks >= 0);

CREATE INDEX incident_open_tasks ON incident (number) WHERE open_tasks > 0;
)sql"
