-- Applications, what they may call, and how their users log in. Secrets, codes and tokens are kept as SHA-256 alone.

-- The tenant's settings: branding, session lifetimes, default directory (model::TenantSettings).
ALTER TABLE tenants ADD COLUMN settings TEXT;

-- Everything of an application but its secret (model::Client); NULL for one made before this migration.
ALTER TABLE clients ADD COLUMN settings TEXT;
ALTER TABLE clients ADD COLUMN secret_hash TEXT;
CREATE INDEX clients_name ON clients (tenant, name, id);

-- APIs (model::ResourceServer). is_system is true for the one that Roster itself is, the Management API.
CREATE TABLE resource_servers (
    tenant     TEXT   NOT NULL REFERENCES tenants (id),
    id         TEXT   NOT NULL,
    identifier TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    settings   TEXT   NOT NULL,
    is_system  BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE UNIQUE INDEX resource_servers_identifier ON resource_servers (tenant, identifier);

-- Which machine applications may call which API, with which scopes. scope is a JSON array of strings.
CREATE TABLE client_grants (
    tenant     TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    client_id  TEXT   NOT NULL,
    audience   TEXT   NOT NULL,
    scope      TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, client_id) REFERENCES clients (tenant, id)
);
CREATE UNIQUE INDEX client_grants_pair ON client_grants (tenant, client_id, audience);
CREATE INDEX client_grants_audience ON client_grants (tenant, audience, client_id);

-- Signing keys. state is next, current, previous or revoked; private_key is PKCS #8 DER in base64, '' once revoked.
CREATE TABLE signing_keys (
    tenant      TEXT   NOT NULL REFERENCES tenants (id),
    kid         TEXT   NOT NULL,
    alg         TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    private_key TEXT   NOT NULL,
    public_jwk  TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    current_at  BIGINT,
    revoked_at  BIGINT,
    PRIMARY KEY (tenant, kid)
) WITHOUT ROWID;
CREATE UNIQUE INDEX signing_keys_turn ON signing_keys (tenant, alg, state) WHERE state IN ('next', 'current');

-- A browser's login at the tenant, shared by its applications. The cookie holds a secret; id is the `sid` of tokens.
-- clients is a JSON array of the client ids that were logged in with it.
CREATE TABLE user_sessions (
    tenant           TEXT   NOT NULL,
    id               TEXT   NOT NULL,
    secret_hash      TEXT   NOT NULL,
    user_id          TEXT   NOT NULL,
    connection       TEXT   NOT NULL,
    clients          TEXT   NOT NULL,
    ip               TEXT,
    user_agent       TEXT,
    created_at       BIGINT NOT NULL,
    authenticated_at BIGINT NOT NULL,
    last_seen_at     BIGINT NOT NULL,
    idle_expires_at  BIGINT NOT NULL,
    expires_at       BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE UNIQUE INDEX user_sessions_secret ON user_sessions (tenant, secret_hash);
CREATE INDEX user_sessions_user ON user_sessions (tenant, user_id, created_at);
CREATE INDEX user_sessions_expiry ON user_sessions (tenant, expires_at);

-- What an application asked at /authorize, while its user logs in. request is JSON.
CREATE TABLE login_transactions (
    tenant     TEXT   NOT NULL,
    id_hash    TEXT   NOT NULL,
    request    TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id_hash)
) WITHOUT ROWID;
CREATE INDEX login_transactions_expiry ON login_transactions (tenant, expires_at);

-- One authorization of a user for an application: what its code, and every token that came of it, stand for. Revoking
-- it ends them all. code_hash is '' where there was no code. details is JSON (nonce, challenge, redirect_uri …).
CREATE TABLE authorizations (
    tenant          TEXT   NOT NULL,
    id              TEXT   NOT NULL,
    code_hash       TEXT   NOT NULL,
    code_expires_at BIGINT NOT NULL,
    redeemed_at     BIGINT,
    revoked_at      BIGINT,
    user_id         TEXT   NOT NULL,
    client_id       TEXT   NOT NULL,
    connection      TEXT   NOT NULL,
    session_id      TEXT,
    audience        TEXT   NOT NULL,
    scope           TEXT   NOT NULL,
    details         TEXT   NOT NULL,
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX authorizations_code ON authorizations (tenant, code_hash);
CREATE INDEX authorizations_user ON authorizations (tenant, user_id, client_id);
CREATE INDEX authorizations_session ON authorizations (tenant, session_id);
CREATE INDEX authorizations_expiry ON authorizations (tenant, expires_at);

-- Opaque access tokens, good for /userinfo alone.
CREATE TABLE access_tokens (
    tenant        TEXT   NOT NULL,
    token_hash    TEXT   NOT NULL,
    authorization_id TEXT NOT NULL,
    scope         TEXT   NOT NULL,
    expires_at    BIGINT NOT NULL,
    PRIMARY KEY (tenant, token_hash)
) WITHOUT ROWID;
CREATE INDEX access_tokens_authorization ON access_tokens (tenant, authorization_id);
CREATE INDEX access_tokens_expiry ON access_tokens (tenant, expires_at);

-- One row a family of rotating refresh tokens: a device of a user. token_hash is of the newest token. The successor of a
-- token is made from it and successor_salt, so that a lost answer can be given again for a few seconds.
CREATE TABLE refresh_tokens (
    tenant           TEXT   NOT NULL,
    id               TEXT   NOT NULL,
    authorization_id TEXT   NOT NULL,
    user_id          TEXT   NOT NULL,
    client_id        TEXT   NOT NULL,
    session_id       TEXT,
    audience         TEXT   NOT NULL,
    scope            TEXT   NOT NULL,
    device_name      TEXT   NOT NULL,
    user_agent       TEXT,
    initial_ip       TEXT,
    last_ip          TEXT,
    token_hash       TEXT   NOT NULL,
    previous_hash    TEXT,
    successor_salt   TEXT,
    rotated_at       BIGINT,
    is_rotating      BOOLEAN NOT NULL,
    created_at       BIGINT NOT NULL,
    last_used_at     BIGINT NOT NULL,
    idle_expires_at  BIGINT NOT NULL,
    expires_at       BIGINT NOT NULL,
    revoked_at       BIGINT,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX refresh_tokens_user ON refresh_tokens (tenant, user_id, client_id, created_at);
CREATE INDEX refresh_tokens_session ON refresh_tokens (tenant, session_id);
CREATE INDEX refresh_tokens_authorization ON refresh_tokens (tenant, authorization_id);
CREATE INDEX refresh_tokens_expiry ON refresh_tokens (tenant, expires_at);

-- Every value that a family ever had, so that a spent one is known for as long as the family lives.
CREATE TABLE refresh_token_values (
    tenant     TEXT   NOT NULL,
    token_hash TEXT   NOT NULL,
    token_id   TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, token_hash)
) WITHOUT ROWID;
CREATE INDEX refresh_token_values_token ON refresh_token_values (tenant, token_id);

-- What a user allowed an application. scope is a JSON array of strings.
CREATE TABLE grants (
    tenant     TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    user_id    TEXT   NOT NULL,
    client_id  TEXT   NOT NULL,
    audience   TEXT   NOT NULL,
    scope      TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE UNIQUE INDEX grants_pair ON grants (tenant, user_id, client_id, audience);

-- Devices without a browser (RFC 8628). status is pending, approved, denied or spent.
CREATE TABLE device_codes (
    tenant         TEXT   NOT NULL,
    device_hash    TEXT   NOT NULL,
    user_code      TEXT   NOT NULL,
    client_id      TEXT   NOT NULL,
    audience       TEXT   NOT NULL,
    scope          TEXT   NOT NULL,
    status         TEXT   NOT NULL,
    user_id        TEXT,
    session_id     TEXT,
    connection     TEXT,
    authenticated_at BIGINT,
    last_polled_at BIGINT,
    created_at     BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    PRIMARY KEY (tenant, device_hash)
);
CREATE UNIQUE INDEX device_codes_user_code ON device_codes (tenant, user_code);
CREATE INDEX device_codes_expiry ON device_codes (tenant, expires_at);

-- Links and handles for one use: kind is reset_password, verify_email, unblock or pushed_request. payload is JSON.
CREATE TABLE tickets (
    tenant     TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    id_hash    TEXT   NOT NULL,
    user_id    TEXT,
    payload    TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT,
    PRIMARY KEY (tenant, kind, id_hash)
) WITHOUT ROWID;
CREATE INDEX tickets_user ON tickets (tenant, user_id, kind);
CREATE INDEX tickets_expiry ON tickets (tenant, expires_at);

-- Client assertions that were used (RFC 7523 §3, jti).
CREATE TABLE spent_assertions (
    tenant     TEXT   NOT NULL,
    client_id  TEXT   NOT NULL,
    jti_hash   TEXT   NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, client_id, jti_hash)
) WITHOUT ROWID;
CREATE INDEX spent_assertions_expiry ON spent_assertions (tenant, expires_at);

-- Failures in a row, by user (or by what was typed, where nobody has it) and by address. ip is '' for "from anywhere".
CREATE TABLE login_attempts (
    tenant       TEXT   NOT NULL,
    subject      TEXT   NOT NULL,
    ip           TEXT   NOT NULL,
    failures     BIGINT NOT NULL,
    first_at     BIGINT NOT NULL,
    last_at      BIGINT NOT NULL,
    blocked_until BIGINT,
    identifier   TEXT   NOT NULL,
    connection   TEXT   NOT NULL,
    PRIMARY KEY (tenant, subject, ip)
) WITHOUT ROWID;
CREATE INDEX login_attempts_age ON login_attempts (tenant, last_at);

-- Hashes of passwords that a user had, newest last, as many as the connection remembers.
CREATE TABLE password_history (
    tenant     TEXT   NOT NULL,
    user_id    TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    hash       TEXT   NOT NULL,
    PRIMARY KEY (tenant, user_id, changed_at)
) WITHOUT ROWID;

-- Mails that were sent or, without SMTP settings, only kept. state is kept, waiting, sent or failed.
CREATE TABLE mails (
    tenant      TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    template    TEXT   NOT NULL,
    sender      TEXT   NOT NULL,
    recipient   TEXT   NOT NULL,
    user_id     TEXT,
    subject     TEXT   NOT NULL,
    text_body   TEXT   NOT NULL,
    html_body   TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    attempts    BIGINT NOT NULL,
    error       TEXT,
    created_at  BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    sent_at     BIGINT,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX mails_waiting ON mails (tenant, state, next_try_at);
CREATE INDEX mails_user ON mails (tenant, user_id);

-- What a mail says (model::MailTemplate); those that are not here are Roster's own.
CREATE TABLE mail_templates (
    tenant   TEXT NOT NULL,
    name     TEXT NOT NULL,
    template TEXT NOT NULL,
    PRIMARY KEY (tenant, name)
) WITHOUT ROWID;

-- How mails are sent. settings is JSON without the password.
CREATE TABLE smtp_settings (
    tenant   TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id),
    settings TEXT NOT NULL,
    password TEXT NOT NULL
) WITHOUT ROWID;
