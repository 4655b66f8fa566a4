// A text's review: remarks made, answered, closed; the text signed. Who acts is remembered.
import {ask, say} from "./requests.js";

const {path, base} = document.getElementById("review").dataset;
const remark = document.getElementById("remark");
const draftKey = `review ${path}`;

function remembered(storage, key) {
  try {
    return JSON.parse(storage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

const person = remembered(localStorage, "reviewer");
const draft = remembered(sessionStorage, draftKey);
for (const form of document.querySelectorAll("form.editor-new")) {
  const {name, level} = form.elements;
  name.value = person.name ?? "";
  if (form.dataset.action !== "sign" && [...level.options].some(option => option.value === person.level)) level.value = person.level;
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const action = form.dataset.action ?? event.submitter.value;
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
    if (answer.status !== 200) return say(form, answer.message, true);
    if (form === remark) sessionStorage.removeItem(draftKey);
    location.hash = answer.number ? `remark-${answer.number}` : "";
    location.reload();
  });
}
if (draft.text) {
  remark.elements.text.value = draft.text;
  if ([...remark.elements.place.options].some(option => option.value === draft.place)) remark.elements.place.value = draft.place;
}
remark.addEventListener("input", () => {
  const {text, place} = remark.elements;
  sessionStorage.setItem(draftKey, JSON.stringify({text: text.value, place: place.value}));
});
