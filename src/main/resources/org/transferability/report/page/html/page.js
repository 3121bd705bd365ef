/** The page: the current selection, the parts that show it, and the address that restores it. */
const state = { by: -1, target: 0, source: -1, shows: "place", rows: "mean", columns: "given", height: "names", find: "", family: "", curve: "score", transfer: 0 };

const parts = {
  answer: { name: "Answer", draw: drawAnswer },
  target: { name: "One target", draw: drawTarget },
  map: { name: "Map", draw: drawMapPart },
  penalty: { name: "Penalty", draw: drawPenalty, absent: () => penaltyFamilies().size === 0 },
  measured: { name: "Measured", draw: drawMeasured, absent: () => !data.measured },
  flags: { name: "Flags", draw: drawFlags },
  about: { name: "This run", draw: drawAbout },
};
const stale = new Set();
const inSight = new Set();

/** Parts are drawn when they become visible, and again when their content has changed. */
function refresh(...names) {
  for (const name of names.length > 0 ? names : Object.keys(parts)) {
    if (parts[name].absent && parts[name].absent()) continue;
    stale.add(name);
  }
  for (const name of [...stale]) if (inSight.has(name) || data.pairs <= SMALL) drawPart(name);
}

function drawPart(name) {
  stale.delete(name);
  parts[name].draw();
}

function options(select, choices, chosen, act) {
  select.replaceChildren(...choices.map(([value, text]) => element("option", { value, selected: String(value) === String(chosen) }, text)));
  select.onchange = () => act(select.value);
  return select;
}

const choice = (label, choices, chosen, act) => element("label", {}, label, options(element("select"), choices, chosen, act));

function chooseTarget(target, scroll) {
  state.target = Number(target);
  byId("target-select").value = String(target);
  refresh("target", "penalty", "measured", "answer");
  if (state.rows === "target") refresh("map");
  else if (map.scroller) paintMap();
  remember();
  if (scroll) {
    byId("target").scrollIntoView();
    byId("target-select").focus({ preventScroll: true });
  }
  announce("Target " + targetName(state.target));
}

function chooseSource(source) {
  state.source = source;
  refresh("target", "penalty", "measured");
  if (map.scroller) paintMap();
  remember();
  announce("Source " + sources[source]);
}

function remember() {
  const address = new URLSearchParams();
  if (targets.length > 0) address.set("target", targetName(state.target));
  if (state.source >= 0) address.set("source", sources[state.source]);
  if (state.by >= 0) address.set("by", measures[state.by].label);
  history.replaceState(null, "", "#" + address);
}

function recall() {
  const address = new URLSearchParams(location.hash.slice(1));
  const target = targets.findIndex((_, t) => targetName(t) === address.get("target"));
  if (target >= 0) state.target = target;
  state.source = sources.indexOf(address.get("source"));
  state.by = measures.findIndex((measure) => measure.label === address.get("by"));
}

/* The answer. */

const LEADERS = 6;
function answerRow(t) {
  const measure = measureFor(t);
  const { best, scored } = leaders(t, measure, LEADERS);
  const first = best[0];
  const group = first === undefined ? null : contenders(t, measure, first);
  return { t, measure, best, scored, first, group, chance: first === undefined ? NaN : column(measure, "p_top1")(first) };
}

/** How certain the first place is, in words, because a colour alone is not accessible. */
function verdict(row) {
  if (row.first === undefined) return "no score";
  const doubt = column(row.measure, "flags")(row.first);
  if (/worse-than-mean/.test(doubt) || (/no-better-than-mean/.test(doubt) && Number.isNaN(row.chance))) return "none helps";
  if (/weak-through-origin/.test(doubt)) return "not known";
  if (row.group === null) return row.scored === 1 ? "only one" : "not known";
  if (row.group.length === 1) return "clear";
  return row.group.length <= 3 ? "close" : "open";
}

/** The best source by the measure for the other kind of head, tuned or trained briefly, if it is another one. */
function otherHead(row) {
  const label = measures[row.measure].label;
  const other = measures.findIndex((measure) => (label.startsWith("cv-r2") ? measure.label === "logme" : label === "logme" && measure.label === "cv-r2 best"));
  if (other < 0 || row.first === undefined) return "";
  const { best } = leaders(row.t, other, 1);
  if (verdict(row) === "none helps" || best.length === 0 || /than-mean/.test(column(other, "flags")(best[0]))) return "";
  const name = sources[sourceOf(best[0])];
  return name === sources[sourceOf(row.first)] ? "" : name;
}

function drawAnswer() {
  const rows = targets.map((_, t) => answerRow(t));
  for (const row of rows) row.other = otherHead(row); // ranks all sources of the target: once
  const knowsChance = rows.some((row) => !Number.isNaN(row.chance));
  const knowsRange = rows.some((row) => row.first !== undefined && !Number.isNaN(column(row.measure, "low")(row.first)));
  const names = (group) => group.slice(0, 40).map((p) => sources[sourceOf(p)]).join(", ") + (group.length > 40 ? ", …" : "");
  const flags = (row) => (row.first === undefined ? "" : column(row.measure, "flags")(row.first));
  const number = (row, name) => (row.first === undefined ? NaN : column(row.measure, name)(row.first));
  const measureText = new Set(rows.map((row) => measures[row.measure].label));
  byId("answer-lead").textContent =
    "Ranked by " + (measureText.size === 1 ? [...measureText][0] : "the measure that suits each target") + ". Larger scores are better" + (acrossTargets() ? ". " : ", and comparable within a target only. ") +
    (knowsChance
      ? "“Among” is the number of sources that together have a 90 % chance to contain the best. Any of them is a reasonable choice."
      : knowsRange
        ? "“Among” is the number of sources whose interval overlaps that of the first. Any of them is a reasonable choice."
        : "This run has no folds, so the certainty of the first places is unknown. Score with --folds 5.");
  const columns = [
    { head: "Target", name: true, value: (r) => targetName(r.t), node: (r) => link(targetLabel(r.t), () => chooseTarget(r.t, true), "Show all sources of this target") },
    {
      head: "Best source",
      value: (r) => (r.first === undefined ? "" : sources[sourceOf(r.first)]),
      node: (r) => element("span", { class: "best" }, r.first === undefined ? "" : shortName(sources[sourceOf(r.first)], 40)),
      exact: (r) => (r.first === undefined ? undefined : sources[sourceOf(r.first)]),
    },
  ];
  if (knowsChance) columns.push({ head: "Chance", title: "Probability of being the best of this target", number: true, value: (r) => r.chance, text: (r) => percent(r.chance) });
  columns.push(
    {
      head: "How sure",
      title: "clear: one source; close: one of two or three; open: one of more; none helps: not known to be better than the mean of the labels",
      value: (r) => (r.group === null ? NaN : r.group.length),
      node: (r) => element("span", { class: "sure", title: r.group === null ? "" : names(r.group) }, verdict(r)),
      number: false,
    },
    { head: "Among", title: "Sources that are likely to be the best", number: true, ascending: true, value: (r) => (r.group === null ? NaN : r.group.length), text: (r) => (r.group === null ? "" : whole(r.group.length) + " of " + whole(r.scored)), exact: (r) => (r.group === null ? undefined : names(r.group)) },
    ...(rows.some((row) => row.other !== "")
      ? [
          {
            head: measures[rows[0].measure].label === "logme" ? "If the head is tuned" : "If trained briefly",
            title: "Best source by the measure for the other kind of head, where it is another one: labels far from zero, or features of different scale",
            value: (r) => r.other,
            node: (r) => element("span", {}, shortName(r.other, 40)),
            exact: (r) => r.other,
          },
        ]
      : []),
    { head: "The leading " + LEADERS, node: (r) => (r.best.length === 0 ? "" : strip(r.measure, r.best)) },
    { head: "Score", number: true, value: (r) => number(r, "score"), text: (r) => digits(number(r, "score")), exact: (r) => String(number(r, "score")) },
  );
  if (knowsRange) columns.push({ head: "Interval", number: true, value: (r) => number(r, "high") - number(r, "low"), text: (r) => interval(number(r, "low"), number(r, "high")) });
  if (rows.some((row) => !Number.isNaN(number(row, "r2")))) {
    columns.push({ head: "R²", title: "Share of the label variance that is explained", number: true, value: (r) => number(r, "r2"), text: (r) => digits(number(r, "r2"), 3) });
  }
  columns.push(
    { head: "Second", title: "The next source by score", value: (r) => (r.best.length < 2 ? "" : sources[sourceOf(r.best[1])]), text: (r) => (r.best.length < 2 ? "" : shortName(sources[sourceOf(r.best[1])], 24)) },
  );
  if (rows.some((row) => flags(row))) columns.push({ head: "Flags", value: flags, node: (r) => flagMarks(flags(r)) });
  pagedTable(byId("answer-table"), columns, {
    rows,
    page: 25,
    caption: "Best source of each target",
    quiet: true,
    search: rows.length > 8 ? (r) => targetName(r.t) + " " + (r.first === undefined ? "" : sources[sourceOf(r.first)]) : undefined,
    label: "Find a target or a source",
    chosen: (r) => r.t === state.target,
    none: "No target matches the search.",
  });
}

function interval(low, high) {
  if (Number.isNaN(low)) return "";
  return digits(low, 3) + " to " + digits(high, 3);
}

/* One target. */

let targetRows;
function drawTarget() {
  const t = state.target;
  const measure = measureFor(t);
  const { pairs, places } = ranking(t, measure);
  drawTargetChart(t);
  const passed = targets[t].passedOver.map((m) => measures[m].label);
  const first = pairs[0];
  const comparable = first === undefined ? "" : column(measure, "comparable")(first);
  byId("target-lead").textContent =
    plural(pairs.length, "source") + " ranked by " + measures[measure].label +
    (first === undefined ? "" : "; " + plural(column(measure, "n")(first), "row") + ", " + plural(column(measure, "q")(first), "output")) + "." +
    (state.by < 0 && passed.length > 0 ? " Not used for ranking: " + passed.join(", ") + ", because some sources fit the labels exactly." : "") +
    (comparable === "sources of equal d" ? " Compare sources of equal d only: a training error favours wide sources." : "") +
    (comparable === "nothing" ? " These scores are not comparable." : "");
  const of = (name) => column(measure, name);
  const numbers = (head, name, title, show = digits) => ({ head, title, number: true, value: of(name), text: (p) => show(of(name)(p)), exact: (p) => String(of(name)(p)) });
  const columns = [
    { head: "Place", number: true, ascending: true, value: (p) => places.get(p), text: (p) => whole(places.get(p)) },
    { head: "Source", name: true, value: (p) => sources[sourceOf(p)], node: (p) => link(sources[sourceOf(p)], () => chooseSource(sourceOf(p)), "Mark this source everywhere") },
    numbers("Score", "score", "Larger is better"),
  ];
  if (has(measure, "low")) columns.push({ head: "Interval", number: true, title: intervalWords(), value: (p) => of("high")(p) - of("low")(p), text: (p) => interval(of("low")(p), of("high")(p)), exact: (p) => of("low")(p) + " to " + of("high")(p) });
  if (has(measure, "p_top1")) columns.push(numbers("Best", "p_top1", "Probability of being the best", percent), numbers("Top 3", "p_top3", "Probability of being among the best three", percent));
  if (has(measure, "r2")) columns.push(numbers("R²", "r2", "Share of the label variance that is explained", (x) => digits(x, 3)));
  if (data.measured) {
    for (const transfer of data.measured.transfers) {
      const value = cells(transfer.column);
      const good = pairs.map((p) => value(p)).filter(Number.isFinite).sort((a, b) => (data.measured.better === "smaller" ? a - b : b - a));
      columns.push({
        head: transfer.name,
        title: "Measured value (" + data.measured.better + " is better) and its place",
        number: true,
        ascending: data.measured.better === "smaller",
        value,
        text: (p) => (Number.isFinite(value(p)) ? digits(value(p)) + " (" + (good.indexOf(value(p)) + 1) + ")" : ""),
        exact: (p) => String(value(p)),
      });
    }
  }
  if (pairs.some((p) => of("flags")(p))) columns.push({ head: "Flags", value: (p) => of("flags")(p), node: (p) => flagMarks(of("flags")(p)) });
  const most = columns.length + 3;
  for (const other of measures.keys()) {
    if (other === measure || columns.length === most) continue;
    const score = column(other, "score");
    if (pairs.some((p) => !Number.isNaN(score(p)))) columns.push({ head: measures[other].label, title: "Score by " + measures[other].label, number: true, value: score, text: (p) => digits(score(p)), exact: (p) => String(score(p)) });
  }
  if (has(measure, "d")) columns.push(numbers("d", "d", "Features", whole));
  if (has(measure, "rank")) columns.push(numbers("Rank", "rank", "Numerical rank of the features' covariance", whole));
  if (has(measure, "condition")) columns.push(numbers("Condition", "condition", "Condition number of the scaled covariance", size));
  targetRows = pagedTable(byId("target-table"), columns, {
    rows: pairs,
    page: 25,
    sortBy: 0,
    caption: "Sources of " + targetName(t) + ", best first",
    search: (p) => sources[sourceOf(p)],
    label: "Find a source",
    chosen: (p) => sourceOf(p) === state.source,
    none: pairs.length === 0 ? "No source has a score by this measure on this target." : undefined,
  });
  const chosen = pairs.find((p) => sourceOf(p) === state.source);
  if (chosen !== undefined) targetRows.reveal(chosen);
  byId("target-previous").disabled = t === 0;
  byId("target-next").disabled = t === targets.length - 1;
}

/* The map. */

function drawMapPart() {
  if (!map.scroller) buildMap();
  const again = (key) => (value) => {
    state[key] = value;
    drawMap();
  };
  if (!byId("map-controls").firstChild) {
    const shows = [["place", "place"]];
    if (measures.some((_, m) => has(m, "r2"))) shows.push(["r2", "R²"]);
    if (measures.some((_, m) => has(m, "p_top1"))) shows.push(["p_top1", "chance of being the best"]);
    const box = element("input", { type: "search", placeholder: "name, or *pattern*", "aria-label": "Find sources in the map", id: "map-find" });
    box.addEventListener("input", () => again("find")(box.value));
    const bar = element("canvas", { width: 120, height: 12, "aria-hidden": "true" });
    const pen = bar.getContext("2d");
    for (let i = 0; i < 120; i++) {
      pen.fillStyle = shades[Math.round((255 * i) / 119)];
      pen.fillRect(i, 0, 1, 12);
    }
    byId("map-controls").append(
      choice("Colour", shows, state.shows, again("shows")),
      choice("Order sources", [["mean", "by mean colour"], ["target", "by the chosen target"], ["clustered", "alike together"], ["name", "by name"]], state.rows, again("rows")),
      choice("Order targets", [["given", "by name"], ["clustered", "alike together"]], state.columns, again("columns")),
      choice("Rows", [["names", "with names"], ["all", "all visible"]], state.height, again("height")),
      element("label", {}, "Find", box),
      element("span", { class: "key" }, "worst", bar, "best"),
    );
    byId("map-controls").querySelectorAll("select").forEach((select, i) => (select.id = ["map-shows", "map-rows", "map-columns", "map-height"][i]));
  }
  drawMap();
}

/* Penalties. */

function drawPenalty() {
  const families = [...penaltyFamilies().keys()];
  const fits = families.filter((key) => penaltyFamilies().get(key).some((step) => ranking(state.target, step.m).pairs.length > 0));
  if (!fits.includes(state.family)) {
    const own = measures[measureFor(state.target)].estimator;
    state.family = fits.find((key) => key.split(",")[0] === own) || fits[0] || families[0];
  }
  byId("penalty-lead").textContent = "A large penalty moves every score towards minus the label variance and hides the differences between sources. Without a penalty, wide sources have an advantage.";
  const again = (key) => (value) => {
    state[key] = value;
    drawPenaltyChart();
  };
  byId("penalty-controls").replaceChildren(
    choice("Estimator", families.map((key) => [key, key]), state.family, again("family")),
    choice("Show", [["score", "scores"], ["place", "places"]], state.curve, again("curve")),
  );
  drawPenaltyChart();
}

/* Measured transfer. */

function drawMeasured() {
  const measured = data.measured;
  const again = (value) => {
    state.transfer = Number(value);
    drawMeasured();
  };
  byId("measured-controls").replaceChildren(choice("Measured", measured.transfers.map((transfer, i) => [i, transfer.name]), state.transfer, again));
  drawMeasuredChart();
  const transfer = measured.transfers[state.transfer].name;
  const label = measures[measureFor(state.target)].label;
  const own = measured.byTarget.find((row) => row.transfer === transfer && row.estimator === label && row.dataset === targets[state.target].dataset && row.target === targets[state.target].name);
  byId("measured-caption").textContent = targetName(state.target) + (own ? ": Kendall's tau-b of " + label + " is " + (own.kendall === null ? "not defined" : digits(own.kendall, 3)) + "; the error of the source that it ranks first is " + (own.regret === null ? "an unknown amount" : Math.round(100 * own.regret) + " %") + " above the smallest." : ".") ;
  byId("measured-lead").textContent = measured.verdicts.filter((sentence) => sentence.startsWith(transfer + ":")).join(" ") || "How well the scores order the sources whose transfer was measured.";
  const rows = measured.statistics.filter((row) => row.transfer === transfer);
  const statistic = (head, name, title, best) => ({
    head,
    title,
    number: true,
    ascending: best === 0,
    value: (row) => (row[name] ? row[name].value ?? NaN : NaN),
    text: (row) => (row[name] && row[name].value !== null ? digits(row[name].value, 3) : ""),
    exact: (row) => (row[name] && row[name].lower !== null ? Math.round(100 * measured.level) + " % interval " + digits(row[name].lower, 3) + " to " + digits(row[name].upper, 3) : undefined),
  });
  const range = (row) => (row["kendall-tau-b"] && row["kendall-tau-b"].lower !== null ? interval(row["kendall-tau-b"].lower, row["kendall-tau-b"].upper) : "");
  pagedTable(
    byId("measured-table"),
    [
      { head: "Estimator", name: true, value: (row) => row.estimator, text: (row) => row.estimator },
      statistic("Kendall", "kendall-tau-b", "Within a target, mean over targets; 1 is best", 1),
      { head: "Interval", number: true, text: range },
      statistic("Weighted", "weighted-kendall", "Kendall with more weight on the top places", 1),
      statistic("Spearman", "spearman", "Within a target", 1),
      statistic("Top 1", "top-1", "How often the source with the best measurement is ranked first", 1),
      statistic("Top 3", "top-3", "How often it is ranked among the first three", 1),
      statistic("Regret", "regret", "Extra error of the chosen source, relative to the smallest error; 0 is best", 0),
      statistic("Pooled Pearson", "pooled-pearson", "Over all pairs: mostly shows which targets are hard, see docs/evaluate.md", 1),
    ],
    { rows, page: 40, sortBy: 1, descending: true, caption: transfer + ": agreement of scores with measured transfer, mean over targets" },
  );
}

/* Flags and notes. */

function drawFlags() {
  const measure = state.by < 0 ? (targets.length > 0 ? targets[state.target].by : 0) : state.by;
  const text = (p) => [column(measure, "flags")(p), column(measure, "notes")(p)].filter(Boolean).join(";");
  const label = measures[measure].label;
  const found = new Map(data.flags.map((flag) => [flag.label, []]));
  for (let p = 0; p < data.pairs; p++) {
    const flags = text(p);
    if (!flags) continue;
    for (const flag of flags.split(";")) {
      const name = flag.split("=")[0];
      if (!found.has(name)) found.set(name, []);
      found.get(name).push(p);
    }
  }
  const present = data.flags.filter((flag) => found.get(flag.label).length > 0);
  const rows = [...present.filter((flag) => !flag.note), ...present.filter((flag) => flag.note)];
  const total = rows.reduce((sum, flag) => sum + (flag.note ? 0 : found.get(flag.label).length), 0);
  byId("flags-lead").textContent =
    (total === 0 ? "No score by " + label + " has a flag." : "Check these flags before you rank on the scores by " + label + ".") +
    (rows.some((flag) => flag.note) ? " Notes are usual conditions that change no decision." : "");
  const targetOf = (p) => targets.findIndex((target) => p >= target.first && p < target.end);
  const kind = (flag) => (flag.note ? "note" : "flag");
  const showPairs = (flag) => {
    const pairs = found.get(flag.label);
    pagedTable(
      byId("flagged-table"),
      [
        { head: "Source", name: true, value: (p) => sources[sourceOf(p)], text: (p) => sources[sourceOf(p)] },
        { head: "Target", value: (p) => targetName(targetOf(p)), node: (p) => link(targetLabel(targetOf(p)), () => chooseTarget(targetOf(p), true)) },
        { head: "Score", number: true, value: column(measure, "score"), text: (p) => digits(column(measure, "score")(p)) },
        { head: "n", number: true, value: column(measure, "n"), text: (p) => whole(column(measure, "n")(p)) },
        { head: "d", number: true, value: column(measure, "d"), text: (p) => whole(column(measure, "d")(p)) },
        { head: "Rank", number: true, value: column(measure, "rank"), text: (p) => whole(column(measure, "rank")(p)) },
        { head: "Condition", number: true, value: column(measure, "condition"), text: (p) => size(column(measure, "condition")(p)) },
        { head: "Flags and notes", text: (p) => text(p) },
      ],
      { rows: pairs, page: 15, caption: "Scores by " + label + " with the " + kind(flag) + " " + flag.label, search: (p) => sources[sourceOf(p)], label: "Find a source" },
    );
    announce(plural(pairs.length, "score") + " with the " + kind(flag) + " " + flag.label);
  };
  byId("flagged-table").replaceChildren();
  if (rows.length === 0) {
    byId("flags-table").replaceChildren();
  } else {
    pagedTable(
      byId("flags-table"),
      [
        { head: "Flag", name: true, node: (flag) => link(flag.label, () => showPairs(flag), "List these scores") },
        { head: "Kind", text: kind },
        { head: "Scores", number: true, value: (flag) => found.get(flag.label).length, text: (flag) => whole(found.get(flag.label).length) },
        { head: "Meaning and remedy", node: (flag) => wrapped(flag.description, flag.advice) },
      ],
      { rows, caption: "Flags and notes of the scores by " + label },
    );
  }
  const conditions = has(measure, "condition");
  byId("condition-chart").hidden = !conditions;
  byId("condition-caption").textContent = "";
  if (conditions) drawConditionChart(measure);
}

function wrapped(description, advice) {
  return element("div", { class: "wrap" }, description + " ", element("b", {}, advice));
}

/* The run. */

function drawAbout() {
  const list = (entries) => element("dl", {}, ...entries.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, Array.isArray(value) ? value.join(", ") : String(value))]));
  const body = [];
  if (data.warnings.length > 0) body.push(element("h3", {}, "Warnings"), element("ul", {}, ...data.warnings.map((text) => element("li", {}, text))));
  if (data.skipped.length > 0) {
    body.push(element("h3", {}, "Feature sets that were skipped"), element("ul", {}, ...data.skipped.map((set) => element("li", {}, set.source + " on " + set.dataset + ": " + set.reason))));
  }
  if (data.omitted.length > 0) body.push(element("h3", {}, "Not in this page"), element("p", {}, "To limit its size, this page omits " + data.omitted.join("; ") + ". scores.csv contains everything."));
  if (data.rounded) body.push(element("p", {}, "On this page, numbers are rounded to about seven digits, chances to half a per cent, and condition numbers to a quarter. scores.csv has all digits."));
  body.push(element("h3", {}, "Options"), list(Object.entries(data.options)), element("h3", {}, "Versions"), list(Object.entries(data.versions)));
  byId("about-body").replaceChildren(...body);
}

/* The start. */

/** Up to this number of pairs everything is drawn at once. */
const SMALL = 20000;

function start() {
  recall();
  const own = new Set(targets.map((target) => target.by));
  options(byId("by"), [[-1, own.size === 1 ? measures[[...own][0]].label + " (as ranked by the run)" : "the measure that suits each target (as ranked by the run)"], ...measures.map((measure, m) => [m, measure.label])], state.by, (value) => {
    state.by = Number(value);
    map.of = null;
    refresh();
    remember();
  });
  options(byId("target-select"), targets.map((_, t) => [t, targetName(t)]), state.target, (value) => chooseTarget(value, false));
  byId("target-previous").onclick = () => chooseTarget(state.target - 1, false);
  byId("target-next").onclick = () => chooseTarget(state.target + 1, false);
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) inSight.add(entry.target.id);
        else inSight.delete(entry.target.id);
        if (entry.isIntersecting && stale.has(entry.target.id)) drawPart(entry.target.id);
      }
    },
    { rootMargin: "200px" },
  );
  for (const [name, part] of Object.entries(parts)) {
    if (part.absent && part.absent()) {
      byId(name).hidden = true;
      continue;
    }
    byId("parts").append(element("a", { href: "#" + name, onclick: (event) => goTo(event, name) }, part.name));
    stale.add(name);
    watcher.observe(byId(name));
  }
  drawPart("answer");
  document.documentElement.dataset.ready = "answer";
  if (data.pairs <= SMALL) for (const name of [...stale]) drawPart(name);
  const part = new URLSearchParams(location.hash.slice(1)).get("part");
  if (part in parts) {
    drawPart(part);
    byId(part).scrollIntoView();
  }
  const again = () => {
    for (const name of Object.keys(parts)) if (!(parts[name].absent && parts[name].absent())) stale.add(name);
    for (const name of [...stale]) drawPart(name);
  };
  window.addEventListener("beforeprint", again);
  window.addEventListener("afterprint", again);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  window.addEventListener("resize", () => charts.forEach((drawn) => drawn.chart.resize()));
}

/** Goes to a part and keeps the address of the current selection. */
function goTo(event, name) {
  event.preventDefault();
  byId(name).scrollIntoView();
  const head = byId(name + "-head");
  head.tabIndex = -1;
  head.focus({ preventScroll: true });
}

if (targets.length > 0) start();
