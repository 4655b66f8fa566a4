// The catalogue as a sheet: judged while it is typed, kept until it is saved, saved row by row.
import {History, moveByKeys, rowsOf} from "./grid.js";
import {clipboardRows, confirmPaste, confirmed} from "./paste.js";
import {ask, keeper, keptEdit, say, saveOnSubmit} from "./requests.js";
import {servedValue} from "./served-values.js";
import {offer, showPlan, showRow} from "./catalogue-rows.js";

const form = document.getElementById("sheet");
const filter = document.getElementById("filter");
const [save, undo, redo, fill, discard] = ["[type=submit]", "[data-undo]", "[data-redo]", "[data-fill]", "[data-discard]"].map(name => form.querySelector(name));
const fields = [...form.querySelectorAll(".editor-input:not([readonly])")];
const rows = new Map([...form.querySelectorAll("tr[data-path]")].map(row => [row.dataset.path, row]));
const edits = new Map(Object.entries(keptEdit(form.dataset.kept) ?? {}));
const saved = new Map(fields.map(field => [field, servedValue(field)]));
const history = new History(refresh);
let judged = {rows: {}, current: {}, note: ""};
let [isJudging, isStale, isLeaving] = [false, false, false];
let current = null;
let typing = null;

const request = paths => Object.fromEntries(paths.map(name => [name, edits.get(name)]));
const draft = () => (edits.size ? JSON.stringify(Object.fromEntries(edits)) : "");
const keep = keeper(form.dataset, draft, message => say(form, message, true));
const fieldsOf = row => [...row.querySelectorAll(".editor-input:not([readonly])")];

function refresh() {
  for (const [name, row] of rows) {
    const changed = fieldsOf(row).filter(field => field.value !== saved.get(field));
    for (const field of fieldsOf(row)) field.parentElement.classList.toggle("editor-cell--changed", changed.includes(field));
    const texts = Object.fromEntries(changed.map(field => [field.dataset.field, field.value]));
    if (changed.length) edits.set(name, {digest: edits.get(name)?.digest ?? row.dataset.digest, texts});
    else edits.delete(name);
  }
  save.disabled = discard.disabled = !edits.size;
  undo.disabled = !history.canUndo;
  redo.disabled = !history.canRedo;
  keep();
  judge();
}

// One question at a time: while it is answered, only the newest state waits.
async function judge() {
  isStale = true;
  if (isJudging) return;
  isJudging = true;
  while (isStale) {
    isStale = false;
    const answer = edits.size ? await ask("check-catalogue", {edits: request([...edits.keys()])}) : {status: 200, rows: {}, current: {}, note: ""};
    if (answer.status === 200) show(answer);
    else say(form, answer.message, true);
  }
  isJudging = false;
}

function show(answer) {
  judged = answer;
  for (const [name, row] of rows) showRow(row, answer.rows[name], answer.current[name]);
  const cells = [...edits.values()].reduce((sum, edit) => sum + Object.keys(edit.texts).length, 0);
  const elsewhere = [...edits.keys()].filter(name => !rows.has(name)).length;
  const wrong = Object.values(answer.rows).filter(row => !row.ready && (row.conflict || row.reasons.length || Object.keys(row.problems).length)).length;
  const words = [`改了 ${edits.size} 份文稿的 ${cells} 格`];
  if (elsewhere) words.push(`其中 ${elsewhere} 份不在这一页`);
  if (wrong) words.push(`${wrong} 份有问题，先不保存`);
  const verdict = edits.size ? `${words.join("，")}。` : "";
  const place = form.querySelector(".editor-verdict");
  if (place.textContent !== verdict) place.textContent = verdict;
}

/** Take over what stands in a document now; what was typed stays typed. */
function rebase(name, {digest, texts}, keepsTyped) {
  const row = rows.get(name);
  const edit = edits.get(name);
  if (edit && keepsTyped) edit.digest = digest;
  if (!edit || !keepsTyped) edits.delete(name);
  if (!row) return;
  row.dataset.digest = digest;
  for (const field of fieldsOf(row)) {
    const isTyped = keepsTyped && field.value !== saved.get(field);
    const text = texts[field.dataset.field] ?? "";
    offer(field, text);
    if (!isTyped) field.value = field.dataset.typed = text;
    if (!isTyped) saved.set(field, field.value);
    else saved.set(field, text);
  }
}

function type(pairs, goesOn = false) {
  for (const [field, value] of pairs) offer(field, value);
  history.type(pairs.map(([field, value]) => [field, chosen(field, value)]), goesOn);
}

/** Of a choice, the value whose label or number is meant. */
function chosen(field, text) {
  if (!field.matches("select")) return text;
  const option = [...field.options].find(each => each.value === text || each.text === text || each.text.startsWith(`${text}. `));
  return option && text ? option.value : text;
}

form.addEventListener("focusin", event => {
  if (!event.target.matches(".editor-input")) return;
  current = event.target;
  fill.disabled = current.readOnly === true;
  typing = null;
});
form.addEventListener("input", event => {
  const field = event.target;
  if (!field.matches(".editor-input")) return;
  history.type([[field, field.value]], typing === field && !field.matches("select"));
  typing = field;
});
form.addEventListener("paste", async event => {
  const field = event.target;
  if (!field.matches?.(".editor-input")) return;
  const block = clipboardRows(event.clipboardData, text => text.trim());
  if (!block && !field.matches("select")) return;
  event.preventDefault();
  if (!block) return void (field.disabled || type([[field, event.clipboardData.getData("text/plain").trim()]]));
  const {pairs, fits} = place(field, block);
  if (fits || await confirmPaste(block, pairs)) type(pairs);
});

/** Where a block goes, to the right and down: [[field, text], …], and whether all of it does. */
function place(field, block) {
  const [grid] = rowsOf(form);
  const top = grid.findIndex(row => row.includes(field));
  const start = grid[top].indexOf(field);
  const pairs = [];
  let fits = true;
  block.forEach((row, line) => row.forEach((text, column) => {
    const target = grid[top + line]?.[start + column];
    if (target && !target.readOnly) pairs.push([target, text]);
    else fits = false;
  }));
  return {pairs, fits};
}

function column(field) {
  const [grid] = rowsOf(form);
  const top = grid.findIndex(row => row.includes(field));
  const index = grid[top].indexOf(field);
  return {above: grid[top - 1]?.[index], below: grid.slice(top + 1).map(row => row[index])};
}

fill.addEventListener("click", () => {
  const below = column(current).below.filter(field => !field.readOnly);
  type(below.map(field => [field, current.value]));
  say(form, `“${current.value || "空"}”已经抄到下面 ${below.length} 格。`);
  current.focus();
});
form.addEventListener("keydown", event => {
  const field = event.target;
  if (!field.matches?.(".editor-input") || event.isComposing) return;
  if (event.key === "Escape") (save.disabled ? document.getElementById("filter-q") : save).focus();
});
undo.addEventListener("click", () => history.undo());
redo.addEventListener("click", () => history.redo());
moveByKeys(form);

discard.addEventListener("click", () => {
  for (const name of [...edits.keys()].filter(each => !rows.has(each))) edits.delete(name);
  type(fields.map(field => [field, saved.get(field)]));
  refresh();
  say(form, "改动都撤掉了，这一页的还可以按“撤销”找回来。");
});
form.addEventListener("click", event => {
  const button = event.target.closest("button[data-rebase], button[data-drop]");
  if (!button) return;
  const name = button.closest("tr").dataset.path;
  const now = judged.current[name];
  if (now) rebase(name, now, "rebase" in button.dataset);
  else edits.delete(name);
  refresh();
  rows.get(name).querySelector(".editor-input").focus();
});

saveOnSubmit(form, async () => {
  say(form, "");
  const asked = await ask("check-catalogue", {edits: request([...edits.keys()])});
  if (asked.status !== 200) return say(form, asked.message, true);
  show(asked);
  const ready = Object.keys(asked.rows).filter(name => asked.rows[name].ready);
  const waiting = Object.entries(asked.rows).filter(([, row]) => row.conflict || row.reasons.length || Object.keys(row.problems).length);
  if (!ready.length && waiting.length) return say(form, "没有保存：先把标出的问题改好。", true);
  if (ready.length > 1 || waiting.length || asked.note) {
    const dialog = document.getElementById("plan");
    showPlan(dialog, ready.map(name => asked.rows[name]), waiting, asked.note);
    if (!await confirmed(dialog, "save")) return;
  }
  const names = [...edits.keys()].filter(name => !waiting.some(([each]) => each === name));
  const answer = await ask("save-catalogue", {edits: request(names)});
  if (answer.status !== 200) return say(form, answer.message, true);
  for (const [name, now] of Object.entries(answer.saved)) rebase(name, now, false);
  const failed = Object.entries(answer.failed);
  say(form, `已保存 ${answer.files} 份。${failed.map(([name, why]) => `${name}：${why}。`).join("")}`, failed.length > 0);
  refresh();
});

// Turning to another page of the sheet takes along what is not saved.
const hasDraft = () => edits.size > 0 || history.canUndo || Boolean(form.dataset.kept);
async function turn(address) {
  const answer = await keep.now();
  isLeaving = answer.status === 200;
  location.href = address;
}
filter.addEventListener("submit", event => {
  if (!hasDraft()) return;
  event.preventDefault();
  const asked = [...new FormData(filter, event.submitter)].filter(([, value]) => value);
  turn(`/_edit/catalogue?${new URLSearchParams(Object.fromEntries(asked))}`);
});
for (const link of document.querySelectorAll('a[href^="/_edit/catalogue?"], .sheet-filter a')) {
  link.addEventListener("click", event => {
    if (!hasDraft()) return;
    event.preventDefault();
    turn(link.href);
  });
}
addEventListener("keydown", event => {
  if (!(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
  const keys = {
    s: () => save.disabled || form.requestSubmit(),
    z: () => (event.shiftKey ? history.redo() : history.undo()),
    y: () => history.redo(),
    d: () => copyAbove(),
  };
  const action = keys[event.key.toLowerCase()];
  if (!action) return;
  event.preventDefault();
  action();
});
function copyAbove() {
  const field = document.activeElement;
  if (!field?.matches(".editor-input:not([readonly])")) return;
  const {above, below} = column(field);
  if (above && !above.readOnly) type([[field, above.value]]);
  below[0]?.focus();
}
addEventListener("beforeunload", event => {
  if (edits.size && !isLeaving) event.preventDefault();
});

for (const field of fields) field.dataset.typed = field.value;
for (const [name, edit] of edits) {
  const row = rows.get(name);
  for (const field of row ? fieldsOf(row) : []) {
    const text = edit.texts?.[field.dataset.field];
    if (text === undefined) continue;
    offer(field, text);
    field.value = field.dataset.typed = text;
  }
}
if (edits.size) say(form, "上次没保存的改动已经放回格子里。");
refresh();
// A change of the text is what a screen reader announces.
const count = document.getElementById("sheet-count");
setTimeout(() => (count.textContent = `${count.textContent}`), 200);
