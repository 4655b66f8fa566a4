// Edits joined with what somebody else has written meanwhile; where both differ, a person chooses.
import {ask, say} from "./requests.js";

const EMPTY = "（空）";

/** Cells: returns {base, current, values} as chosen, values of what is still to be saved; null when not now. */
export async function mergeFigures(form, {year, was, cells}) {
  const answer = await ask("merge-figures", {year, was, cells});
  if (answer.status !== 200) return void say(form, answer.message, true);
  const names = Object.keys(answer.conflicts);
  const values = {...cells};
  if (names.length) {
    const labels = new Map([...form.querySelectorAll(".editor-input")].map(field => [field.name, field.getAttribute("aria-label")]));
    const choices = names.map(name => ({
      legend: labels.get(name) ?? name,
      sides: [{label: "用我填的", text: cells[name], value: cells[name]}, {label: "用文件里的", text: answer.conflicts[name], value: answer.conflicts[name]}],
    }));
    const words = `有 ${names.length} 格你填的和别人填的不一样，请逐格选定；其他的都保留。`;
    const chosen = await choose(words, choices);
    if (!chosen) return null;
    names.forEach((name, place) => {
      values[name] = chosen[place];
    });
  }
  return {base: answer.base, current: answer.current, values};
}

/** A text: returns {base, current, text} as chosen; null when not now. */
export async function mergeText(form, {path, was, text}) {
  const answer = await ask("merge-text", {path, was, text});
  if (answer.status !== 200) return void say(form, answer.message, true);
  const places = placesOf(answer.pieces);
  const words = `有 ${places.length} 处你写的和别人写的不一样，请逐处选定；其他的都保留。`;
  const chosen = places.length ? await choose(words, places) : [];
  if (!chosen) return null;
  return {base: answer.base, current: answer.current, text: joined(answer.pieces, chosen)};
}

/** Fields and a body: returns {base, current, fields, body} as chosen; null when not now. */
export async function mergeFields(form, {path, was, fields, body}) {
  const answer = await ask("merge-fields", {path, was, fields, body});
  if (answer.status !== 200) return void say(form, answer.message, true);
  const names = Object.keys(answer.conflicts);
  const choices = names.map(name => ({
    legend: form.querySelector(`[data-field="${CSS.escape(name)}"] :is(label, legend)`)?.firstChild.textContent.trim() ?? name,
    sides: [
      {label: "用我填的", text: readable(fields[name]), value: fields[name]},
      {label: "用文件里的", text: readable(answer.conflicts[name]), value: answer.conflicts[name]},
    ],
  }));
  const places = placesOf(answer.pieces);
  const words = `有 ${names.length + places.length} 处你写的和别人写的不一样，请逐处选定；其他的都保留。`;
  const chosen = names.length + places.length ? await choose(words, [...choices, ...places]) : [];
  if (!chosen) return null;
  const values = {...fields, ...Object.fromEntries(names.map(name => [name, chosen.shift()]))};
  const text = body === null ? null : joined(answer.pieces, chosen);
  return {base: answer.base, current: answer.current, fields: values, body: text};
}

function readable(value) {
  return Array.isArray(value) ? value.map(row => Object.values(row).join("　")).join("\n") : value;
}

function placesOf(pieces) {
  return pieces.filter(piece => piece.conflict).map((piece, place) => ({
    legend: `第 ${place + 1} 处`,
    sides: [
      {label: "用我写的", text: piece.mine, value: piece.mine},
      {label: "用文件里的", text: piece.current, value: piece.current},
      {label: "两段都留，我写的在前", text: null, value: both(piece)},
    ],
  }));
}

function joined(pieces, chosen) {
  return pieces.map(piece => (piece.conflict ? chosen.shift() : piece.mine)).join("");
}

function both({mine, current}) {
  return mine && current && !mine.endsWith("\n") ? `${mine}\n${current}` : mine + current;
}

/** Ask for a side of each choice. Returns their values, or null when it is put off. */
function choose(words, choices) {
  const dialog = document.getElementById("merge");
  dialog.querySelector("#merge-words").textContent = words;
  dialog.querySelector(".merge__choices").replaceChildren(...choices.map(fieldset));
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise(done => dialog.addEventListener("close", () => {
    const picked = choices.map((choice, place) => dialog.querySelector(`[name="merge-${place}"]:checked`));
    done(dialog.returnValue === "merge" ? picked.map((radio, place) => choices[place].sides[radio.value].value) : null);
  }, {once: true}));
}

function fieldset({legend, sides}, place) {
  const set = document.createElement("fieldset");
  const title = document.createElement("legend");
  title.textContent = legend;
  const columns = document.createElement("div");
  columns.className = "merge__sides";
  columns.append(...sides.map((side, number) => {
    const column = document.createElement("div");
    column.className = "merge__side";
    const label = document.createElement("label");
    const radio = document.createElement("input");
    Object.assign(radio, {type: "radio", name: `merge-${place}`, value: number, required: true});
    label.append(radio, side.label);
    column.append(label);
    if (side.text !== null) {
      const text = document.createElement("pre");
      text.textContent = side.text || EMPTY;
      text.tabIndex = 0;
      column.append(text);
    }
    return column;
  }));
  set.append(title, columns);
  return set;
}
