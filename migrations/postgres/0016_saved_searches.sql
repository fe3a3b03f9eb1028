-- Searches of users that were given a name; all administrators of a tenant share them. id is `sea_` and 16 letters and digits.
-- query is JSON: the filters and the order of the list, without a place in it.
CREATE TABLE saved_searches (
    tenant     TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
    id         TEXT COLLATE "C" NOT NULL,
    name       TEXT COLLATE "C" NOT NULL,
    query      JSONB            NOT NULL,
    created_at BIGINT           NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE UNIQUE INDEX saved_searches_name ON saved_searches (tenant, name);
