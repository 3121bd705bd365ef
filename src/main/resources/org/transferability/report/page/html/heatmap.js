/**
 * The map of all sources on all targets: one canvas of the size of its viewport, which draws only
 * the visible part, so that ten thousand rows cost no more than fifty. Arrow keys move a cursor,
 * whose cell is announced; Enter opens it.
 */
const map = { rows: [], columns: [], x: 0, y: 0, values: null, shades: null, of: null };
const cividis = [
  [0, 34, 78], [18, 53, 112], [59, 73, 108], [87, 93, 109], [112, 113, 115], [138, 134, 120], [165, 156, 116], [195, 179, 105], [225, 204, 85], [254, 232, 56],
];

/** Cividis (Nunez et al. 2018), which is suitable for colour-blind readers; 1 is the brightest. */
function shade(value) {
  const at = Math.max(0, Math.min(1, value)) * (cividis.length - 1);
  const i = Math.min(cividis.length - 2, Math.floor(at));
  const mix = cividis[i].map((c, k) => Math.round(c + (at - i) * (cividis[i + 1][k] - c)));
  return "rgb(" + mix.join(",") + ")";
}
const shades = Array.from({ length: 256 }, (_, i) => shade(i / 255));

/** The relative place of a score within its target: 1 is the best, 0 the last; one sort a target. */
function standings(target, measure) {
  const { first, end } = targets[target];
  const score = column(measure, "score");
  const sorted = new Float64Array(end - first);
  let count = 0;
  for (let p = first; p < end; p++) {
    const s = score(p);
    if (!Number.isNaN(s)) sorted[count++] = s;
  }
  const known = sorted.subarray(0, count).sort();
  const shares = new Float32Array(end - first).fill(NaN);
  const places = new Float64Array(end - first).fill(NaN);
  for (let p = first; p < end; p++) {
    const s = score(p);
    if (Number.isNaN(s)) continue;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (known[middle] > s && !tied(known[middle], s)) high = middle;
      else low = middle + 1;
    }
    places[p - first] = count - low + 1;
    shares[p - first] = count === 1 ? 1 : (low - 1) / (count - 1);
  }
  return { shares, places };
}

/** The grid of the values that the map shows, source by target. */
function mapValues() {
  const key = state.by + "/" + state.shows;
  if (map.of === key) return;
  map.of = key;
  map.values = targets.map((target, t) => {
    const measure = measureFor(t);
    const grid = new Float32Array(sources.length).fill(NaN);
    const shares = state.shows === "place" ? standings(t, measure).shares : null;
    const value = shares ? (p) => shares[p - target.first] : column(measure, state.shows);
    for (let p = target.first; p < target.end; p++) grid[sourceOf(p)] = value(p);
    return grid;
  });
}

function meanStanding(source) {
  let sum = 0;
  let count = 0;
  for (const grid of map.values) {
    if (!Number.isNaN(grid[source])) {
      sum += grid[source];
      count++;
    }
  }
  return count === 0 ? -1 : sum / count;
}

function orderMap() {
  mapValues();
  const fits = matcher(state.find);
  const rows = sources.map((_, s) => s).filter((s) => fits(sources[s]));
  const filled = (x) => (Number.isFinite(x) ? x : 0.5);
  if (state.rows === "clustered") {
    const order = clusteredOrder(rows.map((s) => Float64Array.from(map.values, (grid) => filled(grid[s]))));
    map.rows = order.map((i) => rows[i]);
  } else if (state.rows === "target") {
    const grid = map.values[state.target];
    map.rows = rows.sort((a, b) => (Number.isNaN(grid[b]) ? -1 : grid[b]) - (Number.isNaN(grid[a]) ? -1 : grid[a]) || a - b);
  } else if (state.rows === "mean") {
    const mean = new Map(rows.map((s) => [s, meanStanding(s)]));
    map.rows = rows.sort((a, b) => mean.get(b) - mean.get(a) || a - b);
  } else {
    map.rows = rows; // stored by name
  }
  const columns = targets.map((_, t) => t);
  if (state.columns === "clustered" && columns.length > 2) {
    map.columns = clusteredOrder(map.values.map((grid) => Float64Array.from(map.rows, (s) => filled(grid[s]))));
  } else {
    map.columns = columns;
  }
  map.x = Math.min(map.x, Math.max(0, map.columns.length - 1));
  map.y = Math.min(map.y, Math.max(0, map.rows.length - 1));
}

const MOST_HEIGHT = 560;
const look = { head: 112, side: 170, cellWidth: 28, cellHeight: 18 };

function buildMap() {
  const view = byId("map-view");
  const canvas = element("canvas", {});
  const room = element("div", { class: "room" });
  const scroller = element(
    "div",
    { class: "map", id: "map-grid", tabindex: "0", role: "application", "aria-roledescription": "map of scores", "aria-describedby": "map-tip", "aria-label": "Sources on targets; arrow keys move, Enter opens" },
    canvas,
    room,
  );
  const tip = element("p", { class: "tip", id: "map-tip" }, "Hover over the map, or focus it and use the arrow keys. A click or Enter opens the target.");
  view.replaceChildren(scroller, tip);
  map.scroller = scroller;
  map.canvas = canvas;
  map.room = room;
  map.tip = tip;
  let waiting = false;
  const later = () => {
    if (!waiting) {
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        paintMap();
      });
    }
  };
  scroller.addEventListener("scroll", later);
  new ResizeObserver(() => {
    measureMap();
    later();
  }).observe(scroller);
  scroller.addEventListener("mousemove", (event) => {
    const cell = cellAt(event);
    if (cell) describeCell(cell.x, cell.y);
  });
  scroller.addEventListener("click", (event) => {
    const cell = cellAt(event);
    if (!cell) return;
    map.x = cell.x;
    map.y = cell.y;
    openCell();
  });
  scroller.addEventListener("keydown", (event) => {
    const page = Math.max(1, Math.floor((scroller.clientHeight - look.head) / look.cellHeight) - 1);
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], PageUp: [0, -page], PageDown: [0, page], Home: [-1e9, 0], End: [1e9, 0] };
    if (event.key === "Enter") openCell();
    else if (moves[event.key]) {
      map.x = Math.max(0, Math.min(map.columns.length - 1, map.x + moves[event.key][0]));
      map.y = Math.max(0, Math.min(map.rows.length - 1, map.y + moves[event.key][1]));
      keepCursorInSight();
      announce(describeCell(map.x, map.y));
      later();
    } else return;
    event.preventDefault();
  });
  scroller.addEventListener("focus", later);
  scroller.addEventListener("blur", later);
}

function measureMap() {
  const inside = map.scroller.clientWidth;
  look.side = Math.min(Math.max(90, inside * 0.22), 220);
  look.cellHeight = state.height === "all" ? Math.max(1, Math.min(18, Math.floor((MOST_HEIGHT - look.head) / Math.max(1, map.rows.length)))) : 18;
  look.cellWidth = Math.max(16, Math.min(72, Math.floor((inside - look.side) / Math.max(1, map.columns.length))));
  map.room.style.width = look.side + map.columns.length * look.cellWidth + "px";
  const full = look.head + map.rows.length * look.cellHeight;
  map.room.style.height = full + "px";
  map.scroller.style.height = full + 20 + "px"; // the style sheet sets the most
}

function drawMap() {
  orderMap();
  measureMap();
  paintMap();
  const label = { place: "place within the target", r2: "R²", p_top1: "chance of being the best" }[state.shows];
  byId("map-lead").textContent =
    "Colour: " + label + ", bright is good; a dot marks the best source of a target. " + plural(map.rows.length, "source") + (map.rows.length < sources.length ? " of " + whole(sources.length) : "") + ", " + plural(targets.length, "target") + "." + (acrossTargets() ? "" : " Scores of different targets are not comparable; their places are.");
}

function paintMap() {
  const { scroller, canvas } = map;
  if (!scroller) return;
  const width = scroller.clientWidth;
  const height = scroller.clientHeight;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = width + "px";
  canvas.style.height = height + "px";
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  pen.fillStyle = colour("card");
  pen.fillRect(0, 0, width, height);
  const { cellWidth, cellHeight, side, head } = look;
  const left = Math.floor(scroller.scrollLeft / cellWidth);
  const top = Math.floor(scroller.scrollTop / cellHeight);
  const right = Math.min(map.columns.length, left + Math.ceil((width - side) / cellWidth) + 1);
  const bottom = Math.min(map.rows.length, top + Math.ceil((height - head) / cellHeight) + 1);
  const gap = cellHeight > 4 ? 1 : 0;
  const faint = colour("line");
  pen.save();
  pen.beginPath();
  pen.rect(side, head, width - side, height - head);
  pen.clip();
  for (let c = left; c < right; c++) {
    const grid = map.values[map.columns[c]];
    const x = side + c * cellWidth - scroller.scrollLeft;
    const most = largest(grid);
    for (let r = top; r < bottom; r++) {
      const value = grid[map.rows[r]];
      const y = head + r * cellHeight - scroller.scrollTop;
      if (Number.isNaN(value)) {
        pen.fillStyle = faint;
        pen.fillRect(x + cellWidth / 2 - 2, y + cellHeight / 2, 4, 1);
        continue;
      }
      pen.fillStyle = shades[Math.round(255 * Math.max(0, Math.min(1, value)))];
      pen.fillRect(x, y, cellWidth - 1, cellHeight - gap);
      if (value === most && cellHeight > 6) {
        pen.fillStyle = value > 0.6 ? "#000" : "#fff";
        pen.beginPath();
        pen.arc(x + (cellWidth - 1) / 2, y + cellHeight / 2, 2.6, 0, 7);
        pen.fill();
      }
    }
  }
  if (document.activeElement === scroller) {
    pen.strokeStyle = colour("mark");
    pen.lineWidth = 2;
    pen.strokeRect(side + map.x * cellWidth - scroller.scrollLeft, head + map.y * cellHeight - scroller.scrollTop, cellWidth - 1, Math.max(3, cellHeight - 1));
  }
  pen.restore();
  paintNames(pen, left, right, top, bottom, width, height);
}

const largestOf = new WeakMap();
function largest(grid) {
  if (!largestOf.has(grid)) largestOf.set(grid, grid.reduce((most, x) => (x > most ? x : most), -Infinity));
  return largestOf.get(grid);
}

function paintNames(pen, left, right, top, bottom, width, height) {
  const { scroller } = map;
  const { cellWidth, cellHeight, side, head } = look;
  pen.fillStyle = colour("ink");
  pen.font = "12px system-ui, sans-serif";
  pen.textBaseline = "middle";
  pen.save();
  pen.beginPath();
  pen.rect(0, head, side, height - head);
  pen.clip();
  const every = Math.max(1, Math.ceil(13 / cellHeight));
  for (let r = top - (top % every); r < bottom; r += every) {
    const s = map.rows[r];
    pen.fillStyle = s === state.source ? colour("mark") : colour("ink");
    pen.fillText(clipped(pen, sources[s], side - 12), 6, head + r * cellHeight - scroller.scrollTop + cellHeight / 2);
  }
  pen.restore();
  pen.save();
  pen.beginPath();
  pen.rect(side, 0, width - side, head);
  pen.clip();
  for (let c = left; c < right; c++) {
    const t = map.columns[c];
    pen.save();
    pen.translate(side + c * cellWidth - scroller.scrollLeft + cellWidth / 2, head - 6);
    pen.rotate(-Math.PI / 2.6);
    pen.fillStyle = t === state.target ? colour("mark") : colour("ink");
    pen.fillText(clipped(pen, targetLabel(t), head + 4), 0, 0);
    pen.restore();
  }
  pen.restore();
}

function clipped(pen, text, room) {
  if (pen.measureText(text).width <= room) return text;
  let end = Math.min(text.length, Math.ceil(room / 5));
  while (end > 1 && pen.measureText(text.slice(0, end) + "…").width > room) end--;
  return text.slice(0, end) + "…";
}

function cellAt(event) {
  const box = map.scroller.getBoundingClientRect();
  const x = Math.floor((event.clientX - box.left - look.side + map.scroller.scrollLeft) / look.cellWidth);
  const y = Math.floor((event.clientY - box.top - look.head + map.scroller.scrollTop) / look.cellHeight);
  const inGrid = event.clientX - box.left >= look.side && event.clientY - box.top >= look.head;
  return inGrid && x < map.columns.length && y < map.rows.length ? { x, y } : null;
}

function describeCell(x, y) {
  const t = map.columns[x];
  const s = map.rows[y];
  if (t === undefined || s === undefined) return "";
  const p = pairOf(t, s);
  const measure = measureFor(t);
  const known = p >= 0 && !Number.isNaN(column(measure, "score")(p));
  const text = known
    ? "place " + whole(ranking(t, measure).places.get(p)) + " of " + whole(ranking(t, measure).pairs.length) + ", score " + digits(column(measure, "score")(p)) + (Number.isNaN(column(measure, "r2")(p)) ? "" : ", R² " + digits(column(measure, "r2")(p), 3)) + (column(measure, "flags")(p) ? ", " + column(measure, "flags")(p) : "")
    : "no score";
  map.tip.replaceChildren(element("b", {}, sources[s]), " on ", element("b", {}, targetName(t)), ": " + text);
  return sources[s] + " on " + targetName(t) + ": " + text;
}

function keepCursorInSight() {
  const { scroller } = map;
  const x = map.x * look.cellWidth;
  const y = map.y * look.cellHeight;
  const wide = scroller.clientWidth - look.side;
  const high = scroller.clientHeight - look.head;
  if (x < scroller.scrollLeft) scroller.scrollLeft = x;
  if (x + look.cellWidth > scroller.scrollLeft + wide) scroller.scrollLeft = x + look.cellWidth - wide;
  if (y < scroller.scrollTop) scroller.scrollTop = y;
  if (y + look.cellHeight > scroller.scrollTop + high) scroller.scrollTop = y + look.cellHeight - high;
}

function openCell() {
  if (map.columns[map.x] === undefined || map.rows[map.y] === undefined) return;
  state.source = map.rows[map.y];
  chooseTarget(map.columns[map.x], true);
}
