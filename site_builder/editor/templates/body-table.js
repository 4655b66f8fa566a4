// A table of the text in a form: opened where the caret stands, written back as text.
import {ask, say} from "./requests.js";
import {moveByKeys} from "./grid.js";
import {clipboardTable} from "./paste.js";
import {blankTable, fill, insert, merge, move, rangeAt, remove, split, trim} from "./body-grid.js";
import {rove} from "./body-roving.js";
import {caretLine, hideDialog, insertBlock, insertInline, lineRange, replaceRange, showDialog, source} from "./body-text.js";

const text = document.getElementById("text");
const dialog = document.getElementById("body-table");
const form = dialog.querySelector("form");
const box = document.getElementById("body-grid");
const toolbar = dialog.querySelector("[role=toolbar]");
const [caption, headerRows, rowHeaders, alignment] = ["body-caption", "body-header-rows", "body-row-headers", "body-alignment"].map(id => document.getElementById(id));
let table = blankTable(3, 3);
let opened = "";
let asked = {text: "", line: null};
let current = [0, 0];
let pasted = "";
let past = [];
let future = [];
let typing = "";
let wasWarned = false;

/** Open the table that the caret is in, or a new one. */
export async function openTable() {
  const request = {text: source.value, line: caretLine()};
  const answer = await ask("read-table", request);
  if (answer.status !== 200) return say(text, answer.message, true);
  asked = {text: request.text, line: answer.table ? request.line : null};
  show(answer.table ?? blankTable(3, 3));
}

function show(opening, words = "") {
  table = opening;
  if (!table.alignments.length) table.alignments = table.rows[0].map(() => "");
  opened = JSON.stringify(table);
  pasted = words;
  [past, future, typing, wasWarned, current] = [[], [], "", false, [0, 0]];
  dialog.querySelector("[data-text]").hidden = !words;
  dialog.querySelector("h2").textContent = asked.line === null ? "新的表格" : "表格";
  say(form, "");
  caption.value = table.caption;
  if (!dialog.open) showDialog(dialog);
  draw();
}

function draw() {
  headerRows.value = table.header_rows;
  rowHeaders.value = table.row_headers;
  const grid = document.createElement("table");
  const body = grid.createTBody();
  table.rows.forEach((cells, row) => {
    const line = body.insertRow();
    cells.forEach((words, column) => {
      const [top, left, bottom, right] = rangeAt(table, row, column);
      if (top !== row || left !== column) return;
      const isHeader = row < table.header_rows || right < table.row_headers;
      const cell = document.createElement(isHeader ? "th" : "td");
      if (isHeader) cell.scope = row < table.header_rows ? "col" : "row";
      cell.rowSpan = bottom - top + 1;
      cell.colSpan = right - left + 1;
      cell.append(field(words, row, column));
      line.append(cell);
    });
  });
  box.replaceChildren(grid);
  focusCurrent();
}

function field(words, row, column) {
  const area = document.createElement("textarea");
  area.className = "editor-input";
  area.rows = Math.max(1, words.split("\n").length);
  area.value = words;
  area.spellcheck = false;
  Object.assign(area.dataset, {row, column});
  const heading = row < table.header_rows ? "表头" : table.rows[0][column];
  area.setAttribute("aria-label", `第 ${row + 1} 行第 ${column + 1} 列${heading ? `，${heading}` : ""}`);
  return area;
}

function focusCurrent() {
  const [row, column] = rangeAt(table, Math.min(current[0], table.rows.length - 1), Math.min(current[1], table.rows[0].length - 1));
  const area = box.querySelector(`[data-row="${row}"][data-column="${column}"]`);
  area?.focus();
  area?.setSelectionRange(area.value.length, area.value.length);
}

function remember() {
  past.push(JSON.stringify({table, current}));
  future = [];
  typing = "";
}

function step(from, to) {
  const state = from.pop();
  if (!state) return "";
  to.push(JSON.stringify({table, current}));
  ({table, current} = JSON.parse(state));
  typing = "";
  caption.value = table.caption;
  draw();
  return "";
}

// Each returns why it cannot be done.
const [ROW, COLUMN] = ["row", "column"];
const actions = {
  "row-above": ([top]) => insert(table, ROW, top),
  "row-below": ([top, , bottom]) => { insert(table, ROW, bottom + 1); current = [bottom + 1, current[1]]; },
  "row-up": ([top]) => shift(ROW, top, -1),
  "row-down": ([top]) => shift(ROW, top, 1),
  "row-delete": ([top]) => (table.rows.length > 1 ? remove(table, ROW, top) : "只剩一行了。"),
  "column-left": ([, left]) => insert(table, COLUMN, left),
  "column-right": ([, , , right]) => { insert(table, COLUMN, right + 1); current = [current[0], right + 1]; },
  "column-back": ([, left]) => shift(COLUMN, left, -1),
  "column-forth": ([, left]) => shift(COLUMN, left, 1),
  "column-delete": ([, left]) => (table.rows[0].length > 1 ? remove(table, COLUMN, left) : "只剩一列了。"),
  "merge-right": ([top, left]) => merge(table, top, left, COLUMN),
  "merge-down": ([top, left]) => merge(table, top, left, ROW),
  split: ([top, left]) => split(table, top, left),
};

function shift(axis, at, by) {
  const reason = move(table, axis, at, by);
  if (!reason) current[axis === ROW ? 0 : 1] = at + by;
  return reason;
}

function act(name) {
  if (name === "undo") return step(past, future);
  if (name === "redo") return step(future, past);
  remember();
  const reason = actions[name](rangeAt(table, ...current)) || "";
  if (reason) past.pop();
  say(form, reason, Boolean(reason));
  if (!reason) draw();
  return reason;
}

const KEYS = {ArrowUp: ["row-up", "row-above"], ArrowDown: ["row-down", "row-below"], ArrowLeft: ["column-back", "column-left"], ArrowRight: ["column-forth", "column-right"], Delete: ["", "row-delete"], Backspace: ["", "column-delete"]};

dialog.addEventListener("keydown", event => {
  if (event.isComposing) return;
  const isCell = event.target.matches(".editor-input");
  const name = event.altKey && isCell && KEYS[event.key]?.[Number(event.shiftKey)];
  const undo = (event.ctrlKey || event.metaKey) && {z: event.shiftKey ? "redo" : "undo", y: "redo"}[event.key.toLowerCase()];
  if (event.ctrlKey || event.metaKey) event.stopPropagation();
  if ((!name && !undo) || (event.target === caption && undo)) return;
  event.preventDefault();
  act(name || undo);
});
moveByKeys(form);
rove(toolbar);
toolbar.addEventListener("click", event => {
  const button = event.target.closest("[data-grid]");
  if (!button) return;
  act(button.dataset.grid);
  button.focus();
});
box.addEventListener("focusin", event => {
  if (!event.target.matches(".editor-input")) return;
  current = [Number(event.target.dataset.row), Number(event.target.dataset.column)];
  alignment.value = table.alignments[current[1]] ?? "";
});
box.addEventListener("input", event => {
  const {row, column} = event.target.dataset;
  if (typing !== `${row},${column}`) remember();
  typing = `${row},${column}`;
  table.rows[row][column] = event.target.value;
  event.target.rows = Math.max(1, event.target.value.split("\n").length);
});
box.addEventListener("paste", event => {
  const block = clipboardTable(event.clipboardData);
  if (!block) return;
  event.preventDefault();
  remember();
  const isEmpty = !table.rows.flat().some(Boolean) && !table.merged.length;
  if (isEmpty) table = tableOf(block);
  else fill(table, ...current, block.rows);
  say(form, `粘贴了 ${block.rows.length} 行 ${block.rows[0].length} 列。`);
  draw();
});
caption.addEventListener("change", () => { remember(); table.caption = caption.value; });
headerRows.addEventListener("change", () => settle("header_rows", headerRows, 1, table.rows.length - 1));
rowHeaders.addEventListener("change", () => settle("row_headers", rowHeaders, 0, table.rows[0].length - 1));
alignment.addEventListener("change", () => { remember(); table.alignments[current[1]] = alignment.value; });

function settle(name, control, least, most) {
  remember();
  table[name] = Math.max(least, Math.min(most, Math.trunc(Number(control.value)) || least));
  draw();
  control.focus();
}

function tableOf({rows, merged}) {
  const opening = {...blankTable(rows.length, rows[0].length), rows, merged};
  opening.header_rows = Math.max(1, ...merged.filter(([top]) => top === 0).map(range => range[2] + 1));
  if (opening.header_rows >= rows.length) Object.assign(opening, {header_rows: 1, merged: merged.filter(range => range[0] > 0)});
  return opening;
}

source.addEventListener("paste", event => {
  const block = clipboardTable(event.clipboardData, true);
  if (!block) return;
  event.preventDefault();
  asked = {text: source.value, line: null};
  show(tableOf(block), event.clipboardData.getData("text/plain"));
});

form.addEventListener("submit", async event => {
  event.preventDefault();
  table.caption = caption.value;
  if (!table.rows.flat().some(words => words.trim())) return say(form, "表格还是空的。", true);
  if (asked.line === null) trim(table);
  const answer = await ask("write-table", {...asked, table});
  if (answer.status !== 200) return say(form, answer.message, true);
  if (source.value !== asked.text) return say(form, "文稿刚刚变了，请取消以后再打开一次。", true);
  hideDialog(dialog);
  if (asked.line === null) return insertBlock(answer.lines.join("\n"));
  if (!answer.lines.length) return say(text, "表格没有改动。");
  const {start, end} = lineRange(answer.first, answer.end);
  replaceRange(start, end, answer.lines.join("\n"));
});
dialog.querySelector("[data-close]").addEventListener("click", () => hideDialog(dialog));
dialog.querySelector("[data-text]").addEventListener("click", () => {
  hideDialog(dialog);
  insertInline(pasted);
});
dialog.addEventListener("cancel", event => {
  const isChanged = JSON.stringify({...table, caption: caption.value}) !== opened;
  if (!isChanged || wasWarned) return;
  event.preventDefault();
  wasWarned = true;
  say(form, "表格有改动，还没有写进正文。不要了的，再按一次 Esc。", true);
});
