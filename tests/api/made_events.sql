-- 200,000 events of 2,000 articles, skewed as events are: some countries and codes are in one event of five, most
-- in one of hundreds. No trigger fires: foreign keys hold by the way the rows are made.

SET session_replication_role = replica;
SELECT setseed(0.5);

INSERT INTO articles (article_id, identity_hash, text, published_date)
SELECT md5(n::text)::uuid, sha256(n::text::bytea), 'x', '2008-01-01'::date + n % 3650
FROM generate_series(0, 1999) AS n;

CREATE TEMPORARY TABLE drawn AS
SELECT n,
    1 + floor(power(random(), 3) * 60)::int AS source,
    1 + floor(power(random(), 3) * 60)::int AS target,
    1 + floor(power(random(), 3) * 24)::int AS role,
    floor(power(random(), 2) * 318)::int AS code,
    floor(random() * 3650)::int AS day,
    random() AS u, random() AS v, random() AS w
FROM generate_series(1, 200000) AS n;

CREATE TEMPORARY TABLE named AS
SELECT string_to_array('USA IRQ SYR CHN RUS ISR PSE TUR IRN UKR', ' ')
        || ARRAY(SELECT 'X' || chr(65 + i / 26) || chr(65 + i % 26) FROM generate_series(0, 49) AS i) AS countries,
    string_to_array('GOV MIL CVL COP REB OPP LEG MED BUS JUD EDU ELI REF SPY UAF SEP INS LAB AGR DEV ENV HLH '
        'HRI CRM', ' ') AS roles;

CREATE TEMPORARY TABLE sided AS
SELECT drawn.*, countries[source] AS source_country, roles[role] AS role_code,
    lpad((10 + code % 190)::text, 3, '0') AS event_code,
    CASE WHEN w > 0.2 THEN countries[target] END AS target_country
FROM drawn, named;

INSERT INTO events (
    event_id, article_id, publisher, published_date, event_date, event_date_basis, event_date_precision,
    source_code, source_country, source_group, source_roles, source_name, source_start, source_end,
    target_code, target_country, target_roles, target_name, target_start, target_end,
    event_code, event_root_code, quad_class, goldstein, plover_type, scope, attributed_to_code, background,
    admin1, place_country, latitude, longitude, sentence_index, trigger_start, trigger_end,
    confidence_permille, profile, coder_version, codebook_version, coded_at, change_seq, change_reason)
SELECT md5('e' || n)::uuid, md5((n % 2000)::text)::uuid,
    CASE WHEN n % 300 = 0 THEN 'Desert Wire' ELSE 'Publisher ' || n % 40 END,
    '2008-01-02'::date + day, '2008-01-01'::date + day, 'stated', 'day',
    CASE WHEN n % 97 = 0 THEN 'IGOUNO' ELSE source_country || role_code END,
    CASE WHEN n % 97 <> 0 THEN source_country END, CASE WHEN n % 97 = 0 THEN 'UNO' END, ARRAY[role_code], 'S', 0, 1,
    target_country || role_code, target_country,
    CASE WHEN target_country IS NOT NULL THEN ARRAY[role_code] END,
    CASE WHEN target_country IS NOT NULL THEN 'T' END,
    CASE WHEN target_country IS NOT NULL THEN 2 END, CASE WHEN target_country IS NOT NULL THEN 3 END,
    event_code, left(event_code, 2), 1 + code % 4, code % 21 - 10,
    (ARRAY['AGREE', 'CONSULT', 'ASSAULT', 'COERCE', 'PROTEST', 'AID'])[1 + code % 6],
    CASE WHEN source = target THEN 'domestic' ELSE 'international' END,
    CASE WHEN n % 50 = 0 THEN 'USAMED' END, n % 10 = 0,
    CASE WHEN n % 200 = 0 THEN 'Aleppo' WHEN u < 0.5 THEN 'Region ' || source END, source_country,
    -60 + 120 * u, -180 + 360 * v, 0, 4, 5,
    floor(1000 * w)::int, 'fast', CASE WHEN n % 500 = 0 THEN 'c1-9f86d081884c' ELSE 'c2' END, 'b1',
    '2026-11-22T00:00Z'::timestamptz + n * interval '1 second', n, 'inserted'
FROM sided;

INSERT INTO sentences (event_id, sentence)
SELECT event_id, CASE WHEN event_number % 400 = 0 THEN 'A ceasefire was signed' ELSE 'Troops moved on' END
    || ' near place ' || event_number % 1000
FROM events;

UPDATE events
SET retracted_at = now(), retracted_by_coder_version = 'c3', retracted_by_codebook_version = 'b1',
    change_reason = 'retracted'
WHERE event_number % 100 = 0;
