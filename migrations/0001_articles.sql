-- Articles and the further places where each was seen.
-- identity_hash is the SHA-256 of text, published_date and language: see docs/decisions/identity.md.

CREATE TABLE articles (
    article_id       uuid PRIMARY KEY,
    identity_hash    bytea NOT NULL CHECK (octet_length(identity_hash) = 32),
    text             text CHECK (text <> ''),
    published_date   date NOT NULL,
    title            text,
    url              text,
    publisher        text,
    language         text,
    external_id      text,
    state            text NOT NULL DEFAULT 'queued' CHECK (state IN (
        'queued', 'coding', 'coded', 'no_events', 'unsupported_language', 'failed', 'cancelled', 'erased')),
    error            text,
    detected_language text,
    profile          text,
    coder_version    text,
    codebook_version text,
    received_at      timestamptz NOT NULL DEFAULT now(),
    coded_at         timestamptz,
    CONSTRAINT articles_text_kept_until_erased CHECK ((text IS NULL) = (state = 'erased')),
    CONSTRAINT articles_error_told_when_failed CHECK ((error IS NOT NULL) = (state = 'failed'))
);

-- A state changes several times, a text never: kept out of line, it is not copied with every change.
ALTER TABLE articles SET (toast_tuple_target = 256, fillfactor = 85);

CREATE UNIQUE INDEX articles_identity_hash_key ON articles (identity_hash);

CREATE TABLE sightings (
    sighting_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article_id  uuid NOT NULL REFERENCES articles,
    publisher   text,
    url         text,
    external_id text,
    seen_at     timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX sightings_article_idx ON sightings (article_id, sighting_id);
