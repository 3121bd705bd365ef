// The rows of numbers.json in the orders and with the ids that the trees hold.
import fs from 'node:fs'
import path from 'node:path'

export const ROOT = process.env.TREES // the folder with numbers.json
export const numbers = JSON.parse(fs.readFileSync(path.join(ROOT, 'numbers.json'), 'utf8'))
export const ROWS = numbers.groups.length
export const D = 5

// Features and labels are in different orders, so that only the id joins them.
export const FEATURE_ORDER = Array.from({ length: ROWS }, (_, i) => (7 * i + 3) % ROWS)
export const LABEL_ORDER = Array.from({ length: ROWS }, (_, i) => (11 * i + 5) % ROWS)

// Each kind of id spans what its type holds beyond the next smaller one.
export const IDS = {
  text: i => `Bild-ü/${String(i).padStart(3, '0')}`,
  int32: i => 3 * i - 50,
  int64: i => (BigInt(i) - 20n) * 2n ** 40n,
  uint32: i => 2 ** 31 - 30 + i,
  uint64: i => 2n ** 63n - 30n + BigInt(i),
}

// Folders as Hive names them; gives the path of a file in it.
export function file(tree, set, source, name = 'part-0.parquet') {
  const folder = path.join(ROOT, tree, set, ...(source ? [`source=${source}`] : []), 'dataset=d')
  fs.mkdirSync(folder, { recursive: true })
  return path.join(folder, name)
}

export function column(values, order) {
  return order.map(i => values[i])
}

export function ids(kind, order) {
  return order.map(IDS[kind])
}
