-- Searches of users that were given a name; all administrators of a tenant share them. id is `sea_` and 16 letters and digits.
-- query is JSON: the filters and the order of the list, without a place in it.
CREATE TABLE saved_searches (
    tenant     TEXT   NOT NULL REFERENCES tenants (id),
    id         TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    query      TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX saved_searches_name ON saved_searches (tenant, name);
