// node check.js: reads every tree with hyparquet, an independent reader, and compares it with numbers.json;
// prints what each column is stored as.
import fs from 'node:fs'
import path from 'node:path'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { FEATURE_ORDER, IDS, LABEL_ORDER, ROOT, ROWS, numbers } from './rows.js'

function filesBelow(folder) {
  return fs.readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.parquet'))
    .map(entry => path.join(entry.parentPath ?? entry.path, entry.name)).sort()
}

function flat(value) {
  if (value instanceof Uint8Array) {
    return Array.from(new Float32Array(value.slice().buffer))
  }
  return Array.isArray(value) ? value.flat(3) : value
}

function same(found, expected) {
  if (Array.isArray(expected)) {
    return found.length === expected.length && expected.every((value, k) => same(found[k], value))
  }
  if (typeof expected === 'string') {
    return typeof found === 'number' ? found === Number(expected) : String(found) === expected
  }
  if (expected === null) {
    return found === null || found === undefined
  }
  return typeof found === 'bigint' ? found === BigInt(expected) : found === expected
}

let wrong = 0
for (const tree of fs.readdirSync(ROOT, { withFileTypes: true }).filter(entry => entry.isDirectory()).map(e => e.name).sort()) {
  for (const name of tree === 'generate' ? [] : filesBelow(path.join(ROOT, tree))) {
    const bytes = fs.readFileSync(name)
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
    const rows = await parquetReadObjects({ file: buffer, compressors, utf8: false })
    const source = /source=(\w+)/.exec(name)?.[1]
    const order = name.includes('/features/') ? FEATURE_ORDER : LABEL_ORDER
    let bad = rows.length === ROWS ? 0 : 1
    rows.forEach((row, k) => {
      const i = order[k]
      bad += Object.values(IDS).some(id => same(row.id instanceof Uint8Array ? '' : row.id, String(id(i)))) ? 0 : 1
      for (const [column, value] of Object.entries(row)) {
        const expected = column === 'subject' ? numbers.groups : numbers.labels[column] ?? numbers.sources[source]?.[column]
        if (expected && !same(flat(value), expected[i])) {
          bad++
        }
      }
    })
    wrong += bad
    const groups = parquetMetadata(buffer).row_groups
    const stored = groups[0].columns.map(({ meta_data: m }) => `${m.path_in_schema[0]} ${m.encodings.join('+')} ${m.codec}`)
    console.log(`${bad === 0 ? 'ok' : bad + ' WRONG'} ${path.relative(ROOT, name)} ${groups.length} row groups: ${stored.join(', ')}`)
  }
}
process.exitCode = wrong === 0 ? 0 : 1
