// A row, a block or a whole table, pasted from a spreadsheet, a text or a web page.
import {plain, rowsOf} from "./grid.js";

const CELL = /^(?:[+-]?\d[\d,]*(?:\.\d+)?(?:亿元|万元|元)?|缺|\/|-|—|)$/;

/** The clipboard as rows of texts; null for a single value, which the field takes by itself. `merged` as in `gridOf`. */
export function clipboardRows(data, clean = plain, merged = []) {
  const html = data.getData("text/html");
  const table = html && new DOMParser().parseFromString(html, "text/html").querySelector("table");
  const rows = table ? gridOf(table, merged) : tsvRows(data.getData("text/plain"));
  return rows.length === 1 && rows[0].length === 1 ? null : rows.map(row => row.map(text => clean(text)));
}

/** Rows as spreadsheets copy them: a cell with a tab, a quote or several lines stands in quotes. */
export function tsvRows(text) {
  const rows = [[]];
  const cells = /(?:"((?:[^"]|"")*)"(?=\t|\n|$)|([^\t\n]*))(\t|\n|$)/g;
  for (const [, quoted, bare, end] of text.replace(/\r\n?/g, "\n").replace(/\n$/, "").matchAll(cells)) {
    rows.at(-1).push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === "\n") rows.push([]);
    if (!end) break;
  }
  return rows;
}

/** The cells of a table where they are seen: a merged cell stands in its first place; `merged` takes its range. */
function gridOf(table, merged = []) {
  const grid = [];
  const height = table.rows.length;
  [...table.rows].forEach((row, line) => {
    grid[line] ??= [];
    let column = 0;
    for (const cell of row.cells) {
      while (grid[line][column] !== undefined) column += 1;
      const bottom = Math.min(height, line + Math.min(cell.rowSpan || 1, 1000));
      const end = column + Math.min(cell.colSpan || 1, 100);
      if (bottom - line > 1 || end - column > 1) merged.push([line, column, bottom - 1, end - 1]);
      for (let down = line; down < bottom; down += 1) {
        grid[down] ??= [];
        for (let right = column; right < end; right += 1) {
          grid[down][right] = down === line && right === column ? textOf(cell) : "";
        }
      }
      column = end;
    }
  });
  return grid.map(row => Array.from(row, cell => cell ?? ""));
}

/** The text of a cell: lines that are seen as lines; other breaks are those of the HTML. */
function textOf(cell) {
  for (const place of cell.querySelectorAll("br, p + p, div + div")) place.before("\u0000");
  return cell.textContent.replace(/(?<=[\u2e80-\uffef])\s*\n\s*(?=[\u2e80-\uffef])/g, "").replace(/[^\S\u3000]+/g, " ")
    .split("\u0000").map(line => line.trim()).join("\n").trim();
}

/** The block of numbers without headings above and labels beside it. */
export function numbersOf(rows) {
  const width = Math.max(...rows.map(row => row.length));
  const even = rows.map(row => [...row, ...Array(width - row.length).fill("")]);
  let left = 0;
  even.forEach(row => {
    for (let column = width - 1; column >= left; column -= 1) {
      if (!CELL.test(row[column]) && row.slice(column + 1).every(text => CELL.test(text)) && row.slice(column + 1).some(Boolean)) {
        left = column + 1;
      }
    }
  });
  const body = even.map(row => row.slice(left)).filter(row => row.every(text => CELL.test(text)) && row.some(Boolean));
  return body.length ? body : even;
}

/**
 * Where a block goes: [[field, value], …], without blank cells, which state nothing; whether its shape is that of what
 * it fills; and the size of the table it seems to be most of: rows or columns that lack would shift all others.
 */
export function placeBlock(form, field, block) {
  const sections = rowsOf(form);
  const rows = sections.find(candidate => candidate.some(row => row.includes(field)));
  const isWhole = block.length === rows.length && block.every((row, line) => row.length === rows[line].length);
  const top = isWhole ? 0 : rows.findIndex(row => row.includes(field));
  const start = isWhole ? 0 : rows[top].indexOf(field);
  const pairs = [];
  let fits = block.every(row => row.every(text => CELL.test(text)));
  block.forEach((row, line) => row.forEach((text, column) => {
    const target = rows[top + line]?.[start + column];
    if (!target) fits = false;
    else if (text) pairs.push([target, value(text)]);
  }));
  const width = Math.max(...block.map(row => row.length));
  const isMost = block.length > 1 && !isWhole && block.length > rows.length / 2;
  const size = isMost && (block.length !== rows.length || width !== rows[0].length) ? [rows.length, rows[0].length] : null;
  return {pairs, fits, size};
}

function value(text) {
  return /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text) ? text.replaceAll(",", "") : text;
}

/** Show a block that does not fit, and ask whether it is to be filled in as far as it goes. */
export function confirmPaste(block, pairs) {
  const dialog = document.getElementById("paste");
  const table = document.createElement("table");
  for (const row of block) {
    const line = table.insertRow();
    for (const text of row) line.insertCell().textContent = text;
  }
  dialog.querySelector(".editor-dialog__text").textContent =
    `粘贴的是 ${block.length} 行，最多 ${Math.max(...block.map(row => row.length))} 列；其中 ${pairs.length} 格有地方放，从光标所在的格子往右往下。`;
  dialog.querySelector(".editor-dialog__preview").replaceChildren(table);
  return confirmed(dialog, "fill");
}

/** Whether a dialog is closed by the button of this value. */
export function confirmed(dialog, value) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise(done => dialog.addEventListener("close", () => done(dialog.returnValue === value), {once: true}));
}

/** The clipboard as a table of words, {rows, merged}; null where it holds none, or (`alone`) more than one. */
export function clipboardTable(data, alone = false) {
  const html = data.getData("text/html");
  const page = html ? new DOMParser().parseFromString(html, "text/html") : null;
  const table = page?.querySelector("table");
  const merged = [];
  let rows = [];
  if (table) {
    rows = gridOf(table, merged);
    table.remove();
    page.querySelectorAll("style, script, title").forEach(each => each.remove());
    if (alone && page.body.textContent.trim()) return null;
  } else {
    const text = data.getData("text/plain");
    if (text.includes("\t")) rows = tsvRows(text).map(row => row.map(cell => cell.trim()));
    if (alone && rows.some(row => row.length !== rows[0].length)) return null;
  }
  const width = Math.max(0, ...rows.map(row => row.length));
  if (rows.length * width < 2 || (alone && (rows.length < 2 || width < 2))) return null;
  return {rows: rows.map(row => [...row, ...Array(width - row.length).fill("")]), merged};
}
