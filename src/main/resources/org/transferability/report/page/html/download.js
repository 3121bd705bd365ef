/** Tables as CSV and charts as SVG. The browser makes the files; nothing leaves the machine. */
function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const anchor = element("a", { href: address, download: name, class: "hidden" });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  announce("Saved " + name);
}

/** A name without the characters that some file systems refuse. */
const fileName = (text, ending) => text.replace(/[^\p{L}\p{N}.+-]+/gu, "-").replace(/^[-.]+|-+$/g, "").slice(0, 100) + ending;

/** RFC 4180, numbers with all their digits, as scores.csv. */
function csvText(rows) {
  const cell = (value) => {
    const text = value === undefined || value === null || Number.isNaN(value) ? "" : String(value);
    return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  };
  return rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
}

/** The rows of a table for a file: columns may have another form there, several, or none. */
function csvRows(columns, rows) {
  const stored = columns.flatMap((column) => {
    if (column.csv === null) return [];
    if (Array.isArray(column.csv)) return column.csv;
    return [[column.head, column.csv || column.value || column.text]];
  });
  return [stored.map(([head]) => head), ...rows.map((row) => stored.map(([, value]) => value(row)))];
}

const saveButton = (kind, title, act) => element("button", { type: "button", class: "save", title, onclick: act }, kind);

const svgText = (node) => '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(node);

/** A drawn chart on the colour of the page. */
function saveChart(id, name) {
  const drawn = byId(id).querySelector("svg");
  if (!drawn) return;
  const copy = drawn.cloneNode(true);
  const { width, height } = drawn.getBoundingClientRect();
  copy.setAttribute("xmlns", SVG);
  copy.setAttribute("viewBox", "0 0 " + width + " " + height);
  copy.prepend(svg("rect", { width, height, fill: colour("card") }));
  save(fileName(name, ".svg"), "image/svg+xml", svgText(copy));
}

/** Adds to a chart the button that saves it. */
function savable(id, name) {
  const figure = byId(id).parentElement;
  const old = figure.querySelector(".save");
  if (old) old.remove();
  figure.append(saveButton("SVG", "Save this chart as SVG", () => saveChart(id, name())));
}
