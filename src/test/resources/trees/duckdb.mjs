// Writes duckdb/: npm install @duckdb/node-api@1.5.6-r.1 && node duckdb.mjs
import { DuckDBInstance } from '@duckdb/node-api';
const db = await (await DuckDBInstance.create(':memory:')).connect();
const rows = (from, to) => `
  SELECT i AS id, [i::FLOAT, (i * i % 7)::FLOAT, (i % 3)::FLOAT]::FLOAT[] AS features,
         'müller/v2' AS source, 'größe 100%' AS dataset
  FROM range(${from}, ${to}) t(i)`;
await db.run(`COPY (${rows(0, 20)}) TO 'duckdb/features'
  (FORMAT parquet, PARTITION_BY (source, dataset))`);
// labels by two programs: other order of columns, whole numbers and fractions
const targets = 'duckdb/targets/dataset=gr%C3%B6%C3%9Fe%20100%25';
await db.run(`COPY (SELECT i AS id, (3 * i + i % 5)::DOUBLE AS a, (i * i % 11)::DOUBLE AS b
  FROM range(0, 12) t(i)) TO '${targets}/part-0.parquet' (FORMAT parquet)`);
await db.run(`COPY (SELECT (i * i % 11)::INTEGER AS b, i AS id, (3 * i + i % 5)::INTEGER AS a
  FROM range(12, 20) t(i)) TO '${targets}/part-1.parquet' (FORMAT parquet)`);
