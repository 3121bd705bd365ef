// node duckdb.js: the trees that DuckDB writes.
import fs from 'node:fs'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { FEATURE_ORDER, IDS, LABEL_ORDER, ROOT, file, numbers } from './rows.js'

const connection = await (await DuckDBInstance.create()).connect()
const run = sql => connection.run(sql)

// Numbers go in as text that DuckDB casts, which gives the nearest double.
const number = value => (value === null ? 'NULL' : `'${value}'`)
const list = values => `[${values.map(number).join(',')}]`

async function table(name, columns, rows) {
  await run(`CREATE OR REPLACE TABLE ${name} (${columns})`)
  await run(`INSERT INTO ${name} VALUES ${rows.map(row => `(${row.join(',')})`).join(',')}`)
}

const ID_TYPES = { text: 'VARCHAR', int32: 'INTEGER', int64: 'BIGINT', uint32: 'UINTEGER', uint64: 'UBIGINT' }

// options: ids, idTypeOfLabels, sources, features (cast from DOUBLE[]), labels (name -> type), copy
async function tree(name, options) {
  fs.rmSync(path.join(ROOT, name), { recursive: true, force: true })
  const kind = options.ids ?? 'text'
  const copy = options.copy ? ` (FORMAT parquet, ${options.copy})` : ''
  for (const source of options.sources ?? ['single', 'double']) {
    const { features, prediction } = numbers.sources[source]
    const type = options.features?.[source] ?? { single: 'FLOAT[]', double: 'DOUBLE[]' }[source]
    await table('f', `id ${ID_TYPES[kind]}, features DOUBLE[], prediction FLOAT[]`,
      FEATURE_ORDER.map(i => [number(IDS[kind](i)), list(features[i]), list(prediction[i])]))
    const select = `SELECT id, ${options.expression ?? `features::${type} AS features`}, prediction FROM f`
    await run(`COPY (${select}) TO '${file(name, 'features', source)}'${copy}`)
  }
  const labels = options.labels ?? { y: 'DOUBLE', h: 'INTEGER', pair: 'DOUBLE[]', gaps: 'DOUBLE' }
  const cell = (label, i) => {
    const value = numbers.labels[label][i]
    return Array.isArray(value) ? list(value) : number(value)
  }
  await table('t', `id ${options.idTypeOfLabels ?? ID_TYPES[kind]}, subject VARCHAR, ${Object.entries(labels).map(([n, t]) => `${n} ${t}`).join(', ')}`,
    LABEL_ORDER.map(i => [number(IDS[kind](i)), number(numbers.groups[i]), ...Object.keys(labels).map(n => cell(n, i))]))
  await run(`COPY (SELECT * FROM t) TO '${file(name, 'targets')}'${copy}`)
}

await tree('duckdb-defaults', {
  labels: { y: 'DOUBLE', h: 'INTEGER', pair: 'DOUBLE[]', gaps: 'DOUBLE', dec: 'DECIMAL(9,3)', flag: 'BOOLEAN' },
})
await tree('duckdb-v2-zstd', { ids: 'int64', copy: 'PARQUET_VERSION V2, COMPRESSION zstd' })
await tree('duckdb-fixed-uncompressed', {
  ids: 'int32', features: { single: 'FLOAT[5]', double: 'DOUBLE[5]' }, copy: 'COMPRESSION uncompressed',
  labels: { y: 'DOUBLE', h: 'SMALLINT', pair: 'DOUBLE[2]', gaps: 'DOUBLE' },
})
await tree('duckdb-unsigned-gzip', {
  ids: 'uint32', idTypeOfLabels: 'BIGINT', copy: 'COMPRESSION gzip',
  labels: { y: 'DOUBLE', big: 'UBIGINT' },
})
await tree('duckdb-decimals-lz4raw', {
  ids: 'uint64', copy: 'COMPRESSION lz4_raw', features: { double: 'DOUBLE[][]' }, expression: '[features] AS features',
  labels: { y: 'DOUBLE', h: 'DECIMAL(18,6)', dec: 'DECIMAL(30,3)', gaps: 'DOUBLE' },
})
await tree('duckdb-brotli', { copy: 'COMPRESSION brotli' })

// Labels in the features' own files, written by PARTITION_BY.
fs.rmSync(path.join(ROOT, 'duckdb-partitioned'), { recursive: true, force: true })
const rows = []
for (const source of ['single', 'double']) {
  const { features, prediction } = numbers.sources[source]
  for (const i of FEATURE_ORDER) {
    const { y, h, pair, gaps } = numbers.labels
    rows.push([number(source), "'d'", number(IDS.text(i)), number(numbers.groups[i]), list(features[i]),
      list(prediction[i]), number(y[i]), number(h[i]), list(pair[i]), number(gaps[i])])
  }
}
await table('p', 'source VARCHAR, dataset VARCHAR, id VARCHAR, subject VARCHAR, features DOUBLE[], prediction DOUBLE[],'
  + ' y DOUBLE, h INTEGER, pair DOUBLE[], gaps DOUBLE', rows)
fs.mkdirSync(path.join(ROOT, 'duckdb-partitioned'))
await run(`COPY p TO '${path.join(ROOT, 'duckdb-partitioned', 'features')}' (FORMAT parquet, PARTITION_BY (source, dataset))`)
