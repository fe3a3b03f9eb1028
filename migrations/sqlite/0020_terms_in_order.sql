-- The users of a term lie in the order of their creation: a page of them is read from where it begins, and who is new comes
-- last, so that many new users are written to few pages.
CREATE TABLE ordered_terms (
    tenant     TEXT    NOT NULL,
    field      TEXT    NOT NULL,
    value      TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    user_id    TEXT    NOT NULL,
    is_many    BOOLEAN NOT NULL,
    PRIMARY KEY (tenant, field, value, created_at, user_id)
) WITHOUT ROWID;
INSERT INTO ordered_terms (tenant, field, value, created_at, user_id, is_many)
SELECT tenant, field, value, created_at, user_id, is_many FROM user_terms ORDER BY 1, 2, 3, 4, 5;
DROP TABLE user_terms;
ALTER TABLE ordered_terms RENAME TO user_terms;
