-- Administrators in the place of users.

-- No role includes it: it is given to a person.
ALTER TABLE memberships ADD COLUMN may_impersonate BOOLEAN NOT NULL DEFAULT FALSE;

-- When the administrator last showed their password in this session; 0 for one that began before this migration.
ALTER TABLE administrator_sessions ADD COLUMN authenticated_at BIGINT NOT NULL DEFAULT 0;

-- The impersonation that a session is; NULL for the user's own.
ALTER TABLE user_sessions ADD COLUMN impersonation TEXT;

-- One row a link. It was opened or not, and is over or not. administrator_session is the SHA-256 of the dashboard's session
-- that asked for it, and with which it ends; NULL where a program asked. parameters is JSON (model::ImpersonationParameters).
-- Names are those of then. expires_at is of the link until it is opened, and of the impersonation from then on.
CREATE TABLE impersonations (
    tenant                TEXT    NOT NULL REFERENCES tenants (id),
    id                    TEXT    NOT NULL,
    link_hash             TEXT    NOT NULL,
    administrator         TEXT    NOT NULL,
    administrator_email   TEXT    NOT NULL,
    administrator_session TEXT,
    user_id               TEXT    NOT NULL,
    user_name             TEXT    NOT NULL,
    client_id             TEXT    NOT NULL,
    client_name           TEXT    NOT NULL,
    connection            TEXT    NOT NULL,
    reason                TEXT    NOT NULL,
    is_view_only          BOOLEAN NOT NULL,
    parameters            TEXT    NOT NULL,
    created_at            BIGINT  NOT NULL,
    expires_at            BIGINT  NOT NULL,
    opened_at             BIGINT,
    ended_at              BIGINT,
    end_reason            TEXT,
    PRIMARY KEY (tenant, id)
);
CREATE UNIQUE INDEX impersonations_link ON impersonations (tenant, link_hash);
CREATE INDEX impersonations_open ON impersonations (tenant, expires_at) WHERE opened_at IS NOT NULL AND ended_at IS NULL;
CREATE INDEX user_sessions_impersonation ON user_sessions (tenant, impersonation) WHERE impersonation IS NOT NULL;
