-- What of a user begins with the word: the name that lists are sorted by, the email. Who is found by a word in such an order is a
-- range of it, and those few who have the word elsewhere.
ALTER TABLE user_words ADD COLUMN begins_name BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE user_words ADD COLUMN begins_email BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE user_words SET
    begins_name = SUBSTR(u.name_sort, 1, LENGTH(word)) = word,
    begins_email = SUBSTR(u.email, 1, LENGTH(word)) = word
FROM users u
WHERE u.tenant = user_words.tenant AND u.id = user_words.user_id
    AND (SUBSTR(u.name_sort, 1, LENGTH(word)) = word OR SUBSTR(u.email, 1, LENGTH(word)) = word);

-- The indexes of ranges of time carry what such a range is sorted by, and who logged in how often; that of names carries what a
-- user's terms are found by.
DROP INDEX users_name;
DROP INDEX users_created;
DROP INDEX users_last_login;
CREATE INDEX users_name ON users (tenant, name_sort, id, words, blocked, email_verified, created_at);
CREATE INDEX users_created ON users (tenant, created_at, id, words, blocked, email_verified, name_sort, logins_count);
CREATE INDEX users_last_login ON users (tenant, last_login, id, words, blocked, email_verified, created_at, name_sort);
