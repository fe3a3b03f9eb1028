-- The users of a term lie in the order of their creation: a page of them is read from where it begins, and who is new comes
-- last, so that many new users are written to few pages.
ALTER TABLE user_terms
    DROP CONSTRAINT user_terms_pkey,
    ADD PRIMARY KEY (tenant, field, value, created_at, user_id) INCLUDE (is_many);
