// node values.js FOLDER > values.json: the columns of the trees, read by hyparquet 1.33.0; exact numbers as text.
import fs from 'node:fs'
import path from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

const trees = {}
for (const entry of fs.readdirSync(process.argv[2], { withFileTypes: true, recursive: true })) {
  if (entry.name.endsWith('.parquet')) {
    const name = path.join(entry.parentPath ?? entry.path, entry.name)
    const [tree, side] = path.relative(process.argv[2], name).split(path.sep)
    const bytes = fs.readFileSync(name)
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
    trees[tree] = { ...trees[tree], [side]: await parquetReadObjects({ file, compressors }) }
  }
}
console.log(JSON.stringify(trees, (_, value) => (typeof value === 'bigint' ? String(value) : value)))
