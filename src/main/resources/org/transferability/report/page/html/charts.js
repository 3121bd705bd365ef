/** Charts by ECharts, as SVG: sharp in print, and with a description for screen readers. */
const charts = new Map();
const symbols = ["circle", "rect", "triangle", "diamond", "pin", "arrow", "roundRect", "emptyCircle"];
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
const seriesColour = (i) => colour("s" + (i % 8));

/** Draws into an element; texts are drawn, never parsed as HTML. */
function chart(id, option, description, onPair) {
  const place = byId(id);
  let drawn = charts.get(id);
  if (!drawn) {
    drawn = { chart: echarts.init(place, null, { renderer: "svg" }), onPair };
    drawn.chart.on("click", (event) => {
      const pair = event.data && event.data.pair;
      if (pair !== undefined && drawn.onPair) drawn.onPair(pair);
    });
    charts.set(id, drawn);
  }
  drawn.onPair = onPair;
  drawn.chart.setOption(
    {
      animation: false,
      textStyle: { color: colour("ink"), fontFamily: "system-ui, sans-serif" },
      backgroundColor: "transparent",
      ...option,
      tooltip: {
        renderMode: "richText",
        backgroundColor: colour("card"),
        borderColor: colour("line"),
        textStyle: { color: colour("ink"), fontSize: 13 },
        confine: true,
        ...option.tooltip,
      },
    },
    true,
  );
  drawn.chart.resize();
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", description);
}

function axis(name, more = {}) {
  return {
    name,
    nameLocation: "middle",
    nameGap: 32,
    nameTextStyle: { color: colour("soft") },
    axisLine: { lineStyle: { color: colour("line") } },
    axisLabel: { color: colour("soft"), hideOverlap: true, formatter: (value) => (typeof value === "number" ? shortNumber(value) : value) },
    splitLine: { lineStyle: { color: colour("faint") } },
    ...more,
  };
}

/** The name of a vertical axis is above it, because long numbers would overlap it at its side. */
const onTop = { nameLocation: "end", nameGap: 12, nameTextStyle: { align: "left", color: "gray" } };

/** Logarithmic if values differ widely, and no wider than necessary. */
function measuredScale(values) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return low > 0 && high / low > 30 ? { type: "log", min: low / 1.5, max: high * 1.5 } : { type: "value", scale: true };
}

function shortNumber(value) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e5 ? String(Number(value.toPrecision(3))) : Number(value.toPrecision(3)).toExponential();
}

/** A name that is short enough for an axis. */
const shortName = (name, most = 26) => (name.length <= most ? name : name.slice(0, most - 1) + "…");

/** Scores of the leading sources of a target, with their intervals. */
const MOST_IN_CHART = 30;
function drawTargetChart(target) {
  const measure = measureFor(target);
  const { pairs } = ranking(target, measure);
  const shown = pairs.slice(0, MOST_IN_CHART);
  const score = column(measure, "score");
  const low = column(measure, "low");
  const high = column(measure, "high");
  const flags = column(measure, "flags");
  const names = shown.map((p) => sources[sourceOf(p)]);
  const longest = Math.max(0, ...names.map((name) => shortName(name).length));
  const ranges = shown.flatMap((p, i) => (Number.isNaN(low(p)) ? [] : [[low(p), i], [high(p), i], [null, null]]));
  byId("target-chart").style.height = Math.max(9, 4.5 + 1.25 * shown.length) + "rem";
  chart(
    "target-chart",
    {
      // a browser may draw names wider than the library has measured
      grid: { left: 8 + longest, right: 24, top: 10, bottom: 40, containLabel: true },
      xAxis: axis("score by " + measures[measure].label + " (larger is better)", { type: "value", scale: true }),
      yAxis: axis("", {
        type: "category",
        inverse: true,
        data: names,
        axisLabel: { color: colour("ink"), interval: 0, formatter: (name) => shortName(name) },
        axisTick: { show: false },
        splitLine: { show: true, lineStyle: { color: colour("faint") } },
      }),
      tooltip: {
        trigger: "item",
        formatter: (event) => {
          const p = event.data && event.data.pair;
          if (p === undefined) return "";
          const range = Number.isNaN(low(p)) ? "" : "\n" + digits(low(p)) + " to " + digits(high(p));
          return sources[sourceOf(p)] + "\nscore " + digits(score(p), 6) + range + (flags(p) ? "\n" + flags(p) : "");
        },
      },
      series: [
        { type: "line", data: ranges, symbol: "rect", symbolSize: [2, 9], silent: true, lineStyle: { width: 2, color: colour("s5") }, itemStyle: { color: colour("s5") }, z: 1 },
        {
          type: "scatter",
          data: shown.map((p, i) => ({
            value: [score(p), i],
            pair: p,
            symbol: flags(p) ? "diamond" : "circle",
            itemStyle: { color: sourceOf(p) === state.source ? colour("mark") : colour("accent") },
          })),
          symbolSize: 10,
          z: 2,
        },
      ],
    },
    "Scores of the " + shown.length + " best sources of " + targetName(target) + "; the table below has the same numbers.",
    (p) => chooseSource(sourceOf(p)),
  );
  byId("target-chart-caption").textContent =
    (pairs.length > shown.length ? "The " + shown.length + " best of " + whole(pairs.length) + " sources. " : "") +
    (ranges.length > 0 ? "Bars: " + intervalWords() + " " : "There are no intervals, because the run has no folds. ") +
    (shown.some((p) => flags(p)) ? "Diamonds mark scores with flags." : "");
}

function intervalWords() {
  const level = data.confidence ? Math.round(100 * data.confidence) + " % " : "";
  return level + "intervals by leaving out one block of rows at a time (jackknife).";
}

/** Lists of penalties that can be drawn as curves: an estimator with two of one unit. */
function penaltyFamilies() {
  const families = new Map();
  measures.forEach((measure, m) => {
    const found = /^([0-9.eE+-]+)(r?)$/.exec(measure.lambda);
    if (!found) return;
    const key = measure.estimator + (found[2] ? ", relative penalties" : "");
    if (!families.has(key)) families.set(key, []);
    families.get(key).push({ m, lambda: Number(found[1]), text: measure.lambda });
  });
  for (const [key, list] of families) {
    if (list.length < 2) families.delete(key);
    else list.sort((a, b) => a.lambda - b.lambda);
  }
  return families;
}

const MOST_CURVES = 8;
function drawPenaltyChart() {
  const family = penaltyFamilies().get(state.family);
  const target = state.target;
  const asPlaces = state.curve === "place";
  const lead = ranking(target, measureFor(target)).pairs.map(sourceOf);
  const chosen = lead.slice(0, MOST_CURVES);
  if (state.source >= 0 && !chosen.includes(state.source) && pairOf(target, state.source) >= 0) chosen[chosen.length - (chosen.length === MOST_CURVES ? 1 : 0)] = state.source;
  const value = (step, source) => {
    const p = pairOf(target, source);
    if (asPlaces) return ranking(target, step.m).places.get(p) ?? NaN;
    return column(step.m, "score")(p);
  };
  chart(
    "penalty-chart",
    {
      grid: { left: 16, right: 24, top: 40 + 24 * Math.ceil(chosen.length / 6), bottom: 44, containLabel: true },
      legend: { top: 0, textStyle: { color: colour("ink") }, formatter: (name) => shortName(name, 22) },
      xAxis: axis("penalty (lambda)", { type: "category", data: family.map((step) => step.text), boundaryGap: false }),
      yAxis: asPlaces
        ? axis("place among the sources", { type: "value", inverse: true, minInterval: 1, min: 1, ...onTop })
        : axis("score", { type: "value", scale: true, ...onTop }),
      tooltip: {
        trigger: "axis",
        formatter: (events) => "lambda " + events[0].axisValue + "\n" + events.map((e) => e.seriesName + "  " + (asPlaces ? e.value : digits(e.value, 5))).join("\n"),
      },
      series: chosen.map((source, i) => ({
        type: "line",
        name: sources[source],
        data: family.map((step) => {
          const y = value(step, source);
          return Number.isNaN(y) ? null : y;
        }),
        symbol: symbols[i % symbols.length],
        symbolSize: 8,
        lineStyle: { width: source === state.source ? 3.5 : 2, color: seriesColour(i), type: i % 2 ? "dashed" : "solid" },
        itemStyle: { color: seriesColour(i) },
      })),
    },
    "Curves of " + (asPlaces ? "places" : "scores") + " against the penalty for " + targetName(target) + "; the table below has the same numbers.",
  );
  byId("penalty-caption").textContent =
    targetName(target) + ": the " + chosen.length + " sources that lead by " + measures[measureFor(target)].label + (chosen.includes(state.source) ? ", and the selected one (thick)" : "") + ". Where curves cross, the penalty decides which source is chosen.";
  pagedTable(
    byId("penalty-table"),
    [
      { head: "Source", name: true, value: (s) => sources[s], text: (s) => sources[s] },
      ...family.map((step) => ({
        head: "lambda " + step.text,
        number: true,
        value: (s) => value(step, s),
        text: (s) => (asPlaces ? whole(value(step, s)) : digits(value(step, s))),
        exact: (s) => String(value(step, s)),
      })),
    ],
    { rows: lead, caption: targetName(target) + ", " + state.family, search: (s) => sources[s], label: "Find a source" },
  );
}

/** How many scores have which condition number, by powers of ten. */
function drawConditionChart(measure) {
  const condition = column(measure, "condition");
  const count = new Map();
  let infinite = 0;
  for (let p = 0; p < data.pairs; p++) {
    const c = condition(p);
    if (c === Infinity) infinite++;
    else if (!Number.isNaN(c)) {
      const decade = Math.floor(Math.log10(Math.max(1, c)));
      count.set(decade, (count.get(decade) || 0) + 1);
    }
  }
  const meaning = "∞ means that some features are constant or linear combinations of others.";
  const alone = count.size === 0;
  byId("condition-chart").hidden = alone;
  if (alone) {
    byId("condition-caption").textContent = "Condition number of the scaled feature covariance for " + measures[measure].label + ": ∞ for every score. " + meaning;
    return;
  }
  const last = Math.max(0, ...count.keys());
  const labels = [];
  const values = [];
  for (let decade = 0; decade <= last; decade++) {
    labels.push("1e" + decade);
    values.push(count.get(decade) || 0);
  }
  labels.push("∞");
  values.push(infinite);
  chart(
    "condition-chart",
    {
      grid: { left: 16, right: 16, top: 34, bottom: 40, containLabel: true },
      xAxis: axis("condition number, from", { type: "category", data: labels }),
      yAxis: axis("scores", { type: "value", minInterval: 1, ...onTop }),
      tooltip: { trigger: "axis", formatter: (events) => events[0].name + ": " + plural(events[0].value, "score") },
      series: [{ type: "bar", data: values, itemStyle: { color: colour("s5") }, barMaxWidth: 40 }],
    },
    "Condition numbers of " + measures[measure].label + ": " + labels.map((l, i) => l + ": " + values[i]).join(", "),
  );
  byId("condition-caption").textContent =
    "Condition number of the scaled feature covariance for " + measures[measure].label + ". Each power of ten costs about one digit of the weights. " + meaning;
}

/** Scores of one target against the measured transfer of its sources. */
function drawMeasuredChart() {
  const target = state.target;
  const measure = measureFor(target);
  const score = column(measure, "score");
  const value = cells(data.measured.transfers[state.transfer].column);
  const points = ranking(target, measure).pairs.filter((p) => Number.isFinite(value(p)));
  const labelled = points.length <= 40;
  chart(
    "measured-chart",
    {
      grid: { left: 16, right: 60, top: 36, bottom: 44, containLabel: true },
      xAxis: axis("score by " + measures[measure].label + " (larger is better)", { type: "value", scale: true }),
      yAxis: axis("measured: " + data.measured.transfers[state.transfer].name + " (" + data.measured.better + " is better)", {
        ...measuredScale(points.map(value)),
        ...onTop,
      }),
      tooltip: {
        trigger: "item",
        formatter: (event) => sources[sourceOf(event.data.pair)] + "\nscore " + digits(score(event.data.pair), 6) + "\nmeasured " + digits(value(event.data.pair), 6),
      },
      series: [
        {
          type: "scatter",
          symbolSize: labelled ? 10 : 6,
          data: points.map((p) => ({ value: [score(p), value(p)], pair: p, itemStyle: { color: sourceOf(p) === state.source ? colour("mark") : colour("accent") } })),
          label: { show: labelled, position: "right", color: colour("soft"), fontSize: 11, formatter: (event) => shortName(sources[sourceOf(event.data.pair)], 18) },
          labelLayout: { hideOverlap: true },
        },
      ],
    },
    "Scores against measured transfer of " + targetName(target) + "; the table of the target has the same numbers.",
    (p) => chooseSource(sourceOf(p)),
  );
}
