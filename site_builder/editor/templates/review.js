// A text's review: remarks made, answered, closed; the text signed. Who acts is remembered.
import {ask, keeper, keptEdit, say} from "./requests.js";

const {path, base, editPath, editId, kept} = document.getElementById("review").dataset;
const remark = document.getElementById("remark");
const forms = [...document.querySelectorAll("form.editor-new")];
const keep = keeper({path: editPath, editId}, unsaved, message => say(remark, message, true));
let isLeaving = false;

/** What is being written: the new remark has no number, answers have that of their remark. */
function drafts() {
  const written = forms.filter(form => form.elements.text?.value.trim());
  return written.map(({dataset, elements: {text, place}}) => (
    {number: dataset.number ?? "", text: text.value, place: place?.value ?? ""}));
}

function unsaved() {
  const all = drafts();
  return all.length ? JSON.stringify({drafts: all}) : "";
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem("reviewer")) ?? {};
  } catch {
    return {};
  }
}

const person = remembered();
for (const form of forms) {
  const {name, level} = form.elements;
  name.value = person.name ?? "";
  if (form.dataset.action !== "sign" && [...level.options].some(option => option.value === person.level)) level.value = person.level;
  form.addEventListener("submit", event => {
    event.preventDefault();
    send(form, form.dataset.action ?? event.submitter.value);
  });
  form.addEventListener("input", () => keep());
}

async function send(form, action) {
  const request = {...Object.fromEntries(new FormData(form)), path, base, number: form.dataset.number};
  if (action === "answer-remark" && !request.text.trim()) {
    form.elements.text.focus();
    return say(form, "请写答复。", true);
  }
  localStorage.setItem("reviewer", JSON.stringify({name: request.name, level: request.level}));
  const buttons = form.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  say(form, action === "sign" ? "正在检查、审签 …" : "正在保存 …");
  const answer = await ask(action, request);
  for (const button of buttons) button.disabled = false;
  if (answer.status !== 200) {
    // Whoever is told to load the page anew finds there what was written.
    await keep.now();
    return say(form, answer.message, true);
  }
  if (form.elements.text) form.elements.text.value = "";
  await keep.now();
  isLeaving = true;
  location.hash = answer.number ? `remark-${answer.number}` : "";
  return location.reload();
}

for (const {number, text, place} of keptEdit(kept)?.drafts ?? []) {
  const form = forms.find(candidate => candidate.elements.text && (candidate.dataset.number ?? "") === number);
  // The remark was closed meanwhile: what was to be answered may still be said.
  const {elements} = form ?? remark;
  elements.text.value = [elements.text.value, text].filter(Boolean).join("\n");
  if ([...(elements.place?.options ?? [])].some(option => option.value === place)) elements.place.value = place;
}
addEventListener("beforeunload", event => {
  if (!isLeaving && drafts().length) event.preventDefault();
});
