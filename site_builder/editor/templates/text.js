// A text: saved as typed, kept while it is being typed, its page beside it.
import {mergeText} from "./merge.js";
import {ask, keeper, keptEdit, say} from "./requests.js";

const form = document.getElementById("text");
const source = document.getElementById("source");
const save = form.querySelector("button[type=submit]");
const {path} = form.dataset;
const kept = keptEdit(form.dataset.kept);
let base = form.dataset.base;
let saved = source.value;
const unsaved = () => (source.value === saved ? "" : JSON.stringify({base, was: saved, text: source.value}));
const keep = keeper(path, unsaved, message => say(form, message, true));

function changed() {
  save.disabled = source.value === saved;
  keep();
}

// What others saved is taken over, what was typed here stays to be saved.
async function merge() {
  const merged = await mergeText(form, {path, was: saved, text: source.value});
  if (!merged) return;
  ({base, current: saved, text: source.value} = merged);
  say(form, "已经和文件里的合在一起，请看一遍再保存。");
  changed();
}
if (kept && typeof kept.text === "string" && kept.text !== source.value) {
  source.value = kept.text;
  form.querySelector(".editor-kept").hidden = false;
  if (kept.base === base) changed();
  else {
    base = kept.base;
    saved = kept.was;
    merge();
  }
}
form.querySelector("[data-discard]").addEventListener("click", () => {
  source.value = saved;
  form.querySelector(".editor-kept").hidden = true;
  changed();
});
source.addEventListener("input", changed);
form.addEventListener("submit", async event => {
  event.preventDefault();
  const text = source.value;
  const answer = await ask("save-text", {path, base, text});
  if (answer.status === 200) {
    base = answer.base;
    saved = text;
    say(form, "已保存。");
    changed();
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
  if (source.value !== saved) event.preventDefault();
});
for (const button of document.querySelectorAll(".editor-line")) {
  button.addEventListener("click", () => {
    const before = source.value.split("\n").slice(0, button.dataset.line - 1).join("\n").length;
    source.focus();
    source.setSelectionRange(before + 1, before + 1);
  });
}
