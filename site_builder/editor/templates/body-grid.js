// A table while it is edited: its cells and what is said of them. It knows no page.
const AXES = {row: {start: 0, end: 2, size: table => table.rows.length}, column: {start: 1, end: 3, size: table => table.rows[0].length}};

/** An empty table. */
export function blankTable(rows, columns) {
  return {
    rows: Array.from({length: rows}, () => Array(columns).fill("")),
    notation: "bars", caption: "", alignments: Array(columns).fill(""),
    header_rows: 1, row_headers: 0, merged: [], groups: [],
  };
}

/** The merged range over a cell: [top, left, bottom, right]; the cell itself where there is none. */
export function rangeAt(table, row, column) {
  const width = table.rows[0].length;
  if (table.groups.some(([group]) => group === row)) return [row, 0, row, width - 1];
  return table.merged.find(([top, left, bottom, right]) => top <= row && row <= bottom && left <= column && column <= right)
    ?? [row, column, row, column];
}

/** Add a row or a column; merged cells across the place grow. */
export function insert(table, axis, at) {
  const {start, end} = AXES[axis];
  if (axis === "row") table.rows.splice(at, 0, Array(table.rows[0].length).fill(""));
  else {
    table.rows.forEach(row => row.splice(at, 0, ""));
    table.alignments.splice(at, 0, "");
    if (at < table.row_headers) table.row_headers += 1;
  }
  table.merged.forEach(range => {
    if (range[start] >= at) range[start] += 1;
    if (range[end] >= at) range[end] += 1;
  });
  if (axis === "row") {
    if (at < table.header_rows) table.header_rows += 1;
    table.groups = table.groups.map(([row, last]) => [row >= at ? row + 1 : row, last !== null && last >= at ? last + 1 : last]);
  }
}

/** Take a row or a column out; what a merged cell says moves to what is left of it. */
export function remove(table, axis, at) {
  const {start, end} = AXES[axis];
  for (const range of table.merged) {
    if (range[start] !== at || range[end] === at) continue;
    const [top, left] = range;
    if (axis === "row") table.rows[top + 1][left] = table.rows[top][left];
    else table.rows[top][left + 1] = table.rows[top][left];
  }
  if (axis === "row") table.rows.splice(at, 1);
  else {
    table.rows.forEach(row => row.splice(at, 1));
    table.alignments.splice(at, 1);
    if (at < table.row_headers) table.row_headers -= 1;
  }
  table.merged.forEach(range => {
    if (range[start] > at) range[start] -= 1;
    if (range[end] >= at) range[end] -= 1;
  });
  table.merged = table.merged.filter(([top, left, bottom, right]) => (bottom > top || right > left) && bottom >= top && right >= left);
  if (axis === "column") return;
  if (at < table.header_rows) table.header_rows = Math.max(1, table.header_rows - 1);
  table.groups = table.groups.filter(([row]) => row !== at)
    .map(([row, last]) => [row > at ? row - 1 : row, last !== null && last >= at ? last - 1 : last])
    .filter(([row, last]) => last === null || last > row);
}

/** Exchange a row or a column with its neighbour. Returns why not, where merged cells forbid it. */
export function move(table, axis, at, step) {
  const {start, end, size} = AXES[axis];
  const to = at + step;
  if (to < 0 || to >= size(table)) return "已经在边上了。";
  const isHeld = range => range[start] !== range[end] && [at, to].some(line => range[start] <= line && line <= range[end]);
  if (table.merged.some(isHeld)) return "这里有合并的格子，先拆开再移动。";
  const swap = line => (line === at ? to : line === to ? at : line);
  if (axis === "row") {
    if (table.groups.some(([, last]) => last === at || last === to)) return "这里是一组的最后一行，不能移动。";
    [table.rows[at], table.rows[to]] = [table.rows[to], table.rows[at]];
    table.groups = table.groups.map(([row, last]) => [swap(row), last]);
  } else {
    for (const row of [...table.rows, table.alignments]) [row[at], row[to]] = [row[to], row[at]];
  }
  table.merged.forEach(range => {
    range[start] = swap(range[start]);
    range[end] = swap(range[end]);
  });
  return "";
}

/** Merge a cell with the next one. Returns why not, where they do not fit together. */
export function merge(table, row, column, axis) {
  const [top, left, bottom, right] = rangeAt(table, row, column);
  const [nextRow, nextColumn] = axis === "column" ? [top, right + 1] : [bottom + 1, left];
  if (nextRow >= table.rows.length || nextColumn >= table.rows[0].length) return "旁边没有格子了。";
  const next = rangeAt(table, nextRow, nextColumn);
  const fits = axis === "column" ? next[0] === top && next[2] === bottom : next[1] === left && next[3] === right;
  if (!fits) return "旁边的格子大小不一样，不能合并。";
  const words = [table.rows[top][left], table.rows[next[0]][next[1]]].filter(Boolean).join("\n");
  table.rows[next[0]][next[1]] = "";
  table.rows[top][left] = words;
  table.merged = table.merged.filter(range => ![`${[top, left]}`, `${next.slice(0, 2)}`].includes(`${range.slice(0, 2)}`));
  table.merged.push([top, left, next[2], next[3]]);
  return "";
}

/** Take a merged cell apart. Returns why not, where it is none. */
export function split(table, row, column) {
  const before = table.merged.length;
  const range = rangeAt(table, row, column);
  table.merged = table.merged.filter(each => each !== range);
  return table.merged.length < before ? "" : "这一格没有合并。";
}

/** Put a block of cells where a cell is; the table grows where it has to. */
export function fill(table, row, column, rows) {
  const width = Math.max(...rows.map(cells => cells.length));
  while (table.rows.length < row + rows.length) insert(table, "row", table.rows.length);
  while (table.rows[0].length < column + width) insert(table, "column", table.rows[0].length);
  rows.forEach((cells, down) => cells.forEach((words, right) => {
    const [top, left] = rangeAt(table, row + down, column + right);
    if (top === row + down && left === column + right) table.rows[top][left] = words;
    else if (words) table.rows[top][left] += `${table.rows[top][left] ? "\n" : ""}${words}`;
  }));
}

/** The table without empty rows and columns at its end. */
export function trim(table) {
  while (table.rows.length > 2 && !table.rows.at(-1).some(words => words.trim())) remove(table, "row", table.rows.length - 1);
  while (table.rows[0].length > 1 && !table.rows.some(row => row.at(-1).trim())) remove(table, "column", table.rows[0].length - 1);
}
