/**
 * The map of all sources on all targets: one canvas of the size of its viewport, which draws only
 * the visible part, so that ten thousand rows cost no more than fifty. Arrow keys move a cursor,
 * whose cell is announced; Enter opens it.
 */
const map = { rows: [], columns: [], x: 0, y: 0, values: null, places: [], of: null };

/** One hue from the paper to the accent: the best is the strongest, in light and in dark. */
let shades = [];
let shadesOf = "";

function mixed(from, to, share) {
  const parts = (hex) => (hex.length === 4 ? [...hex.slice(1)].map((c) => parseInt(c + c, 16)) : [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)));
  const a = parts(from);
  const b = parts(to);
  return "rgb(" + a.map((c, i) => Math.round(c + share * (b[i] - c))).join(",") + ")";
}

/** The colours of values from 0 to 1; all but the last stay away from that of the best. */
function mapShades() {
  const key = colour("faint") + colour("accent");
  if (shadesOf !== key) {
    shadesOf = key;
    shades = Array.from({ length: 256 }, (_, i) => mixed(colour("faint"), colour("accent"), i === 255 ? 1 : 0.72 * (i / 254) ** 1.6));
  }
  return shades;
}

const shadeOf = (value) => {
  const share = Math.max(0, Math.min(1, value));
  return share === 1 ? 255 : Math.min(254, Math.floor(255 * share));
};
/** The relative place of a score within its target: 1 is the best, 0 the last; one sort a target. */
function standings(target, measure) {
  const { first, end } = targets[target];
  const score = rankedBy(target, measure);
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

/** The text in a cell: the place, or the value in two digits. */
function cellText(c, r) {
  const source = map.rows[r];
  if (state.shows === "place") {
    const place = map.places[map.columns[c]][source];
    return place === 0 ? "" : String(place);
  }
  const value = map.values[map.columns[c]][source];
  return Number.isNaN(value) ? "" : state.shows === "p_top1" ? probability(value) : value.toFixed(2);
}

/** The grid of the values that the map shows, source by target. */
function mapValues() {
  const key = state.by + "/" + state.shows;
  if (map.of === key) return;
  map.of = key;
  map.places = [];
  map.values = targets.map((target, t) => {
    const measure = measureFor(t);
    const grid = new Float32Array(sources.length).fill(NaN);
    const known = state.shows === "place" ? standings(t, measure) : null;
    const value = known ? (p) => known.shares[p - target.first] : column(measure, state.shows);
    for (let p = target.first; p < target.end; p++) grid[sourceOf(p)] = value(p);
    if (known) {
      const places = new Uint32Array(sources.length);
      for (let p = target.first; p < target.end; p++) places[sourceOf(p)] = known.places[p - target.first]; // NaN becomes 0
      map.places.push(places);
    }
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
  map.key = element("p", { class: "key" });
  view.replaceChildren(map.key, scroller, tip);
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
  }).observe(view);
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
  const inside = byId("map-view").clientWidth;
  const width = (text) => textWidth(text, "12px system-ui, sans-serif");
  const longest = (texts) => texts.slice(0, 500).reduce((most, text) => Math.max(most, width(text)), 0);
  look.side = Math.min(Math.max(60, 20 + longest(map.rows.map((s) => sources[s]))), Math.max(110, 0.3 * inside));
  look.head = Math.min(150, Math.max(40, 24 + 0.94 * longest(map.columns.map((t) => targetLabel(t)))));
  look.cellHeight = state.height === "all" ? Math.max(1, Math.min(22, Math.floor((MOST_HEIGHT - look.head) / Math.max(1, map.rows.length)))) : 22;
  look.cellWidth = Math.max(12 + 7 * Math.max(2, String(map.rows.length).length), Math.min(64, Math.floor((inside - look.side - 4) / Math.max(1, map.columns.length))));
  // the name of the last target leans over the edge
  const lean = 0.45 * look.head;
  const full = { width: look.side + map.columns.length * look.cellWidth + lean, height: look.head + map.rows.length * look.cellHeight };
  map.room.style.width = full.width + "px";
  map.room.style.height = full.height + "px";
  const scrolls = full.width + 2 > inside;
  map.scroller.style.width = Math.min(inside, full.width + 2) + "px";
  map.scroller.style.height = full.height + 2 + (scrolls ? 18 : 0) + "px"; // the style sheet sets the most
}

const mapLabels = { place: "place within the target", r2: "R2", p_top1: "p best: the probability of being the best" };

function drawMap() {
  orderMap();
  measureMap();
  paintMap();
  byId("map-lead").textContent =
    "Each cell shows the " + mapLabels[state.shows] + ". " + plural(map.rows.length, "source") + (map.rows.length < sources.length ? " of " + whole(sources.length) : "") + ", " + plural(targets.length, "target") + "." + (acrossTargets() ? "" : " Scores of different targets are not comparable; their places are.");
  drawKey();
}

/** The legend in words. */
function drawKey() {
  const swatch = (value) => element("i", { class: "swatch", style: "background:" + mapShades()[shadeOf(value)] });
  const bar = element("canvas", { width: 80, height: 12, "aria-hidden": "true" });
  const pen = bar.getContext("2d");
  for (let i = 0; i < 80; i++) {
    pen.fillStyle = mapShades()[Math.round((254 * (79 - i)) / 79)];
    pen.fillRect(i, 0, 1, 12);
  }
  if (state.shows === "place") map.key.replaceChildren(swatch(1), "first place of a target", bar, "second to last place");
  else map.key.replaceChildren("1 (best)", bar, "0", state.shows === "r2" ? " or less" : "", "; bold: the best of a target");
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
  const hues = mapShades();
  const inks = { strong: colour("card"), weak: colour("ink") };
  const written = cellHeight >= 14;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
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
      const shade = shadeOf(value);
      pen.fillStyle = hues[shade];
      pen.fillRect(x, y, cellWidth - 1, cellHeight - gap);
      if (written) {
        const text = cellText(c, r);
        pen.font = (value === most ? "bold " : "") + (text.length > 4 ? 10 : 12) + "px system-ui, sans-serif";
        pen.fillStyle = shade > 215 ? inks.strong : inks.weak;
        if (pen.measureText(text).width < cellWidth) pen.fillText(text, x + (cellWidth - 1) / 2, y + cellHeight / 2);
      }
    }
  }
  if (document.activeElement === scroller) {
    pen.strokeStyle = colour("mark");
    pen.lineWidth = 2;
    pen.strokeRect(side + map.x * cellWidth - scroller.scrollLeft, head + map.y * cellHeight - scroller.scrollTop, cellWidth - 1, Math.max(3, cellHeight - 1));
  }
  pen.restore();
  pen.textAlign = "left";
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

/** Both ends of a name that is longer than the room. */
function clipped(pen, text, room) {
  let most = Math.min(text.length, Math.ceil(room / 3));
  while (most > 3 && pen.measureText(shortName(text, most)).width > room) most--;
  return shortName(text, most);
}

function mapTable() {
  const value = (t, s) => (state.shows === "place" ? map.places[t][s] || "" : map.values[t][s]);
  return [["source", ...map.columns.map((t) => targetName(t))], ...map.rows.map((s) => [sources[s], ...map.columns.map((t) => value(t, s))])];
}

const saveMapTable = () => save(fileName("map-" + state.shows, ".csv"), "text/csv", csvText(mapTable()));

/** More would be a file that no program opens. */
const MOST_DRAWN = 50000;

/** The whole map, also what is out of sight, up to a number of cells. */
function saveMapDrawing() {
  const rows = map.rows.slice(0, Math.max(1, Math.floor(MOST_DRAWN / map.columns.length)));
  const { cellWidth, cellHeight, side, head } = look;
  const high = Math.max(16, cellHeight);
  const text = (content, attributes) => svg("text", { fill: colour("ink"), "font-size": 12, "font-family": "sans-serif", ...attributes }, content);
  const width = side + map.columns.length * cellWidth + head;
  const height = head + rows.length * high;
  const drawing = svg("svg", { xmlns: SVG, width, height, viewBox: "0 0 " + width + " " + height }, svg("rect", { width, height, fill: colour("card") }));
  map.columns.forEach((t, c) => {
    const x = side + c * cellWidth + cellWidth / 2;
    drawing.append(text(shortName(targetLabel(t), 24), { transform: "translate(" + x + " " + (head - 6) + ") rotate(-69)" }));
  });
  rows.forEach((s, r) => {
    drawing.append(text(shortName(sources[s], Math.floor(side / 7)), { x: 6, y: head + r * high + high / 2 + 4 }));
    map.columns.forEach((t, c) => {
      const value = map.values[t][s];
      if (Number.isNaN(value)) return;
      const shade = shadeOf(value);
      const x = side + c * cellWidth;
      const y = head + r * high;
      drawing.append(svg("rect", { x, y, width: cellWidth - 1, height: high - 1, fill: mapShades()[shade] }));
      drawing.append(text(cellText(c, r), { x: x + cellWidth / 2, y: y + high / 2 + 4, "text-anchor": "middle", "font-size": 11, fill: colour(shade > 215 ? "card" : "ink") }));
    });
  });
  save(fileName("map-" + state.shows, ".svg"), "image/svg+xml", svgText(drawing));
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
    ? "place " + whole(ranking(t, measure).places.get(p)) + " of " + whole(ranking(t, measure).pairs.length) + ", score " + digits(column(measure, "score")(p)) + (Number.isNaN(column(measure, "r2")(p)) ? "" : ", R2 " + digits(column(measure, "r2")(p), 3)) + (column(measure, "flags")(p) ? ", " + column(measure, "flags")(p) : "")
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
