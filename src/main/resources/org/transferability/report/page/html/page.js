/** The page: the current selection, the parts that show it, and the address that restores it. */
const state = { by: -1, target: 0, source: -1, shows: "place", rows: "mean", columns: "given", height: "names", find: "", family: "", curve: "score", transfer: 0 };

const parts = {
  notices: { name: "Check first", draw: drawNotices, absent: () => data.skipped.length + data.warnings.length === 0 },
  answer: { name: "Answer", draw: drawAnswer },
  target: { name: "One target", draw: drawTarget },
  map: { name: "Map", draw: drawMapPart, absent: () => targets.length < 2 || sources.length < 2 },
  measured: { name: "Measured", draw: drawMeasured, absent: () => !data.measured || data.measured.transfers.length === 0 },
  penalty: { name: "Penalty", draw: drawPenalty, absent: () => penaltyFamilies().size === 0 },
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

function chooseTarget(target, scroll) {
  state.target = Number(target);
  byId("target-select").value = String(target);
  refresh("target", "penalty", "measured", "answer");
  if (byId("condition").open) drawConditions(measureFor(state.target));
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

function chooseTransfer(transfer) {
  state.transfer = Number(transfer);
  refresh("answer", "target", "measured");
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
    (verdictOf(t, measure) ? targetLabel(t) + ": " + verdictOf(t, measure).answer + " " : "") +
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
  if (has(measure, "low")) columns.push({ head: "Interval", number: true, spread: true, title: intervalWords(), value: (p) => of("high")(p) - of("low")(p), text: (p) => interval(of("low")(p), of("high")(p)), exact: (p) => of("low")(p) + " to " + of("high")(p), csv: [["low", of("low")], ["high", of("high")]] });
  if (has(measure, "p_top1")) columns.push(numbers("p best", "p_top1", chanceTitle, probability), numbers("p top 3", "p_top3", "Probability of being among the best three", probability));
  if (has(measure, "candidate")) columns.push({ head: "Candidate", title: candidateTitle, value: of("candidate"), text: of("candidate") });
  const heldOut = heldOutMeasure(measure);
  if (heldOut >= 0 && heldOut !== measure) {
    const r2 = column(heldOut, "score");
    columns.push({ head: "Held-out R2", title: "Share of the label variance that is explained on held-out rows", number: true, value: r2, text: (p) => digits(r2(p), 3), exact: (p) => String(r2(p)) });
  } else if (heldOut < 0 && has(measure, "r2")) {
    columns.push(numbers("Training R2", "r2", "Share of the label variance that is explained on the fitted rows", (x) => digits(x, 3)));
  }
  if (data.measured) {
    const all = data.measured.transfers;
    for (const transfer of all.length > 3 ? [all[state.transfer]] : all) {
      const value = cells(transfer.column);
      const good = pairs.map((p) => value(p)).filter(Number.isFinite).sort((a, b) => (data.measured.better === "smaller" ? a - b : b - a));
      columns.push({
        head: transfer.name,
        title: "Measured value (" + data.measured.better + " is better) and its place",
        number: true,
        ascending: data.measured.better === "smaller",
        value: (p) => value(p),
        text: (p) => (Number.isFinite(value(p)) ? digits(value(p)) + " (" + (good.indexOf(value(p)) + 1) + ")" : ""),
        exact: (p) => String(value(p)),
      });
    }
  }
  if (pairs.some((p) => of("flags")(p))) columns.push({ head: "Flags", value: (p) => of("flags")(p), node: (p) => (of("flags")(p) ? flagMarks(of("flags")(p)) : "") });
  const most = columns.length + 3;
  for (const other of measures.keys()) {
    if (other === measure || other === heldOut || columns.length === most) continue;
    const score = column(other, "score");
    if (pairs.some((p) => !Number.isNaN(score(p)))) columns.push({ head: measures[other].label, title: "Score by " + measures[other].label, number: true, value: score, text: (p) => digits(score(p)), exact: (p) => String(score(p)) });
  }
  if (has(measure, "d")) columns.push(numbers("d", "d", "Features", whole));
  targetRows = pagedTable(byId("target-table"), columns, {
    rows: pairs,
    page: 25,
    sortBy: 0,
    caption: "Sources of " + targetName(t) + ", best first",
    file: targetName(t),
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
    if (measures.some((_, m) => has(m, "r2"))) shows.push(["r2", "R2"]);
    if (measures.some((_, m) => has(m, "p_top1"))) shows.push(["p_top1", "p best"]);
    const box = element("input", { type: "search", placeholder: "name, or *pattern*", "aria-label": "Find sources in the map", id: "map-find" });
    box.addEventListener("input", () => again("find")(box.value));
    const name = (shown, select) => {
      select.querySelector("select").id = "map-" + shown;
      return select;
    };
    byId("map-controls").append(
      name("shows", choice("Show", shows, state.shows, again("shows"))),
      name("rows", choice("Order sources", [["mean", "by mean colour"], ["target", "by the chosen target"], ["clustered", "alike together"], ["name", "by name"]], state.rows, again("rows"))),
      name("columns", choice("Order targets", [["given", "by name"], ["clustered", "alike together"]], state.columns, again("columns"))),
      name("height", choice("Rows", [["names", "with names"], ["all", "all visible"]], state.height, again("height"))),
      element("label", {}, "Find", box),
      saveButton("CSV", "Save the map as CSV", saveMapTable),
      saveButton("SVG", "Save the map as SVG", saveMapDrawing),
    );
  }
  drawMap();
}

/* Penalties. */

function drawPenalty() {
  const families = [...penaltyFamilies().keys()];
  const fits = families.filter((key) => penaltyFamilies().get(key).some((step) => step.known(state.target)));
  if (!fits.includes(state.family)) {
    const own = measures[measureFor(state.target)].estimator;
    state.family = fits.find((key) => key.split(",")[0] === own) || fits[0] || families[0];
  }
  byId("penalty-lead").textContent = "Without a penalty, wide sources have an advantage. A large penalty shrinks every prediction to the mean, so the scores of all sources meet. If the first source stays first over a range of penalties, the choice does not depend on the penalty.";
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
  byId("measured-controls").replaceChildren(choice("Measured", measured.transfers.map((transfer, i) => [i, transfer.name]), state.transfer, chooseTransfer));
  drawMeasuredChart();
  const transfer = measured.transfers[state.transfer].name;
  const label = measures[measureFor(state.target)].label;
  const own = measured.byTarget.find((row) => row.transfer === transfer && row.estimator === label && row.dataset === targets[state.target].dataset && row.target === targets[state.target].name);
  const row = answerRow(state.target);
  const sentence = row.first === undefined ? "" : measuredSentence({ ...row, candidates: [row.first] });
  byId("measured-caption").textContent =
    targetName(state.target) + ": " + (sentence || "no measurement of a scored source.") +
    (own && own.kendall !== null ? " Kendall's tau-b of " + label + " is " + digits(own.kendall, 3) + "." : "");
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
      { head: "Interval", number: true, spread: true, text: range, csv: [["Kendall lower", (row) => row["kendall-tau-b"]?.lower], ["Kendall upper", (row) => row["kendall-tau-b"]?.upper]] },
      statistic("Weighted", "weighted-kendall", "Kendall with more weight on the top places", 1),
      statistic("Spearman", "spearman", "Within a target", 1),
      statistic("Top 1", "top-1", "How often the source with the best measurement is ranked first", 1),
      statistic("Top 3", "top-3", "How often it is ranked among the first three", 1),
      { ...statistic("Regret", "regret", "Extra error of the first source, relative to the smallest measured error, mean over targets; 0 is best", 0), text: (row) => percent(row.regret?.value) },
      statistic("Pooled Pearson", "pooled-pearson", "Over all pairs: mostly shows which targets are hard, see docs/evaluate.md", 1),
    ],
    { rows, page: 40, sortBy: 1, descending: true, caption: transfer + ": agreement of scores with measured transfer, mean over targets", file: "agreement-" + transfer },
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
        { head: "Flags and notes", long: true, text: (p) => text(p) },
      ],
      { rows: pairs, page: 15, caption: "Scores by " + label + " with the " + kind(flag) + " " + flag.label, search: (p) => sources[sourceOf(p)], label: "Find a source", file: flag.label },
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
        { head: "Flag", name: true, value: (flag) => flag.label, node: (flag) => link(flag.label, () => showPairs(flag), "List these scores") },
        { head: "Kind", text: kind },
        { head: "Scores", number: true, value: (flag) => found.get(flag.label).length, text: (flag) => whole(found.get(flag.label).length) },
        { head: "Meaning and remedy", long: true, node: (flag) => wrapped(flag.description, flag.advice), csv: [["meaning", (flag) => flag.description], ["remedy", (flag) => flag.advice]] },
      ],
      { rows, caption: "Flags and notes of the scores by " + label, file: "flags" },
    );
  }
  const details = byId("condition");
  details.hidden = !has(measure, "condition") && !has(measure, "rank");
  details.ontoggle = () => details.open && drawConditions(measure);
  if (details.open && !details.hidden) drawConditions(measure);
}

function drawConditions(measure) {
  const known = has(measure, "condition");
  byId("condition-chart").hidden = !known;
  byId("condition-caption").textContent = "";
  if (known) drawConditionChart(measure);
  const t = state.target;
  const { pairs } = ranking(t, measure);
  const of = (name) => column(measure, name);
  pagedTable(
    byId("condition-table"),
    [
      { head: "Source", name: true, value: (p) => sources[sourceOf(p)], text: (p) => sources[sourceOf(p)] },
      { head: "n", title: "Rows", number: true, value: of("n"), text: (p) => whole(of("n")(p)) },
      { head: "d", title: "Features", number: true, value: of("d"), text: (p) => whole(of("d")(p)) },
      { head: "Rank", title: "Numerical rank of the features' covariance", number: true, value: of("rank"), text: (p) => whole(of("rank")(p)) },
      { head: "Condition", title: "Condition number of the scaled covariance", number: true, value: of("condition"), text: (p) => size(of("condition")(p)) },
    ],
    { rows: pairs, page: 15, caption: "Features on " + targetName(t) + ", by " + measures[measure].label, search: (p) => sources[sourceOf(p)], label: "Find a source", file: "condition-" + targetName(t) },
  );
}

function wrapped(description, advice) {
  return element("div", { class: "wrap" }, description + " ", element("b", {}, advice));
}

/* The run. */

function drawAbout() {
  const list = (entries) => element("dl", {}, ...entries.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, Array.isArray(value) ? value.join(", ") : String(value))]));
  const body = [];
  if (data.omitted.length > 0) body.push(element("h3", {}, "Not in this page"), element("p", {}, "To limit its size, this page omits " + data.omitted.join("; ") + ". scores.csv contains everything."));
  if (data.rounded) body.push(element("p", {}, "On this page, numbers are rounded to about seven digits, probabilities to half a per cent, and condition numbers to a quarter. scores.csv has all digits."));
  body.push(element("h3", {}, "Options"), list(Object.entries(data.options)), element("h3", {}, "Versions"), list(Object.entries(data.versions)));
  byId("about-body").replaceChildren(...body);
}

/* The start. */

/** Up to this number of pairs everything is drawn at once. */
const SMALL = 20000;

function start() {
  recall();
  const own = new Set(targets.map((target) => target.by));
  fill(byId("by"), [[-1, own.size === 1 ? measures[[...own][0]].label + " (as ranked by the run)" : "the measure that suits each target (as ranked by the run)"], ...measures.map((measure, m) => [m, measure.label])], state.by, (value) => {
    state.by = Number(value);
    map.of = null;
    refresh();
    remember();
  });
  fill(byId("target-select"), targets.map((_, t) => [t, targetName(t)]), state.target, (value) => chooseTarget(value, false));
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
  if (!parts.notices.absent()) drawPart("notices");
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
