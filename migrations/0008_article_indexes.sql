-- depends: 0007_keys
-- transactional: false

-- What articles and jobs are looked for by. Built while they are read and written, so each in a transaction of
-- its own; a build that was broken off leaves an invalid index behind, hence each is dropped before it is made.
--
-- None is on a column that changes while an article is coded, so that a change of state stays within its page:
-- states are found by the queue, by outcomes, and by the text that only erasing takes.

DROP INDEX CONCURRENTLY IF EXISTS articles_published_date_idx;
CREATE INDEX CONCURRENTLY articles_published_date_idx ON articles (published_date, article_id);
DROP INDEX CONCURRENTLY IF EXISTS articles_publisher_idx;
CREATE INDEX CONCURRENTLY articles_publisher_idx ON articles (left(publisher, 100), article_id) WHERE publisher IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS articles_erased_idx;
CREATE INDEX CONCURRENTLY articles_erased_idx ON articles (article_id) WHERE text IS NULL;

-- Hashed: a URL or an id of somebody else's may be longer than a row of a B-tree.
DROP INDEX CONCURRENTLY IF EXISTS articles_external_id_idx;
CREATE INDEX CONCURRENTLY articles_external_id_idx ON articles USING hash (external_id) WHERE external_id IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS articles_url_idx;
CREATE INDEX CONCURRENTLY articles_url_idx ON articles USING hash (url) WHERE url IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS sightings_external_id_idx;
CREATE INDEX CONCURRENTLY sightings_external_id_idx ON sightings USING hash (external_id) WHERE external_id IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS sightings_url_idx;
CREATE INDEX CONCURRENTLY sightings_url_idx ON sightings USING hash (url) WHERE url IS NOT NULL;

DROP INDEX CONCURRENTLY IF EXISTS job_articles_uncoded_idx;
CREATE INDEX CONCURRENTLY job_articles_uncoded_idx ON job_articles (outcome, article_id)
    WHERE outcome IN ('unsupported_language', 'failed', 'cancelled');

DROP INDEX CONCURRENTLY IF EXISTS jobs_created_at_idx;
CREATE INDEX CONCURRENTLY jobs_created_at_idx ON jobs (created_at);
DROP INDEX CONCURRENTLY IF EXISTS jobs_open_idx;
CREATE INDEX CONCURRENTLY jobs_open_idx ON jobs (job_id) WHERE finished_at IS NULL;

-- Added without looking at the rows that were there; this looks while others write.
ALTER TABLE events VALIDATE CONSTRAINT events_retraction_whole;
