-- Rules: scripts that are to run at logins, in the order of place. id is `rul_` and 16 letters and digits.
CREATE TABLE rules (
    tenant  TEXT COLLATE "C" NOT NULL,
    id      TEXT COLLATE "C" NOT NULL,
    name    TEXT COLLATE "C" NOT NULL,
    script  TEXT             NOT NULL,
    place   BIGINT           NOT NULL,
    enabled BOOLEAN          NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE UNIQUE INDEX rules_name ON rules (tenant, name);
CREATE UNIQUE INDEX rules_place ON rules (tenant, place);

-- What scripts of rules are told as `configuration`: secrets, which no answer has.
CREATE TABLE rules_configs (
    tenant  TEXT COLLATE "C" NOT NULL,
    key     TEXT COLLATE "C" NOT NULL,
    value   TEXT             NOT NULL,
    PRIMARY KEY (tenant, key)
);
