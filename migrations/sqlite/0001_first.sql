-- The first schema. The tenant is the first column of every key. Times are milliseconds since 1970 (UTC); 0 where a sort
-- needs a value for "never". Ids are made by Roster. JSON is TEXT here and JSONB on PostgreSQL.

CREATE TABLE tenants (
    id            TEXT   NOT NULL PRIMARY KEY,
    friendly_name TEXT   NOT NULL,
    created_at    BIGINT NOT NULL
);

CREATE TABLE connections (
    tenant     TEXT   NOT NULL REFERENCES tenants (id),
    id         TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    strategy   TEXT   NOT NULL,
    options    TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE UNIQUE INDEX connections_name ON connections (tenant, name);

CREATE TABLE clients (
    tenant     TEXT   NOT NULL REFERENCES tenants (id),
    id         TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
);

-- Which applications use which connections.
CREATE TABLE connection_clients (
    tenant     TEXT NOT NULL,
    connection TEXT NOT NULL,
    client     TEXT NOT NULL,
    PRIMARY KEY (tenant, connection, client),
    FOREIGN KEY (tenant, connection) REFERENCES connections (tenant, id),
    FOREIGN KEY (tenant, client) REFERENCES clients (tenant, id)
) WITHOUT ROWID;

-- email and username are '' where there is none: a keyset needs comparable values. name_sort is what the list is sorted
-- by; words is what a search compares with (see user_words).
CREATE TABLE users (
    tenant              TEXT    NOT NULL REFERENCES tenants (id),
    id                  TEXT    NOT NULL,
    email               TEXT    NOT NULL,
    email_verified      BOOLEAN NOT NULL,
    username            TEXT    NOT NULL,
    phone_number        TEXT,
    phone_verified      BOOLEAN,
    name                TEXT,
    given_name          TEXT,
    family_name         TEXT,
    nickname            TEXT,
    picture             TEXT,
    name_sort           TEXT    NOT NULL,
    words               TEXT    NOT NULL,
    blocked             BOOLEAN,
    logins_count        BIGINT  NOT NULL,
    last_login          BIGINT  NOT NULL,
    last_ip             TEXT,
    last_password_reset BIGINT,
    created_at          BIGINT  NOT NULL,
    updated_at          BIGINT  NOT NULL,
    identities          TEXT    NOT NULL,
    user_metadata       TEXT,
    app_metadata        TEXT,
    attributes          TEXT    NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX users_name ON users (tenant, name_sort, id);
CREATE INDEX users_email ON users (tenant, email, id);
CREATE INDEX users_logins ON users (tenant, logins_count, id);
CREATE INDEX users_last_login ON users (tenant, last_login, id);
-- The order that lists have at first. It carries the words, so that a search along it reads no row that it does not show.
CREATE INDEX users_created ON users (tenant, created_at, id, words);
-- These carry what they are conditioned on, or SQLite would look at each row once more.
CREATE INDEX users_blocked ON users (tenant, id, blocked) WHERE blocked;
CREATE INDEX users_unverified ON users (tenant, id, email_verified, email) WHERE NOT email_verified AND email <> '';

-- How many users a tenant has, spread over slots so that two creates seldom wait for one row.
CREATE TABLE user_counts (
    tenant TEXT   NOT NULL,
    slot   BIGINT NOT NULL,
    users  BIGINT NOT NULL,
    PRIMARY KEY (tenant, slot)
) WITHOUT ROWID;

-- Each word of a user's names and addresses, folded; a search is a range of this key.
CREATE TABLE user_words (
    tenant  TEXT NOT NULL,
    word    TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (tenant, word, user_id)
) WITHOUT ROWID;

-- The connections that a user has an identity in.
CREATE TABLE user_connections (
    tenant     TEXT NOT NULL,
    connection TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    PRIMARY KEY (tenant, connection, user_id)
) WITHOUT ROWID;

-- What a user may log in with; unique in a connection. kind is email, username or phone_number.
CREATE TABLE user_identifiers (
    tenant     TEXT NOT NULL,
    connection TEXT NOT NULL,
    kind       TEXT NOT NULL,
    value      TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    PRIMARY KEY (tenant, connection, kind, value)
) WITHOUT ROWID;

CREATE TABLE passwords (
    tenant     TEXT   NOT NULL,
    user_id    TEXT   NOT NULL,
    hash       TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, user_id),
    FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id)
) WITHOUT ROWID;

-- Creates that may be sent again because their answer was lost.
CREATE TABLE idempotency_keys (
    tenant     TEXT   NOT NULL,
    key        TEXT   NOT NULL,
    user_id    TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, key)
) WITHOUT ROWID;
CREATE INDEX idempotency_keys_age ON idempotency_keys (tenant, created_at);

CREATE TABLE logs (
    tenant      TEXT   NOT NULL REFERENCES tenants (id),
    id          TEXT   NOT NULL,
    date        BIGINT NOT NULL,
    type        TEXT   NOT NULL,
    description TEXT,
    connection  TEXT,
    client_id   TEXT,
    client_name TEXT,
    ip          TEXT,
    user_agent  TEXT,
    user_id     TEXT,
    user_name   TEXT,
    details     TEXT,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX logs_user ON logs (tenant, user_id, id);

-- Administrators belong to the installation; what they may do, to a tenant.
CREATE TABLE administrators (
    id            TEXT   NOT NULL PRIMARY KEY,
    email         TEXT   NOT NULL,
    password_hash TEXT   NOT NULL,
    created_at    BIGINT NOT NULL
);
CREATE UNIQUE INDEX administrators_email ON administrators (email);

CREATE TABLE memberships (
    tenant        TEXT NOT NULL REFERENCES tenants (id),
    administrator TEXT NOT NULL REFERENCES administrators (id),
    role          TEXT NOT NULL,
    PRIMARY KEY (tenant, administrator)
) WITHOUT ROWID;

-- Sessions of administrators; the id itself is in the cookie alone.
CREATE TABLE administrator_sessions (
    id_hash       TEXT   NOT NULL PRIMARY KEY,
    administrator TEXT   NOT NULL REFERENCES administrators (id),
    tenant        TEXT   NOT NULL,
    created_at    BIGINT NOT NULL,
    last_seen_at  BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX administrator_sessions_administrator ON administrator_sessions (administrator);

-- The link that makes the first administrator.
CREATE TABLE setup_tokens (
    id_hash    TEXT   NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;
