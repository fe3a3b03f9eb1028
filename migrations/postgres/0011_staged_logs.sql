-- SQLite alone stages its events: its one writer is what logins wait for. PostgreSQL's writers keep the log's indexes side
-- by side.
SELECT 1;
