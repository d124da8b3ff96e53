// usage: node duckdb.mjs THREADS FILE MEMBER... >OUT
//
// The benchmark's rival in SQL: DuckDB reads FILE as JSON lines, the members
// named as columns of type JSON, and writes them as JSON lines. A line that
// is no JSON is skipped. The module is found in $NODE_PATH, as require does.
import { createRequire } from "node:module";

const { DuckDBInstance } = createRequire(import.meta.url)("@duckdb/node-api");
const [threads, file, ...names] = process.argv.slice(2);
const quoted = (s) => `'${s.replaceAll("'", "''")}'`;
const columns = names.map((n) => `${n}: 'JSON'`).join(", ");

const db = await DuckDBInstance.create(":memory:", { threads });
const run = await db.connect();
await run.run("SET preserve_insertion_order = true");
await run.run(`COPY (SELECT * FROM read_json(${quoted(file)},
    format = 'newline_delimited', columns = {${columns}},
    ignore_errors = true)) TO '/dev/stdout' (FORMAT json)`);
