// usage: node fold.mjs FILE >OUT
//
// What fold.rules counts, by DuckDB with one thread: the log is read once,
// into one grouping that the three answers are made of; writes EVENT LEVEL
// NUMBER. The module is found in $NODE_PATH, as require does.
import { createRequire } from "node:module";

const { DuckDBInstance } = createRequire(import.meta.url)("@duckdb/node-api");
const file = process.argv[2].replaceAll("'", "''");
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const bucket = bounds.map((b, i) => `WHEN s <= ${b} THEN ${i}`).join(" ");

const db = await DuckDBInstance.create(":memory:", { threads: "1" });
const run = await db.connect();
await run.run(`CREATE TEMP TABLE grouped AS
    SELECT event, level, model, CASE WHEN s IS NULL THEN NULL ${bucket}
        ELSE ${bounds.length} END AS bucket,
        count(*) AS n, sum(cost) AS cost, sum(s) AS seconds
    FROM (SELECT event, level, model, cost, duration_ms / 1000 AS s
        FROM read_json('${file}', format = 'newline_delimited',
        columns = {event: 'VARCHAR', level: 'VARCHAR', model: 'VARCHAR',
        cost: 'DOUBLE', duration_ms: 'DOUBLE'}, ignore_errors = true))
    GROUP BY ALL`);
const rows = async (sql) => (await run.runAndReadAll(sql)).getRows();
await rows("SELECT model, sum(cost) FROM grouped GROUP BY ALL");
await rows(`SELECT event, bucket, sum(n), sum(seconds) FROM grouped
    WHERE bucket IS NOT NULL GROUP BY ALL`);
for (const [event, level, n] of await rows(
    "SELECT event, level, sum(n) FROM grouped GROUP BY ALL"))
	console.log(`${event} ${level} ${n}`);
