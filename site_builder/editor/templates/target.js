// A target: what is typed is kept, what is wrong with it stands beside its field.
import {changedFields, fieldValues, servedFieldValues, setFieldValues, startFields} from "./fields.js";
import {ask, keeper, keptEdit, say, saveOnSubmit} from "./requests.js";

const form = document.getElementById("target");
if (form) start();
const removal = document.querySelector("form[data-remove-target]");
if (removal) {
  saveOnSubmit(removal, async () => {
    const {removeTarget: name, base} = removal.dataset;
    const answer = await ask("remove-target", {name, base});
    if (answer.status === 200) location.assign(`/_edit/${answer.page}`);
    else say(removal, answer.message, true);
  });
}

function start() {
  const fields = document.getElementById("fields");
  const typedName = document.getElementById("field-name");
  const {base, kind, name} = form.dataset;
  const kept = keptEdit(form.dataset.kept);
  const before = servedFieldValues(fields);
  const keep = keeper(form.dataset, unsaved, message => say(form, message, true));
  let isSaved = false;

  function changes() {
    return changedFields(fieldValues(fields), before);
  }

  function isChanged() {
    return !isSaved && (Boolean(typedName?.value.trim()) || Object.keys(changes()).length > 0);
  }

  function unsaved() {
    return isChanged() ? JSON.stringify({target: name, name: typedName?.value ?? name, fields: changes()}) : "";
  }

  // Another kind of target has some of the same fields: what was typed into them goes along.
  if (kept && kept.target === name && typeof kept.fields === "object") {
    setFieldValues(fields, kept.fields);
    if (typedName) typedName.value = kept.name;
    form.querySelector(".editor-kept").hidden = !isChanged();
  }
  form.querySelector("[data-discard]").addEventListener("click", event => {
    setFieldValues(fields, before);
    if (typedName) typedName.value = "";
    event.target.closest(".editor-kept").hidden = true;
    keep();
  });
  startFields(fields, keep);
  typedName?.addEventListener("input", () => keep());
  show(JSON.parse(form.dataset.problems));
  // What was typed before all this ran.
  if (isChanged()) keep();
  saveOnSubmit(form, async () => {
    if (name && !isChanged() && !("changed" in form.dataset)) return say(form, "没有改动。");
    const order = {base, kind, name: typedName?.value ?? name, is_new: !name, fields: changes(), edit_id: keep.id};
    const answer = await ask("save-target", order);
    if (answer.status !== 200) return say(form, answer.message, true);
    show(answer.problems);
    if (answer.problems.length) {
      say(form, "没有保存，请先改正下面指出的。", true);
      return void document.querySelector(".field__about > div")?.focus();
    }
    isSaved = true;
    location.assign(`/_edit/${answer.page}`);
  });
  addEventListener("beforeunload", event => {
    if (isChanged()) event.preventDefault();
  });
  for (const link of document.querySelectorAll("[data-kind-link]")) {
    link.addEventListener("click", async event => {
      event.preventDefault();
      if (isChanged()) await keep.now();
      isSaved = true;
      location.assign(link.href);
    });
  }
}

/** Put what is wrong beside the field that it concerns. */
function show(problems) {
  for (const about of form.querySelectorAll(".field__about")) about.replaceChildren();
  for (const {field, message, hint} of problems) {
    const item = document.createElement("div");
    item.className = "editor-finding editor-finding--error";
    item.tabIndex = -1;
    for (const words of [`${message}。`, hint].filter(Boolean)) {
      item.append(Object.assign(document.createElement("p"), {textContent: words}));
    }
    const about = document.getElementById(`about-${field}`) ?? document.getElementById("about-");
    about.closest("details")?.setAttribute("open", "");
    about.append(item);
  }
}
