"use strict";
/*
 * The data of the page. Pairs of a source and a target are numbered target by target. A measure
 * (an estimator at a penalty) has columns over the pairs. Each column is an element of the document
 * in base64, which is decoded when it is first used.
 */
const data = JSON.parse(document.getElementById("data").textContent);
const sources = data.sources;
const targets = data.targets;
const measures = data.measures;

const arrays = { f64: Float64Array, f32: Float32Array, u8: Uint8Array, u16: Uint16Array, u32: Uint32Array };
const decoded = new Map();

function bytesOf(id) {
  const text = document.getElementById(id).textContent;
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

/** The cells of a stored column; a missing number is NaN, a missing text is "". */
function cells(stored) {
  let column = decoded.get(stored.id);
  if (!column) {
    const raw = new arrays[stored.as](bytesOf(stored.id).buffer);
    if (stored.values) {
      const values = stored.values.map((value) => (value === null ? NaN : value));
      column = (i) => values[raw[i]];
    } else if (stored.scale === "share") {
      column = (i) => (raw[i] === 255 ? NaN : raw[i] / 254);
    } else if (stored.scale === "decibel") {
      column = (i) => (raw[i] === 0 ? NaN : raw[i] === 255 ? Infinity : 10 ** ((raw[i] - 1) / 10));
    } else {
      column = (i) => raw[i];
    }
    decoded.set(stored.id, column);
  }
  return column;
}

const nothing = () => NaN;
const noText = () => "";

/** A column of a measure as a function of the pair; NaN or "" if the page does not contain it. */
function column(measure, name) {
  const stored = measures[measure].columns[name];
  if (stored) return cells(stored);
  return ["flags", "notes", "comparable", "candidate"].includes(name) ? noText : nothing;
}

const has = (measure, name) => Boolean(measures[measure].columns[name]);
const sourceOf = cells(data.pairSources);

/** The pair of a source on a target, or -1; sources ascend within a target. */
function pairOf(target, source) {
  let low = targets[target].first;
  let high = targets[target].end - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = sourceOf(middle);
    if (found === source) return middle;
    if (found < source) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

const TIE = 1e-12;
const tied = (a, b) => a === b || Math.abs(a - b) <= TIE * Math.max(Math.abs(a), Math.abs(b));

/** The measure that ranks a target: the selected one, or the one that suits the target. */
function measureFor(target) {
  return state.by < 0 ? targets[target].by : state.by;
}

/** Whether scores of different targets may be compared too; most have the units of the labels. */
const acrossTargets = () => targets.every((target, t) => column(measureFor(t), "comparable")(target.first) === "sources and targets");

/** The number by which pairs of a target are ranked: the score; those that a race dropped come last. */
function rankedBy(target, measure) {
  const score = column(measure, "score");
  if (!data.options.race) return score;
  const flags = column(measure, "flags");
  const isDropped = (p) => String(flags(p)).split(";").includes("dropped");
  let low = Infinity;
  let high = -Infinity;
  for (let p = targets[target].first; p < targets[target].end; p++) {
    if (Number.isFinite(score(p))) {
      low = Math.min(low, score(p));
      high = Math.max(high, score(p));
    }
  }
  const behind = high - low + 1;
  return (p) => (isDropped(p) ? score(p) - behind : score(p));
}

const rankings = new Map();

/** Pairs of a target, best first, without those that have no score; and the place of each. */
function ranking(target, measure) {
  const key = target + "/" + measure;
  if (rankings.has(key)) return rankings.get(key);
  const score = rankedBy(target, measure);
  const pairs = [];
  for (let p = targets[target].first; p < targets[target].end; p++) {
    if (!Number.isNaN(score(p))) pairs.push(p);
  }
  pairs.sort((a, b) => score(b) - score(a) || a - b);
  const places = new Map();
  let place = 1;
  pairs.forEach((p, i) => {
    if (i > 0 && !tied(score(pairs[i - 1]), score(p))) place = i + 1;
    places.set(p, place);
  });
  const result = { pairs, places };
  if (rankings.size > 64) rankings.delete(rankings.keys().next().value);
  rankings.set(key, result);
  return result;
}

/** The best few pairs of a target without sorting all of them. */
function leaders(target, measure, count) {
  const score = rankedBy(target, measure);
  const best = [];
  let scored = 0;
  for (let p = targets[target].first; p < targets[target].end; p++) {
    const value = score(p);
    if (Number.isNaN(value)) continue;
    scored++;
    if (best.length === count && !(value > score(best[count - 1]))) continue;
    let at = best.length < count ? best.length : count - 1;
    while (at > 0 && score(best[at - 1]) < value) {
      best[at] = best[at - 1];
      at--;
    }
    best[at] = p;
  }
  return { best, scored };
}

/**
 * The sources that are likely to be the best: with probabilities, the smallest group that contains
 * the best with 90 %; without them, those whose interval overlaps that of the first; else null.
 */
function contenders(target, measure, first) {
  const { first: from, end } = targets[target];
  if (has(measure, "p_top1")) {
    const chance = column(measure, "p_top1");
    const likely = [];
    for (let p = from; p < end; p++) if (chance(p) > 0) likely.push(p);
    likely.sort((a, b) => chance(b) - chance(a) || a - b);
    const group = [];
    let sum = 0;
    for (const p of likely) {
      if (sum >= 0.9 - 1e-9) break;
      group.push(p);
      sum += chance(p);
    }
    return group.length > 0 ? group : null;
  }
  const low = column(measure, "low");
  const high = column(measure, "high");
  if (first === undefined || Number.isNaN(low(first))) return null;
  const group = [];
  for (let p = from; p < end; p++) if (p === first || high(p) >= low(first)) group.push(p);
  return group;
}

/** Four digits, for display. */
function digits(value, count = 4) {
  if (value === undefined || Number.isNaN(value)) return "";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size >= 1e-4 && size < 1e6 ? value.toPrecision(count) : value.toExponential(count - 1);
}

/** Two decimals, as on the console; a possible event has no probability of 0. */
function probability(value) {
  if (Number.isNaN(value)) return "";
  return value > 0 && value < 0.005 ? "<0.01" : value.toFixed(2);
}

const whole = (value) => (Number.isNaN(value) ? "" : value.toLocaleString("en"));
const size = (value) => (Number.isNaN(value) ? "" : value === Infinity ? "∞" : value < 1e6 ? whole(Math.round(value)) : value.toExponential(0));
const plural = (count, one, many) => whole(count) + " " + (count === 1 ? one : many || one + "s");

const datasetCount = new Set(targets.map((t) => t.dataset)).size;
/** A target's name; with its dataset wherever there are several. */
const targetName = (t) => targets[t].dataset + " / " + targets[t].name;
/** The same without the dataset if there is only one. */
const targetLabel = (t) => (datasetCount > 1 ? targetName(t) : targets[t].name);
