-- What programs keep with logins: up to 25 names and texts, JSON; NULL where there is nothing.
ALTER TABLE user_sessions ADD COLUMN metadata JSONB;
ALTER TABLE refresh_tokens ADD COLUMN metadata JSONB;

-- All of an application's are ended at once, or listed.
CREATE INDEX refresh_tokens_client ON refresh_tokens (tenant, client_id, id);
CREATE INDEX grants_client ON grants (tenant, client_id, id);

-- Accounts that were linked to another user: what logs them in, which was theirs before. id is the user id that they had;
-- what else is known of them stands in the user's identities. password_hash is NULL where they had no password.
CREATE TABLE linked_identities (
    tenant        TEXT COLLATE "C" NOT NULL,
    id            TEXT COLLATE "C" NOT NULL,
    user_id       TEXT COLLATE "C" NOT NULL,
    password_hash TEXT COLLATE "C",
    changed_at    BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
);

-- The linked account that an identifier is of; NULL for the user's own.
ALTER TABLE user_identifiers ADD COLUMN linked TEXT COLLATE "C";
