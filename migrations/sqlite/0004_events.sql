-- Events know their place, their part in logins, and their place in a chain that shows what was changed afterwards.

-- Where requests came from: one row a place (model::Place). id is made of what tells places apart.
CREATE TABLE places (
    tenant TEXT  NOT NULL,
    id     TEXT  NOT NULL,
    place  TEXT  NOT NULL,
    PRIMARY KEY (tenant, id)
) WITHOUT ROWID;

-- place is an id of places. login tells what an event says of a login: 1 success, 2 failure, 3 impersonation, NULL nothing.
-- chain, number and hash: the event is the number-th of its chain, and hash covers it and the hash before. NULL in what
-- was written before this migration.
ALTER TABLE logs ADD COLUMN place TEXT;
ALTER TABLE logs ADD COLUMN login BIGINT;
ALTER TABLE logs ADD COLUMN chain BIGINT;
ALTER TABLE logs ADD COLUMN number BIGINT;
ALTER TABLE logs ADD COLUMN hash TEXT;

-- A page of the log walks one of these backward; the filters that are in them are tested without a look at the rows.
DROP INDEX logs_user;
CREATE INDEX logs_user ON logs (tenant, user_id, id, type, client_id, connection);
CREATE INDEX logs_type ON logs (tenant, type, id, client_id, connection);
CREATE INDEX logs_client ON logs (tenant, client_id, id, type, connection);
CREATE INDEX logs_connection ON logs (tenant, connection, id, type, client_id);
CREATE INDEX logs_ip ON logs (tenant, ip, id);
CREATE INDEX logs_login ON logs (tenant, login, date) WHERE login IS NOT NULL;
-- A user's logins by day: Locations are counted in this index alone, in its order, and the last login before a new one is
-- at its end.
CREATE INDEX logs_place ON logs (tenant, user_id, login, (date / 86400000), place, date) WHERE login IS NOT NULL;
CREATE UNIQUE INDEX logs_chain ON logs (tenant, chain, number) WHERE chain IS NOT NULL;

-- The end of each chain. first_number and first_hash: the last event that retention deleted (0 and '' where none was).
CREATE TABLE log_chains (
    tenant       TEXT   NOT NULL,
    chain        BIGINT NOT NULL,
    number       BIGINT NOT NULL,
    hash         TEXT   NOT NULL,
    first_number BIGINT NOT NULL,
    first_hash   TEXT   NOT NULL,
    PRIMARY KEY (tenant, chain)
) WITHOUT ROWID;

-- What the chains were at a moment, signed with a key that is not in the database. chains is JSON.
CREATE TABLE log_checkpoints (
    tenant     TEXT   NOT NULL,
    number     BIGINT NOT NULL,
    chains     TEXT  NOT NULL,
    created_at BIGINT NOT NULL,
    signature  TEXT   NOT NULL,
    PRIMARY KEY (tenant, number)
) WITHOUT ROWID;

-- Logins of each whole hour that is over, counted once. hour is its first millisecond.
CREATE TABLE login_hours (
    tenant    TEXT   NOT NULL,
    hour      BIGINT NOT NULL,
    successes BIGINT NOT NULL,
    failures  BIGINT NOT NULL,
    PRIMARY KEY (tenant, hour)
) WITHOUT ROWID;
