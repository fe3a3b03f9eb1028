-- Every order of the list carries what is tested along it, so that a search reads no row that it does not show. Who has no
-- email counts as verified: "unverified" is then one column.
UPDATE users SET email_verified = TRUE WHERE email = '';
DROP INDEX users_name;
DROP INDEX users_email;
DROP INDEX users_logins;
DROP INDEX users_last_login;
DROP INDEX users_created;
DROP INDEX users_unverified;
CREATE INDEX users_name ON users (tenant, name_sort, id) INCLUDE (words, blocked, email_verified);
CREATE INDEX users_email ON users (tenant, email, id) INCLUDE (words, blocked, email_verified);
CREATE INDEX users_logins ON users (tenant, logins_count, id) INCLUDE (words, blocked, email_verified);
CREATE INDEX users_last_login ON users (tenant, last_login, id) INCLUDE (words, blocked, email_verified);
CREATE INDEX users_created ON users (tenant, created_at, id) INCLUDE (words, blocked, email_verified);
CREATE INDEX users_unverified ON users (tenant, id) WHERE NOT email_verified;
