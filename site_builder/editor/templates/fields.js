// The controls of fields: what they say, lists that grow and shrink, days picked in a calendar.
import {servedValue} from "./served-values.js";

/** What the fields say: a text, or rows of texts by the ids of their parts. */
export function fieldValues(root, read = control => control.value) {
  const values = {};
  for (const field of root?.querySelectorAll("[data-field]") ?? []) {
    values[field.dataset.field] = "list" in field.dataset ? rows(field, read) : read(part(field));
  }
  return values;
}

/** What the fields said when the page was sent. */
export function servedFieldValues(root) {
  return fieldValues(root, servedValue);
}

/** The fields that say something else than they did before. */
export function changedFields(now, before) {
  const changed = Object.entries(now).filter(([id, value]) => !same(value, before[id]));
  return Object.fromEntries(changed);
}

/** Let fields say what they said before; a field that is there no longer is left out. */
export function setFieldValues(root, values) {
  for (const [id, value] of Object.entries(values)) {
    const field = [...root.querySelectorAll("[data-field]")].find(candidate => candidate.dataset.field === id);
    if (!field || ("list" in field.dataset) !== Array.isArray(value)) continue;
    if (Array.isArray(value)) {
      field.querySelector(".field__rows").replaceChildren();
      for (const row of value) addRow(field, row);
    } else setPart(part(field), value);
    field.closest("details")?.setAttribute("open", "");
  }
}

/** Add a row to a list. */
export function addRow(field, row = {}) {
  const item = field.querySelector("template").content.firstElementChild.cloneNode(true);
  for (const control of item.querySelectorAll("[data-part]")) setPart(control, row[control.dataset.part] ?? "");
  field.querySelector(".field__rows").append(item);
  return item;
}

function part(field) {
  return field.querySelector("[data-part]");
}

function rows(field, read) {
  const all = [...field.querySelectorAll(".field__row")].map(row => {
    const parts = [...row.querySelectorAll("[data-part]")].map(control => [control.dataset.part, read(control)]);
    return Object.fromEntries(parts.filter(([, text]) => text.trim()));
  });
  return all.filter(row => Object.keys(row).length);
}

function same(value, other) {
  return JSON.stringify(value) === JSON.stringify(other);
}

/** Type into a control as a person would: a choice that is not offered is added. */
function setPart(control, text) {
  if (control.tagName === "SELECT" && ![...control.options].some(option => option.value === text)) {
    control.add(new Option(text, text));
  }
  control.value = text;
  const day = control.parentElement.querySelector(".field__date");
  if (day) day.value = isoDay(text);
}

function isoDay(text) {
  const match = /^\s*(\d{4})\s*[-\/.年]\s*(\d{1,2})\s*[-\/.月]\s*(\d{1,2})\s*日?\s*$/.exec(text);
  return match ? `${match[1]}-${match[2].padStart(2, "0")}-${match[3].padStart(2, "0")}` : "";
}

/** Make lists and calendars work; `changed` is called with each change. */
export function startFields(root, changed) {
  root.addEventListener("input", event => {
    const {target} = event;
    const control = target.parentElement.querySelector("[data-part]");
    if (target.matches(".field__date") && target.value) control.value = target.value;
    else if (target.matches("[data-part]")) {
      const day = target.parentElement.querySelector(".field__date");
      if (day) day.value = isoDay(target.value);
    }
    changed();
  });
  root.addEventListener("click", event => {
    const button = event.target.closest("[data-add], [data-remove]");
    if (!button) return;
    const field = button.closest("[data-field]");
    if ("add" in button.dataset) addRow(field).querySelector("[data-part]").focus();
    else {
      const row = button.closest(".field__row");
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      (next?.querySelector("[data-part]") ?? field.querySelector("[data-add]")).focus();
    }
    changed();
  });
}
