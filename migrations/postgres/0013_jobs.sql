-- Work in the background: imports and exports of users, and what was asked of it. id is `job_` and 16 letters and digits;
-- request is JSON, what was asked; actor is JSON, who asked. status is pending, processing, completed, failed or canceled.
-- An import has read its file up to reached, of size bytes; an export has written its file up to there. cursor is the last
-- user of an export. runner and lease_until say which process works on it, and until when nobody else may; folder, whose
-- files they are. row_count is how many there are, NULL until they were counted.
CREATE TABLE jobs (
    tenant      TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
    id          TEXT COLLATE "C" NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    status      TEXT COLLATE "C" NOT NULL,
    request     JSONB   NOT NULL,
    actor       JSONB   NOT NULL,
    folder      TEXT   NOT NULL,
    secret      TEXT   NOT NULL,
    row_count   BIGINT,
    size        BIGINT NOT NULL,
    reached     BIGINT NOT NULL,
    line        BIGINT NOT NULL,
    cursor      TEXT COLLATE "C" NOT NULL,
    done        BIGINT NOT NULL,
    inserted    BIGINT NOT NULL,
    updated     BIGINT NOT NULL,
    failed      BIGINT NOT NULL,
    details     TEXT,
    runner      TEXT   NOT NULL,
    lease_until BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    started_at  BIGINT,
    ended_at    BIGINT,
    expires_at  BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX jobs_created ON jobs (tenant, created_at, id);
CREATE INDEX jobs_open ON jobs (tenant, status, created_at) WHERE status IN ('pending', 'processing');
CREATE INDEX jobs_expired ON jobs (tenant, expires_at);

-- Rows of an import's file that were not taken. account is what the row said, without its secrets; errors, why not.
CREATE TABLE job_errors (
    tenant  TEXT COLLATE "C" NOT NULL,
    job_id  TEXT COLLATE "C" NOT NULL,
    line    BIGINT NOT NULL,
    place   BIGINT NOT NULL,
    account JSONB   NOT NULL,
    errors  JSONB   NOT NULL,
    PRIMARY KEY (tenant, job_id, line, place),
    FOREIGN KEY (tenant, job_id) REFERENCES jobs (tenant, id)
);

-- What rows of a running import named that there can be only once, where the users themselves do not tell: SHA-256.
CREATE TABLE job_keys (
    tenant TEXT COLLATE "C" NOT NULL,
    job_id TEXT COLLATE "C" NOT NULL,
    key    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, job_id, key),
    FOREIGN KEY (tenant, job_id) REFERENCES jobs (tenant, id)
);
