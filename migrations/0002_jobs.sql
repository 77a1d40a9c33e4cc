-- depends: 0001_articles

-- Jobs, and what became of each of their articles.
-- pending counts the articles without an outcome; counts holds the outcomes: {"coded": 3, "failed": 1}.

CREATE TABLE jobs (
    job_id      uuid PRIMARY KEY,
    state       text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    total       integer NOT NULL CHECK (total > 0),
    pending     integer NOT NULL CHECK (pending BETWEEN 0 AND total),
    counts      jsonb NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL DEFAULT now(),
    started_at  timestamptz,
    finished_at timestamptz,
    CONSTRAINT jobs_open_while_pending CHECK ((state IN ('queued', 'running')) = (pending > 0)),
    CONSTRAINT jobs_finished_at_told CHECK ((finished_at IS NULL) = (pending > 0))
);

-- A large job's row is counted down once for each article: room to do so within its page.
ALTER TABLE jobs SET (fillfactor = 50);

CREATE TABLE job_articles (
    job_id     uuid NOT NULL REFERENCES jobs,
    article_id uuid NOT NULL REFERENCES articles,
    outcome    text CHECK (outcome IN (
        'coded', 'no_events', 'unsupported_language', 'failed', 'cancelled', 'erased')),
    error      text,
    PRIMARY KEY (job_id, article_id),
    CONSTRAINT job_articles_error_told_when_failed CHECK ((error IS NOT NULL) = (outcome IS NOT DISTINCT FROM 'failed'))
);

CREATE INDEX job_articles_article_idx ON job_articles (article_id, job_id);
CREATE INDEX job_articles_failed_idx ON job_articles (job_id, article_id) WHERE outcome = 'failed';
