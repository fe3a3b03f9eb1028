-- Where events of the log are sent to. id is `lst_` and 16 letters and digits. sink and categories are JSON.
-- http_authorization and signing_secret are secrets, which no answer has but the one that makes the stream.
-- next_try_at: who sends moves it on, so that nobody else does meanwhile. failing_since and last_error: NULL while all is well.
CREATE TABLE log_streams (
    tenant             TEXT NOT NULL REFERENCES tenants (id),
    id                 TEXT NOT NULL,
    name               TEXT NOT NULL,
    status             TEXT NOT NULL,
    sink               TEXT NOT NULL,
    categories         TEXT NOT NULL,
    http_authorization TEXT,
    signing_secret     TEXT NOT NULL,
    created_at         BIGINT NOT NULL,
    next_try_at        BIGINT NOT NULL,
    failures           BIGINT NOT NULL,
    failing_since      BIGINT,
    last_error         TEXT,
    delivered_at       BIGINT,
    last_log_id        TEXT,
    PRIMARY KEY (tenant, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX log_streams_name ON log_streams (tenant, name);
CREATE INDEX log_streams_due ON log_streams (tenant, status, next_try_at);

-- How far a stream has got in each chain of the log (log_chains): events become visible in the order of their numbers there,
-- so none is passed by. A chain without a row is sent from its beginning.
CREATE TABLE log_stream_cursors (
    tenant TEXT   NOT NULL,
    stream TEXT   NOT NULL,
    chain  BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (tenant, stream, chain),
    FOREIGN KEY (tenant, stream) REFERENCES log_streams (tenant, id) ON DELETE CASCADE
) WITHOUT ROWID;
