-- depends: 0002_jobs

-- The queue: one row for each article that waits or is held by a worker, and none for any other, so that
-- its indexes stay small however large the archive grows. turn is the article's place in the fair order:
-- see docs/decisions/queue.md.

CREATE TABLE queue (
    article_id   uuid PRIMARY KEY REFERENCES articles,
    interactive  boolean NOT NULL,
    turn         bigint NOT NULL,
    attempts     integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    lease_token  uuid,
    leased_until timestamptz,
    worker       text,
    last_error   text,
    queued_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT queue_lease_whole CHECK (num_nulls(lease_token, leased_until, worker) IN (0, 3))
);

-- Rows come and go quickly: what is dead is swept away long before a fifth of the table is.
ALTER TABLE queue SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);

CREATE INDEX queue_claimable_idx ON queue (interactive DESC, turn, article_id) WHERE lease_token IS NULL;
CREATE UNIQUE INDEX queue_lease_token_key ON queue (lease_token) WHERE lease_token IS NOT NULL;
CREATE INDEX queue_leased_until_idx ON queue (leased_until) WHERE lease_token IS NOT NULL;
