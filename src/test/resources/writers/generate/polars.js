// node polars.js: the trees that Polars writes.
import fs from 'node:fs'
import path from 'node:path'
import pl from 'nodejs-polars'
import { D, FEATURE_ORDER, LABEL_ORDER, ROOT, column, file, ids, numbers } from './rows.js'

const ID_TYPES = {
  text: pl.Utf8, int32: pl.Int32, int64: pl.Int64, uint32: pl.UInt32, uint64: pl.UInt64, categorical: pl.Categorical,
}

function idSeries(kind, order) {
  const values = ids(kind === 'categorical' ? 'text' : kind, order)
  // 64-bit numbers go in as text that Polars casts: some of its constructors take them as doubles
  const text = pl.Series('id', values.map(String), pl.Utf8)
  return kind === 'text' ? text : text.cast(ID_TYPES[kind], true)
}

async function write(frame, target, options) {
  if (options === undefined) {
    frame.writeParquet(target)
  } else {
    await frame.lazy().sinkParquet(target, options).collect()
  }
}

// options: ids, idsOfLabels, sources, fixed (size of lists), labels (name -> type), sink
async function tree(name, options = {}) {
  fs.rmSync(path.join(ROOT, name), { recursive: true, force: true })
  const kind = options.ids ?? 'text'
  for (const source of options.sources ?? ['single', 'double']) {
    const { features, prediction } = numbers.sources[source]
    const inner = source === 'double' ? pl.Float64 : pl.Float32
    let vectors = pl.Series('features', column(features, FEATURE_ORDER), pl.List(inner))
    if (options.fixed) {
      vectors = vectors.cast(pl.FixedSizeList(inner, D), true)
    }
    const frame = pl.DataFrame([
      idSeries(kind, FEATURE_ORDER),
      vectors,
      pl.Series('prediction', column(prediction, FEATURE_ORDER), pl.List(pl.Float64)),
    ])
    await write(frame, file(name, 'features', source), options.sink)
  }
  const labels = options.labels ?? { y: pl.Float64, h: pl.Int64, pair: pl.List(pl.Float64), gaps: pl.Float64 }
  const columns = [
    idSeries(options.idsOfLabels ?? kind, LABEL_ORDER),
    pl.Series('subject', column(numbers.groups, LABEL_ORDER), pl.Utf8),
  ]
  for (const [label, type] of Object.entries(labels)) {
    const values = column(numbers.labels[label], LABEL_ORDER)
    columns.push(typeof values[0] === 'string' // exact numbers that are no doubles
      ? pl.Series(label, values, pl.Utf8).cast(type, true)
      : pl.Series(label, values, type))
  }
  await write(pl.DataFrame(columns), file(name, 'targets'), options.sink)
}

await tree('polars-defaults')
await tree('polars-sink-defaults', {
  ids: 'int64', sink: {},
  labels: { y: pl.Float64, h: pl.Int8, pair: pl.List(pl.Float64), gaps: pl.Float64, flag: pl.Bool },
})
await tree('polars-snappy-groups', {
  ids: 'uint32', sink: { compression: 'snappy', rowGroupSize: 16, dataPagesizeLimit: 64, statistics: 'full' },
})
await tree('polars-gzip-fixed', {
  ids: 'int32', fixed: true, sink: { compression: 'gzip' },
  labels: { y: pl.Float64, h: pl.Int16, gaps: pl.Float64, pair: pl.List(pl.Float64) },
})
await tree('polars-lz4raw', {
  ids: 'uint64', sink: { compression: 'lz4' }, labels: { y: pl.Float64, big: pl.UInt64, dec: pl.Decimal(12, 3) },
})
await tree('polars-categorical', { ids: 'categorical', idsOfLabels: 'text' })
