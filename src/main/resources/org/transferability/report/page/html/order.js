/*
 * Orders of the rows and columns of the map. Clustered: the items are split in two by the sign of
 * their projection on the direction in which they differ most, and again (principal direction
 * divisive partitioning, Boley 1998); halves are turned so that like ends meet. O(items x values)
 * for each level, so that it serves ten thousand sources as well as ten.
 */
const POWER_STEPS = 12;

/** @param rows arrays of equal length without NaN */
function clusteredOrder(rows) {
  const all = rows.map((_, i) => i);
  return rows.length < 3 ? all : split(rows, all, 0);
}

function split(rows, items, depth) {
  if (items.length < 3 || depth > 40) return items;
  const width = rows[0].length;
  const mean = new Float64Array(width);
  for (const i of items) for (let j = 0; j < width; j++) mean[j] += rows[i][j] / items.length;
  // The row farthest from the mean is a start that is never orthogonal to all differences.
  let far = items[0];
  let most = -1;
  for (const i of items) {
    let d = 0;
    for (let j = 0; j < width; j++) d += (rows[i][j] - mean[j]) ** 2;
    if (d > most) {
      most = d;
      far = i;
    }
  }
  if (most < 1e-18) return items;
  let direction = Float64Array.from(rows[far], (x, j) => x - mean[j]);
  const along = new Float64Array(items.length);
  for (let step = 0; step < POWER_STEPS; step++) {
    const next = new Float64Array(width);
    items.forEach((i, k) => {
      let dot = 0;
      for (let j = 0; j < width; j++) dot += (rows[i][j] - mean[j]) * direction[j];
      along[k] = dot;
      for (let j = 0; j < width; j++) next[j] += dot * (rows[i][j] - mean[j]);
    });
    let norm = Math.sqrt(next.reduce((sum, x) => sum + x * x, 0));
    if (norm === 0) break;
    direction = next.map((x) => x / norm);
  }
  const left = [];
  const right = [];
  items.forEach((i, k) => (along[k] < 0 ? left : right).push([along[k], i]));
  if (left.length === 0 || right.length === 0) return items;
  const inOrder = (half) => half.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((pair) => pair[1]);
  const a = split(rows, inOrder(left), depth + 1);
  const b = split(rows, inOrder(right), depth + 1);
  const distance = (x, y) => rows[x].reduce((sum, value, j) => sum + (value - rows[y][j]) ** 2, 0);
  const ends = [
    [distance(a[a.length - 1], b[0]), a, b],
    [distance(a[0], b[0]), [...a].reverse(), b],
    [distance(a[a.length - 1], b[b.length - 1]), a, [...b].reverse()],
    [distance(a[0], b[b.length - 1]), [...a].reverse(), [...b].reverse()],
  ].sort((x, y) => x[0] - y[0])[0];
  return ends[1].concat(ends[2]);
}
