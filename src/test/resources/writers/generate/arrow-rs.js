// node arrow-rs.js: the trees that arrow-rs (parquet-wasm) writes, some with pyarrow's settings.
import fs from 'node:fs'
import path from 'node:path'
import * as arrow from 'apache-arrow'
import wasm from 'parquet-wasm/node'
import { D, FEATURE_ORDER, LABEL_ORDER, ROOT, column, file, ids, numbers } from './rows.js'

const { Compression, Encoding, Table, WriterPropertiesBuilder, WriterVersion, writeParquet } = wasm

const ID_TYPES = {
  text: new arrow.Utf8(),
  largeText: new arrow.LargeUtf8(),
  dictionary: new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()),
  int32: new arrow.Int32(),
  int64: new arrow.Int64(),
  uint32: new arrow.Uint32(),
  uint64: new arrow.Uint64(),
}

function idVector(kind, order) {
  return arrow.vectorFromArray(ids(kind === 'largeText' || kind === 'dictionary' ? 'text' : kind, order), ID_TYPES[kind])
}

const NUMBER = { float16: new arrow.Float16(), float: new arrow.Float32(), double: new arrow.Float64() }

function lists(rows, kind, item = 'item') {
  return arrow.vectorFromArray(rows, new arrow.List(new arrow.Field(item, NUMBER[kind], true)))
}

function fixedLists(rows, kind) {
  return arrow.vectorFromArray(rows, new arrow.FixedSizeList(rows[0].length, new arrow.Field('item', NUMBER[kind], true)))
}

// 1 x d: one list with one list of d numbers, as Array2D of Hugging Face datasets is
function nested(rows, kind) {
  const inner = new arrow.List(new arrow.Field('item', NUMBER[kind], true))
  return arrow.vectorFromArray(rows.map(row => [row]), new arrow.List(new arrow.Field('item', inner, true)))
}

function packed(rows, fixed) {
  const bytes = rows.map(row => new Uint8Array(Float32Array.from(row).buffer))
  return arrow.vectorFromArray(bytes, fixed ? new arrow.FixedSizeBinary(4 * D) : new arrow.Binary())
}

function decimals(texts, scale) {
  const words = texts.map(text => {
    const unscaled = BigInt(text.replace('.', '')) * 10n ** BigInt(scale - (text.split('.')[1] ?? '').length)
    return Uint32Array.from({ length: 4 }, (_, k) => Number((unscaled >> BigInt(32 * k)) & 0xffffffffn))
  })
  return arrow.vectorFromArray(words, new arrow.Decimal(scale, 20, 128))
}

function write(columns, target, properties) {
  const table = new arrow.Table(columns)
  const bytes = writeParquet(Table.fromIPCStream(arrow.tableToIPC(table, 'stream')), properties?.().build())
  fs.writeFileSync(target, bytes)
}

const LABELS = {
  y: values => arrow.vectorFromArray(values, new arrow.Float64()),
  h: values => arrow.vectorFromArray(values, new arrow.Int32()),
  pair: values => lists(values, 'double'),
  gaps: values => arrow.vectorFromArray(values, new arrow.Float64()),
}

// options: ids, idsOfLabels, sources, features, labels, properties, extra (columns added to both sides)
function tree(name, options = {}) {
  fs.rmSync(path.join(ROOT, name), { recursive: true, force: true })
  const kind = options.ids ?? 'text'
  const features = options.features ?? lists
  for (const source of options.sources ?? ['single', 'double']) {
    const values = numbers.sources[source]
    const type = { single: 'float', double: 'double', half: 'float16' }[source]
    write({
      id: idVector(kind, FEATURE_ORDER),
      features: features(column(values.features, FEATURE_ORDER), type, options.item),
      prediction: lists(column(values.prediction, FEATURE_ORDER), source === 'half' ? 'float16' : 'float', options.item),
      ...options.extra?.(),
    }, file(name, 'features', source), options.properties)
  }
  const columns = {
    id: idVector(options.idsOfLabels ?? kind, LABEL_ORDER),
    subject: arrow.vectorFromArray(column(numbers.groups, LABEL_ORDER), new arrow.Utf8()),
  }
  for (const [label, vector] of Object.entries(options.labels ?? LABELS)) {
    columns[label] = vector(column(numbers.labels[label], LABEL_ORDER))
  }
  write({ ...columns, ...options.extra?.() }, file(name, 'targets'), options.properties)
}

const settings = () => new WriterPropertiesBuilder()
const pandas = columns => new Map([['pandas', JSON.stringify({
  index_columns: ['__index_level_0__'], column_indexes: [], columns, creator: { library: 'pyarrow', version: '21.0.0' },
  pandas_version: '2.3.1',
})]])
const rowNumbers = () => ({
  __index_level_0__: arrow.vectorFromArray(FEATURE_ORDER.map((_, k) => BigInt(k)), new arrow.Int64()),
})

tree('arrow-rs-defaults')
// pyarrow 21: snappy, version 2.6 with data pages of version 1, dictionaries, items called 'element';
// pandas: an index that is no range becomes a column
tree('pyarrow-like-pandas', {
  item: 'element', extra: rowNumbers,
  properties: () => settings().setCompression(Compression.SNAPPY).setDictionaryEnabled(true)
    .setWriterVersion(WriterVersion.V1).setCreatedBy('parquet-cpp-arrow version 21.0.0').setKeyValueMetadata(pandas([])),
  labels: { ...LABELS, pair: values => lists(values, 'double', 'element') },
})
// use_dictionary=False, data_page_version='2.0', compression='zstd', use_byte_stream_split
tree('pyarrow-like-v2', {
  ids: 'int64', item: 'element',
  properties: () => settings().setCompression(Compression.ZSTD).setDictionaryEnabled(false)
    .setWriterVersion(WriterVersion.V2).setEncoding(Encoding.BYTE_STREAM_SPLIT)
    .setColumnEncoding('subject', Encoding.PLAIN).setCreatedBy('parquet-cpp-arrow version 21.0.0'),
})
// large_string ids, fixed_size_list, several small row groups of several pages
tree('pyarrow-like-fixed-groups', {
  ids: 'largeText', idsOfLabels: 'text', features: fixedLists,
  properties: () => settings().setCompression(Compression.GZIP).setMaxRowGroupSize(17).setDataPageSizeLimit(100)
    .setWriteBatchSize(4).setCreatedBy('parquet-cpp-arrow version 21.0.0'),
  labels: { ...LABELS, pair: values => fixedLists(values, 'double') },
})
tree('arrow-rs-dictionary-v2', {
  ids: 'dictionary', idsOfLabels: 'text',
  properties: () => settings().setCompression(Compression.SNAPPY).setDictionaryEnabled(true)
    .setWriterVersion(WriterVersion.V2),
})
// a dictionary that is full after some values, then plain pages
tree('arrow-rs-dictionary-overflow', {
  ids: 'int32',
  properties: () => settings().setCompression(Compression.UNCOMPRESSED).setDictionaryEnabled(true)
    .setDictionaryPageSizeLimit(64).setDataPageSizeLimit(120).setWriteBatchSize(4),
})
tree('arrow-rs-delta', {
  ids: 'uint64',
  properties: () => settings().setCompression(Compression.LZ4_RAW).setDictionaryEnabled(false)
    .setWriterVersion(WriterVersion.V2).setColumnEncoding('id', Encoding.DELTA_BINARY_PACKED)
    .setColumnEncoding('h', Encoding.DELTA_BINARY_PACKED).setColumnEncoding('big', Encoding.DELTA_BINARY_PACKED)
    .setColumnEncoding('subject', Encoding.DELTA_BYTE_ARRAY),
  labels: { ...LABELS, big: values => arrow.vectorFromArray(values.map(BigInt), new arrow.Uint64()) },
})
tree('arrow-rs-delta-text', {
  properties: () => settings().setCompression(Compression.ZSTD).setDictionaryEnabled(false)
    .setColumnEncoding('id', Encoding.DELTA_BYTE_ARRAY).setColumnEncoding('subject', Encoding.DELTA_LENGTH_BYTE_ARRAY),
})
tree('arrow-rs-half', { sources: ['half'], ids: 'uint32' })
tree('arrow-rs-nested', { features: nested })
tree('arrow-rs-packed', { sources: ['single', 'half'], features: rows => packed(rows, false) })
tree('arrow-rs-packed-fixed', {
  sources: ['single', 'half'], features: rows => packed(rows, true),
  properties: () => settings().setDictionaryEnabled(false).setWriterVersion(WriterVersion.V2),
})
tree('arrow-rs-other-labels', {
  labels: {
    y: LABELS.y,
    h: values => arrow.vectorFromArray(values, new arrow.Int16()),
    dec: values => decimals(values, 3),
    flag: values => arrow.vectorFromArray(values, new arrow.Bool()),
  },
  properties: () => settings().setCompression(Compression.SNAPPY).setWriterVersion(WriterVersion.V2),
})
tree('arrow-rs-brotli', { properties: () => settings().setCompression(Compression.BROTLI) })
