-- What programs search users by, from indexes.

-- Each value in a user's metadata, and what else of them is searched and is no column of `users`. field is the path to the value,
-- value begins with its type, so that ranges of numbers are ranges of the key. is_many says that the user has several values
-- there: who counts users counts those once. What a list is sorted by at first stands beside the key, so that a page is made
-- from this table alone.
CREATE TABLE user_terms (
    tenant     TEXT    NOT NULL,
    field      TEXT    NOT NULL,
    value      TEXT    NOT NULL,
    user_id    TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    is_many    BOOLEAN NOT NULL,
    PRIMARY KEY (tenant, field, value, user_id)
) WITHOUT ROWID;

-- Tenants whose users came before this table, and how far it was filled with them (see store::user_terms).
CREATE TABLE user_term_fills (
    tenant  TEXT NOT NULL PRIMARY KEY,
    done_to TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO user_term_fills (tenant, done_to) SELECT id, '' FROM tenants;

-- The columns that programs search by. Each index ends with when the user was created, for the same reason. NOCASE knows the
-- letters of ASCII alone, as LOWER() does.
CREATE INDEX users_name_lower ON users (tenant, name COLLATE NOCASE, id, created_at);
CREATE INDEX users_given_name ON users (tenant, given_name COLLATE NOCASE, id, created_at);
CREATE INDEX users_family_name ON users (tenant, family_name COLLATE NOCASE, id, created_at);
CREATE INDEX users_nickname ON users (tenant, nickname COLLATE NOCASE, id, created_at);
CREATE INDEX users_username ON users (tenant, username, id, created_at) WHERE username <> '';
CREATE INDEX users_phone_number ON users (tenant, phone_number, id, created_at) WHERE phone_number IS NOT NULL;
CREATE INDEX users_phone_verified ON users (tenant, phone_verified, id, created_at) WHERE phone_verified IS NOT NULL;
CREATE INDEX users_last_ip ON users (tenant, last_ip, id, created_at) WHERE last_ip IS NOT NULL;
CREATE INDEX users_password_reset ON users (tenant, last_password_reset, id, created_at)
    WHERE last_password_reset IS NOT NULL;
CREATE INDEX users_updated ON users (tenant, updated_at, id, created_at);
CREATE INDEX users_unblocked ON users (tenant, id, blocked, created_at) WHERE NOT blocked;

DROP INDEX users_email;
DROP INDEX users_logins;
DROP INDEX users_last_login;
DROP INDEX users_blocked;
DROP INDEX users_unverified;
CREATE INDEX users_email ON users (tenant, email, id, words, blocked, email_verified, created_at);
CREATE INDEX users_logins ON users (tenant, logins_count, id, words, blocked, email_verified, created_at, last_login);
CREATE INDEX users_last_login ON users (tenant, last_login, id, words, blocked, email_verified, created_at);
CREATE INDEX users_blocked ON users (tenant, id, blocked, created_at) WHERE blocked;
CREATE INDEX users_unverified ON users (tenant, id, email_verified, created_at) WHERE NOT email_verified;
