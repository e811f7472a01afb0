-- Exported sessions (JSON lines) in PostgreSQL 12 or later:
--   cat *.json >team.jsonl
--   psql -f tools/sql/postgresql.sql \
--     -c "\copy session FROM 'team.jsonl' WITH (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')"
CREATE TABLE IF NOT EXISTS session (doc json NOT NULL);

CREATE OR REPLACE VIEW entry AS
SELECT s.doc->'session'->>'id' AS session,
       s.doc->'session'->>'tree' AS tree,
       (s.doc->'session'->>'started')::timestamptz AS started,
       e AS doc, e->>'kind' AS kind,
       split_part(e->>'node', '#', 1) AS node,
       (e->>'at')::timestamptz AS at
FROM session s, json_array_elements(s.doc->'entries') e
WHERE e->>'n' IS NOT NULL;

-- How did they end?
CREATE OR REPLACE VIEW ends AS
SELECT doc->'summary'->>'state' AS state, count(*) AS sessions
FROM session GROUP BY 1 ORDER BY 2 DESC;

-- Which causes were found, and after how many seconds on average?
CREATE OR REPLACE VIEW causes AS
SELECT f.tree, f.cause, count(*) AS sessions, round(avg(f.seconds)) AS seconds
FROM (SELECT session, tree, doc->'finds'->>'id' AS cause,
             min(extract(epoch FROM at - started)) AS seconds
      FROM entry WHERE doc->'finds'->>'id' IS NOT NULL GROUP BY 1, 2, 3) f
JOIN session s ON s.doc->'session'->>'id' = f.session
              AND s.doc->'summary'->>'cause' = f.cause
GROUP BY 1, 2 ORDER BY 3 DESC;

-- Where do people leave?
CREATE OR REPLACE VIEW leaves AS
SELECT doc->'session'->>'tree' AS tree, doc->'summary'->>'node' AS node,
       count(*) AS sessions
FROM session WHERE doc->'summary'->>'state' = 'open'
GROUP BY 1, 2 ORDER BY 3 DESC;

-- How often was each node answered?
CREATE OR REPLACE VIEW visits AS
SELECT tree, node, count(*) AS answers FROM entry
WHERE kind IN ('next', 'choice', 'form', 'skip', 'result', 'tried')
GROUP BY 1, 2 ORDER BY 3 DESC;

-- How many fixes were verified?
CREATE OR REPLACE VIEW fixes AS
SELECT tree, node, doc->>'way' AS way, count(*) AS times FROM entry
WHERE doc->>'role' IN ('fix', 'verify') AND doc->>'way' IS NOT NULL
GROUP BY 1, 2, 3 ORDER BY 4 DESC;

-- What did people flag for the authors?
CREATE OR REPLACE VIEW flags AS
SELECT tree, node, doc->>'text' AS text, session FROM entry
WHERE kind = 'flag';
