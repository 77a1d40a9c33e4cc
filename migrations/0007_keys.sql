-- depends: 0004_events

-- Keys to the API. secret_hash is the SHA-256 of the secret part: see docs/decisions/keys.md.
-- Rows are revoked and never deleted: a door that was locked once does not open by losing its last key.

CREATE TABLE api_keys (
    key_id       text PRIMARY KEY CHECK (key_id ~ '^[0-9a-f]{12}$'),
    secret_hash  bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
    scopes       text[] NOT NULL CHECK (
        cardinality(scopes) > 0 AND scopes <@ ARRAY['read', 'ingest', 'export', 'admin']),
    name         text,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz
);
