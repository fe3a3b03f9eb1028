-- Blocks that say why and until when, devices that say where they are, and applications that are told of logouts.

-- When the block of a user ends by itself; NULL for one that an administrator ends. It stands beside `blocked`, so that
-- whoever reads a user knows whether they are blocked at this moment.
ALTER TABLE users ADD COLUMN blocked_until BIGINT;
CREATE INDEX users_blocked_until ON users (tenant, blocked_until) WHERE blocked_until IS NOT NULL;

-- Why an administrator blocked a user. reason is '' where none was given.
CREATE TABLE blocks (
    tenant     TEXT   NOT NULL,
    user_id    TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    blocked_by TEXT   NOT NULL,
    since      BIGINT NOT NULL,
    PRIMARY KEY (tenant, user_id)
) WITHOUT ROWID;

-- Where the token was last used from, as far as a GeoIP database told: an id of places.
ALTER TABLE refresh_tokens ADD COLUMN last_place TEXT;

-- Applications that are to be told that a user was logged out (OpenID Connect Back-Channel Logout 1.0). A row goes once
-- the application said that it knows, or after the last try.
CREATE TABLE logout_notices (
    tenant      TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    client_id   TEXT   NOT NULL,
    user_id     TEXT   NOT NULL,
    session_id  TEXT,
    attempts    BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
) WITHOUT ROWID;
CREATE INDEX logout_notices_due ON logout_notices (tenant, next_try_at);
