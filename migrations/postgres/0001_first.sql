-- The first schema. The tenant is the first column of every key. Times are milliseconds since 1970 (UTC); 0 where a sort
-- needs a value for "never". Ids are made by Roster. JSON is JSONB here and TEXT on SQLite.
-- Texts compare by bytes, as on SQLite: COLLATE "C" wherever they are sorted or searched by their beginning.

CREATE TABLE tenants (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    friendly_name TEXT   NOT NULL,
    created_at    BIGINT NOT NULL
);

CREATE TABLE connections (
    tenant     TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
    id         TEXT COLLATE "C" NOT NULL,
    name       TEXT COLLATE "C" NOT NULL,
    strategy   TEXT   NOT NULL,
    options    JSONB   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE UNIQUE INDEX connections_name ON connections (tenant, name);

CREATE TABLE clients (
    tenant     TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
    id         TEXT COLLATE "C" NOT NULL,
    name       TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
);

-- Which applications use which connections.
CREATE TABLE connection_clients (
    tenant     TEXT COLLATE "C" NOT NULL,
    connection TEXT COLLATE "C" NOT NULL,
    client     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, connection, client),
    FOREIGN KEY (tenant, connection) REFERENCES connections (tenant, id),
    FOREIGN KEY (tenant, client) REFERENCES clients (tenant, id)
);

-- email and username are '' where there is none: a keyset needs comparable values. name_sort is what the list is sorted
-- by; words is what a search compares with (see user_words).
CREATE TABLE users (
    tenant              TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
    id                  TEXT COLLATE "C" NOT NULL,
    email               TEXT COLLATE "C" NOT NULL,
    email_verified      BOOLEAN NOT NULL,
    username            TEXT    NOT NULL,
    phone_number        TEXT,
    phone_verified      BOOLEAN,
    name                TEXT COLLATE "C",
    given_name          TEXT,
    family_name         TEXT,
    nickname            TEXT,
    picture             TEXT,
    name_sort           TEXT COLLATE "C" NOT NULL,
    words               TEXT COLLATE "C" NOT NULL,
    blocked             BOOLEAN,
    logins_count        BIGINT  NOT NULL,
    last_login          BIGINT  NOT NULL,
    last_ip             TEXT,
    last_password_reset BIGINT,
    created_at          BIGINT  NOT NULL,
    updated_at          BIGINT  NOT NULL,
    identities          JSONB    NOT NULL,
    user_metadata       JSONB,
    app_metadata        JSONB,
    attributes          JSONB    NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX users_name ON users (tenant, name_sort, id);
CREATE INDEX users_email ON users (tenant, email, id);
CREATE INDEX users_logins ON users (tenant, logins_count, id);
CREATE INDEX users_last_login ON users (tenant, last_login, id);
-- On SQLite this index carries the words; here an entry could become too large, and rows lie in the
-- order of their creation anyway.
CREATE INDEX users_created ON users (tenant, created_at, id);
-- These carry what they are conditioned on, or SQLite would look at each row once more.
CREATE INDEX users_blocked ON users (tenant, id, blocked) WHERE blocked;
CREATE INDEX users_unverified ON users (tenant, id, email_verified, email) WHERE NOT email_verified AND email <> '';

-- How many users a tenant has, spread over slots so that two creates seldom wait for one row.
CREATE TABLE user_counts (
    tenant TEXT COLLATE "C" NOT NULL,
    slot   BIGINT NOT NULL,
    users  BIGINT NOT NULL,
    PRIMARY KEY (tenant, slot)
);

-- Each word of a user's names and addresses, folded; a search is a range of this key.
CREATE TABLE user_words (
    tenant  TEXT COLLATE "C" NOT NULL,
    word    TEXT COLLATE "C" NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, word, user_id)
);

-- The connections that a user has an identity in.
CREATE TABLE user_connections (
    tenant     TEXT COLLATE "C" NOT NULL,
    connection TEXT COLLATE "C" NOT NULL,
    user_id    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, connection, user_id)
);

-- What a user may log in with; unique in a connection. kind is email, username or phone_number.
CREATE TABLE user_identifiers (
    tenant     TEXT COLLATE "C" NOT NULL,
    connection TEXT COLLATE "C" NOT NULL,
    kind       TEXT COLLATE "C" NOT NULL,
    value      TEXT COLLATE "C" NOT NULL,
    user_id    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, connection, kind, value)
);

CREATE TABLE passwords (
    tenant     TEXT COLLATE "C" NOT NULL,
    user_id    TEXT COLLATE "C" NOT NULL,
    hash       TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, user_id),
    FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id)
);

-- Creates that may be sent again because their answer was lost.
CREATE TABLE idempotency_keys (
    tenant     TEXT COLLATE "C" NOT NULL,
    key        TEXT COLLATE "C" NOT NULL,
    user_id    TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (tenant, created_at);

CREATE TABLE logs (
    tenant      TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
    id          TEXT COLLATE "C" NOT NULL,
    date        BIGINT NOT NULL,
    type        TEXT   NOT NULL,
    description TEXT,
    connection  TEXT COLLATE "C",
    client_id   TEXT,
    client_name TEXT,
    ip          TEXT,
    user_agent  TEXT,
    user_id     TEXT COLLATE "C",
    user_name   TEXT,
    details     JSONB,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX logs_user ON logs (tenant, user_id, id);

-- Administrators belong to the installation; what they may do, to a tenant.
CREATE TABLE administrators (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    email         TEXT COLLATE "C" NOT NULL,
    password_hash TEXT   NOT NULL,
    created_at    BIGINT NOT NULL
);
CREATE UNIQUE INDEX administrators_email ON administrators (email);

CREATE TABLE memberships (
    tenant        TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
    administrator TEXT COLLATE "C" NOT NULL REFERENCES administrators (id),
    role          TEXT NOT NULL,
    PRIMARY KEY (tenant, administrator)
);

-- Sessions of administrators; the id itself is in the cookie alone.
CREATE TABLE administrator_sessions (
    id_hash       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    administrator TEXT COLLATE "C" NOT NULL REFERENCES administrators (id),
    tenant        TEXT COLLATE "C" NOT NULL,
    created_at    BIGINT NOT NULL,
    last_seen_at  BIGINT NOT NULL
);
CREATE INDEX administrator_sessions_administrator ON administrator_sessions (administrator);

-- The link that makes the first administrator.
CREATE TABLE setup_tokens (
    id_hash    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
