// A year's figures: judged with every key, kept while they are typed, saved cell by cell.
import {UNCONFIRMED, walkDoubts} from "./doubts.js";
import {ask, keeper, keptEdit, say, saySaved, saveOnSubmit} from "./requests.js";
import {History, moveByKeys, plain} from "./grid.js";
import {mergeFigures} from "./merge.js";
import {takePastes} from "./cell-paste.js";
import {servedValue} from "./served-values.js";

const form = document.getElementById("figures");
const fields = [...form.querySelectorAll(".editor-input")];
const byName = new Map(fields.map(field => [field.name, field]));
const [save, undo, redo] = ["button[type=submit]", "[data-undo]", "[data-redo]"].map(name => form.querySelector(name));
const {year} = form.dataset;
const saved = new Map(fields.map(field => [field.name, servedValue(field)]));
let base = form.dataset.base;
let isJudging = false;
let isStale = false;
let explaining = 0;
let stillOpen = [];
let keys = 0;
const REST = 150;
const MOST_NAMED = 3;

const changes = () => Object.fromEntries(
  fields.filter(field => plain(field.value) !== saved.get(field.name)).map(field => [field.name, plain(field.value)]));
const before = cells => Object.fromEntries(Object.keys(cells).map(name => [name, saved.get(name)]));
const keep = keeper(form.dataset, unsaved, message => say(form, message, true));
const history = new History(refresh);
const tellDoubts = walkDoubts(form, pairs => history.type(pairs));
for (const field of fields) field.dataset.typed = field.value;

function unsaved() {
  const cells = changes();
  return Object.keys(cells).length ? JSON.stringify({base, was: before(cells), cells}) : "";
}

function refresh() {
  const changed = changes();
  for (const field of fields) field.parentElement.classList.toggle("editor-cell--changed", field.name in changed);
  save.disabled = !Object.keys(changed).length;
  if (!save.disabled) saySaved(form, false);
  undo.disabled = !history.canUndo;
  redo.disabled = !history.canRedo;
  tellDoubts(!save.disabled, stillOpen);
  keep();
  judge();
}

// One question at a time: while it is answered, only the newest state waits.
async function judge() {
  isStale = true;
  keys += 1;
  if (isJudging) return;
  isJudging = true;
  while (isStale) {
    isStale = false;
    await askFor(false);
  }
  isJudging = false;
}

async function askFor(causes) {
  const cells = Object.fromEntries(fields.map(field => [field.name, plain(field.value)]));
  const asked = keys;
  const answer = await ask("judge", {year, cells, causes});
  if (causes && asked !== keys) return;
  if (answer.status !== 200) return say(form, answer.message, true);
  const fails = Object.values(answer.identities).some(judged => judged.state === "fails");
  // What may have gone wrong takes longer to find: it comes when the keys rest.
  clearTimeout(explaining);
  if (fails && !causes) explaining = setTimeout(() => askFor(true), REST);
  show(answer, causes || !fails);
}

function show({problems, empty, identities, causes}, isExplained) {
  const failing = new Set();
  let broken = 0;
  for (const item of form.querySelectorAll(".editor-identity")) {
    const judged = identities[item.dataset.identity];
    if (item.dataset.state !== judged.state) item.dataset.state = judged.state;
    const states = {holds: "成立", fails: judged.warning ? "请核对" : "不成立", undecided: "不能判断"};
    write(item.querySelector(".editor-identity__state"), states[judged.state]);
    const detail = judged.state === "fails" ? `${judged.left} 与 ${judged.right}，相差 ${judged.difference}` : judged.reason;
    write(item.querySelector(".editor-identity__difference"), detail && `（${detail}）`);
    if (judged.state === "fails") {
      broken += 1;
      item.dataset.cells.split(" ").forEach(name => failing.add(name));
    }
  }
  const doubtful = fields.filter(field => plain(field.value) === UNCONFIRMED).length;
  const unreadable = fields.filter(field => isUnreadable(field, problems)).map(field => field.getAttribute("aria-label"));
  const open = [unreadable.length ? `${unreadable.length} 格读不出数（${listed(unreadable)}）` : "", empty ? `还有 ${empty} 格没填` : ""].filter(Boolean);
  const left = [...open, doubtful ? `还有 ${doubtful} 格待核` : ""].filter(Boolean);
  const counts = [broken ? `${broken} 条勾稽关系不成立` : "没有不成立的勾稽关系", ...(left.length ? left : ["格子都填了"])];
  write(form.querySelector(".editor-verdict"), `${counts.join("，")}。`);
  stillOpen = [broken ? `${broken} 条勾稽关系不成立` : "", ...open].filter(Boolean);
  tellDoubts(!save.disabled, stillOpen);
  if (isExplained || Object.keys(problems).length) explain(problems, causes, failing);
}

/** Whether something was typed that is no value of its cell; an unconfirmed cell is counted by itself. */
const isUnreadable = (field, problems) => field.name in problems && plain(field.value) !== UNCONFIRMED;

const listed = names => names.slice(0, MOST_NAMED).join("；") + (names.length > MOST_NAMED ? " 等" : "");

/** What does not change is not laid out anew. */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function explain(problems, causes, failing) {
  const likely = new Set(causes.flatMap(cause => cause.cells));
  for (const field of fields) {
    const problem = problems[field.name];
    const suspect = likely.size ? likely.has(field.name) : failing.has(field.name);
    if (problem || suspect) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    field.title = problem ?? "";
  }
  form.querySelectorAll(".editor-causes").forEach(list => list.replaceChildren());
  for (const [name, problem] of Object.entries(problems)) {
    const field = byName.get(name);
    list(name, isUnreadable(field, problems) ? `${field.getAttribute("aria-label")}：${problem}` : problem);
  }
  for (const cause of causes.filter(each => each.summary)) list(cause.cells[0], cause.summary);
}

/** Tell something of a cell beside its table. */
function list(name, text) {
  const item = Object.assign(document.createElement("li"), {textContent: text});
  (byName.get(name)?.closest(".editor-columns") ?? form).querySelector(".editor-causes").append(item);
}

form.addEventListener("input", event => {
  if (event.target.matches(".editor-input")) history.type([[event.target, event.target.value]]);
});
form.addEventListener("change", event => {
  if (event.target.matches(".editor-input")) history.type([[event.target, plain(event.target.value)]]);
});
form.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (button?.dataset.take) history.type([[byName.get(button.dataset.take), button.value]]);
  if (button?.matches(".editor-identity__button")) {
    const field = byName.get(button.parentElement.dataset.cells.split(" ")[0]);
    field?.focus();
    field?.select();
  }
});
undo.addEventListener("click", () => history.undo());
redo.addEventListener("click", () => history.redo());
moveByKeys(form);

takePastes(form, year, pairs => history.type(pairs));

saveOnSubmit(form, async () => {
  await keep.settled();
  const cells = changes();
  const answer = await ask("save-figures", {year, base, cells, edit_id: keep.id});
  keep();
  if (answer.status === 200) {
    base = answer.base;
    Object.entries(cells).forEach(([name, value]) => saved.set(name, value));
    saySaved(form, true);
    refresh();
  } else if (answer.status === 409) {
    say(form, "没有保存：别的程序刚改过这个文件。", true);
    await merge();
  } else say(form, answer.message, true);
});

// What others saved is taken over, what was typed here stays to be saved.
async function merge() {
  const cells = changes();
  const merged = await mergeFigures(form, {year, was: before(cells), cells});
  if (!merged) return;
  base = merged.base;
  for (const field of fields) saved.set(field.name, merged.current[field.name] ?? "");
  history.type(fields.map(field => [field, merged.values[field.name] ?? saved.get(field.name)]));
  say(form, "已经和文件里的合在一起，请看一遍再保存。");
  refresh();
}

addEventListener("keydown", event => {
  if (!(event.ctrlKey || event.metaKey)) return;
  const key = event.key.toLowerCase();
  const actions = {s: () => !save.disabled && form.requestSubmit(), z: () => (event.shiftKey ? history.redo() : history.undo()), y: () => history.redo()};
  if (actions[key]) {
    event.preventDefault();
    actions[key]();
  }
});
addEventListener("beforeunload", event => {
  if (!save.disabled) event.preventDefault();
});
form.querySelector("[data-discard]").addEventListener("click", () => {
  history.type(fields.map(field => [field, saved.get(field.name)]));
  form.querySelector(".editor-kept").hidden = true;
});
form.querySelector("[data-dismiss-notes]")?.addEventListener("click", async () => {
  const answer = await ask("dismiss-import-notes", {year});
  if (answer.status !== 200) return say(form, answer.message, true);
  form.querySelector(".import-notes").remove();
  return fields[0].focus();
});
const kept = keptEdit(form.dataset.kept);
if (kept?.cells) {
  const pairs = Object.entries(kept.cells).filter(([name]) => byName.has(name)).map(([name, value]) => [byName.get(name), String(value)]);
  form.querySelector(".editor-kept").hidden = false;
  const isOld = kept.base !== base;
  if (isOld) pairs.forEach(([field]) => saved.set(field.name, String(kept.was?.[field.name] ?? saved.get(field.name))));
  if (isOld) base = kept.base;
  history.type(pairs);
  if (isOld) merge();
}
refresh();
