-- What programs search users by, from indexes.

-- Each value in a user's metadata, and what else of them is searched and is no column of `users`. field is the path to the value,
-- value begins with its type, so that ranges of numbers are ranges of the key. is_many says that the user has several values
-- there: who counts users counts those once. What a list is sorted by at first stands beside the key, so that a page is made
-- from this table alone.
CREATE TABLE user_terms (
    tenant     TEXT COLLATE "C" NOT NULL,
    field      TEXT COLLATE "C" NOT NULL,
    value      TEXT COLLATE "C" NOT NULL,
    user_id    TEXT COLLATE "C" NOT NULL,
    created_at BIGINT  NOT NULL,
    is_many    BOOLEAN NOT NULL,
    PRIMARY KEY (tenant, field, value, user_id) INCLUDE (created_at, is_many)
);

-- Tenants whose users came before this table, and how far it was filled with them (see store::user_terms).
CREATE TABLE user_term_fills (
    tenant  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    done_to TEXT COLLATE "C" NOT NULL
);
INSERT INTO user_term_fills (tenant, done_to) SELECT id, '' FROM tenants;

-- The columns that programs search by. Each index ends with when the user was created, for the same reason. Names are lowered as
-- the database's own locale does, and compared as they stand.
ALTER TABLE users ALTER COLUMN username TYPE TEXT COLLATE "C";
ALTER TABLE users ALTER COLUMN phone_number TYPE TEXT COLLATE "C";
ALTER TABLE users ALTER COLUMN last_ip TYPE TEXT COLLATE "C";
CREATE INDEX users_name_lower ON users (tenant, (LOWER(name COLLATE "default") COLLATE "C") NULLS FIRST, id) INCLUDE (created_at);
CREATE INDEX users_given_name ON users (tenant, (LOWER(given_name COLLATE "default") COLLATE "C") NULLS FIRST, id)
    INCLUDE (created_at);
CREATE INDEX users_family_name ON users (tenant, (LOWER(family_name COLLATE "default") COLLATE "C") NULLS FIRST, id)
    INCLUDE (created_at);
CREATE INDEX users_nickname ON users (tenant, (LOWER(nickname COLLATE "default") COLLATE "C") NULLS FIRST, id)
    INCLUDE (created_at);
CREATE INDEX users_username ON users (tenant, username, id) INCLUDE (created_at) WHERE username <> '';
CREATE INDEX users_phone_number ON users (tenant, phone_number, id) INCLUDE (created_at) WHERE phone_number IS NOT NULL;
CREATE INDEX users_phone_verified ON users (tenant, phone_verified, id) INCLUDE (created_at)
    WHERE phone_verified IS NOT NULL;
CREATE INDEX users_last_ip ON users (tenant, last_ip, id) INCLUDE (created_at) WHERE last_ip IS NOT NULL;
CREATE INDEX users_password_reset ON users (tenant, last_password_reset, id) INCLUDE (created_at)
    WHERE last_password_reset IS NOT NULL;
CREATE INDEX users_updated ON users (tenant, updated_at, id) INCLUDE (created_at);
CREATE INDEX users_unblocked ON users (tenant, id) INCLUDE (created_at) WHERE NOT blocked;

DROP INDEX users_email;
DROP INDEX users_logins;
DROP INDEX users_last_login;
DROP INDEX users_blocked;
DROP INDEX users_unverified;
CREATE INDEX users_email ON users (tenant, email, id) INCLUDE (words, blocked, email_verified, created_at);
CREATE INDEX users_logins ON users (tenant, logins_count, id) INCLUDE (words, blocked, email_verified, created_at, last_login);
CREATE INDEX users_last_login ON users (tenant, last_login, id) INCLUDE (words, blocked, email_verified, created_at);
CREATE INDEX users_blocked ON users (tenant, id) INCLUDE (blocked, created_at) WHERE blocked;
CREATE INDEX users_unverified ON users (tenant, id) INCLUDE (email_verified, created_at) WHERE NOT email_verified;
