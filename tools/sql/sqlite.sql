-- Exported sessions (JSON lines) in SQLite 3.38 or later:
--   cat *.json >team.jsonl
--   sqlite3 team.db '.read tools/sql/sqlite.sql' \
--     '.mode ascii' '.separator "\001" "\n"' '.import team.jsonl session'
CREATE TABLE IF NOT EXISTS session (doc TEXT NOT NULL);

CREATE VIEW IF NOT EXISTS entry AS
SELECT json_extract(s.doc, '$.session.id') AS session,
       json_extract(s.doc, '$.session.tree') AS tree,
       json_extract(s.doc, '$.session.started') AS started,
       e.value AS doc,
       json_extract(e.value, '$.kind') AS kind,
       CASE WHEN instr(json_extract(e.value, '$.node'), '#') > 0
            THEN substr(json_extract(e.value, '$.node'), 1,
                        instr(json_extract(e.value, '$.node'), '#') - 1)
            ELSE json_extract(e.value, '$.node') END AS node,
       json_extract(e.value, '$.at') AS at
FROM session s, json_each(s.doc, '$.entries') e
WHERE json_extract(e.value, '$.n') IS NOT NULL;

-- How did they end?
CREATE VIEW IF NOT EXISTS ends AS
SELECT json_extract(doc, '$.summary.state') AS state, count(*) AS sessions
FROM session GROUP BY 1 ORDER BY 2 DESC;

-- Which causes were found, and after how many seconds on average?
CREATE VIEW IF NOT EXISTS causes AS
SELECT f.tree, f.cause, count(*) AS sessions,
       round(avg(f.seconds)) AS seconds
FROM (SELECT e.session, e.tree, json_extract(e.doc, '$.finds.id') AS cause,
             min((julianday(e.at) - julianday(e.started)) * 86400) AS seconds
      FROM entry e WHERE json_extract(e.doc, '$.finds.id') IS NOT NULL
      GROUP BY 1, 2, 3) f
JOIN session s ON json_extract(s.doc, '$.session.id') = f.session
              AND json_extract(s.doc, '$.summary.cause') = f.cause
GROUP BY 1, 2 ORDER BY 3 DESC;

-- Where do people leave?
CREATE VIEW IF NOT EXISTS leaves AS
SELECT json_extract(doc, '$.session.tree') AS tree,
       json_extract(doc, '$.summary.node') AS node, count(*) AS sessions
FROM session WHERE json_extract(doc, '$.summary.state') = 'open'
GROUP BY 1, 2 ORDER BY 3 DESC;

-- How often was each node answered?
CREATE VIEW IF NOT EXISTS visits AS
SELECT tree, node, count(*) AS answers FROM entry
WHERE kind IN ('next', 'choice', 'form', 'skip', 'result', 'tried')
GROUP BY 1, 2 ORDER BY 3 DESC;

-- How many fixes were verified?
CREATE VIEW IF NOT EXISTS fixes AS
SELECT tree, node, json_extract(doc, '$.way') AS way, count(*) AS times
FROM entry WHERE json_extract(doc, '$.role') IN ('fix', 'verify')
             AND json_extract(doc, '$.way') IS NOT NULL
GROUP BY 1, 2, 3 ORDER BY 4 DESC;

-- What did people flag for the authors?
CREATE VIEW IF NOT EXISTS flags AS
SELECT tree, node, json_extract(doc, '$.text') AS text, session
FROM entry WHERE kind = 'flag';
