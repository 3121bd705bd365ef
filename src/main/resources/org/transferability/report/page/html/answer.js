/** The answer: a verdict on each target in words, then the same in numbers. */
const LEADERS = 6;
const VERDICTS = 8;

/** The sentence of a verdict names this many sources, or one more if that is all; a line of its own the others. */
const NAMED = 3;
const MOST_NAMED = 20;

const standingText = {
  clear: "One source is the best with a probability of at least 0.9.",
  open: "Only several sources together contain the best with a probability of 0.9, or they share the first place.",
  "only one": "One source was scored, so nothing is compared.",
  "not known": "A source is first, but there are no probabilities, or its score is doubtful.",
  "none helps": "No source is known to predict the labels better than their mean.",
  "no answer": "The scores carry no information about the sources.",
};
const remarkText = {
  flagged: "", // the sentence begins with a label
  remaining: "Candidates",
  "equal-width-only": "Width",
  "nearly-equal": "Nearly equal",
  "depends-on-head": "Measures disagree",
  "held-out-disagrees": "Measures disagree",
  "different-rows": "Different rows",
  "not-scored": "Not scored",
};

/** The verdict on a target by a measure; undefined if the page has none. */
const verdictOf = (t, measure) => targets[t].verdicts.find((verdict) => verdict.by === measure);

/** The measure whose scores are held-out R2, the one that ranks if it is one; -1 if there is none. */
function heldOutMeasure(measure) {
  const isHeldOut = (m) => /^(lab-)?cv-r2$/.test(measures[m].estimator);
  if (isHeldOut(measure)) return measure;
  const known = [...measures.keys()].filter(isHeldOut);
  const order = (m) => (measures[m].estimator === "cv-r2" ? 0 : 2) + (measures[m].lambda === "best" ? 0 : 1);
  return known.length === 0 ? -1 : known.sort((a, b) => order(a) - order(b))[0];
}

function answerRow(t) {
  const measure = measureFor(t);
  const { best, scored } = leaders(t, measure, LEADERS);
  const first = best[0];
  const verdict = verdictOf(t, measure);
  const candidates = verdict
    ? verdict.candidates.map((source) => pairOf(t, source))
    : (first === undefined ? null : contenders(t, measure, first)) || (first === undefined ? [] : [first]);
  return { t, measure, best, scored, first, verdict, candidates, measured: measuredBest(t, measure) };
}

/* Measurements. */

/** The best measured source among those that are scored, and what another one costs; null if none is measured. */
function measuredBest(t, measure) {
  if (!data.measured || data.measured.transfers.length === 0) return null;
  const value = cells(data.measured.transfers[state.transfer].column);
  const score = column(measure, "score");
  const sign = data.measured.better === "smaller" ? 1 : -1;
  let best;
  for (let p = targets[t].first; p < targets[t].end; p++) {
    if (Number.isFinite(value(p)) && !Number.isNaN(score(p)) && (best === undefined || sign * value(p) < sign * value(best))) best = p;
  }
  if (best === undefined) return null;
  /** Relative extra error of a source, as in evaluation.csv. */
  const regret = (p) => {
    if (p === undefined || !Number.isFinite(value(p))) return NaN;
    const excess = sign * (value(p) - value(best));
    return excess === 0 ? 0 : excess / Math.abs(value(best));
  };
  return { best, value, regret };
}

/** A share that may be large, in per cent. */
function percent(share) {
  if (share === undefined || share === null || Number.isNaN(share)) return "";
  if (!Number.isFinite(share)) return "∞ %";
  const value = 100 * share;
  if (value > 0 && value < 0.05) return "<0.1 %";
  return (value < 10 ? Number(value.toFixed(1)) : Math.round(value)).toLocaleString("en") + " %";
}

function measuredSentence(row) {
  const { measured } = row;
  if (!measured) return "";
  const name = (p) => sources[sourceOf(p)];
  const chosen = row.candidates.slice(0, 3);
  if (chosen.length === 0) return "best " + name(measured.best) + ".";
  const cost = (p) => {
    const regret = measured.regret(p);
    if (Number.isNaN(regret)) return name(p) + " was not measured";
    if (regret === 0) return name(p) + " is the best";
    return name(p) + (data.measured.better === "smaller" ? " costs " + percent(regret) + " more" : " is " + percent(regret) + " below it");
  };
  if (chosen.every((p) => measured.regret(p) === 0)) return chosen.map(name).join(" and ") + (chosen.length > 1 ? " are the best." : " is the best.");
  return "best " + name(measured.best) + "; " + chosen.map(cost).join(", ") + (row.candidates.length > chosen.length ? ", …" : ".");
}

/* In words. */

let verdictPage = 0;
let verdictFind = "";

function standingMark(verdict) {
  return element("span", { class: "standing " + verdict.standing.replace(/ /g, "-"), title: standingText[verdict.standing] }, verdict.standing);
}

function verdictItem(row, common) {
  const { t, verdict } = row;
  const open = (event) => {
    event.preventDefault();
    chooseTarget(t, true);
  };
  const name = element("a", { href: "#" + new URLSearchParams({ target: targetName(t) }), onclick: open, title: "Show all sources of this target" }, targetLabel(t));
  if (!verdict) {
    const by = measures[row.measure].label;
    return element("li", {}, element("p", {}, name, ": the page has no verdict by " + by + "; it has one by " + measures[targets[t].by].label + "."));
  }
  const remarks = verdict.remarks.filter((remark) => !common.has(remark.sentence));
  const lines = remarks.map((remark) => element("li", { class: remark.kind }, remarkText[remark.kind] ? element("b", {}, remarkText[remark.kind] + ": ") : null, remark.sentence));
  if (row.candidates.length > NAMED + 1) {
    const chance = (p) => (has(row.measure, "p_top1") ? " (" + probability(column(row.measure, "p_top1")(p)) + ")" : "");
    const named = row.candidates.slice(NAMED, MOST_NAMED).map((p) => sources[sourceOf(p)] + chance(p));
    lines.unshift(element("li", {}, element("b", {}, "Not named above: "), named.join(", ") + (row.candidates.length > MOST_NAMED ? " and " + whole(row.candidates.length - MOST_NAMED) + " more" : "") + "."));
  }
  const measured = measuredSentence(row);
  if (measured) lines.unshift(element("li", { class: "was-measured" }, element("b", {}, "Measured (" + data.measured.transfers[state.transfer].name + "): "), measured));
  return element("li", {}, element("p", {}, name, ": ", verdict.answer, " ", standingMark(verdict)), lines.length > 0 ? element("ul", { class: "remarks" }, ...lines) : null);
}

/** Remarks that are the same for all of several targets are shown once. */
function commonRemarks(rows) {
  const known = rows.map((row) => row.verdict).filter(Boolean);
  if (known.length < 2 || known.length < rows.length) return new Set();
  const sentences = known.map((verdict) => new Set(verdict.remarks.map((remark) => remark.sentence)));
  return new Set([...sentences[0]].filter((sentence) => sentences.every((others) => others.has(sentence))));
}

function drawVerdicts(rows) {
  const place = byId("verdicts");
  const common = commonRemarks(rows);
  const fits = matcher(verdictFind);
  const text = (row) => targetName(row.t) + " " + (row.verdict ? row.verdict.standing + " " + row.verdict.answer : "");
  const shown = rows.filter((row) => fits(text(row)));
  verdictPage = Math.max(0, Math.min(verdictPage, Math.ceil(shown.length / VERDICTS) - 1));
  const from = verdictPage * VERDICTS;
  const list = element("ul", { class: "verdicts" }, ...shown.slice(from, from + VERDICTS).map((row) => verdictItem(row, common)));
  if (shown.length === 0) list.append(element("li", { class: "muted" }, "No verdict matches the search."));
  place.replaceChildren(list);
  if (shown.length > VERDICTS) {
    const turn = (by) => () => {
      verdictPage += by;
      drawVerdicts(rows);
    };
    place.append(
      element(
        "div",
        { class: "pager" },
        element("button", { type: "button", onclick: turn(-1), disabled: from === 0 }, "Previous verdicts"),
        element("button", { type: "button", onclick: turn(1), disabled: from + VERDICTS >= shown.length }, "Next verdicts"),
        element("span", {}, "Verdicts " + whole(from + 1) + " to " + whole(Math.min(from + VERDICTS, shown.length)) + " of " + whole(shown.length)),
      ),
    );
  }
  const notes = [...common].map((sentence) => "For all targets: " + sentence);
  if (rows.some((row) => row.verdict && row.verdict.candidates.length > 0) && rows.some((row) => has(row.measure, "p_top1"))) notes.push(data.aboutChances);
  place.append(...notes.map((note) => element("p", { class: "fine" }, note)));
}

function drawVerdictTools(rows) {
  const place = byId("verdict-tools");
  place.replaceChildren();
  if (data.measured && data.measured.transfers.length > 1) {
    place.append(choice("Measured", data.measured.transfers.map((transfer, i) => [i, transfer.name]), state.transfer, chooseTransfer));
  }
  if (rows.length > VERDICTS) {
    const box = element("input", { type: "search", placeholder: "target, source, or clear", "aria-label": "Find a verdict", value: verdictFind });
    box.addEventListener("input", () => {
      verdictFind = box.value;
      verdictPage = 0;
      drawVerdicts(rows);
    });
    place.append(element("label", {}, "Find a verdict", box));
  }
  const verdictRow = (row) => [targets[row.t].dataset, targets[row.t].name, measures[row.measure].label, row.verdict ? row.verdict.standing : "", row.verdict ? [row.verdict.answer, ...row.verdict.remarks.map((remark) => remark.sentence)].join(" ") : ""];
  place.append(saveButton("CSV", "Save the verdicts as CSV", () => save("verdicts.csv", "text/csv", csvText([["dataset", "target", "measure", "answer", "verdict"], ...rows.map(verdictRow)]))));
}

/** "8 targets: 5 clear, 2 open": as on the console. */
function counts(rows) {
  const known = rows.filter((row) => row.verdict);
  if (known.length < rows.length) return "";
  const each = Object.keys(standingText)
    .map((standing) => [known.filter((row) => row.verdict.standing === standing).length, standing])
    .filter(([count]) => count > 0)
    .map(([count, standing]) => whole(count) + " " + standing);
  return plural(rows.length, "target") + ": " + each.join(", ") + ".";
}

/* In numbers. */

/** A name that may be long, in a cell that may be narrow. */
const sourceCell = (p) => (p === undefined ? "" : nameCell(sources[sourceOf(p)]));

function nameCell(name, title = name, more = "") {
  const short = shortName(name, 40) + more;
  return element("span", { class: short.length > 14 ? "long spacious" : "long", title }, short);
}

const sourceText = (p) => (p === undefined ? "" : sources[sourceOf(p)]);

function answerColumns(rows) {
  const knowsChance = rows.some((row) => has(row.measure, "p_top1"));
  const knowsRange = rows.some((row) => has(row.measure, "low"));
  const number = (row, name) => (row.first === undefined ? NaN : column(row.measure, name)(row.first));
  const flags = (row) => (row.first === undefined ? "" : column(row.measure, "flags")(row.first));
  const others = (row) => row.candidates.filter((p) => p !== row.first);
  const withChance = (row, p) => sources[sourceOf(p)] + (has(row.measure, "p_top1") ? " (" + probability(column(row.measure, "p_top1")(p)) + ")" : "");
  const heldOut = (row) => {
    const m = heldOutMeasure(row.measure);
    return m < 0 || row.first === undefined ? NaN : column(m, "score")(row.first);
  };
  const isScore = rows.every((row) => heldOutMeasure(row.measure) === row.measure);
  const knowsHeldOut = rows.some((row) => heldOutMeasure(row.measure) >= 0);
  const columns = [
    { head: "Target", name: true, value: (r) => targetName(r.t), node: (r) => link(targetLabel(r.t), () => chooseTarget(r.t, true), "Show all sources of this target"), csv: [["dataset", (r) => targets[r.t].dataset], ["target", (r) => targets[r.t].name]] },
    { head: "Answer", value: (r) => (r.verdict ? r.verdict.standing : ""), node: (r) => (r.verdict ? standingMark(r.verdict) : "") },
    { head: "First", title: "The source with the largest score", long: true, value: (r) => sourceText(r.first), node: (r) => element("span", { class: r.verdict && r.verdict.candidates.length === 0 ? "muted" : "best" }, sourceCell(r.first)) },
  ];
  if (knowsChance) columns.push({ head: "p best", title: chanceTitle, number: true, value: (r) => number(r, "p_top1"), text: (r) => probability(number(r, "p_top1")) });
  if (knowsHeldOut) columns.push({ head: "Held-out R2", title: "Share of the label variance that is explained on held-out rows", number: true, value: heldOut, text: (r) => digits(heldOut(r), 3), exact: (r) => String(heldOut(r)) });
  if (rows.some((row) => row.measured)) {
    columns.push(
      { head: "Measured best", title: "The source with the best measurement: " + data.measured.transfers[state.transfer].name, long: true, value: (r) => (r.measured ? sourceText(r.measured.best) : ""), node: (r) => (r.measured ? sourceCell(r.measured.best) : "") },
      { head: "Regret", title: regretTitle, number: true, ascending: true, value: (r) => (r.measured ? r.measured.regret(r.first) : NaN), text: (r) => (r.measured ? percent(r.measured.regret(r.first)) : "") },
    );
  }
  if (rows.some((row) => row.candidates.length > 1)) {
    columns.push({
      head: "Or",
      title: "The other sources that may be the best, the most probable first",
      long: true,
      value: (r) => others(r).length,
      number: false,
      node: (r) => {
        const all = others(r).map((p) => withChance(r, p));
        if (all.length === 0) return "";
        return nameCell(all[0], all.slice(0, 40).join(", "), all.length > 1 ? ", and " + whole(all.length - 1) + " more" : "");
      },
      csv: [["or", (r) => others(r).map((p) => withChance(r, p)).join("; ")]],
    });
  }
  columns.push({ head: "The leading " + LEADERS, node: (r) => (r.best.length === 0 ? "" : strip(r.measure, r.best)), csv: null });
  if (!isScore) columns.push({ head: "Score", number: true, value: (r) => number(r, "score"), text: (r) => digits(number(r, "score")), exact: (r) => String(number(r, "score")) });
  if (knowsRange) columns.push({ head: "Interval", number: true, spread: true, title: intervalWords(), value: (r) => number(r, "high") - number(r, "low"), text: (r) => interval(number(r, "low"), number(r, "high")), csv: [["low", (r) => number(r, "low")], ["high", (r) => number(r, "high")]] });
  if (!knowsHeldOut && rows.some((row) => !Number.isNaN(number(row, "r2")))) {
    columns.push({ head: "Training R2", title: "Share of the label variance that is explained on the fitted rows", number: true, value: (r) => number(r, "r2"), text: (r) => digits(number(r, "r2"), 3) });
  }
  if (rows.some((row) => flags(row))) columns.push({ head: "Flags", value: flags, node: (r) => (flags(r) ? flagMarks(flags(r)) : "") });
  return columns;
}

const chanceTitle = "Probability of being the best source of this target by this score, on other rows of the same kind";
const candidateTitle = "yes: the source cannot be excluded as the best by this score; no: it is behind by more than sampling error";
const regretTitle = "Extra error of the first source, relative to the smallest measured error";

function interval(low, high) {
  if (Number.isNaN(low)) return "";
  return digits(low, 3) + " to " + digits(high, 3);
}

function drawAnswer() {
  const rows = targets.map((_, t) => answerRow(t));
  const labels = [...new Set(rows.map((row) => measures[row.measure].label))];
  const meanings = [...new Set(rows.map((row) => measures[row.measure].meaning))];
  byId("answer-lead").replaceChildren(
    element("b", {}, "Ranked by " + (labels.length === 1 ? labels[0] : "the measure that suits each target (" + labels.join(", ") + ")") + "."),
    " " + (meanings.length === 1 ? meanings[0] + " " : "") + "Larger is better" + (acrossTargets() ? "." : "; scores are comparable within a target only."),
  );
  byId("answer-counts").textContent = counts(rows);
  drawVerdictTools(rows);
  drawVerdicts(rows);
  pagedTable(byId("answer-table"), answerColumns(rows), {
    rows,
    page: 25,
    caption: "The first source of each target in numbers",
    file: "answer",
    search: rows.length > 8 ? (r) => targetName(r.t) + " " + sourceText(r.first) : undefined,
    label: "Find a target or a source",
    chosen: (r) => r.t === state.target,
    none: "No target matches the search.",
  });
}

/* What to know first. */

const MOST_NOTICES = 3;
function drawNotices() {
  const skipped = data.skipped.map((set) => set.source + " on " + set.dataset + ": " + set.reason);
  const groups = [];
  if (skipped.length > 0) groups.push([plural(skipped.length, "feature set was", "feature sets were") + " skipped", skipped]);
  if (data.warnings.length > 0) groups.push([data.warnings.length === 1 ? "Warning" : plural(data.warnings.length, "warning"), data.warnings]);
  byId("notices").hidden = groups.length === 0;
  const items = (texts) => element("ul", {}, ...texts.map((text) => element("li", {}, text)));
  byId("notices-body").replaceChildren(
    ...groups.flatMap(([head, texts]) => [
      element("h3", {}, head),
      items(texts.slice(0, MOST_NOTICES)),
      ...(texts.length > MOST_NOTICES ? [element("details", {}, element("summary", {}, "and " + whole(texts.length - MOST_NOTICES) + " more"), items(texts.slice(MOST_NOTICES)))] : []),
    ]),
  );
}
