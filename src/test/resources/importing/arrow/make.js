// Makes the files beside it: npm install apache-arrow@21.2.0 && node make.js (Node 20).
// The table of ../make.py, 7 x 3 with (i + 1) (j - 1) / 4, in two batches of 4 and 3 rows, as a stream (which datasets
// and save_to_disk write) and as a file, by an implementation of Arrow that is independent of Java's.
const arrow = require('apache-arrow')
const fs = require('fs')
const path = require('path')

const list = type => new arrow.List(new arrow.Field('item', type, true))
const table = [...Array(7)].map((_, i) => [-1, 0, 1].map(j => (i + 1) * j / 4))
const columns = {
  id: [new arrow.Utf8(), table.map((_, i) => i === 2 ? 'c\u00e9' : 'row' + i)],
  number: [new arrow.Int64(), table.map((_, i) => BigInt(100 + i))],
  floats: [list(new arrow.Float32()), table],
  doubles: [list(new arrow.Float64()), table],
  halves: [list(new arrow.Float16()), table],
  fixed: [new arrow.FixedSizeList(3, new arrow.Field('item', new arrow.Float32(), true)), table],
  nested: [list(list(new arrow.Float32())), table.map(row => [[row[0]], [row[1]], [row[2]]])],
  missing: [list(new arrow.Float32()), table.map((row, i) => i === 0 || i === 4 ? null : row)],
  ragged: [list(new arrow.Float32()), table.map((row, i) => i === 5 ? row.slice(1) : row)],
  x: [new arrow.Float64(), table.map((row, i) => i === 3 ? null : row[2])],
  small: [new arrow.Int8(), table.map(row => 4 * row[2])],
  short: [new arrow.Int16(), table.map(row => 4 * row[0])],
  whole: [new arrow.Int32(), table.map(row => 4 * row[0])],
  byte: [new arrow.Uint8(), table.map(row => 4 * row[2])],
  unsigned: [new arrow.Uint32(), table.map(() => 4294967295)],
  flag: [new arrow.Bool(), table.map((_, i) => i % 2 === 0)],
}
const batch = (from, to) => {
  const vectors = {}
  for (const [name, [type, values]] of Object.entries(columns)) {
    vectors[name] = arrow.vectorFromArray(values.slice(from, to), type)
  }
  return new arrow.Table(vectors)
}
const all = batch(0, 4).concat(batch(4, 7))
for (const kind of ['stream', 'file']) {
  fs.writeFileSync(path.join(__dirname, kind + '.arrow'), arrow.tableToIPC(all, kind))
}
