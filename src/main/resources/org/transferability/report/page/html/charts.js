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
    axisLine: { onZero: false, lineStyle: { color: colour("line") } },
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
  return low > 0 && high / low > 8 ? { type: "log", min: low / 1.5, max: high * 1.5, axisLabel: { color: colour("soft"), showMinLabel: false, showMaxLabel: false, formatter: shortNumber } } : { type: "value", scale: true };
}

function shortNumber(value) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e5 ? String(Number(value.toPrecision(3))) : Number(value.toPrecision(3)).toExponential();
}

const isNarrow = () => window.innerWidth < 700;

/** A name that is short enough for an axis; both ends are kept, because names often differ there. */
function shortName(name, most = isNarrow() ? 16 : 30) {
  if (name.length <= most) return name;
  const head = Math.ceil((most - 1) / 2);
  return name.slice(0, head) + "…" + name.slice(name.length - (most - 1 - head));
}

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
  savable("target-chart", () => targetName(state.target));
  byId("target-chart-caption").textContent =
    (pairs.length > shown.length ? "The " + shown.length + " best of " + whole(pairs.length) + " sources. " : "") +
    (ranges.length > 0 ? "Bars: " + intervalWords() + " " : "There are no intervals, because the run has no folds. ") +
    (shown.some((p) => flags(p)) ? "Diamonds mark scores with flags." : "");
}

function intervalWords() {
  const level = data.confidence ? Math.round(100 * data.confidence) + " % " : "";
  return level + "intervals by leaving out one block of rows at a time (jackknife).";
}

/** Fewer penalties do not make a curve. */
const FEWEST_STEPS = 3;
let families;

/**
 * Lists of penalties that can be drawn as curves: an estimator with several of one unit, from the
 * penalties among which its best was chosen, or from those of the measures. Each step has the
 * function value(pair), and known(target) whether there is any.
 */
function penaltyFamilies() {
  if (families) return families;
  families = new Map();
  const add = (estimator, text, value) => {
    const found = /^([0-9.eE+-]+)(r?)$/.exec(text);
    if (!found) return;
    const key = estimator + (found[2] ? ", relative penalties" : "");
    if (!families.has(key)) families.set(key, []);
    const list = families.get(key);
    const known = (t) => {
      for (let p = targets[t].first; p < targets[t].end; p++) if (!Number.isNaN(value(p))) return true;
      return false;
    };
    if (list.every((step) => step.text !== text)) list.push({ lambda: Number(found[1]), text, value, known });
  };
  measures.forEach((measure, m) => add(measure.estimator, measure.lambda, column(m, "score")));
  for (const measure of measures) for (const step of measure.curve || []) add(measure.estimator, step.lambda, cells(step.column));
  for (const [key, list] of families) {
    if (list.length < FEWEST_STEPS || !varies(list)) families.delete(key);
    else list.sort((a, b) => a.lambda - b.lambda);
  }
  return families;
}

/** Whether the penalty changes any score; of a large table the first pairs answer for all. */
function varies(steps) {
  for (let p = 0; p < Math.min(data.pairs, 2000); p++) {
    const first = steps[0].value(p);
    if (steps.some((step) => Math.abs(step.value(p) - first) > 1e-9 * Math.abs(first))) return true;
  }
  return false;
}

const MOST_CURVES = 6;

/** The axis of penalties: logarithmic, with 0 one power of ten below the smallest positive one. */
function penaltyAxis(steps) {
  const positive = steps.map((step) => step.lambda).filter((lambda) => lambda > 0);
  const least = 10 ** Math.floor(Math.log10(Math.min(...positive)) + 1e-9);
  const zero = least / 10;
  const from = steps[0].lambda === 0 ? zero : Math.min(...positive);
  return {
    at: (lambda) => (lambda === 0 ? zero : lambda),
    axis: axis("penalty" + (/r$/.test(steps[steps.length - 1].text) ? ", relative to the mean variance of the features" : " (lambda)"), {
      type: "log",
      min: from,
      max: Math.max(...positive),
      axisLabel: { color: colour("soft"), hideOverlap: true, formatter: (value) => (steps[0].lambda === 0 && value <= zero * 1.001 ? "0" : shortNumber(value)) },
    }),
  };
}

/** From the best score down to a little below the best scores of the others: where sources collapse is cut off. */
function leadingRange(chosen, family, value) {
  const best = chosen.map((source) => Math.max(...family.map((step) => value(step, source)).filter(Number.isFinite)));
  const top = Math.max(...best);
  const low = Math.min(...best);
  const span = top > low ? top - low : 0.05 * Math.abs(top) || 1;
  const rough = (1.8 * span) / 6;
  const ten = 10 ** Math.floor(Math.log10(rough));
  const step = ten * [1, 2, 5, 10].find((factor) => factor * ten >= rough);
  return { min: Math.floor((low - 0.6 * span) / step) * step, max: Math.ceil((top + 0.1 * span) / step) * step, interval: step };
}

function drawPenaltyChart() {
  const family = penaltyFamilies().get(state.family);
  const target = state.target;
  const measure = measureFor(target);
  const asPlaces = state.curve === "place";
  const lead = ranking(target, measure).pairs.map(sourceOf);
  const score = (step, source) => step.value(pairOf(target, source));
  const chosen = lead.slice(0, MOST_CURVES).filter((source) => family.some((step) => !Number.isNaN(score(step, source))));
  if (state.source >= 0 && !chosen.includes(state.source) && pairOf(target, state.source) >= 0) chosen[Math.min(chosen.length, MOST_CURVES - 1)] = state.source;
  const places = new Map();
  if (asPlaces) {
    for (const step of family) {
      const sorted = lead.filter((source) => !Number.isNaN(score(step, source))).sort((a, b) => score(step, b) - score(step, a));
      places.set(step, new Map(sorted.map((source, i) => [source, i + 1])));
    }
  }
  const value = (step, source) => (asPlaces ? (places.get(step).get(source) ?? NaN) : score(step, source));
  const { at, axis: penalties } = penaltyAxis(family);
  const own = measures[measure];
  const used = own.estimator === state.family.split(",")[0] ? family.find((step) => step.text === own.lambda) : undefined;
  // the scores at the best penalty choose among powers of ten; the points between only draw the curve
  const chosenFrom = own.lambda === "best" ? family.filter((step) => /^(1(e[-+]?\d+)?|10+|0?\.0*1)r?$/i.test(step.text)) : family;
  const candidates = chosenFrom.length > 0 ? chosenFrom : family;
  const bestStep = (source) => candidates.reduce((best, step) => (score(step, source) > score(best, source) || Number.isNaN(score(best, source)) ? step : best), candidates[0]);
  chart(
    "penalty-chart",
    {
      grid: { left: 16, right: 24, top: 44 + 22 * Math.ceil((chosen.length * (isNarrow() ? 2.5 : 1)) / 6), bottom: 44, containLabel: true },
      legend: { top: 0, textStyle: { color: colour("ink") }, formatter: (name) => shortName(name, 22) },
      xAxis: penalties,
      yAxis: asPlaces
        ? axis("place among the sources", { type: "value", inverse: true, minInterval: 1, min: 1, ...onTop })
        : axis("score", { type: "value", ...leadingRange(chosen, family, value), ...onTop }),
      tooltip: {
        trigger: "item",
        formatter: (event) => event.seriesName + "\npenalty " + event.data.step + "\n" + (asPlaces ? "place " : "score ") + digits(event.value[1], asPlaces ? 2 : 5),
      },
      series: chosen.map((source, i) => ({
        type: "line",
        name: sources[source],
        data: family
          .filter((step) => !Number.isNaN(value(step, source)))
          .map((step) => ({ value: [at(step.lambda), value(step, source)], step: step.text, symbolSize: !asPlaces && !used && step === bestStep(source) ? 14 : 6 })),
        symbol: symbols[i % symbols.length],
        clip: true,
        lineStyle: { width: source === state.source ? 3.5 : 2, color: seriesColour(i), type: i % 2 ? "dashed" : "solid" },
        itemStyle: { color: seriesColour(i) },
        markLine:
          used && i === 0
            ? { silent: true, symbol: "none", data: [{ xAxis: at(used.lambda) }], label: { formatter: "used for ranking", color: colour("soft"), position: "insideEndBottom" }, lineStyle: { color: colour("soft"), type: "dotted", width: 2 } }
            : undefined,
      })),
    },
    "Curves of " + (asPlaces ? "places" : "scores") + " against the penalty for " + targetName(target) + "; the table below has the same numbers.",
  );
  savable("penalty-chart", () => "penalty-" + state.family + "-" + targetName(state.target));
  byId("penalty-caption").textContent =
    targetName(target) + ": " + plural(chosen.length, "source") + ", the leading ones by " + own.label + (state.source >= 0 && chosen.includes(state.source) ? " and the selected one (thick)" : "") + ". " +
    (asPlaces ? "" : used ? "The dotted line is the penalty that is used for ranking. " : "The large symbol is the best penalty of a source" + (own.lambda === "best" ? " among the powers of ten from which the score chooses; the score uses penalties that were chosen without the rows on which it is judged. " : ". ")) +
    (asPlaces ? "" : "Scores far below those of the leading sources are cut off. ") +
    "Where curves cross, the penalty decides which source is chosen.";
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
    { rows: lead, caption: targetName(target) + ", " + state.family, search: (s) => sources[s], label: "Find a source", file: "penalty-" + state.family + "-" + targetName(target) },
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
    labels.push(size(10 ** decade));
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
  savable("condition-chart", () => "condition-" + measures[measure].label);
  byId("condition-caption").textContent =
    "Condition number of the scaled feature covariance for " + measures[measure].label + ". Each power of ten costs about one digit of the weights. " + meaning;
}

const textPen = document.createElement("canvas").getContext("2d");
function textWidth(text, font) {
  textPen.font = font;
  return textPen.measureText(text).width;
}

/**
 * For each point the side of its label where it covers no other point and no other label; undefined
 * if there is none. The first points choose first.
 *
 * @param points pixels, {x, y, text}
 * @param box {left, right, top, bottom} that the labels must not leave
 */
function labelSides(points, box) {
  const HEIGHT = 15;
  const RADIUS = 7;
  const taken = points.map(({ x, y }) => ({ left: x - RADIUS, right: x + RADIUS, top: y - RADIUS, bottom: y + RADIUS }));
  const free = (one, own) =>
    one.left >= box.left && one.right <= box.right && one.top >= box.top && one.bottom <= box.bottom &&
    taken.every((other, i) => i === own || one.right <= other.left || one.left >= other.right || one.bottom <= other.top || one.top >= other.bottom);
  return points.map(({ x, y, text }, i) => {
    const width = 1.15 * textWidth(text, "11px system-ui, sans-serif") + 4;
    const sides = {
      right: { left: x + 8, right: x + 8 + width, top: y - HEIGHT / 2, bottom: y + HEIGHT / 2 },
      left: { left: x - 8 - width, right: x - 8, top: y - HEIGHT / 2, bottom: y + HEIGHT / 2 },
      top: { left: x - width / 2, right: x + width / 2, top: y - 8 - HEIGHT, bottom: y - 8 },
      bottom: { left: x - width / 2, right: x + width / 2, top: y + 8, bottom: y + 8 + HEIGHT },
    };
    const side = Object.keys(sides).find((name) => free(sides[name], i));
    if (side) taken.push(sides[side]);
    return side;
  });
}

const MOST_LABELS = 60;

/** Scores of one target against the measured transfer of its sources. */
function drawMeasuredChart() {
  const target = state.target;
  const measure = measureFor(target);
  const score = column(measure, "score");
  const value = cells(data.measured.transfers[state.transfer].column);
  const points = ranking(target, measure).pairs.filter((p) => Number.isFinite(value(p)));
  const smaller = data.measured.better === "smaller";
  const measured = measuredBest(target, measure);
  const best = measured ? measured.best : -1;
  const size = points.length <= MOST_LABELS ? 10 : 6;
  const isMarked = (p) => p === best || p === points[0] || sourceOf(p) === state.source;
  const marked = [...points.filter(isMarked), ...points.filter((p) => !isMarked(p))];
  const name = (p) => shortName(sources[sourceOf(p)], isMarked(p) ? 24 : 16) + (isNarrow() ? "" : p === best ? " (measured best)" : p === points[0] ? " (first)" : "");
  const scale = points.length > 0 ? measuredScale(points.map(value)) : { type: "value" };
  const option = (sides) => ({
    grid: { left: 16, right: 36, top: 36, bottom: 44, containLabel: true },
    xAxis: axis("score by " + measures[measure].label + " (larger is better)", { type: "value", scale: true }),
    yAxis: axis("measured: " + data.measured.transfers[state.transfer].name + " (" + data.measured.better + " is better)", { ...scale, ...onTop }),
    // outside the axes, because the best sources are in that corner
    graphic: [
      {
        type: "text",
        right: 30,
        ...(smaller ? { bottom: 4 } : { top: 12 }),
        silent: true,
        style: { text: smaller ? "best corner ↗" : "best corner ↘", fill: colour("soft"), font: "italic 13px system-ui, sans-serif" },
      },
    ],
    tooltip: {
      trigger: "item",
      formatter: (event) => sources[sourceOf(event.data.pair)] + "\nscore " + digits(score(event.data.pair), 6) + "\nmeasured " + digits(value(event.data.pair), 6) + "\nregret " + percent(measured.regret(event.data.pair)),
    },
    series: [
      {
        type: "scatter",
        data: marked.map((p, i) => ({
          value: [score(p), value(p)],
          pair: p,
          symbol: p === best ? "diamond" : "circle",
          symbolSize: p === best ? size + 6 : size,
          itemStyle: { color: sourceOf(p) === state.source ? colour("mark") : p === best ? colour("s2") : colour("accent") },
          label: { show: Boolean(sides && sides[i]), position: sides && sides[i], distance: 5, color: isMarked(p) ? colour("ink") : colour("soft"), fontSize: 11, formatter: () => name(p) },
        })),
      },
    ],
  });
  const description = "Scores against measured transfer of " + targetName(target) + "; the table of the target has the same numbers.";
  const open = (p) => chooseSource(sourceOf(p));
  chart("measured-chart", option(), description, open);
  savable("measured-chart", () => "measured-" + data.measured.transfers[state.transfer].name + "-" + targetName(state.target));
  const drawn = charts.get("measured-chart").chart;
  const pixels = marked.slice(0, MOST_LABELS).map((p) => {
    const [x, y] = drawn.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [score(p), value(p)]);
    return { x, y, text: name(p) };
  });
  const sides = labelSides(pixels, { left: 50, right: drawn.getWidth() - 4, top: 30, bottom: drawn.getHeight() - 46 });
  chart("measured-chart", option(sides), description, open);
}
