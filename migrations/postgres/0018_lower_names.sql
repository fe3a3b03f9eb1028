-- Names in lower case, as columns: with an index of an expression each row that it names is read, with one of a column none. Lowered
-- as the database's own locale does, and compared as they stand.
ALTER TABLE users
    ADD COLUMN name_lower        TEXT COLLATE "C" GENERATED ALWAYS AS (LOWER(name COLLATE "default")) STORED,
    ADD COLUMN given_name_lower  TEXT COLLATE "C" GENERATED ALWAYS AS (LOWER(given_name COLLATE "default")) STORED,
    ADD COLUMN family_name_lower TEXT COLLATE "C" GENERATED ALWAYS AS (LOWER(family_name COLLATE "default")) STORED,
    ADD COLUMN nickname_lower    TEXT COLLATE "C" GENERATED ALWAYS AS (LOWER(nickname COLLATE "default")) STORED;
DROP INDEX users_name_lower;
DROP INDEX users_given_name;
DROP INDEX users_family_name;
DROP INDEX users_nickname;
CREATE INDEX users_name_lower ON users (tenant, name_lower NULLS FIRST, id) INCLUDE (created_at);
CREATE INDEX users_given_name ON users (tenant, given_name_lower NULLS FIRST, id) INCLUDE (created_at);
CREATE INDEX users_family_name ON users (tenant, family_name_lower NULLS FIRST, id) INCLUDE (created_at);
CREATE INDEX users_nickname ON users (tenant, nickname_lower NULLS FIRST, id) INCLUDE (created_at);
