// A row, a block or a whole table, pasted from a spreadsheet, a text or a web page.
import {plain, rowsOf} from "./grid.js";

const CELL = /^(?:[+-]?\d[\d,]*(?:\.\d+)?(?:亿元|万元|元)?|缺|\/|-|—|)$/;

/** The clipboard as rows of texts; null for a single value, which the field takes by itself. */
export function clipboardRows(data) {
  const html = data.getData("text/html");
  const table = html && new DOMParser().parseFromString(html, "text/html").querySelector("table");
  const rows = table ? gridOf(table) : data.getData("text/plain").replace(/\r?\n$/, "").split(/\r?\n/).map(line => line.split("\t"));
  return rows.length === 1 && rows[0].length === 1 ? null : rows.map(row => row.map(plain));
}

/** The cells of a table where they are seen: a merged cell stands in its first place. */
function gridOf(table) {
  const grid = [];
  const height = table.rows.length;
  [...table.rows].forEach((row, line) => {
    grid[line] ??= [];
    let column = 0;
    for (const cell of row.cells) {
      while (grid[line][column] !== undefined) column += 1;
      const bottom = Math.min(height, line + Math.min(cell.rowSpan || 1, 1000));
      const end = column + Math.min(cell.colSpan || 1, 100);
      for (let down = line; down < bottom; down += 1) {
        grid[down] ??= [];
        for (let right = column; right < end; right += 1) {
          grid[down][right] = down === line && right === column ? cell.textContent : "";
        }
      }
      column = end;
    }
  });
  return grid.map(row => Array.from(row, cell => cell ?? ""));
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

/** Where a block goes: [[field, value], …], and whether its shape is that of what it fills. */
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
    if (target) pairs.push([target, value(text)]);
    else fits = false;
  }));
  return {pairs, fits};
}

function value(text) {
  return /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text) ? text.replaceAll(",", "") : text;
}
