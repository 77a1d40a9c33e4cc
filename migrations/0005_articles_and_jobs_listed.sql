-- depends: 0004_events

-- What listing articles and jobs, erasing articles and repeating a request safely need.
-- The indexes on what is written all the time are built by 0008, while it is written.

-- An event may be retracted because its article was erased: then no version of a coder retracted it.
ALTER TABLE events DROP CONSTRAINT events_retraction_whole;
ALTER TABLE events ADD CONSTRAINT events_retraction_whole CHECK (
    num_nulls(retracted_by_coder_version, retracted_by_codebook_version) IN (0, 2)
    AND (retracted_at IS NOT NULL OR retracted_by_coder_version IS NULL)) NOT VALID;

-- The answer to a request that bears an Idempotency-Key; none while the request is being served.
CREATE TABLE idempotency_keys (
    owner         text NOT NULL,
    key           text NOT NULL,
    request_hash  bytea NOT NULL CHECK (octet_length(request_hash) = 32),
    claim_token   uuid NOT NULL,
    claimed_until timestamptz NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    status        smallint CHECK (status BETWEEN 200 AND 599),
    headers       jsonb,
    body          bytea,
    PRIMARY KEY (owner, key),
    CONSTRAINT idempotency_keys_answer_whole CHECK (num_nulls(status, headers, body) IN (0, 3))
);

CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at);
