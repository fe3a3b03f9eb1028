-- The newest events, until they are moved to the log together: one B-tree instead of the log's ten in the transaction of
-- each login. Whoever reads the log moves them first. Columns as those of logs.
CREATE TABLE staged_logs (
    tenant      TEXT   NOT NULL REFERENCES tenants (id),
    id          TEXT   NOT NULL,
    date        BIGINT NOT NULL,
    type        TEXT   NOT NULL,
    description TEXT,
    connection  TEXT,
    client_id   TEXT,
    client_name TEXT,
    ip          TEXT,
    user_agent  TEXT,
    user_id     TEXT,
    user_name   TEXT,
    details     TEXT,
    place       TEXT,
    login       BIGINT,
    chain       BIGINT,
    number      BIGINT,
    hash        TEXT
);
