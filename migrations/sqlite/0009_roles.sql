-- Roles of users and what they allow at APIs. What belongs to a role, a user or an API goes with it.

-- name_lower is what a list is filtered by.
CREATE TABLE roles (
    tenant      TEXT NOT NULL REFERENCES tenants (id),
    id          TEXT NOT NULL,
    name        TEXT NOT NULL,
    name_lower  TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (tenant, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX roles_name ON roles (tenant, name);

-- What a role allows: permission is a scope of the API of that id.
CREATE TABLE role_permissions (
    tenant     TEXT NOT NULL,
    role_id    TEXT NOT NULL,
    api_id     TEXT NOT NULL,
    permission TEXT NOT NULL,
    PRIMARY KEY (tenant, role_id, api_id, permission),
    FOREIGN KEY (tenant, role_id) REFERENCES roles (tenant, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant, api_id) REFERENCES resource_servers (tenant, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX role_permissions_api ON role_permissions (tenant, api_id, permission);

CREATE TABLE user_roles (
    tenant  TEXT NOT NULL,
    user_id TEXT NOT NULL,
    role_id TEXT NOT NULL,
    PRIMARY KEY (tenant, user_id, role_id),
    FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant, role_id) REFERENCES roles (tenant, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX user_roles_role ON user_roles (tenant, role_id, user_id);

-- What a user may do without any role.
CREATE TABLE user_permissions (
    tenant     TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    api_id     TEXT NOT NULL,
    permission TEXT NOT NULL,
    PRIMARY KEY (tenant, user_id, api_id, permission),
    FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant, api_id) REFERENCES resource_servers (tenant, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX user_permissions_api ON user_permissions (tenant, api_id, permission);
