-- What of a user begins with the word: the name that lists are sorted by, the email. Who is found by a word in such an order is a
-- range of it, and those few who have the word elsewhere.
ALTER TABLE user_words
    ADD COLUMN begins_name BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN begins_email BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE user_words w SET
    begins_name = SUBSTR(u.name_sort, 1, LENGTH(w.word)) = w.word,
    begins_email = SUBSTR(u.email, 1, LENGTH(w.word)) = w.word
FROM users u
WHERE u.tenant = w.tenant AND u.id = w.user_id
    AND (SUBSTR(u.name_sort, 1, LENGTH(w.word)) = w.word OR SUBSTR(u.email, 1, LENGTH(w.word)) = w.word);
ALTER TABLE user_words
    DROP CONSTRAINT user_words_pkey,
    ADD PRIMARY KEY (tenant, word, user_id) INCLUDE (begins_name, begins_email);

-- The indexes of ranges of time carry what such a range is sorted by, and who logged in how often; that of names carries what a
-- user's terms are found by.
DROP INDEX users_name;
DROP INDEX users_created;
DROP INDEX users_last_login;
CREATE INDEX users_name ON users (tenant, name_sort, id) INCLUDE (words, blocked, email_verified, created_at);
CREATE INDEX users_created ON users (tenant, created_at, id) INCLUDE (words, blocked, email_verified, name_sort, logins_count);
CREATE INDEX users_last_login ON users (tenant, last_login, id) INCLUDE (words, blocked, email_verified, created_at, name_sort);
