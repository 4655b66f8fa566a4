// A text: saved as typed, kept while it is being typed, its page beside it.
import {changedFields, fieldValues, servedFieldValues, setFieldValues, startFields} from "./fields.js";
import {mergeFields, mergeText} from "./merge.js";
import {ask, keeper, keptEdit, say, saySaved, saveOnSubmit} from "./requests.js";
import {servedValue} from "./served-values.js";

const form = document.getElementById("text");
const source = document.getElementById("source");
const fields = document.getElementById("fields");
const save = form.querySelector("button[type=submit]");
const {path} = form.dataset;
const isWhole = "whole" in form.dataset;
const kept = keptEdit(form.dataset.kept);
let base = form.dataset.base;
let saved = {fields: servedFieldValues(fields), body: source ? servedValue(source) : null};
const keep = keeper(form.dataset, unsaved, message => say(form, message, true));

/** What was changed and not saved: fields by their ids, and the body. */
function changes() {
  const body = source && source.value !== saved.body ? source.value : null;
  return {fields: changedFields(fieldValues(fields), saved.fields), body};
}

function isChanged({fields: changed, body}) {
  return body !== null || Object.keys(changed).length > 0;
}

function unsaved() {
  const now = changes();
  if (!isChanged(now)) return "";
  if (isWhole) return JSON.stringify({base, was: saved.body, text: now.body});
  const names = Object.keys(now.fields);
  const was = {fields: Object.fromEntries(names.map(name => [name, saved.fields[name]])), body: saved.body};
  return JSON.stringify({base, was, ...now});
}

function changed() {
  save.disabled = !isChanged(changes());
  if (!save.disabled) saySaved(form, false);
  keep();
}

/** What others saved is taken over, what was typed here stays to be saved. */
async function merge() {
  const now = changes();
  if (isWhole) {
    const merged = await mergeText(form, {path, was: saved.body, text: source.value});
    if (!merged) return;
    base = merged.base;
    saved.body = merged.current;
    source.value = merged.text;
  } else {
    const merged = await mergeFields(form, {path, was: saved, ...now});
    if (!merged) return;
    ({base, current: saved} = merged);
    setFieldValues(fields, {...saved.fields, ...merged.fields});
    saved.fields = {...fieldValues(fields), ...saved.fields};
    if (source) typeBody(merged.body ?? saved.body);
  }
  say(form, "已经和文件里的合在一起，请看一遍再保存。");
  changed();
}

function typeBody(text) {
  source.value = text;
  source.dispatchEvent(new Event("input", {bubbles: true}));
}

function putBack() {
  if (!kept) return;
  const isOther = isWhole ? typeof kept.text !== "string" : typeof kept.fields !== "object";
  if (isOther) {
    const other = form.querySelector("[data-other-draft]");
    other.hidden = false;
    other.querySelector("pre").textContent = kept.text ?? kept.body ?? JSON.stringify(kept.fields, null, 1);
    return;
  }
  if (isWhole) source.value = kept.text;
  else {
    if (source && typeof kept.body === "string") source.value = kept.body;
    setFieldValues(fields, kept.fields);
  }
  if (!isChanged(changes())) return void keep();
  form.querySelector("[data-discard]").closest(".editor-kept").hidden = false;
  if (kept.base === base) return void changed();
  base = kept.base;
  saved = isWhole ? {fields: {}, body: kept.was} : {fields: {...saved.fields, ...kept.was.fields}, body: kept.was.body};
  if (!isWhole && kept.body === null && source) source.value = saved.body;
  merge();
}

form.querySelector("[data-discard]").addEventListener("click", event => {
  if (fields) setFieldValues(fields, saved.fields);
  if (source) typeBody(saved.body);
  event.target.closest(".editor-kept").hidden = true;
  changed();
});
source?.addEventListener("input", changed);
if (fields) startFields(fields, changed);
saveOnSubmit(form, async () => {
  await keep.settled();
  const now = changes();
  if (!isChanged(now)) return void keep();
  const answer = isWhole
    ? await ask("save-text", {path, base, text: now.body, edit_id: keep.id})
    : await ask("save-fields", {path, base, ...now, edit_id: keep.id});
  keep();
  if (answer.status === 200) {
    base = answer.base;
    saved = {fields: {...saved.fields, ...now.fields}, body: now.body ?? saved.body};
    saySaved(form, true);
    changed();
    form.dispatchEvent(new CustomEvent("text-saved"));
  } else if (answer.status === 409) {
    say(form, "没有保存：别的程序刚改过这个文件。", true);
    await merge();
  } else say(form, answer.message, true);
});
addEventListener("keydown", event => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    if (!save.disabled) form.requestSubmit();
  }
});
addEventListener("beforeunload", event => {
  if (isChanged(changes())) event.preventDefault();
});
for (const button of document.querySelectorAll("[data-line]")) {
  button.addEventListener("click", event => {
    event.preventDefault();
    goTo(button.dataset.line);
  });
}

function goTo(line) {
  const before = source.value.split("\n").slice(0, line - form.dataset.firstLine);
  const start = before.reduce((sum, each) => sum + each.length + 1, 0);
  source.focus();
  source.setSelectionRange(start, start);
}
putBack();
// What was typed before all this ran.
if (isChanged(changes())) changed();
const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
named?.closest("details")?.setAttribute("open", "");
named?.focus();
const asked = Number(new URLSearchParams(location.search).get("line"));
if (source && asked && asked >= Number(form.dataset.firstLine)) goTo(asked);
