// A text: saved as typed, kept while it is being typed, its page beside it.
import {ask, keeper, say, showConflict} from "./requests.js";

const form = document.getElementById("text");
const source = document.getElementById("source");
const save = form.querySelector("button[type=submit]");
const {path, kept} = form.dataset;
let base = form.dataset.base;
let saved = source.value;
const keep = keeper(path, () => (source.value === saved ? "" : source.value));

function changed() {
  save.disabled = source.value === saved;
  keep();
}
if (kept && kept !== source.value) {
  source.value = kept;
  form.querySelector(".editor-kept").hidden = false;
  changed();
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
    form.querySelector(".editor-conflict").hidden = true;
    say(form, "已保存。");
    changed();
  } else if (answer.status === 409) {
    say(form, "没有保存。", true);
    showConflict(form, answer, () => location.reload());
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
