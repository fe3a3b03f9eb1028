-- Browsers that logged a user in: failures from elsewhere do not lock them out there. device_hash is SHA-256 of what the
-- browser's cookie holds.
CREATE TABLE known_devices (
    tenant      TEXT   NOT NULL,
    device_hash TEXT   NOT NULL,
    user_id     TEXT   NOT NULL,
    expires_at  BIGINT NOT NULL,
    PRIMARY KEY (tenant, device_hash, user_id)
) WITHOUT ROWID;
CREATE INDEX known_devices_user ON known_devices (tenant, user_id, expires_at);
CREATE INDEX known_devices_expiry ON known_devices (tenant, expires_at);
