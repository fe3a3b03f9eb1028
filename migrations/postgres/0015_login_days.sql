-- A user's logins by day, place and outcome: kept as events come to the log and leave it, so that years of logins are a few
-- rows to read. day is days since 1970 (UTC), login as in logs, place '' where there is none.
CREATE TABLE login_days (
    tenant  TEXT COLLATE "C" NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL,
    login   BIGINT           NOT NULL,
    day     BIGINT           NOT NULL,
    place   TEXT COLLATE "C" NOT NULL,
    logins  BIGINT           NOT NULL,
    PRIMARY KEY (tenant, user_id, login, day, place)
);
INSERT INTO login_days (tenant, user_id, login, day, place, logins)
    SELECT tenant, user_id, login, date / 86400000, COALESCE(place, ''), COUNT(*) FROM logs
    WHERE login IS NOT NULL AND user_id IS NOT NULL
    GROUP BY tenant, user_id, login, date / 86400000, COALESCE(place, '');

-- For the newest of a user's logins that have a place.
DROP INDEX logs_place;
CREATE INDEX logs_place ON logs (tenant, user_id, login, date) WHERE login IS NOT NULL AND place IS NOT NULL;
