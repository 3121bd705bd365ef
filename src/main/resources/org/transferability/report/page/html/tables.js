/** Elements and tables. Names are inserted into the document as text only. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const link = (text, act, title) => element("button", { type: "button", class: text.length > 20 ? "link spacious" : "link", onclick: act, title }, text);
const byId = (id) => document.getElementById(id);

function fill(select, choices, chosen, act) {
  select.replaceChildren(...choices.map(([value, text]) => element("option", { value, selected: String(value) === String(chosen) }, text)));
  select.onchange = () => act(select.value);
  return select;
}

const choice = (label, choices, chosen, act) => element("label", {}, label, fill(element("select"), choices, chosen, act));

function announce(text) {
  byId("announce").textContent = text;
}

/** A function that tests whether a name matches; * and ? are wild cards, case is ignored. */
function matcher(wanted) {
  const text = wanted.trim().toLowerCase();
  if (!text) return () => true;
  if (!/[*?]/.test(text)) return (name) => name.toLowerCase().includes(text);
  const pattern = text.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*").replace(/\?/g, ".");
  const whole = new RegExp("^" + pattern + "$");
  return (name) => whole.test(name.toLowerCase());
}

function flagMarks(text) {
  const span = element("span");
  if (!text) return span;
  for (const flag of text.split(";")) {
    const known = data.flags.find((one) => flag.startsWith(one.label));
    span.append(element("span", { class: "flag", title: known ? known.description + " " + known.advice : "" }, flag));
  }
  return span;
}

/**
 * A table that can be sorted by every column, searched and paged. Only the rows of one page are in
 * the document.
 *
 * columns: {head, title, number, value(row) to sort by, text(row) or node(row) to show, name: it is
 * the row's head, long: it may need several lines, spread: it needs a line of a card, csv: see csvRows}; options: {caption, rows, page,
 * search: text(row), label, chosen(row), none, file: name of the CSV file}. On a narrow screen each
 * row is a card; the roles keep it a table for screen readers.
 */
function pagedTable(place, columns, options) {
  const page = Math.min(options.page || 25, isNarrow() ? 10 : 1e9);
  let sortBy = options.sortBy === undefined ? -1 : options.sortBy;
  let descending = Boolean(options.descending);
  let from = 0;
  let wanted = "";
  let shown = [];

  const body = element("tbody", { role: "rowgroup" });
  const heads = columns.map((column, i) => {
    const button = element("button", { type: "button", title: column.title, onclick: () => sort(i) }, column.head);
    return element("th", { scope: "col", role: "columnheader", class: (column.number ? "number" : "") + (column.name ? " name" : "") }, column.value ? button : column.head);
  });
  const table = element(
    "table",
    { role: "table" },
    element(
      "caption",
      {},
      options.caption || "",
      options.file ? saveButton("CSV", "Save this table as CSV", () => save(fileName(options.file, ".csv"), "text/csv", csvText(csvRows(columns, shown)))) : null,
    ),
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...heads)),
    body,
  );
  const count = element("span", { role: "status" });
  const back = element("button", { type: "button", onclick: () => turn(-1) }, "Previous rows");
  const forth = element("button", { type: "button", onclick: () => turn(1) }, "Next rows");
  const pager = element("div", { class: "pager" }, back, forth, count);
  const tools = element("div", { class: "tools" });
  if (options.search) {
    const box = element("input", { type: "search", placeholder: "name, or *pattern*", "aria-label": options.label });
    box.addEventListener("input", () => {
      wanted = box.value;
      from = 0;
      select();
    });
    tools.append(element("label", {}, options.label, box));
  }
  const sortable = columns.map((column, i) => [i, column.head]).filter(([i]) => columns[i].value);
  const order = element("select", {});
  if (sortable.length > 1 && options.rows.length > 1) {
    fill(order, [...(sortBy < 0 ? [[-1, "as given"]] : []), ...sortable], sortBy, (i) => Number(i) >= 0 && sort(Number(i)));
    tools.append(element("label", { class: "narrow" }, "Sort by", order));
  }
  place.replaceChildren(tools, element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": options.caption || options.label || "table" }, table), pager);

  function sort(i) {
    descending = sortBy === i ? !descending : Boolean(columns[i].number && !columns[i].ascending);
    sortBy = i;
    order.value = String(i);
    from = 0;
    select();
  }
  function turn(direction) {
    from = Math.max(0, Math.min(from + direction * page, Math.floor((shown.length - 1) / page) * page));
    draw();
  }
  function select() {
    const fits = matcher(wanted);
    shown = options.search ? options.rows.filter((row) => fits(options.search(row))) : options.rows.slice();
    if (sortBy >= 0) {
      const value = columns[sortBy].value;
      const sign = descending ? -1 : 1;
      const keys = new Map(shown.map((row) => [row, value(row)]));
      const absent = (key) => key === "" || Number.isNaN(key);
      shown.sort((a, b) => {
        const x = keys.get(a);
        const y = keys.get(b);
        if (absent(x) || absent(y)) return absent(x) - absent(y);
        return sign * (typeof x === "string" ? x.localeCompare(y, "en", { numeric: true }) : x < y ? -1 : x > y ? 1 : 0);
      });
    }
    draw();
  }
  function draw() {
    heads.forEach((head, i) => {
      if (columns[i].value) head.setAttribute("aria-sort", i !== sortBy ? "none" : descending ? "descending" : "ascending");
    });
    const rows = shown.slice(from, from + page).map((row) => {
      const cells = columns.map((column) => {
        const content = column.node ? column.node(row) : column.text(row);
        const kind = (column.number ? "number " : "") + (column.name ? "name" : column.long ? "long" : column.spread ? "spread" : "");
        const exact = column.exact ? column.exact(row) : undefined;
        const attributes = { class: kind.trim() || undefined, title: exact, "data-head": column.head };
        return column.name ? element("th", { ...attributes, scope: "row", role: "rowheader" }, content) : element("td", { ...attributes, role: "cell" }, content);
      });
      return element("tr", { role: "row", class: options.chosen && options.chosen(row) ? "chosen" : undefined }, ...cells);
    });
    if (rows.length === 0) rows.push(element("tr", { role: "row" }, element("td", { colspan: columns.length, class: "muted", role: "cell" }, options.none || "No row matches the search.")));
    body.replaceChildren(...rows);
    const many = shown.length > page;
    back.hidden = forth.hidden = !many;
    back.disabled = from === 0;
    forth.disabled = from + page >= shown.length;
    const all = shown.length === options.rows.length ? "" : " (of " + whole(options.rows.length) + ")";
    count.textContent = many ? "Rows " + whole(from + 1) + " to " + whole(Math.min(from + page, shown.length)) + " of " + whole(shown.length) + all : options.search && all ? whole(shown.length) + all : "";
  }
  select();
  return {
    /** Shows the page that contains this row. */
    reveal(row) {
      const at = shown.indexOf(row);
      if (at >= 0) {
        from = Math.floor(at / page) * page;
        draw();
      }
    },
  };
}

const SVG = "http://www.w3.org/2000/svg";
function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** The leading sources of a target on one small axis: dots with their intervals, the best in colour. */
function strip(measure, pairs) {
  const score = column(measure, "score");
  const low = column(measure, "low");
  const high = column(measure, "high");
  const reach = (p, end, otherwise) => (Number.isNaN(end(p)) ? otherwise(p) : end(p));
  const from = Math.min(...pairs.map((p) => reach(p, low, score)));
  const to = Math.max(...pairs.map((p) => reach(p, high, score)));
  const x = (value) => (to > from ? 6 + (228 * (value - from)) / (to - from) : 120);
  const marks = pairs.flatMap((p, i) => {
    const first = i === 0 ? "first " : "";
    const y = 4 + (28 * i) / Math.max(1, pairs.length - 1);
    const dot = svg("circle", { class: first + "dot", cx: x(score(p)).toFixed(1), cy: y.toFixed(1), r: i === 0 ? 3.2 : 1.8 });
    if (Number.isNaN(low(p))) return [dot];
    return [svg("line", { class: first + "range", x1: x(low(p)).toFixed(1), x2: x(high(p)).toFixed(1), y1: y.toFixed(1), y2: y.toFixed(1) }), dot];
  });
  return svg("svg", { class: "strip", viewBox: "0 0 240 36", "aria-hidden": "true", preserveAspectRatio: "none" }, ...marks);
}
