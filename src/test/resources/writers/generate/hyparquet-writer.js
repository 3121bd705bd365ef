// node hyparquet-writer.js: the trees that hyparquet-writer writes, all with data pages of version 2.
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { FEATURE_ORDER, LABEL_ORDER, ROOT, column, file, ids, numbers } from './rows.js'

const SCALAR = {
  text: name => ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }),
  required: name => ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' }),
  int32: name => ({ name, type: 'INT32', repetition_type: 'REQUIRED' }),
  int64: name => ({ name, type: 'INT64', repetition_type: 'OPTIONAL' }),
  uint64: name => ({ name, type: 'INT64', converted_type: 'UINT_64', repetition_type: 'OPTIONAL' }),
  double: name => ({ name, type: 'DOUBLE', repetition_type: 'OPTIONAL' }),
  flag: name => ({ name, type: 'BOOLEAN', repetition_type: 'OPTIONAL' }),
}

const LISTS = {
  three: (name, type) => [
    { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', type, repetition_type: 'OPTIONAL' },
  ],
  item: (name, type) => [
    { name, repetition_type: 'REQUIRED', num_children: 1, converted_type: 'LIST' },
    { name: 'bag', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'item', type, repetition_type: 'REQUIRED' },
  ],
}

// columns: [name, values, schema elements, options of the column]
function write(columns, target, options) {
  const schema = [{ name: 'root', num_children: columns.length }, ...columns.flatMap(c => c[2])]
  const columnData = columns.map(([name, data, , more]) => ({ name, data, ...more }))
  const bytes = parquetWriteBuffer({
    columnData, schema, compressors: { GZIP: input => zlib.gzipSync(input) }, ...options,
  })
  fs.writeFileSync(target, Buffer.from(bytes))
}

// options: ids (kind, and the element of SCALAR), list (of LISTS), labels (name -> element), columns (options), writer
function tree(name, options) {
  fs.rmSync(path.join(ROOT, name), { recursive: true, force: true })
  const [kind, id] = options.ids
  const list = LISTS[options.list ?? 'three']
  for (const source of ['single', 'double']) {
    const { features, prediction } = numbers.sources[source]
    const type = source === 'single' ? 'FLOAT' : 'DOUBLE'
    write([
      ['id', ids(kind, FEATURE_ORDER), [SCALAR[id]('id')], options.columns?.id],
      ['features', column(features, FEATURE_ORDER), list('features', type), options.columns?.features],
      ['prediction', column(prediction, FEATURE_ORDER), list('prediction', 'FLOAT'), options.columns?.prediction],
    ], file(name, 'features', source), options.writer)
  }
  const columns = [
    ['id', ids(kind, LABEL_ORDER), [SCALAR[id]('id')], options.columns?.id],
    ['subject', column(numbers.groups, LABEL_ORDER), [SCALAR.text('subject')], options.columns?.subject],
    ['pair', column(numbers.labels.pair, LABEL_ORDER), list('pair', 'DOUBLE'), options.columns?.pair],
  ]
  for (const [label, element] of Object.entries(options.labels)) {
    let values = column(numbers.labels[label], LABEL_ORDER)
    if (element === 'int64' || element === 'uint64') {
      values = values.map(BigInt)
    }
    columns.push([label, values, [SCALAR[element](label)], options.columns?.[label]])
  }
  write(columns, file(name, 'targets'), options.writer)
}

tree('hyparquet-writer-defaults', {
  ids: ['text', 'text'], labels: { y: 'double', h: 'int32', gaps: 'double', flag: 'flag' },
})
tree('hyparquet-writer-gzip-delta', {
  ids: ['int64', 'int64'], list: 'item', labels: { y: 'double', h: 'int64', gaps: 'double' },
  columns: {
    id: { encoding: 'DELTA_BINARY_PACKED' }, h: { encoding: 'DELTA_BINARY_PACKED' },
    features: { encoding: 'BYTE_STREAM_SPLIT' }, pair: { encoding: 'BYTE_STREAM_SPLIT' },
    subject: { encoding: 'DELTA_LENGTH_BYTE_ARRAY' },
  },
  writer: { codec: 'GZIP' },
})
tree('hyparquet-writer-pages-groups', {
  ids: ['text', 'required'], labels: { y: 'double', h: 'int32', gaps: 'double', big: 'uint64' },
  writer: { codec: 'UNCOMPRESSED', rowGroupSize: [7, 20], pageSize: 128 },
})
