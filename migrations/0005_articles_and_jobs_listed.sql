-- depends: 0004_events

-- What listing articles and jobs, erasing articles and repeating a request safely need.
-- No index here is on a column that changes while an article is coded, so that a change of state stays
-- within its page: states are found by the queue, by outcomes, and by the text that only erasing takes.

CREATE INDEX articles_published_date_idx ON articles (published_date, article_id);
CREATE INDEX articles_publisher_idx ON articles (left(publisher, 100), article_id) WHERE publisher IS NOT NULL;
CREATE INDEX articles_erased_idx ON articles (article_id) WHERE text IS NULL;

-- Hashed: a URL or an id of somebody else's may be longer than a row of a B-tree.
CREATE INDEX articles_external_id_idx ON articles USING hash (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX articles_url_idx ON articles USING hash (url) WHERE url IS NOT NULL;
CREATE INDEX sightings_external_id_idx ON sightings USING hash (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX sightings_url_idx ON sightings USING hash (url) WHERE url IS NOT NULL;

CREATE INDEX job_articles_uncoded_idx ON job_articles (outcome, article_id)
    WHERE outcome IN ('unsupported_language', 'failed', 'cancelled');

CREATE INDEX jobs_created_at_idx ON jobs (created_at);
CREATE INDEX jobs_open_idx ON jobs (job_id) WHERE finished_at IS NULL;

-- An event may be retracted because its article was erased: then no version of a coder retracted it.
ALTER TABLE events DROP CONSTRAINT events_retraction_whole;
ALTER TABLE events ADD CONSTRAINT events_retraction_whole CHECK (
    num_nulls(retracted_by_coder_version, retracted_by_codebook_version) IN (0, 2)
    AND (retracted_at IS NOT NULL OR retracted_by_coder_version IS NULL));

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
