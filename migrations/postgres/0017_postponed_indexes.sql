-- Indexes that were taken away while very many rows are written, and are made again afterwards (see store::postponed_indexes).
CREATE TABLE postponed_indexes (
    name      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    statement TEXT             NOT NULL
);
