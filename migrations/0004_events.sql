-- depends: 0003_queue

-- Events, their sentences and explanations, and the counter that numbers every change of an event.
-- Nothing the feed or a page is sorted by is ever null. How events would be partitioned by month is
-- told in docs/decisions/identity.md.

CREATE TABLE events (
    event_id                 uuid PRIMARY KEY,
    event_number             bigint GENERATED ALWAYS AS IDENTITY,
    article_id               uuid NOT NULL REFERENCES articles,
    publisher                text,
    url                      text,
    published_date           date NOT NULL,
    event_date               date NOT NULL,
    event_date_basis         text NOT NULL CHECK (event_date_basis IN ('stated', 'relative', 'published')),
    event_date_precision     text NOT NULL CHECK (event_date_precision IN ('day', 'week', 'month', 'year')),
    source_code              text NOT NULL,
    source_country           text,
    source_group             text,
    source_roles             text[] NOT NULL DEFAULT '{}',
    source_name              text NOT NULL,
    source_start             integer NOT NULL,
    source_end               integer NOT NULL,
    target_code              text,
    target_country           text,
    target_group             text,
    target_roles             text[],
    target_name              text,
    target_start             integer,
    target_end               integer,
    event_code               text NOT NULL CHECK (event_code ~ '^[0-9]{2,4}$'),
    event_root_code          text NOT NULL,
    quad_class               smallint NOT NULL CHECK (quad_class BETWEEN 1 AND 4),
    goldstein                double precision NOT NULL CHECK (goldstein BETWEEN -10 AND 10),
    plover_type              text,
    plover_mode              text,
    plover_context           text,
    scope                    text NOT NULL CHECK (scope IN ('domestic', 'international')),
    attributed_to_code       text,
    attributed_to_name       text,
    background               boolean NOT NULL,
    place_name               text,
    admin1                   text,
    place_country            text,
    latitude                 double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude                double precision CHECK (longitude BETWEEN -180 AND 180),
    geonames_id              bigint,
    sentence_index           integer NOT NULL CHECK (sentence_index >= 0),
    trigger_start            integer NOT NULL,
    trigger_end              integer NOT NULL,
    confidence_permille      smallint NOT NULL CHECK (confidence_permille BETWEEN 0 AND 1000),
    profile                  text NOT NULL,
    coder_version            text NOT NULL,
    codebook_version         text NOT NULL,
    coded_at                 timestamptz NOT NULL,
    change_seq               bigint NOT NULL,
    change_reason            text NOT NULL CHECK (change_reason IN ('inserted', 'changed', 'retracted', 'returned')),
    retracted_at             timestamptz,
    retracted_by_coder_version    text,
    retracted_by_codebook_version text,
    CONSTRAINT events_root_begins_code CHECK (event_root_code = left(event_code, 2)),
    CONSTRAINT events_target_whole CHECK (num_nulls(target_code, target_name, target_start, target_end) IN (0, 4)),
    CONSTRAINT events_coordinates_whole CHECK (num_nulls(latitude, longitude) IN (0, 2)),
    CONSTRAINT events_spans_in_order CHECK (
        0 <= source_start AND source_start < source_end
        AND 0 <= target_start AND target_start < target_end
        AND 0 <= trigger_start AND trigger_start < trigger_end),
    CONSTRAINT events_retraction_told CHECK ((retracted_at IS NOT NULL) = (change_reason = 'retracted')),
    CONSTRAINT events_retraction_whole CHECK (
        num_nulls(retracted_at, retracted_by_coder_version, retracted_by_codebook_version) IN (0, 3))
);

CREATE UNIQUE INDEX events_event_number_key ON events (event_number);
CREATE UNIQUE INDEX events_change_seq_key ON events (change_seq);
CREATE INDEX events_article_idx ON events (article_id);

-- What is read page by page, in the order of the page: the standing events by date.
CREATE INDEX events_date_idx ON events (event_date, event_id) WHERE retracted_at IS NULL;
CREATE INDEX events_root_idx ON events (event_root_code, event_date, event_id) WHERE retracted_at IS NULL;
-- A country's are the most asked for, and by what was done: the last column is looked at within the index.
CREATE INDEX events_source_country_idx ON events (source_country, event_date, event_id, event_root_code)
    WHERE retracted_at IS NULL;
CREATE INDEX events_target_country_idx ON events (target_country, event_date, event_id, event_root_code)
    WHERE retracted_at IS NULL;

-- Written before their event, so that the change counter is held for as short as can be: hence deferred.
CREATE TABLE sentences (
    event_id uuid PRIMARY KEY REFERENCES events ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    sentence text NOT NULL
);

CREATE TABLE explanations (
    event_id    uuid PRIMARY KEY REFERENCES events ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    explanation jsonb NOT NULL
);

-- One row, updated last before a commit: see docs/decisions/change-seq.md.
CREATE TABLE change_counter (
    only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    change_seq bigint NOT NULL CHECK (change_seq >= 0)
);

ALTER TABLE change_counter SET (fillfactor = 10, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0);

INSERT INTO change_counter (change_seq) VALUES (0);
