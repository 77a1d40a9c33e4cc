-- depends: 0004_events
-- transactional: false

-- What events are looked for by. Built while events are read and written, so each in a transaction of its own;
-- a build that was broken off leaves an invalid index behind, hence each is dropped before it is made.
--
-- Three shapes. What may be wanted by the hundred thousand (a code, a country, a pair) ends in event_date and
-- event_id, so that a page is read in its order. What is one of few values, or rarely wanted in great number,
-- stands alone: such an index keeps each value once and is small. Lists and words have GIN.

-- Retracted events too, for retracted=include and retracted=only; it takes the place of events_date_idx.
DROP INDEX CONCURRENTLY IF EXISTS events_day_idx;
CREATE INDEX CONCURRENTLY events_day_idx ON events (event_date, event_id);
DROP INDEX CONCURRENTLY IF EXISTS events_date_idx;
DROP INDEX CONCURRENTLY IF EXISTS events_retracted_idx;
CREATE INDEX CONCURRENTLY events_retracted_idx ON events (event_date, event_id) WHERE retracted_at IS NOT NULL;

DROP INDEX CONCURRENTLY IF EXISTS events_coded_at_idx;
CREATE INDEX CONCURRENTLY events_coded_at_idx ON events (coded_at, event_id);
DROP INDEX CONCURRENTLY IF EXISTS events_confidence_idx;
CREATE INDEX CONCURRENTLY events_confidence_idx ON events (confidence_permille, event_id);
DROP INDEX CONCURRENTLY IF EXISTS events_published_idx;
CREATE INDEX CONCURRENTLY events_published_idx ON events (published_date);

-- A code and all below it: three digits by their own index, of which a code of four digits is a part.
DROP INDEX CONCURRENTLY IF EXISTS events_code_idx;
CREATE INDEX CONCURRENTLY events_code_idx ON events (left(event_code, 3), event_date, event_id)
    WHERE retracted_at IS NULL;

-- text_pattern_ops serves both a whole code and the beginning of one, whatever the database's collation.
DROP INDEX CONCURRENTLY IF EXISTS events_source_code_idx;
CREATE INDEX CONCURRENTLY events_source_code_idx ON events (source_code text_pattern_ops, event_date, event_id)
    WHERE retracted_at IS NULL;
DROP INDEX CONCURRENTLY IF EXISTS events_target_code_idx;
CREATE INDEX CONCURRENTLY events_target_code_idx ON events (target_code text_pattern_ops, event_date, event_id)
    WHERE retracted_at IS NULL AND target_code IS NOT NULL;

-- goldstein goes with it so that pairs are counted from the index alone.
DROP INDEX CONCURRENTLY IF EXISTS events_dyad_idx;
CREATE INDEX CONCURRENTLY events_dyad_idx ON events (source_country, target_country, event_date, event_id)
    INCLUDE (goldstein) WHERE retracted_at IS NULL AND source_country IS NOT NULL AND target_country IS NOT NULL;

DROP INDEX CONCURRENTLY IF EXISTS events_source_group_idx;
CREATE INDEX CONCURRENTLY events_source_group_idx ON events (source_group) WHERE source_group IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS events_target_group_idx;
CREATE INDEX CONCURRENTLY events_target_group_idx ON events (target_group) WHERE target_group IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS events_source_roles_idx;
CREATE INDEX CONCURRENTLY events_source_roles_idx ON events USING gin (source_roles);
DROP INDEX CONCURRENTLY IF EXISTS events_target_roles_idx;
CREATE INDEX CONCURRENTLY events_target_roles_idx ON events USING gin (target_roles);
DROP INDEX CONCURRENTLY IF EXISTS events_attributed_to_idx;
CREATE INDEX CONCURRENTLY events_attributed_to_idx ON events (attributed_to_code text_pattern_ops)
    WHERE attributed_to_code IS NOT NULL;

DROP INDEX CONCURRENTLY IF EXISTS events_place_country_idx;
CREATE INDEX CONCURRENTLY events_place_country_idx ON events (place_country, event_date, event_id)
    WHERE retracted_at IS NULL AND place_country IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS events_admin1_idx;
CREATE INDEX CONCURRENTLY events_admin1_idx ON events (admin1) WHERE admin1 IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS events_coordinates_idx;
CREATE INDEX CONCURRENTLY events_coordinates_idx ON events (latitude, longitude) WHERE latitude IS NOT NULL;

-- The beginning of a name and of a sentence: an index cannot hold what is very long.
DROP INDEX CONCURRENTLY IF EXISTS events_publisher_idx;
CREATE INDEX CONCURRENTLY events_publisher_idx ON events (left(publisher, 100), event_date, event_id)
    WHERE retracted_at IS NULL AND publisher IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS events_coder_version_idx;
CREATE INDEX CONCURRENTLY events_coder_version_idx ON events (coder_version);
DROP INDEX CONCURRENTLY IF EXISTS events_codebook_version_idx;
CREATE INDEX CONCURRENTLY events_codebook_version_idx ON events (codebook_version);

DROP INDEX CONCURRENTLY IF EXISTS sentences_words_idx;
CREATE INDEX CONCURRENTLY sentences_words_idx ON sentences USING gin (to_tsvector('english', left(sentence, 100000)));
